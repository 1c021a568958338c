"""Measures for how long the window's thread was ever blocked; for tests and benchmarks."""

import time

from PySide6.QtCore import QObject, Qt, QTimer

_TICK_MS = 5


class Watchdog(QObject):
    """Ticks on the window's thread; a tick that comes late tells how long something else held the thread."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.longest_block_ms = 0.0
        self._last = 0.0
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_tick)

    def start(self) -> None:
        self.longest_block_ms = 0.0
        self._last = time.perf_counter()
        self._timer.start()

    def stop(self) -> float:
        """Stop measuring; what blocks right now counts too."""
        self._on_tick()
        self._timer.stop()
        return self.longest_block_ms

    def _on_tick(self) -> None:
        now = time.perf_counter()
        self.longest_block_ms = max(self.longest_block_ms, (now - self._last) * 1000 - _TICK_MS)
        self._last = now
