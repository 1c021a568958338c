"""What is to be done as soon as a widget was painted: what nobody sees yet waits for what is seen."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

_PAINT = QEvent.Type.Paint


class AfterPaint(QObject):
    """Has the widget painted, and then calls `then` once; what else was to be painted with it is painted too.

    Belongs to the widget, and is forgotten with it.
    """

    def __init__(self, widget: QWidget, then: Callable[[], object]) -> None:
        super().__init__(widget)
        self._then: Callable[[], object] | None = then
        widget.installEventFilter(self)
        widget.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is _PAINT and self._then is not None:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self, self._on_painted)
        return False

    def _on_painted(self) -> None:
        """Whoever waited for the same picture goes first."""
        QTimer.singleShot(0, self, self._call)

    def _call(self) -> None:
        then, self._then = self._then, None
        if then is not None:
            self.deleteLater()
            then()
