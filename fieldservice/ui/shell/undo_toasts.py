"""Tells each command in a toast, with the way back (or forth again) on it."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from fieldservice.domain.rules.changes import Changes
from fieldservice.ui.kit.errors import Words
from fieldservice.ui.kit.toasts import Toast, ToastWords
from fieldservice.ui.kit.undo import Step, UndoList
from fieldservice.wording import _

UNDO_KEYS = "Ctrl+Z"
REDO_KEYS = "Ctrl+Y"


class UndoToasts(QObject):
    """The toast's button does what the toast offers, even if something else happened meanwhile."""

    def __init__(self, undo_list: UndoList, toast: Toast, words: Words, parent: QObject) -> None:
        super().__init__(parent)
        self._undo_list = undo_list
        self._toast = toast
        self._words = words
        self._offer: Callable[[], None] | None = None
        undo_list.noted.connect(self._on_noted)
        undo_list.undone.connect(self._on_undone)
        undo_list.redone.connect(self._on_redone)
        toast.button_pressed.connect(self._on_pressed)

    def _on_noted(self, changes: Changes) -> None:
        words = self._words.reason(changes.label)
        if changes.undoable:
            self._offer_undo(words)
        else:
            self._offer = None
            self._toast.show_words(ToastWords(words))

    def _on_undone(self, step: Step) -> None:
        self._offer = self._undo_list.redo
        words = _("Undone: {what}").format(what=self._words.reason(step.label))
        self._toast.show_words(ToastWords(words, _("Redo"), REDO_KEYS))

    def _on_redone(self, step: Step) -> None:
        self._offer_undo(self._words.reason(step.label))

    def _offer_undo(self, words: str) -> None:
        self._offer = self._undo_list.undo
        self._toast.show_words(ToastWords(words, _("Undo"), UNDO_KEYS))

    def _on_pressed(self) -> None:
        if self._offer is not None:
            self._offer()
