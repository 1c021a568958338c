"""The part of a sheet that is filled in by hand: boxes with a small label, ruled lines, squares to tick.

It takes what is left of the page, so that there is as much room to write as can be; what is too little for it
it leaves empty and stands on the next page.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable

from fieldservice.reports.layout import Ink, Style
from fieldservice.reports.typeface import Face, fitting_size, printable

BOX = 10.5 * mm
LINE = 7.2 * mm
_TITLE, _TITLE_DROP = 8 * mm, 6 * mm
_LABEL_SIZE = 8
_LABEL_DROP = 3.4 * mm
_INSET = 1.6 * mm
_SQUARE = 4 * mm
_TICK_SIZE = 10
_TICK_GAP = 1.6 * mm
_RULE_WIDTH, _BOX_WIDTH = 0.4, 0.7


@dataclass(frozen=True, slots=True)
class Box:
    """Room to write under a label; `share` is its part of the row's width."""

    label: str
    share: float = 1


@dataclass(frozen=True, slots=True)
class Row:
    """Boxes beside each other. `ticks` are words with a square each, in the first box.

    `lines` rules the boxes; a row that `grows` takes what is left of the page.
    """

    boxes: tuple[Box, ...]
    height: float = BOX
    ticks: tuple[str, ...] = ()
    lines: int = 0
    grows: bool = False


class WritingFields(Flowable):  # type: ignore[misc]
    """A title and rows from top to bottom; exactly one of them grows."""

    def __init__(self, title: str, rows: Sequence[Row]) -> None:
        super().__init__()
        self._title = title
        self._rows = tuple(rows)
        self._least = _TITLE + sum(row.height for row in rows)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.width, self.height = width, max(self._least, height)
        return self.width, self.height

    def draw(self) -> None:
        face, size, _leading, colour = Style.HEADING.value
        self.canv.setFont(face, size)
        self.canv.setFillColor(colour)
        self.canv.drawString(0, self.height - _TITLE_DROP, self._title)
        top = self.height - _TITLE
        for row in self._rows:
            height = row.height + (self.height - self._least if row.grows else 0)
            self._draw_row(row, top, height)
            top -= height

    def _draw_row(self, row: Row, top: float, height: float) -> None:
        left, shares = 0.0, sum(box.share for box in row.boxes)
        for place, box in enumerate(row.boxes):
            width = self.width * box.share / shares
            if row.lines:
                lines = max(row.lines, int(height / LINE))
                self._draw_rules(left, top, (width, height), lines)
            self._frame_box(left, top - height, width, height)
            self._label(box.label, left, top, width)
            if place == 0 and row.ticks:
                self._draw_ticks(row.ticks, left, top - height, width)
            left += width

    def _frame_box(self, left: float, bottom: float, width: float, height: float) -> None:
        self.canv.setStrokeColor(Ink.MUTED)
        self.canv.setLineWidth(_BOX_WIDTH)
        self.canv.rect(left, bottom, width, height)

    def _draw_rules(self, left: float, top: float, size: tuple[float, float], lines: int) -> None:
        width, height = size
        self.canv.setStrokeColor(Ink.LINE)
        self.canv.setLineWidth(_RULE_WIDTH)
        for number in range(1, lines):
            y = top - height * number / lines
            self.canv.line(left, y, left + width, y)

    def _label(self, label: str, left: float, top: float, width: float) -> None:
        words = printable(label)
        self.canv.setFillColor(Ink.MUTED)
        self.canv.setFont(Face.REGULAR, fitting_size(words, Face.REGULAR, _LABEL_SIZE, width - 2 * _INSET))
        self.canv.drawString(left + _INSET, top - _LABEL_DROP, words)

    def _draw_ticks(self, ticks: Sequence[str], left: float, bottom: float, width: float) -> None:
        free = width - 2 * _INSET - len(ticks) * (_SQUARE + _TICK_GAP)
        needed = sum(stringWidth(word, Face.STRONG, _TICK_SIZE) for word in ticks)
        size = _TICK_SIZE * min(1, (free - len(ticks) * _TICK_GAP) / needed)
        step = (free - needed * size / _TICK_SIZE) / len(ticks)
        self.canv.setStrokeColor(Ink.TEXT)
        self.canv.setFillColor(Ink.TEXT)
        self.canv.setFont(Face.STRONG, size)
        x = left + _INSET
        for word in ticks:
            self.canv.rect(x, bottom + 1.6 * mm, _SQUARE, _SQUARE)
            self.canv.drawString(x + _SQUARE + _TICK_GAP, bottom + 2.5 * mm, word)
            x += _SQUARE + _TICK_GAP + stringWidth(word, Face.STRONG, size) + step
