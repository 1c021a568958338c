"""The third card: what happens, how bad it is, by when it should be closed, and who answers for it."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from fieldservice.ui.kit.buttons import Button, ButtonKind, quiet
from fieldservice.ui.kit.cards import Card
from fieldservice.ui.kit.choice import Choice
from fieldservice.ui.kit.fields import TextArea, TextField
from fieldservice.ui.kit.forms import Form
from fieldservice.ui.screens.intake.closing_field import ClosingField
from fieldservice.ui.screens.intake.more_fields import MoreFields
from fieldservice.ui.screens.intake.own_fields import OwnFields, TemplateChoice
from fieldservice.ui.screens.intake.parts import IntakeParts
from fieldservice.ui.screens.intake.words import IMPACTS, URGENCIES
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.intake import IntakeOptions, IntakePreview
    from fieldservice.domain.queries.ticket_templates import TemplateRow

_MIDDLE = 3
_HIGHEST = 5


@dataclass(frozen=True, slots=True)
class Trouble:
    """What stands in the card; `priority` and `closing_at` only when somebody set them by hand."""

    title: str
    description: str
    impact: int
    urgency: int
    priority: int | None
    closing_at: datetime | None
    closing_because: str
    owner_id: UUID | None


class TroubleCard(Card):
    """`judged_anew` tells that something changed on which verdict, priority or deadline depend."""

    judged_anew = Signal()
    title_edited = Signal()
    edited = Signal()
    another_requested = Signal()

    def __init__(self, parts: IntakeParts) -> None:
        super().__init__(_("3 · What happens"), name="troubleCard")
        self._parts = parts
        self._computed_priority = _MIDDLE
        self._chosen_priority: int | None = None
        self.title = TextField(name="titleField")
        self.description = TextArea(name="descriptionField", lines=3, most_lines=6)
        self.impact = Choice(_graded(IMPACTS), name="impactChoice")
        self.urgency = Choice(_graded(URGENCIES), name="urgencyChoice")
        numbers = [(grade, str(grade)) for grade in range(1, _HIGHEST + 1)]
        self.priority = Choice(numbers, name="priorityChoice", prefix=_("Priority") + "  ")
        self.closing = ClosingField(parts)
        self.because = TextField(name="closingReason", placeholder=_("Why not as the SLA says"))
        self.owner = Choice((), name="ownerChoice", prefix=_("Responsible:") + " ")
        self.more = MoreFields(parts)
        self.own = OwnFields(parts)
        self.template = TemplateChoice()
        self._lay_out()
        self._connect()
        self.reset()

    def trouble(self) -> Trouble:
        return Trouble(
            title=self.title.text().strip(),
            description=self.description.text().strip(),
            impact=self.impact.value,
            urgency=self.urgency.value,
            priority=self._chosen_priority,
            closing_at=self.closing.chosen,
            closing_because=self.because.text().strip(),
            owner_id=self.owner.value,
        )

    def offer(self, options: "IntakeOptions") -> None:
        """Fill the lists; what was chosen stays."""
        people = [(agent.id, agent.name) for agent in options.pickers.agents]
        is_first = not self.owner.count()
        self.owner.set_options([(None, _("nobody yet")), *people])
        if is_first:
            self.owner.set_value(self._parts.user_id)
        self.more.offer(options.pickers)
        self.template.offer(options.templates)

    def show_preview(self, preview: "IntakePreview") -> None:
        """Priority and deadline as they come about; what was set by hand stays."""
        self._computed_priority = preview.computed_priority
        if self._chosen_priority is None:
            self._show_priority(preview.computed_priority)
        self.closing.show_computed(preview.closing_at, preview.sla_name)
        self.own.ask_about(preview.type_id, self.more.kind.value, self.more.service.value)

    def choose_priority(self, priority: int | None) -> None:
        self._chosen_priority = priority
        self._show_priority(priority or self._computed_priority)

    def choose_grades(self, impact: int | None, urgency: int | None) -> None:
        """How bad it is, where somebody has said so."""
        for choice, grade in ((self.impact, impact), (self.urgency, urgency)):
            if grade is not None:
                choice.set_value(grade)

    def reset(self) -> None:
        """As for a new request."""
        self.form.clear_errors()
        self.title.clear()
        self.description.set_draft_value("")
        self.impact.set_value(_MIDDLE)
        self.urgency.set_value(_MIDDLE)
        self.choose_priority(None)
        self.closing.clear_all()
        self.because.clear()
        self.form.show_row(self.because, visible=False)
        self.owner.set_value(self._parts.user_id)
        self.more.reset()
        self.own.reset()
        self.template.reset()
        self.unfold(is_open=False)

    def unfold(self, *, is_open: bool) -> None:
        self.more.setVisible(is_open)
        self._more_button.setText(_("Less") if is_open else _("More"))
        self._more_button.set_icon_name("caret-up" if is_open else "caret-down")

    def show_reason_row(self) -> None:
        self.form.show_row(self.because, visible=self.closing.chosen is not None)

    def _lay_out(self) -> None:
        self.form = Form()
        self.form.add(_("Subject"), self.title)
        self.form.add(_("Description"), self.description)
        self.form.add(_("Urgency and impact"), self.urgency, self.impact, self.priority, stretches=(4, 4, 3))
        self.form.add(_("Close by"), self.closing, self.owner, stretches=(8, 7))
        self.form.add(_("Reason"), self.because)
        for choice, words in (
            (self.impact, _("Impact")),
            (self.urgency, _("Urgency")),
            (self.priority, _("Priority")),
            (self.owner, _("Responsible")),
        ):
            choice.setAccessibleName(words)
        self.add_trailing(self.template)
        self.add(self.form)
        self.add(self.own)
        self.add(self.more)
        self.add(self._foot())

    def _foot(self) -> QWidget:
        self._more_button = Button(_("More"), ButtonKind.BARE, name="moreButton")
        self._more_button.clicked.connect(lambda: self.unfold(is_open=self.more.isHidden()))
        another = quiet(_("Save, and another from this call"), name="anotherButton")
        another.clicked.connect(self.another_requested)
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._more_button)
        row.addStretch(1)
        row.addWidget(another)
        self.another = another
        return foot

    def _connect(self) -> None:
        self.title.textEdited.connect(self.title_edited)
        self.title.returnPressed.connect(self._on_title_entered)
        for choice in (self.impact, self.urgency):
            choice.edited.connect(self.judged_anew)
        self.priority.activated.connect(self._on_priority_chosen)
        self.closing.set_by_hand.connect(self._on_closing_set)
        self.more.judged_anew.connect(self.judged_anew)
        fields = (self.title, self.description, self.impact, self.urgency, self.priority, self.because)
        self.template.chosen.connect(self._on_template)
        self.more.kind.edited.connect(self._on_kind)
        for field in (*fields, self.owner, self.more, self.own):
            field.edited.connect(self.edited)

    def _show_priority(self, priority: int) -> None:
        self.priority.blockSignals(True)
        self.priority.set_value(priority)
        self.priority.blockSignals(False)
        self.priority.update()

    def _on_template(self, row: "TemplateRow") -> None:
        """Words that somebody typed already are the caller's, and stay."""
        if not self.title.text().strip():
            self.title.set_text(row.title)
        if not self.description.text().strip():
            self.description.set_draft_value(row.text)
        self.choose_grades(row.impact, row.urgency)
        self.more.take(row)
        self.edited.emit()
        self.judged_anew.emit()

    def _on_kind(self) -> None:
        """The kind says how urgent it begins, as long as nobody has said it (A09)."""
        for choice, grade in zip((self.impact, self.urgency), self.more.first_grades(), strict=True):
            if grade is not None and choice.value == _MIDDLE:
                choice.set_value(grade)

    def _on_title_entered(self) -> None:
        self.description.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_priority_chosen(self, _at: int) -> None:
        chosen: Any = self.priority.value
        self._chosen_priority = None if chosen == self._computed_priority else chosen
        self.judged_anew.emit()

    def _on_closing_set(self) -> None:
        self.show_reason_row()
        self.form.clear_errors()
        if self.closing.is_unreadable:
            self.form.show_error(self.closing, _("This is no moment. Write it like 27.11 14:00."))
        elif self.closing.chosen is not None and not self.because.text():
            self.because.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()


def _graded(words: tuple[str, ...]) -> list[tuple[int, str]]:
    return [(grade, _(word)) for grade, word in enumerate(words, start=1)]
