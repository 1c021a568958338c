"""Buttons in a row that goes on in a second one when there is no room: none is cut."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from fieldservice.ui.kit.buttons import Button
from fieldservice.ui.kit.theme import current_theme


class ButtonFlow(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._buttons: list[Button] = []

    def add(self, button: Button) -> None:
        button.setParent(self)
        self._buttons.append(button)

    def arrange(self) -> None:
        """Place what is to be seen, and take the height that it needs."""
        theme = current_theme()
        gap, left, top = theme.px(8), 0, 0
        height = theme.measures.field_height
        for button in self._buttons:
            if button.isHidden():
                continue
            width = button.sizeHint().width()
            if left and left + width > self.width():
                left, top = 0, top + height + gap
            button.setGeometry(left, top, width, height)
            left += width + gap
        self.setFixedHeight(top + height if left else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()
