"""The left end of the status bar: how one stands to the centre, by shape, word and colour. Pressed, it opens
the screen of the exchange.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from fieldservice.domain.rules.quick_dataclass import dataclass
from fieldservice.ui.kit.colours import Tone, ink_of
from fieldservice.ui.kit.painting import SHAPE, Shape, paint_frame, paint_shape
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.shell.specs import DeskStatus, Line
from fieldservice.wording import _, ngettext

_GAP, _BETWEEN = 6, 16
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_MARKS = {
    Line.ALONE: (Shape.CIRCLE, Tone.NEUTRAL),
    Line.ONLINE: (Shape.DOT, Tone.GOOD),
    Line.OFFLINE: (Shape.DIAMOND, Tone.CARE),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that is told: a mark, and words."""

    words: str
    shape: Shape
    tone: Tone


class ExchangePiece(QAbstractButton):
    """Reached by Tab, pressed by Enter, Space or the mouse."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("exchangePiece")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.told: tuple[Told, ...] = ()

    def show_status(self, status: DeskStatus) -> None:
        told = (_line(status), *_counts(status))
        if told != self.told:
            self.told = told
            self.setText(", ".join(each.words for each in told))
            self.setAccessibleName(self.text())
            self.setToolTip(_("Exchange with the centre"))
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        theme = current_theme()
        metrics = QFontMetrics(theme.font())
        widths = [theme.px(SHAPE + _GAP) + metrics.horizontalAdvance(each.words) for each in self.told]
        between = theme.px(_BETWEEN) * max(0, len(widths) - 1)
        return QSize(sum(widths) + between + theme.px(2 * _GAP), theme.measures.status_bar_height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

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
        painter.setFont(theme.font())
        left = theme.px(_GAP)
        for each in self.told:
            left = self._paint_told(painter, each, left) + theme.px(_BETWEEN)
        if self.hasFocus():
            paint_frame(painter, self.rect(), theme.colours.accent, theme.ring, theme.measures.corner)
        painter.end()

    def _paint_told(self, painter: QPainter, told: Told, left: int) -> int:
        """Draws one from `left` on; gives where it ends."""
        theme = current_theme()
        side = theme.px(SHAPE)
        box = QRectF(left, (self.height() - side) / 2, side, side)
        paint_shape(painter, told.shape, box, ink_of(told.tone, theme.colours))
        begin = left + side + theme.px(_GAP)
        width = painter.fontMetrics().horizontalAdvance(told.words)
        is_urgent = told.tone is Tone.STOP
        painter.setPen(QColor(ink_of(told.tone, theme.colours) if is_urgent else theme.colours.text))
        painter.drawText(QRectF(begin, 0, width + 1, self.height()), int(_LEFT), told.words)
        return begin + width


def _line(status: DeskStatus) -> Told:
    return Told(_line_words(status), *_MARKS[status.line])


def _line_words(status: DeskStatus) -> str:
    if status.line is Line.ALONE:
        return _("On this computer only")
    words = _("Online") if status.line is Line.ONLINE else _("Offline")
    if status.line is Line.OFFLINE and status.since:
        words = _("Offline since {when}").format(when=status.since)
    exchanged = _("exchanged {when}").format(when=status.exchanged) if status.exchanged else ""
    return " · ".join(part for part in (words, exchanged) if part)


def _counts(status: DeskStatus) -> Sequence[Told]:
    """What waits is quiet; what needs a person is not."""
    if status.line is Line.ALONE:
        return ()
    waiting = ngettext("{count} waits to be sent", "{count} wait to be sent", status.waiting)
    refused = ngettext("{count} not taken", "{count} not taken", status.refused)
    conflicts = ngettext("{count} to decide", "{count} to decide", status.conflicts)
    return tuple(
        Told(words.format(count=count), shape, tone)
        for words, count, shape, tone in (
            (waiting, status.waiting, Shape.CIRCLE, Tone.NEUTRAL),
            (refused, status.refused, Shape.TRIANGLE, Tone.STOP),
            (conflicts, status.conflicts, Shape.TRIANGLE, Tone.STOP),
        )
        if count
    )
