"""Keeps Python's cyclic garbage collector on the window's thread.

A worker's allocations could otherwise start it there, and free widgets and timers that belong to the window:
Qt does not survive that. (References that are simply dropped are freed where they are dropped, as always.)
"""

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 1000
_YOUNG_OBJECTS = 5000
_FULL_EVERY = 30


class GarbageCollector(QObject):
    """Collects on the window's thread while it lives; `stop()` gives the work back to Python."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rounds = 0
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self.collect_some)

    def start(self) -> None:
        gc.disable()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()
        gc.enable()

    def collect_some(self) -> None:
        """A short collection when there is much young garbage, a full one now and then."""
        self._rounds += 1
        if self._rounds % _FULL_EVERY == 0:
            gc.collect()
        elif gc.get_count()[0] > _YOUNG_OBJECTS:
            gc.collect(1)
