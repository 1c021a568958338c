"""A thin line that moves while something loads; what was there stays, nothing jumps."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from fieldservice.ui.kit.deferred import Deferred
from fieldservice.ui.kit.theme import current_theme

if TYPE_CHECKING:
    from fieldservice.ui.kit.animation import is_animated
else:
    is_animated = Deferred("fieldservice.ui.kit.animation", "is_animated")

_HEIGHT = 2
_FRAME_MS = 40
_STEP = 0.03
_PART = 0.25
_QUIET_MS = 120


class LoadingLine(QWidget):
    """Always takes its two pixels. Moves only after a short while: what is quick must not flicker."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(current_theme().px(_HEIGHT))
        self._at: float | None = None
        self._delay = QTimer(self, interval=_QUIET_MS, singleShot=True)
        self._delay.timeout.connect(self._on_waited)
        self._frames = QTimer(self, interval=_FRAME_MS)
        self._frames.timeout.connect(self._on_frame)

    @property
    def is_moving(self) -> bool:
        return self._at is not None

    def start(self) -> None:
        if not self.is_moving:
            self._delay.start()

    def stop(self) -> None:
        self._delay.stop()
        self._frames.stop()
        self._at = None
        self.update()

    def hideEvent(self, event: QHideEvent) -> None:
        self.stop()
        super().hideEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        if self._at is None:
            return
        painter = QPainter(self)
        left = round((self._at * (1 + _PART) - _PART) * self.width())
        painter.fillRect(
            left, 0, round(_PART * self.width()), self.height(), QColor(current_theme().colours.accent)
        )
        painter.end()

    def _on_waited(self) -> None:
        self._at = 0.5
        if is_animated(self):
            self._frames.start()
        self.update()

    def _on_frame(self) -> None:
        self._at = ((self._at or 0.0) + _STEP) % 1.0
        self.update()
