"""Cards: the white panels in which a screen lays its parts, in reading order."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsDropShadowEffect,
    QHBoxLayout,
    QLabel,
    QLayout,
    QVBoxLayout,
    QWidget,
)

from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.theme import Theme, current_theme

_SHADOW_STRENGTH = 0.25
_STYLED = Qt.WidgetAttribute.WA_StyledBackground


class Card(QFrame):
    """A panel with an optional title row; put what it holds into `body`.

    `padded=False` is for lists and tables that reach from edge to edge.
    """

    def __init__(self, title: str = "", *, padded: bool = True, name: str = "") -> None:
        super().__init__()
        self.setAttribute(_STYLED)
        self.setObjectName(name)
        self.setAccessibleName(title)
        theme = current_theme()
        self._edge = theme.colours.line_width
        self._title = label(title, Look.CARD_TITLE)
        self._title.setParent(self)
        self._title.setVisible(bool(title))
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(self._edge, self._edge, self._edge, self._edge)
        self._outer.setSpacing(0)
        self._header = self._build_header() if title else None
        self.body = QVBoxLayout()
        side = theme.px(16)
        top = theme.gap(12)
        self.body.setContentsMargins(*((side, top, side, top) if padded else (0, 0, 0, 0)))
        self.body.setSpacing(theme.gap(8))
        self._outer.addLayout(self.body, 1)

    def set_title(self, title: str) -> None:
        self._title.setText(title)
        self._title.setVisible(bool(title) and self._header is not None)
        self.setAccessibleName(title)

    def add(self, item: QWidget | QLayout, stretch: int = 0) -> None:
        if isinstance(item, QWidget):
            self.body.addWidget(item, stretch)
        else:
            self.body.addLayout(item, stretch)

    def add_trailing(self, widget: QWidget) -> None:
        """Put something at the right end of the title row."""
        if self._header is None:
            self._header = self._build_header()
        self._header.addWidget(widget)
        row = self._header.parentWidget()
        if row is not None:  # what stands in it is not squeezed
            row.setMinimumHeight(max(row.minimumHeight(), self._header.minimumSize().height()))

    def add_section(self, *, padded: bool = True) -> QVBoxLayout:
        """A further part of the card below a rule; returns its layout."""
        theme = current_theme()
        self._outer.addWidget(rule())
        section = QVBoxLayout()
        side, top = (theme.px(16), theme.gap(12)) if padded else (0, 0)
        section.setContentsMargins(side, top, side, top)
        section.setSpacing(theme.gap(8))
        self._outer.addLayout(section)
        return section

    def _build_header(self) -> QHBoxLayout:
        theme = current_theme()
        row = QWidget()
        row.setMinimumHeight(theme.px(30 if theme.measures.is_compact else 38))
        header = QHBoxLayout(row)
        header.setContentsMargins(theme.px(16), theme.px(4), theme.px(16), theme.px(4))
        header.setSpacing(theme.px(8))
        header.addWidget(self._title)
        self._title.setVisible(True)
        header.addStretch(1)
        self._outer.insertWidget(0, rule())
        self._outer.insertWidget(0, row)
        return header


class FloatingPanel(QFrame):
    """A panel that floats above others inside the window: suggestions, toasts."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(_STYLED)
        theme = current_theme()
        if not theme.is_high_contrast:
            self.setGraphicsEffect(_shadow(theme))
        self.hide()


def _shadow(theme: Theme) -> QGraphicsDropShadowEffect:
    shadow = QGraphicsDropShadowEffect()
    shadow.setBlurRadius(theme.px(24))
    shadow.setOffset(0, theme.px(4))
    colour = QColor(theme.colours.shadow)
    colour.setAlphaF(_SHADOW_STRENGTH)
    shadow.setColor(colour)
    return shadow


def rule() -> QFrame:
    """A horizontal line across a card."""
    line = QFrame()
    line.setObjectName("cardRule")
    line.setFixedHeight(current_theme().colours.line_width)
    return line


def soft_block(text: QLabel) -> QFrame:
    """A soft ground under a paragraph, as for the words of a caller."""
    theme = current_theme()
    block = QFrame()
    block.setObjectName("softBlock")
    layout = QVBoxLayout(block)
    layout.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
    layout.addWidget(text)
    return block
