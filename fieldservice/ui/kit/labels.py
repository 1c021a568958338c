"""Text on the screen by its role; the style sheet gives each role its size, weight and colour."""

from enum import Enum

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from fieldservice.ui.kit.colours import Tone

_PLAIN_TEXT = Qt.TextFormat.PlainText
_SELECTABLE = Qt.TextInteractionFlag.TextSelectableByMouse


class Look(Enum):
    PLAIN = "plain"
    TITLE = "title"
    HEADING = "heading"
    CARD_TITLE = "card-title"
    SMALL = "small"
    MUTED = "muted"
    STRONG = "strong"
    ERROR = "error"


def set_style_property(widget: QWidget, name: str, value: object) -> None:
    """Set a property that style rules look at, and have the rules looked at again if it changed."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def label(text: str = "", look: Look = Look.PLAIN, *, wraps: bool = False) -> QLabel:
    """A line or paragraph; never reads markup in what people typed."""
    result = QLabel(text)
    result.setTextFormat(_PLAIN_TEXT)
    result.setWordWrap(wraps)
    result.setProperty("look", look.value)
    return result


def selectable(text: str = "", look: Look = Look.PLAIN) -> QLabel:
    """A wrapping paragraph that can be selected and copied."""
    result = label(text, look, wraps=True)
    result.setTextInteractionFlags(_SELECTABLE)
    return result


def set_tone(target: QLabel, tone: Tone | None) -> None:
    set_style_property(target, "tone", tone.value if tone else None)


class ElidedLabel(QLabel):
    """One line that gives way: cut with an ellipsis, whole in its tooltip and for screen readers."""

    def __init__(self, text: str = "", look: Look = Look.PLAIN) -> None:
        super().__init__(text)
        self.setTextFormat(_PLAIN_TEXT)
        self.setProperty("look", look.value)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 4, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip(self.text() if shown != self.text() else "")
        painter = QPainter(self)
        painter.setFont(QFont(self.font()))
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        painter.drawText(self.contentsRect(), int(self.alignment()), shown)
        painter.end()
