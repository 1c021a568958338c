"""Chips: a word on a soft ground, a shape before it when it matters."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.painting import CHIP_HEIGHT, Shape, chip_width, paint_chip
from fieldservice.ui.kit.theme import current_theme

DEFAULT_SHAPES = {
    Tone.NEUTRAL: Shape.NONE,
    Tone.ACCENT: Shape.NONE,
    Tone.GOOD: Shape.TICK,
    Tone.CARE: Shape.DIAMOND,
    Tone.STOP: Shape.TRIANGLE,
}


class Chip(QWidget):
    """A state in a word. Screen readers are told the word."""

    def __init__(
        self, text: str = "", tone: Tone = Tone.NEUTRAL, shape: Shape = Shape.NONE, *, name: str = ""
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._text, self._tone, self._shape = text, tone, shape
        self.setAccessibleName(text)

    @property
    def text(self) -> str:
        return self._text

    @property
    def tone(self) -> Tone:
        return self._tone

    @property
    def shape(self) -> Shape:
        return self._shape

    def show_state(self, text: str, tone: Tone, shape: Shape = Shape.NONE) -> None:
        self._text, self._tone, self._shape = text, tone, shape
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(chip_width(self._text, self._shape, theme), theme.px(CHIP_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(min(self.sizeHint().width(), theme.px(40)), theme.px(CHIP_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        theme = current_theme()
        is_cut = chip_width(self._text, self._shape, theme) > self.width()
        self.setToolTip(self._text if is_cut else "")
        painter = QPainter(self)
        paint_chip(painter, self.rect(), self._text, self._tone, self._shape)
        painter.end()
