"""The planned backup: asked for every few minutes, begun when it is due, one at a time."""

from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QObject, Slot

from fieldservice.background.timetable import Entry, Timetable

EVERY_MINUTES = 5


class Answer(Protocol):
    """Work under way: `succeeded` with what it found, `finished` however it ended."""

    succeeded: Any
    finished: Any


class PlannedBackups(QObject):
    """`ask` answers whether a backup is due, `start` makes it; both work elsewhere."""

    def __init__(
        self, ask: Callable[[], Answer], start: Callable[[], Answer], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._ask = ask
        self._start = start
        self._is_running = False
        self.timetable = Timetable([Entry("backup", EVERY_MINUTES, self.look)], self)

    def look(self) -> None:
        if not self._is_running:
            self._ask().succeeded.connect(self._on_answered)

    @Slot(object)
    def _on_answered(self, is_due: object) -> None:
        if is_due and not self._is_running:
            self._is_running = True
            self._start().finished.connect(self._on_over)

    @Slot()
    def _on_over(self) -> None:
        self._is_running = False
