"""Facts side by side, each under its title; and a thin bar that tells how far something is."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.theme import current_theme

_LEFT = Qt.AlignmentFlag.AlignLeft


class Facts(QWidget):
    """Add facts with `add`; each takes an equal share of the width."""

    def __init__(self, *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)

    def add(self, title: str, *widgets: QWidget) -> None:
        theme = current_theme()
        if self._row.count():
            self._row.addWidget(_upright_rule())
        column = QVBoxLayout()
        column.setContentsMargins(theme.px(16), theme.px(12), theme.px(16), theme.px(12))
        column.setSpacing(theme.px(3))
        column.addWidget(label(title, Look.SMALL))
        for widget in widgets:
            if not widget.accessibleName():
                widget.setAccessibleName(title)
            column.addWidget(widget)
        column.addStretch(1)
        self._row.addLayout(column, 1)


class ShareBar(QWidget):
    """A thin bar for "1 of 2 done"; the words stand beside it."""

    def __init__(self, *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._share = 0.0

    def show_share(self, done: int, total: int) -> None:
        self._share = done / total if total else 0.0
        self.update()

    def sizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(theme.px(80), theme.px(12))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        theme = current_theme()
        height, corner = theme.px(6), theme.px(3)
        top = (self.height() - height) // 2
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.colours.panel if theme.is_high_contrast else theme.colours.line))
        if theme.is_high_contrast:
            painter.setPen(QColor(theme.colours.line))
        painter.drawRoundedRect(0, top, self.width(), height, corner, corner)
        painter.setBrush(QColor(theme.colours.accent))
        if self._share:
            width = max(height, round(self.width() * self._share))
            painter.drawRoundedRect(0, top, width, height, corner, corner)
        painter.end()


def _upright_rule() -> QFrame:
    line = QFrame()
    line.setObjectName("cardRule")
    line.setFixedWidth(current_theme().colours.line_width)
    return line
