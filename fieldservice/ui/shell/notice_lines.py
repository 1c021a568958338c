"""One notice as a line of the notification centre: what, by whom, when; unread is told by dot and weight."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from fieldservice.ui.kit.painting import Shape, paint_frame, paint_shape, paint_text
from fieldservice.ui.kit.theme import Theme, current_theme
from fieldservice.wording import _

_DOT = 8
_SMALL = 13
_HEIGHT = 48
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class NoticeWords:
    """What a line says, in the reader's language."""

    id: UUID
    what: str
    who: str
    kind: str
    when: str
    is_read: bool

    @property
    def said(self) -> str:
        """As a screen reader says it."""
        parts = ("" if self.is_read else _("unread"), self.kind, self.what, self.who, self.when)
        return ", ".join(part for part in parts if part)


class NoticeLine(QAbstractButton):
    """Pressed with Enter or the mouse; arrows go to the next line, other keys to the panel."""

    stepped = Signal(int)
    reached = Signal()

    def __init__(self, words: NoticeWords) -> None:
        super().__init__()
        self.setObjectName("noticeLine")
        self.words = words
        self.setText(words.what)
        self.setAccessibleName(words.said)
        self.setToolTip(words.what)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(theme.px(240), theme.px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.key() in steps:
            self.stepped.emit(steps[Qt.Key(event.key())])
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.reached.emit()

    def event(self, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.HoverEnter, QEvent.Type.HoverLeave}:
            self.update()
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        theme = current_theme()
        painter = QPainter(self)
        if self.underMouse():
            painter.fillRect(self.rect(), QColor(theme.colours.hover))
        side = theme.px(12)
        dot = QRectF(side, theme.px(10), theme.px(_DOT), theme.px(_DOT))
        if not self.words.is_read:
            paint_shape(painter, Shape.DOT, dot, theme.colours.accent)
        self._paint_words(painter, self.rect().adjusted(side + theme.px(16), 0, -side, 0), theme)
        if self.hasFocus():
            paint_frame(painter, self.rect(), theme.colours.accent, theme.ring, theme.measures.corner)
        painter.end()

    def _paint_words(self, painter: QPainter, box: QRect, theme: Theme) -> None:
        words, half = self.words, box.height() // 2
        above = QRect(box.left(), box.top() + theme.px(4), box.width(), half - theme.px(4))
        below = QRect(box.left(), box.top() + half, box.width(), half - theme.px(4))
        self._paint_muted(painter, below, words.when, theme, _RIGHT)
        when = painter.fontMetrics().horizontalAdvance(words.when) + theme.px(12)
        self._paint_muted(painter, below.adjusted(0, 0, -when, 0), _joined((words.kind, words.who)), theme)
        painter.setFont(theme.font(strong=not words.is_read))
        painter.setPen(QColor(theme.colours.text))
        paint_text(painter, above, words.what)

    def _paint_muted(
        self, painter: QPainter, box: QRect, text: str, theme: Theme, align: Qt.AlignmentFlag | None = None
    ) -> None:
        painter.setFont(theme.font(_SMALL))
        painter.setPen(QColor(theme.colours.muted))
        if align is None:
            paint_text(painter, box, text)
        else:
            paint_text(painter, box, text, align)


def _joined(parts: Sequence[str]) -> str:
    return " · ".join(part for part in parts if part)
