"""A week drawn: a bar a day over 24 hours, open hours filled, now as a line."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from fieldservice.domain.rules.calendar_hours import MINUTES_A_DAY, Span
from fieldservice.domain.rules.typed_hours import write_spans
from fieldservice.domain.rules.weeks import MONDAY
from fieldservice.ui.kit.painting import paint_text
from fieldservice.ui.kit.theme import Theme, current_theme
from fieldservice.wording import _

_ROW = 18
_GAP = 4
_HOURS = 20
_MARKS = range(0, 25, 4)
_SMALL = 12
_NO_PEN = Qt.PenStyle.NoPen
_CENTRE = Qt.AlignmentFlag.AlignCenter


class WeekView(QWidget):
    """Told in words to screen readers: what it draws, day by day."""

    def __init__(self, names: Sequence[str], *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._names = list(names)
        self._week: tuple[tuple[Span, ...], ...] = ((),) * len(self._names)
        self._now: datetime | None = None
        self._order = list(range(len(self._names)))

    def show_week(
        self, week: Sequence[tuple[Span, ...]], now: datetime | None = None, first_weekday: int = MONDAY
    ) -> None:
        """`week` begins on Monday, its drawing on `first_weekday` (1 to 7); `now` is in its own zone."""
        self._week, self._now = tuple(week), now
        days = len(self._names)
        self._order = [(first_weekday - MONDAY + at) % days for at in range(days)]
        told = (f"{self._names[day]} {write_spans(week[day]) or _('closed')}" for day in self._order)
        self.setAccessibleName("; ".join(told))
        self.update()

    def sizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(theme.px(360), len(self._names) * theme.px(_ROW + _GAP) + theme.px(_HOURS))

    def minimumSizeHint(self) -> QSize:
        return QSize(current_theme().px(220), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        theme = current_theme()
        painter = QPainter(self)
        painter.setFont(theme.font(_SMALL))
        left = self._label_width(theme)
        for at, day in enumerate(self._order):
            row = QRect(0, at * theme.px(_ROW + _GAP), self.width(), theme.px(_ROW))
            painter.setPen(QColor(theme.colours.muted))
            paint_text(painter, QRect(0, row.top(), left - theme.px(8), row.height()), self._names[day])
            self._paint_day(painter, row.adjusted(left, 0, 0, 0), day)
            self._paint_spans(painter, row.adjusted(left, 0, 0, 0), self._week[day])
        self._paint_hours(painter, left)
        self._paint_now(painter, left)
        painter.end()

    def _paint_day(self, painter: QPainter, bar: QRect, day: int) -> None:
        theme = current_theme()
        painter.setPen(_NO_PEN)
        painter.setBrush(QColor(theme.colours.ground))
        painter.drawRect(bar)
        for spans in (self._week[day - 1],):
            for span in spans:
                if span.end_minute > MINUTES_A_DAY:  # what began the evening before
                    self._fill(painter, bar, 0, span.end_minute - MINUTES_A_DAY)

    def _paint_spans(self, painter: QPainter, bar: QRect, spans: Sequence[Span]) -> None:
        for span in spans:
            self._fill(painter, bar, span.start_minute, min(span.end_minute, MINUTES_A_DAY))

    def _fill(self, painter: QPainter, bar: QRect, start: int, end: int) -> None:
        theme = current_theme()
        left = bar.left() + bar.width() * start // MINUTES_A_DAY
        right = bar.left() + bar.width() * end // MINUTES_A_DAY
        painter.setPen(QColor(theme.colours.accent))
        painter.setBrush(QColor(theme.colours.accent_soft))
        painter.drawRect(QRect(left, bar.top(), max(1, right - left - 1), bar.height() - 1))

    def _paint_hours(self, painter: QPainter, left: int) -> None:
        theme = current_theme()
        top = len(self._names) * theme.px(_ROW + _GAP)
        width = self.width() - left
        painter.setPen(QColor(theme.colours.muted))
        for hour in _MARKS:
            at = left + width * hour // 24
            box = QRect(at - theme.px(14), top, theme.px(28), theme.px(_HOURS))
            box.moveRight(min(box.right(), self.width()))
            painter.drawText(box, _CENTRE, str(hour))

    def _paint_now(self, painter: QPainter, left: int) -> None:
        if self._now is None:
            return
        theme = current_theme()
        minute = self._now.hour * 60 + self._now.minute
        at = left + (self.width() - left) * minute // MINUTES_A_DAY
        top = self._order.index(self._now.weekday()) * theme.px(_ROW + _GAP)
        painter.setPen(QColor(theme.colours.stop))
        painter.setBrush(QColor(theme.colours.stop))
        painter.drawRect(QRect(at, top - theme.px(1), theme.px(2) - 1, theme.px(_ROW + 2)))

    def _label_width(self, theme: Theme) -> int:
        metrics = QFontMetrics(theme.font(_SMALL))
        return max(metrics.horizontalAdvance(name) for name in self._names) + theme.px(12)
