"""Keeps Python's cyclic garbage collector on the window's thread, and short.

A worker's allocations could otherwise start it there, and free widgets and timers that belong to the window:
Qt does not survive that. (References that are simply dropped are freed where they are dropped, as always.)
Going through everything takes longer than a hand notices, so what outlived a collection is passed over by the
next ones; all of it is gone through while nobody looks.
"""

import gc

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

_EVERY_MS = 1000
_YOUNG_OBJECTS = 5000
_FULL_EVERY = 30
_THOROUGH_AFTER = 600
_THOROUGH_AT_LATEST = 7200
"""Rounds, that is seconds: between two of the thorough ones, and until one comes although somebody looks."""


class GarbageCollector(QObject):
    """Collects on the window's thread while it lives; `stop()` gives the work back to Python."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rounds = 0
        self._thorough_at = 0
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self.collect_some)

    def start(self) -> None:
        gc.disable()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()
        gc.enable()

    def collect_some(self) -> None:
        """A short collection when there is much young garbage, one of all that is new now and then."""
        self._rounds += 1
        if self._is_time_for_all():
            self.collect_all()
        elif self._rounds % _FULL_EVERY == 0:
            gc.collect()
            gc.freeze()
        elif gc.get_count()[0] > _YOUNG_OBJECTS:
            gc.collect(1)

    def collect_all(self) -> None:
        """Also what outlived earlier collections; takes a tenth of a second or more."""
        self._thorough_at = self._rounds
        gc.unfreeze()
        gc.collect()
        gc.freeze()

    def _is_time_for_all(self) -> bool:
        waited = self._rounds - self._thorough_at
        is_looked_at = QGuiApplication.applicationState() is Qt.ApplicationState.ApplicationActive
        return waited >= (_THOROUGH_AT_LATEST if is_looked_at else _THOROUGH_AFTER)
