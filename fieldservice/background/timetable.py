"""What runs when: a tick a minute starts what its turn is. Whether there is something to do, each finds out
itself, off the window's thread: the truth about that lies in files and tables.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer, Slot

from fieldservice.domain.rules.quick_dataclass import dataclass

A_MINUTE_MS = 60_000


@dataclass(frozen=True, slots=True)
class Entry:
    """`start` is called after the first minute, and then every so many minutes; it returns at once."""

    name: str
    every_minutes: int
    start: Callable[[], object]


class Timetable(QObject):
    def __init__(self, entries: Sequence[Entry], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries = entries
        self._minutes = 0
        self._timer = QTimer(self)
        self._timer.setObjectName("timetable")
        self._timer.setInterval(A_MINUTE_MS)
        self._timer.timeout.connect(self.tick)

    def begin(self) -> None:
        self._timer.start()

    def end(self) -> None:
        self._timer.stop()

    @Slot()
    def tick(self) -> None:
        for entry in self._entries:
            if self._minutes % entry.every_minutes == 0:
                entry.start()
        self._minutes += 1
