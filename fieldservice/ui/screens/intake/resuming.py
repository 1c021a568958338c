"""Requests that were begun and not saved: offered beside the title, the newest brought back after a kill."""

from PySide6.QtCore import QObject, Signal

from fieldservice.ui.kit.buttons import quiet
from fieldservice.ui.kit.calls import Latest
from fieldservice.ui.kit.dialogs import Option, Question
from fieldservice.ui.screens.intake.asks import Unfinished, unfinished
from fieldservice.ui.screens.intake.form import IntakeForm
from fieldservice.ui.screens.intake.parts import IntakeParts
from fieldservice.ui.screens.intake.words import DOT
from fieldservice.wording import _


class Resuming(QObject):
    """`button` shows how many there are; pressed, it lets one be chosen."""

    resumed = Signal()

    def __init__(self, parts: IntakeParts, form: IntakeForm, parent: QObject) -> None:
        super().__init__(parent)
        self._parts = parts
        self._form = form
        self._latest: Latest[list[Unfinished]] = Latest()
        self._left: list[Unfinished] = []
        self._is_first = True
        self.button = quiet(_("Unfinished"), name="unfinishedButton")
        self.button.hide()
        self.button.clicked.connect(self._on_pressed)

    def look(self) -> None:
        """Count what is left behind; the first time, the newest comes back into an empty form."""
        self._latest.ask(self._parts.ops.query(unfinished, self._parts.user_id)).then(self._on_found)

    def stop(self) -> None:
        self._latest.cancel()

    def _on_found(self, found: list[Unfinished]) -> None:
        is_empty = self._form.started_at is None
        if self._is_first and is_empty and found:
            self._resume(found[0])
        self._is_first = False
        own = self._form.ids.draft_id if self._form.ids else None
        self._left = [each for each in found if each.draft_id != own]
        self.button.set_count(len(self._left))
        self.button.setVisible(bool(self._left))

    def _on_pressed(self) -> None:
        question = Question(
            _("Go on with which request?"), _("What stands in the form now is kept as a draft too.")
        )
        options = [Option(each, self._name_of(each), self._detail_of(each)) for each in self._left[:9]]
        chosen = self._parts.services.dialogs.choose(question, options)
        if chosen is not None:
            self._form.drafts.keeper.flush()
            self._resume(chosen)
            self.look()

    def _resume(self, draft: Unfinished) -> None:
        self._form.resume(draft.fields, draft.draft_id)
        self.resumed.emit()

    def _name_of(self, draft: Unfinished) -> str:
        fields = draft.fields
        who = fields.get("customer_name") or fields.get("person") or fields.get("number", "")
        return who or fields.get("customer_typed") or _("Without a name")

    def _detail_of(self, draft: Unfinished) -> str:
        when = self._parts.wording.near_moment(draft.saved_at, self._parts.now())
        return DOT.join(part for part in (draft.fields.get("title", ""), when) if part)
