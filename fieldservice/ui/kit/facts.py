"""Facts side by side, each under its title; and a thin bar that tells how far something is."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.theme import current_theme

_LEAST = 150


class Facts(QWidget):
    """Add facts with `add`; each takes an equal share of the width, in several rows where there is little."""

    def __init__(self, *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(0)
        self._facts: list[QWidget] = []
        self._rules: list[QWidget] = []
        self._across = 0

    def add(self, title: str, *widgets: QWidget) -> None:
        theme = current_theme()
        if self._facts:
            self._rules.append(_upright_rule())
        fact = QWidget()
        column = QVBoxLayout(fact)
        column.setContentsMargins(theme.px(16), theme.px(12), theme.px(16), theme.px(12))
        column.setSpacing(theme.px(3))
        column.addWidget(label(title, Look.SMALL))
        for widget in widgets:
            if not widget.accessibleName():
                widget.setAccessibleName(title)
            column.addWidget(widget)
        column.addStretch(1)
        self._facts.append(fact)
        self._lay_out(len(self._facts))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        across = self._fitting(self.width())
        if across != self._across:
            self._lay_out(across)

    def minimumSizeHint(self) -> QSize:
        """As narrow as one fact may be: they go below each other."""
        sizes = [fact.minimumSizeHint() for fact in self._facts]
        width = max((size.width() for size in sizes), default=0)
        return QSize(width, super().minimumSizeHint().height())

    def _fitting(self, width: int) -> int:
        """How many stand side by side, the rows as equal as can be."""
        count = max(1, len(self._facts))
        fit = min(count, max(1, width // current_theme().px(_LEAST)))
        return -(-count // -(-count // fit))

    def _lay_out(self, across: int) -> None:
        """Facts in the even columns, the lines between them in the odd ones."""
        for part in (*self._facts, *self._rules):
            self._grid.removeWidget(part)
        for column in range(2 * max(across, self._across)):
            self._grid.setColumnStretch(column, int(column % 2 == 0 and column < 2 * across))
        self._across = across
        for at, fact in enumerate(self._facts):
            self._grid.addWidget(fact, at // across, 2 * (at % across))
        rows = -(-len(self._facts) // across)
        for at, line in enumerate(self._rules):
            if at < across - 1:
                self._grid.addWidget(line, 0, 2 * at + 1, rows, 1)
            line.setVisible(at < across - 1)


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
