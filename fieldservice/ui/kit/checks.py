"""Check boxes and radio buttons, painted so that they grow with the scale and show in every theme."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QRadioButton

from fieldservice.ui.kit.painting import Shape, paint_frame, paint_shape, paint_text
from fieldservice.ui.kit.theme import Theme, current_theme

_SIDE = 16
_GAP = 8
_ANTIALIASING = QPainter.RenderHint.Antialiasing


class CheckBox(QCheckBox):
    edited = Signal()

    def __init__(self, text: str, *, name: str) -> None:
        super().__init__(text)
        self.setObjectName(name)
        self.toggled.connect(self.edited)

    def draft_value(self) -> str:
        return "1" if self.isChecked() else ""

    def set_draft_value(self, value: str) -> None:
        self.setChecked(bool(value))

    def sizeHint(self) -> QSize:
        return _size(self)

    def minimumSizeHint(self) -> QSize:
        return _size(self)

    def hitButton(self, position: object) -> bool:
        del position
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        theme = current_theme()
        painter = QPainter(self)
        box = _mark_box(self, theme)
        _paint_mark(painter, self, theme, corner=theme.px(4))
        if self.isChecked():
            inner = QRectF(box).adjusted(theme.px(3), theme.px(3), -theme.px(3), -theme.px(3))
            paint_shape(painter, Shape.TICK, inner, theme.colours.on_accent)
        _paint_text(painter, self, theme)
        painter.end()


class RadioButton(QRadioButton):
    def __init__(self, text: str, *, name: str) -> None:
        super().__init__(text)
        self.setObjectName(name)

    def sizeHint(self) -> QSize:
        return _size(self)

    def minimumSizeHint(self) -> QSize:
        return _size(self)

    def hitButton(self, position: object) -> bool:
        del position
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        theme = current_theme()
        painter = QPainter(self)
        _paint_mark(painter, self, theme, corner=theme.px(_SIDE) / 2)
        if self.isChecked():
            third = theme.px(4)
            inner = QRectF(_mark_box(self, theme)).adjusted(third, third, -third, -third)
            paint_shape(painter, Shape.DOT, inner, theme.colours.on_accent)
        _paint_text(painter, self, theme)
        painter.end()


def _size(button: QAbstractButton) -> QSize:
    theme = current_theme()
    width = theme.px(_SIDE + _GAP) + button.fontMetrics().horizontalAdvance(button.text()) + theme.px(6)
    return QSize(width, theme.px(28))


def _mark_box(button: QAbstractButton, theme: Theme) -> QRect:
    side = theme.px(_SIDE)
    return QRect(theme.px(2), (button.height() - side) // 2, side, side)


def _paint_mark(painter: QPainter, button: QAbstractButton, theme: Theme, *, corner: float) -> None:
    colours = theme.colours
    box = _mark_box(button, theme)
    painter.setRenderHint(_ANTIALIASING)
    if not button.isEnabled():
        painter.setOpacity(0.55)
    painter.setPen(QPen(QColor(colours.accent if button.isChecked() else colours.muted), 1))
    painter.setBrush(QColor(colours.accent if button.isChecked() else colours.panel))
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), corner, corner)
    if button.hasFocus():
        paint_frame(painter, button.rect(), colours.accent, theme.ring, theme.measures.corner)


def _paint_text(painter: QPainter, button: QAbstractButton, theme: Theme) -> None:
    painter.setFont(theme.font())
    painter.setPen(QColor(theme.colours.text))
    left = _mark_box(button, theme).right() + theme.px(_GAP)
    paint_text(painter, button.rect().adjusted(left, 0, 0, 0), button.text())
    painter.setPen(Qt.PenStyle.NoPen)
