"""Asking the user: one service, handed to whoever needs to ask. The only place that runs a dialog.

Tests hand in a fake; a screen never makes a message box of its own (P-76).
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

from PySide6.QtWidgets import QDialog, QWidget

from fieldservice.domain.rules.quick_dataclass import dataclass
from fieldservice.ui.kit.deferred import Deferred
from fieldservice.ui.kit.options import Option
from fieldservice.wording import ErrorWords

__all__ = ["Dialogs", "Option", "QtDialogs", "Question"]

if TYPE_CHECKING:
    from fieldservice.domain.rules.changes import Changes
    from fieldservice.ui.kit.dialog_windows import (
        AskDialog,
        ChooseDialog,
        ReportDialog,
        TellDialog,
    )
    from fieldservice.ui.kit.files_of_system import ask_folder, ask_open, ask_save, show_in_system
    from fieldservice.ui.kit.form_draft import DraftDesk, discard
    from fieldservice.ui.kit.text_dialog import TextDialog
else:  # nobody is asked anything before the first picture
    _WINDOWS, _FILES = "fieldservice.ui.kit.dialog_windows", "fieldservice.ui.kit.files_of_system"
    AskDialog = Deferred(_WINDOWS, "AskDialog")
    ChooseDialog = Deferred(_WINDOWS, "ChooseDialog")
    ReportDialog = Deferred(_WINDOWS, "ReportDialog")
    TellDialog = Deferred(_WINDOWS, "TellDialog")
    TextDialog = Deferred("fieldservice.ui.kit.text_dialog", "TextDialog")
    discard = Deferred("fieldservice.ui.kit.form_draft", "discard")
    ask_folder = Deferred(_FILES, "ask_folder")
    ask_open = Deferred(_FILES, "ask_open")
    ask_save = Deferred(_FILES, "ask_save")
    show_in_system = Deferred(_FILES, "show_in_system")


@dataclass(frozen=True, slots=True)
class Question:
    """A real question, answered by a verb: "Close ticket WAW-12?", "2 orders are open.", "Close and cancel".

    `label` names the field when text is asked for. Under `draft` that text is kept until a command has
    taken it; without one nothing is kept, as of a passphrase.
    """

    title: str
    text: str = ""
    yes: str = ""
    label: str = ""
    is_dangerous: bool = False
    draft: UUID | None = None


class Dialogs(Protocol):
    def confirm(self, question: Question) -> bool: ...

    def choose(self, question: Question, options: Sequence[Option]) -> Any:
        """The value of the option taken, or None."""

    def ask_text(self, question: Question, *, initial: str = "", may_be_empty: bool = False) -> str | None:
        """What was typed, as a reason; None when it was given up."""

    def open_file(self, title: str, filters: str) -> Path | None: ...

    def save_file(self, title: str, suggested: Path, filters: str) -> Path | None: ...

    def open_folder(self, title: str) -> Path | None: ...

    def show_file(self, file: Path) -> None:
        """Open a document in the program that the system has for it."""

    def tell(self, words: ErrorWords, *, can_retry: bool = False) -> bool:
        """Tell an error; True when it should be tried again."""

    def show_report(self, words: ErrorWords, report: str) -> None:
        """Tell a mistake of the program, with a report to copy."""

    def run(self, dialog: QDialog) -> bool:
        """Run a dialog of a screen's own, and free it; True when it was accepted."""


class QtDialogs:
    """The real one. `window` is what the dialogs belong to."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._desk: DraftDesk | None = None
        self._said: UUID | None = None

    def keep_drafts(self, desk: "DraftDesk") -> None:
        """From now on what is typed as a reason is kept at this desk."""
        self._desk = desk

    def confirm(self, question: Question) -> bool:
        dialog = AskDialog(
            self._window, question.title, question.text, question.yes, is_dangerous=question.is_dangerous
        )
        return self.run(dialog)

    def choose(self, question: Question, options: Sequence[Option]) -> Any:
        dialog = ChooseDialog(self._window, question.title, question.text, options)
        return dialog.chosen if self.run(dialog) else None

    def ask_text(self, question: Question, *, initial: str = "", may_be_empty: bool = False) -> str | None:
        dialog = TextDialog(self._window, question.title, question.text, question.yes)
        dialog.set_up(question.label, initial, may_be_empty=may_be_empty)
        if self._desk is None or question.draft is None:
            return dialog.typed if self.run(dialog) else None
        draft = dialog.keep(self._desk, question.draft)
        if not self.run(dialog):
            return None
        if self._said is None:
            self._desk.ops.commanded.connect(self._on_commanded)
        self._said = draft.id
        return dialog.typed

    def open_file(self, title: str, filters: str) -> Path | None:
        return ask_open(self._window, title, filters)

    def save_file(self, title: str, suggested: Path, filters: str) -> Path | None:
        return ask_save(self._window, title, suggested, filters)

    def open_folder(self, title: str) -> Path | None:
        return ask_folder(self._window, title)

    def show_file(self, file: Path) -> None:
        show_in_system(file)

    def tell(self, words: ErrorWords, *, can_retry: bool = False) -> bool:
        return self.run(TellDialog(self._window, words, can_retry=can_retry))

    def show_report(self, words: ErrorWords, report: str) -> None:
        self.run(ReportDialog(self._window, words, report))

    def run(self, dialog: QDialog) -> bool:
        try:
            return dialog.exec() == QDialog.DialogCode.Accepted
        finally:
            dialog.deleteLater()

    def _on_commanded(self, changes: "Changes") -> None:
        """What was asked for a moment ago has been done: its words are no draft any more."""
        if self._desk is not None and self._said is not None and changes.entry_id is not None:
            said, self._said = self._said, None
            self._desk.ops.commanded.disconnect(self._on_commanded)
            discard(self._desk, said)
