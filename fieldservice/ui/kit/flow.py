"""Buttons or chips in a row that goes on in a second one when there is no room: none is cut."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from fieldservice.ui.kit.theme import current_theme


class Flow(QWidget):
    """Call `arrange` after what it holds was shown, hidden or given other words."""

    def __init__(self, *, gap: int = 8) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._gap = gap
        self._widgets: list[QWidget] = []

    def add(self, widget: QWidget) -> None:
        widget.setParent(self)
        self._widgets.append(widget)

    def forget(self) -> None:
        """Hold nothing any more; what it held stays its child."""
        self._widgets.clear()

    def clear(self) -> None:
        """Let go of all that it holds."""
        for widget in self._widgets:
            widget.hide()
            widget.deleteLater()
        self._widgets = []

    def arrange(self) -> None:
        """Place what is to be seen, and take the height that it needs."""
        gap, left, top, foot = current_theme().px(self._gap), 0, 0, 0
        for widget in self._widgets:
            if widget.isHidden():
                continue
            size = widget.sizeHint().boundedTo(widget.maximumSize()).expandedTo(widget.minimumSize())
            if left and left + size.width() > self.width():
                left, top = 0, foot + gap
            widget.setGeometry(left, top, min(size.width(), self.width()), size.height())
            left += size.width() + gap
            foot = top + size.height()
        self.setFixedHeight(foot)

    def sizeHint(self) -> QSize:
        return QSize(0, self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()
