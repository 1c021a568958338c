"""The base of this screen's dialogs: keeps a draft, sends one command, says at the foot what was refused."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import TellableError
from fieldservice.ui.kit.announcements import announce
from fieldservice.ui.kit.calls import Call
from fieldservice.ui.kit.dialog_windows import KitDialog
from fieldservice.ui.kit.draft_merge import Meanwhile
from fieldservice.ui.kit.errors import ErrorKind, kind_of, words_for
from fieldservice.ui.kit.form_draft import FormDraft
from fieldservice.ui.kit.forms import Form
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.meanwhile import tell_back
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.screens.tickets.parts import TicketsParts

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
        self._call: Call[Changes] | None = None
        self._was_shown = False
        self._trouble = label("", Look.ERROR, wraps=True)
        self._trouble.setObjectName(f"{name}Error")
        self._trouble.hide()
        self.kept = FormDraft(parts, name, subject, self)
        self.kept.restored.connect(self._on_restored)
        self.keeper = self.kept.keeper
        self._told_back = label("", Look.SMALL, wraps=True)
        self._told_back.setObjectName(f"{name}Back")
        self._told_back.hide()
        self.changes: Changes | None = None

    def add_foot(self, words: str, *, is_dangerous: bool = False) -> None:
        """Put what is told and the buttons below what was built; Ctrl+Enter goes on."""
        self.body.addWidget(self._told_back)
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
            self.kept.begin()

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

    def done(self, result: int) -> None:
        self.kept.cancel()
        super().done(result)

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
        self.kept.forget()
        super().accept()

    def _on_restored(self, meanwhile: Sequence[Meanwhile]) -> None:
        self.draft_restored()
        words = tell_back(self.kept, self.findChildren(Form), meanwhile)
        self._told_back.setText(words)
        self._told_back.show()
        announce(self, words)
