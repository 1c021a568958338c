"""Putting right what somebody wrote on a ticket; what it said before stands in the history."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.ui.kit.calls import Call
from fieldservice.ui.kit.checks import CheckBox
from fieldservice.ui.kit.fields import TextArea
from fieldservice.ui.kit.forms import Form
from fieldservice.ui.screens.tickets import content_calls as calls
from fieldservice.ui.screens.tickets.moment_field import MomentField
from fieldservice.ui.screens.tickets.parts import TicketsParts
from fieldservice.ui.screens.tickets.work_dialog import FormProblemError, WorkDialog
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.ticket_articles import ArticleRow

_WIDTH = 560


class ArticleDialog(WorkDialog):
    def __init__(self, parts: TicketsParts, parent: QWidget, article: "ArticleRow") -> None:
        kind = parts.wording.word_of("ArticleKind", article.kind) or article.kind
        title = _("Correct: {kind}").format(kind=kind)
        super().__init__(parts, parent, title, name="articleDialog", subject=article.id)
        self._article = article
        self.widen(_WIDTH)
        self.text = TextArea(name="correctedText", lines=4, most_lines=12)
        self.text.set_draft_value(article.text)
        self.when = MomentField(parts, name="correctedWhen", looks_back=True)
        self.when.show_moment(article.happened_at)
        self._shown_when = self.when.text()
        self.internal = CheckBox(_("internal"), name="correctedInternal")
        self.internal.setChecked(article.is_internal)
        form = Form(name="articleForm")
        form.add(_("Text"), self.text)
        form.add(_("When it happened"), self.when)
        form.add("", self.internal)
        self.internal.setAccessibleName(_("internal"))
        self.body.addWidget(form)
        self.add_foot(_("Save"))
        for name, field in (("text", self.text), ("when", self.when), ("internal", self.internal)):
            self.keeper.register(name, field)
        self.text.setFocus()

    def send(self) -> Call[Changes]:
        same = self.when.text() == self._shown_when  # the field shows no seconds: they stay as they were
        happened_at = self._article.happened_at if same else self.when.moment
        if happened_at is None:
            raise FormProblemError(self.when, _("This is no day and time."))
        command = calls.CorrectArticle(
            self._article.id, self._article.text, self.text.text(), happened_at, self.internal.isChecked()
        )
        return self.parts.ops.command(calls.correct_article, command)
