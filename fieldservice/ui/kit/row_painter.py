"""Paints the rows of a table in one go: strong numbers, muted words, chips, shapes, second lines.

A delegate is called for each cell, through the border between C++ and Python and back; a page of a list has
some two hundred. Here a page is one call; what is costly (cut texts, chips, shapes) is made once and kept.
"""

from typing import Any

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPixmap
from PySide6.QtWidgets import QTableView

from fieldservice.domain.rules.quick_dataclass import dataclass
from fieldservice.ui.kit.cells import BLANK, Align, Cell, CellLook
from fieldservice.ui.kit.colours import Tone, ink_of
from fieldservice.ui.kit.painting import CHIP_HEIGHT, SHAPE, Shape, chip_width, paint_chip, paint_shape
from fieldservice.ui.kit.table_model import TableModel
from fieldservice.ui.kit.theme import Theme, current_theme

SIDE = 10
SECOND_SIZE = 13
_ELIDE = Qt.TextElideMode.ElideRight
_TRANSPARENT = Qt.GlobalColor.transparent
_MOST_KEPT = 4_000
_LOOKS = (CellLook.TEXT, CellLook.STRONG, CellLook.MUTED, CellLook.TONED)


@dataclass(frozen=True, slots=True)
class Span:
    """A column in sight: its index, left edge, width, and how its cells look."""

    at: int
    left: int
    width: int
    look: CellLook
    is_right: bool


class Inks:
    """Colours and fonts of one theme, made once."""

    def __init__(self, theme: Theme) -> None:
        colours = theme.colours
        self.theme = theme
        self.text = QColor(colours.text)
        self.muted = QColor(colours.muted)
        self.line = QColor(colours.line)
        self.hover = QColor(colours.hover)
        self.accent = QColor(colours.accent)
        self.selected = QColor(colours.accent_soft)
        self.tones = {tone: QColor(ink_of(tone, colours)) for tone in Tone}
        self.plain, self.strong = theme.font(), theme.font(strong=True)
        self.small = theme.font(SECOND_SIZE)
        self.metrics = {
            look: QFontMetrics(self.strong if look is CellLook.STRONG else self.plain) for look in _LOOKS
        }
        self.small_metrics = QFontMetrics(self.small)
        self.side = theme.px(SIDE)
        self.mark = theme.px(SHAPE)
        self.gap = theme.px(5)

    def font(self, look: CellLook) -> QFont:
        return self.strong if look is CellLook.STRONG else self.plain

    def first_line(self, cell: Cell, look: CellLook) -> QColor:
        if look is CellLook.MUTED:
            return self.muted
        if look is CellLook.TONED and cell.tone is not Tone.NEUTRAL and not cell.second:
            return self.tones[cell.tone]
        return self.text

    def second_line(self, cell: Cell, look: CellLook) -> QColor:
        return self.tones[cell.tone] if look is CellLook.TONED else self.muted


