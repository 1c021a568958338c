"""A choice from a short fixed list, painted like the other fields; long lists use the picker of `combo`."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy

from fieldservice.ui.kit.painting import paint_caret, paint_frame, paint_text
from fieldservice.ui.kit.theme import Theme, current_theme

_FIXED = QSizePolicy.Policy.Fixed
_DATA = Qt.ItemDataRole.UserRole


class Choice(QComboBox):
    """Letters jump, arrows step, Alt+Down opens. The wheel does nothing: one would change it by scrolling.

    `options` are pairs of a value (an enum member, an id) and the word for it.
    """

    edited = Signal()

    def __init__(self, options: Sequence[tuple[Any, str]] = (), *, name: str, prefix: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, _FIXED)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumContentsLength(6)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._prefix = prefix
        self.set_options(options)
        self.currentIndexChanged.connect(self.edited)

    def set_options(self, options: Sequence[tuple[Any, str]]) -> None:
        """Replace the list; the value chosen stays chosen if it is still there."""
        kept = self.value
        self.blockSignals(True)
        self.clear()
        for value, word in options:
            self.addItem(word, value)
        self.blockSignals(False)
        if kept is not None:
            self.set_value(kept)

    @property
    def value(self) -> Any:
        return self.currentData(_DATA)

    def set_value(self, value: Any) -> None:
        """Choose the value; one that is not in the list leaves the choice as it is."""
        for at in range(self.count()):
            if self.itemData(at, _DATA) == value:
                self.setCurrentIndex(at)
                return

    def draft_value(self) -> str:
        return str(self.currentIndex())

    def set_draft_value(self, value: str) -> None:
        if value.isdecimal() and int(value) < self.count():
            self.setCurrentIndex(int(value))

    def sizeHint(self) -> QSize:
        theme = current_theme()
        words = [self._prefix + self.itemText(at) for at in range(self.count())]
        widest = max((self.fontMetrics().horizontalAdvance(word) for word in words), default=0)
        return QSize(widest + theme.px(44), theme.measures.field_height)

    def minimumSizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(min(self.sizeHint().width(), theme.px(96)), theme.measures.field_height)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def event(self, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.HoverEnter, QEvent.Type.HoverLeave}:
            self.update()
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        theme = current_theme()
        painter = QPainter(self)
        self._paint_ground(painter, theme)
        box = self.rect().adjusted(theme.px(10), 0, -theme.px(28), 0)
        painter.setFont(theme.font())
        painter.setPen(QColor(theme.colours.text if self.isEnabled() else theme.colours.muted))
        words = self._prefix + self.currentText()
        shown = paint_text(painter, box, words)
        self.setToolTip(words if shown < painter.fontMetrics().horizontalAdvance(words) else "")
        paint_caret(painter, self.rect(), theme)
        painter.end()

    def _paint_ground(self, painter: QPainter, theme: Theme) -> None:
        colours, corner = theme.colours, theme.measures.corner
        is_wrong = bool(self.property("wrong"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(Qt.PenStyle.NoPen))
        painter.setBrush(QColor(colours.panel if self.isEnabled() else colours.ground))
        painter.drawRoundedRect(self.rect(), corner, corner)
        if self.hasFocus():
            paint_frame(painter, self.rect(), colours.accent, 2, corner)
        else:
            edge = colours.stop if is_wrong else colours.line
            paint_frame(painter, self.rect(), edge, colours.line_width, corner)
