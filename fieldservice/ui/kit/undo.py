"""Undo and redo: a bounded list of journal entries, by id. Undoing is a new command down the same path."""

from collections import deque
from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QObject, Signal, SignalInstance, Slot

from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.quick_dataclass import dataclass
from fieldservice.domain.rules.reasons import Reason
from fieldservice.ui.kit.calls import Call

UndoEntry = Callable[[UUID], "Call[Changes]"]

_LIMIT = 50


@dataclass(frozen=True, slots=True)
class Step:
    """One journal entry that can be taken back, and what it is called."""

    entry_id: UUID
    label: Reason


class UndoList(QObject):
    """Tie `note` to `ops.commanded`. `undo_entry` starts the command that takes an entry back.

    Undoing an undo redoes it, so redo needs no second way. A step that was refused is left out: the refusal
    is told, and the same step would be refused again.
    """

    changed = Signal()
    noted = Signal(object)
    undone = Signal(object)
    redone = Signal(object)

    def __init__(self, undo_entry: UndoEntry, *, limit: int = _LIMIT, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._undo_entry = undo_entry
        self._done: deque[Step] = deque(maxlen=limit)
        self._undone: deque[Step] = deque(maxlen=limit)
        self._own: set[UUID] = set()
        self._is_busy = False

    @property
    def next_undo(self) -> Step | None:
        return self._done[-1] if self._done and not self._is_busy else None

    @property
    def next_redo(self) -> Step | None:
        return self._undone[-1] if self._undone and not self._is_busy else None

    @Slot(object)
    def note(self, changes: Changes) -> None:
        """A command of this window was committed."""
        if changes.entry_id is None:
            return
        if changes.entry_id in self._own:
            self._own.discard(changes.entry_id)
            return
        if changes.undoable:
            self._done.append(Step(changes.entry_id, changes.label))
            self._undone.clear()
            self.changed.emit()
        self.noted.emit(changes)

    def undo(self) -> None:
        if self.next_undo is not None:
            self._take_back(self._done, self._undone, self.undone)

    def redo(self) -> None:
        if self.next_redo is not None:
            self._take_back(self._undone, self._done, self.redone)

    def _take_back(self, source: deque[Step], target: deque[Step], told: SignalInstance) -> None:
        step = source.pop()
        self._is_busy = True
        self.changed.emit()

        def on_taken_back(changes: Changes) -> None:
            if changes.entry_id is not None:
                self._own.add(changes.entry_id)
                target.append(Step(changes.entry_id, step.label))
            told.emit(step)

        call = self._undo_entry(step.entry_id)
        call.succeeded.connect(on_taken_back)
        call.finished.connect(self._on_over)

    def _on_over(self) -> None:
        self._is_busy = False
        self.changed.emit()