class RowPainter:
    """Paints what of a table lies in a rectangle of its viewport."""

    def __init__(self, view: QTableView, model: TableModel[Any]) -> None:
        self._view = view
        self._model = model
        self._inks: Inks | None = None
        self._cut: dict[tuple[str, int, bool, bool], tuple[str, int]] = {}
        self._pictures: dict[tuple[Any, ...], QPixmap] = {}

    def paint(self, painter: QPainter, within: QRect, selected: list[range], hovered: int) -> None:
        """`selected` are the spans of selected rows; `hovered` the row under the mouse, or -1."""
        view, model = self._view, self._model
        first, last = view.rowAt(within.top()), view.rowAt(within.bottom())
        if first < 0 or not model.rowCount():
            return
        last = model.rowCount() - 1 if last < 0 else last
        inks = self._inks_of(current_theme())
        height = view.verticalHeader().defaultSectionSize()
        tops = [
            (row, view.rowViewportPosition(first) + place * height)
            for place, row in enumerate(range(first, last + 1))
        ]
        spans = self._spans(within)
        self._paint_grounds(painter, inks, (tops, height), selected, hovered)
        for span in spans:
            cells = [(model.cell(row, span.at), top) for row, top in tops]
            if span.look is CellLook.MARK or span.look is CellLook.CHIP:
                self._paint_pictures(painter, inks, span, cells, height)
            else:
                self._paint_words(painter, inks, span, cells, height)

    def _inks_of(self, theme: Theme) -> Inks:
        if self._inks is None or self._inks.theme is not theme:
            self._inks = Inks(theme)
            self._cut.clear()
            self._pictures.clear()
        return self._inks

    def _spans(self, within: QRect) -> list[Span]:
        spans = []
        for at, column in enumerate(self._model.columns):
            left, width = self._view.columnViewportPosition(at), self._view.columnWidth(at)
            if left <= within.right() and left + width >= within.left():
                spans.append(Span(at, left, width, column.look, column.align is Align.RIGHT))
        return spans

    def _paint_grounds(
        self,
        painter: QPainter,
        inks: Inks,
        rows: tuple[list[tuple[int, int]], int],
        selected: list[range],
        hovered: int,
    ) -> None:
        tops, height = rows
        last = len(self._model.columns) - 1
        left = self._view.columnViewportPosition(0)
        width = self._view.columnViewportPosition(last) + self._view.columnWidth(last) - left
        theme = inks.theme
        line = theme.colours.line_width
        for row, top in tops:
            if any(row in span for span in selected):
                painter.fillRect(left, top, width, height, inks.selected)
                painter.fillRect(left, top, theme.px(3 * line), height, inks.accent)
                if theme.is_high_contrast:
                    painter.fillRect(left, top, width, theme.ring, inks.accent)
            elif row == hovered:
                painter.fillRect(left, top, width, height, inks.hover)
            painter.fillRect(left, top + height - line, width, line, inks.line)

    def _paint_pictures(
        self, painter: QPainter, inks: Inks, span: Span, cells: list[tuple[Cell, int]], height: int
    ) -> None:
        """Chips at the left, marks in the middle; each kept as a picture."""
        room = span.width - 2 * inks.side
        for cell, top in cells:
            if cell is BLANK:
                self._paint_on_its_way(painter, inks, span, top, height)
            elif span.look is CellLook.MARK:
                if cell.shape is not Shape.NONE:
                    side = inks.theme.px(SHAPE + 1)
                    picture = self._mark(cell.shape, cell.tone, side, inks)
                    left = span.left + (span.width - side) // 2
                    painter.drawPixmap(QPoint(left, top + (height - 1 - side) // 2), picture)
            elif cell.text:
                picture = self._chip(cell, room, inks)
                chip = inks.theme.px(CHIP_HEIGHT)
                painter.drawPixmap(QPoint(span.left + inks.side, top + (height - 1 - chip) // 2), picture)

    def _paint_words(
        self, painter: QPainter, inks: Inks, span: Span, cells: list[tuple[Cell, int]], height: int
    ) -> None:
        metrics = inks.metrics[span.look]
        painter.setFont(inks.font(span.look))
        base = (height - 1 - metrics.height()) // 2 + metrics.ascent()
        pen: QColor | None = None
        for cell, top in cells:
            if cell is BLANK:
                self._paint_on_its_way(painter, inks, span, top, height)
                continue
            if not cell.text and not cell.second:
                continue
            ink = inks.first_line(cell, span.look)
            if ink is not pen:
                pen = ink
                painter.setPen(ink)
            if cell.second:
                self._paint_two_lines(painter, inks, span, cell, (top, height))
                pen = None
                continue
            left = self._beside_shape(painter, inks, span, cell, (top, height))
            shown, at = self._fitting(cell.text, span.left + span.width - inks.side - left, span, inks)
            painter.drawText(left + at, top + base, shown)

    def _paint_two_lines(
        self, painter: QPainter, inks: Inks, span: Span, cell: Cell, where: tuple[int, int]
    ) -> None:
        top, height = where
        left, room = span.left + inks.side, span.width - 2 * inks.side
        metrics, small = inks.metrics[span.look], inks.small_metrics
        middle = top + (height - 1) // 2 + inks.theme.px(1)
        shown, _at = self._fitting(cell.text, room, span, inks)
        painter.drawText(left, middle - metrics.descent(), shown)
        painter.setFont(inks.small)
        painter.setPen(inks.second_line(cell, span.look))
        shown, _at = self._fitting(cell.second, room, span, inks, small=True)
        painter.drawText(left, middle + small.ascent(), shown)
        painter.setFont(inks.font(span.look))

    def _beside_shape(
        self, painter: QPainter, inks: Inks, span: Span, cell: Cell, where: tuple[int, int]
    ) -> int:
        """Paint the shape that stands before the text, and return where the text may begin."""
        left = span.left + inks.side
        if cell.shape is Shape.NONE:
            return left
        top, height = where
        if span.is_right:
            words = inks.metrics[span.look].horizontalAdvance(cell.text)
            left = max(left, span.left + span.width - inks.side - words - inks.mark - inks.gap)
        picture = self._mark(cell.shape, cell.tone, inks.mark, inks)
        painter.drawPixmap(QPoint(left, top + (height - 1 - inks.mark) // 2), picture)
        return left + inks.mark + inks.gap

    def _fitting(
        self, text: str, room: int, span: Span, inks: Inks, *, small: bool = False
    ) -> tuple[str, int]:
        """The text cut to the room, and how far from its left it begins."""
        key = (text, room, small, span.look is CellLook.STRONG)
        kept = self._cut.get(key)
        if kept is None:
            metrics = inks.small_metrics if small else inks.metrics[span.look]
            shown = metrics.elidedText(text, _ELIDE, max(0, room))
            kept = (shown, max(0, room - metrics.horizontalAdvance(shown)))
            if len(self._cut) > _MOST_KEPT:
                self._cut.clear()
            self._cut[key] = kept
        return (kept[0], kept[1] if span.is_right else 0)

    def _mark(self, shape: Shape, tone: Tone, side: int, inks: Inks) -> QPixmap:
        key = (shape, tone, side, self._view.devicePixelRatioF())
        picture = self._pictures.get(key)
        if picture is None:
            picture = self._blank_picture(QSize(side, side))
            painter = QPainter(picture)
            paint_shape(painter, shape, QRectF(0, 0, side, side), ink_of(tone, inks.theme.colours))
            painter.end()
            self._pictures[key] = picture
        return picture

    def _chip(self, cell: Cell, room: int, inks: Inks) -> QPixmap:
        key = (cell.text, cell.tone, cell.shape, room, self._view.devicePixelRatioF())
        picture = self._pictures.get(key)
        if picture is None:
            width = min(room, chip_width(cell.text, cell.shape, inks.theme))
            size = QSize(max(1, width), inks.theme.px(CHIP_HEIGHT))
            picture = self._blank_picture(size)
            painter = QPainter(picture)
            paint_chip(painter, QRect(QPoint(0, 0), size), cell.text, cell.tone, cell.shape)
            painter.end()
            if len(self._pictures) > _MOST_KEPT:
                self._pictures.clear()
            self._pictures[key] = picture
        return picture

    def _blank_picture(self, size: QSize) -> QPixmap:
        ratio = self._view.devicePixelRatioF()
        picture = QPixmap(size * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(_TRANSPARENT)
        return picture

    def _paint_on_its_way(self, painter: QPainter, inks: Inks, span: Span, top: int, height: int) -> None:
        """A soft bar where the text will stand: the row is there, what it says is being fetched."""
        bar = inks.theme.px(8)
        width = max(bar, (span.width - 2 * inks.side) * 3 // 5)
        painter.fillRect(span.left + inks.side, top + (height - 1 - bar) // 2, width, bar, inks.hover)
