"""The base of this screen's dialogs: keeps a draft, sends one command, says at the foot what was refused."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import TellableError
from fieldservice.ui.kit.announcements import announce
from fieldservice.ui.kit.calls import Call
from fieldservice.ui.kit.dialog_windows import KitDialog
from fieldservice.ui.kit.drafts import DraftKeeper
from fieldservice.ui.kit.errors import ErrorKind, kind_of, words_for
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.screens.tickets import calls
from fieldservice.ui.screens.tickets.parts import TicketsParts
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.drafts import DraftRow

SAVE_KEYS = "Ctrl+Return"


class FormProblemError(Exception):
    """What stands in a field cannot be meant; `words` say so, `field` gets the focus."""

    def __init__(self, field: QWidget, words: str) -> None:
        super().__init__(field.objectName())
        self.field = field
        self.words = words


class WorkDialog(KitDialog):
    """`subject` is what the form is about: one draft is kept of each form and subject."""

    def __init__(self, parts: TicketsParts, parent: QWidget, title: str, *, name: str, subject: UUID) -> None:
        super().__init__(parent, title, name=name)
        self.parts = parts
        self._page = parent
        self._draft_id = uuid5(subject, name)
        self._call: Call[Changes] | None = None
        self._was_shown = False
        self._trouble = label("", Look.ERROR, wraps=True)
        self._trouble.setObjectName(f"{name}Error")
        self._trouble.hide()
        self.keeper = DraftKeeper(self._save_draft, now=parts.now, parent=self)
        self.changes: Changes | None = None

    def add_foot(self, words: str, *, is_dangerous: bool = False) -> None:
        """Put the place for troubles and the buttons below what was built; Ctrl+Enter goes on."""
        self.body.addWidget(self._trouble)
        self.add_give_up()
        self.go_on = self.add_go_on(words, is_dangerous=is_dangerous)
        self.go_on.setDefault(False)
        self.go_on.show_keys(SAVE_KEYS)
        # A key of its own: as a button's shortcut it would wait until the button has been animated.
        QShortcut(QKeySequence(SAVE_KEYS), self).activated.connect(self._on_save_key)

    def widen(self, width: int) -> None:
        window = self._page.window()
        self.setMinimumWidth(min(current_theme().px(width), window.width()))

    def send(self) -> Call[Changes]:
        """Start the command; raise `FormProblemError` for what the form itself can see."""
        raise NotImplementedError

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._was_shown:
            self._was_shown = True
            self.load_draft()

    def load_draft(self) -> None:
        query = self.parts.ops.query(calls.drafts_of, self.objectName(), self.parts.user_id)
        query.then(self._on_drafts, self._on_no_drafts)

    def accept(self) -> None:
        """Send the command; the dialog closes when it was committed."""
        if self._call is not None and not self._call.is_over:
            return
        self._trouble.hide()
        try:
            self._call = self.send().then(self._on_done, self.on_failed)
        except (FormProblemError, TellableError) as problem:
            self.on_failed(problem)

    def _on_save_key(self) -> None:
        if self.go_on.isEnabled():
            self.accept()

    def reject(self) -> None:
        """What was typed stays as a draft and is there when the form is opened again."""
        self.keeper.flush()
        super().reject()

    def on_failed(self, error: Exception) -> None:
        if isinstance(error, FormProblemError):
            self._tell(error.words)
            error.field.setFocus()
        elif kind_of(error) is ErrorKind.BUG:
            super().reject()
            self.parts.services.errors.show(error)
        else:
            self._tell(str(words_for(error, self.parts.wording)))

    def draft_restored(self) -> None:
        """A draft was put back into the fields."""

    def _tell(self, words: str) -> None:
        self._trouble.setText(words)
        self._trouble.show()
        announce(self, words)

    def _on_done(self, changes: Changes) -> None:
        self.changes = changes
        self.keeper.forget()
        self.parts.ops.command(calls.discard_draft, calls.DiscardDraft(self._draft_id))
        super().accept()

    def _save_draft(self, values: dict[str, str]) -> Call[Any]:
        fields = tuple(sorted(values.items()))
        draft = calls.SaveDraft(self._draft_id, self.objectName(), fields)
        return self.parts.ops.command(calls.save_draft, draft)

    def _on_drafts(self, drafts: "Sequence[DraftRow]") -> None:
        mine = next((draft for draft in drafts if draft.id == self._draft_id), None)
        if mine is not None and not self.keeper.is_dirty and self.isVisible():
            self.keeper.restore(mine.fields)
            self.draft_restored()
            self._tell_draft()

    def _tell_draft(self) -> None:
        self.setWindowTitle(f"{self.windowTitle()} · {_('What you typed last time is back.')}")

    def _on_no_drafts(self, error: Exception) -> None:
        """The form works without its draft; `ops` has logged why there is none."""
