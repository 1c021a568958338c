"""What runs when: a tick a minute asks each entry whether it is due; the truth about that lies in files and
tables.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Slot

EVERY_MINUTE_MS = 60_000


@dataclass(frozen=True, slots=True)
class Entry:
    """`is_due` is asked on the window's thread and answers at once; `start` begins the work elsewhere."""

    name: str
    is_due: Callable[[], bool]
    start: Callable[[], object]


class Timetable(QObject):
    """One thing is started a tick, the first that is due."""

    def __init__(self, entries: Sequence[Entry], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries = entries
        self._timer = QTimer(self)
        self._timer.setObjectName("timetable")
        self._timer.setInterval(EVERY_MINUTE_MS)
        self._timer.timeout.connect(self.tick)

    def begin(self) -> None:
        self._timer.start()

    def end(self) -> None:
        self._timer.stop()

    @Slot()
    def tick(self) -> None:
        for entry in self._entries:
            if entry.is_due():
                entry.start()
                return
