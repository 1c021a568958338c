"""A4 pages around what documents say: sender, kind, number, when it was printed, page n of m.

One paper may hold many documents, each counted for itself. Same input, same bytes: no clock is read here.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from reportlab import rl_config
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Frame
from reportlab.platypus.doctemplate import LayoutError

from fieldservice.reports.layout import (
    BOTTOM,
    LEFT,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    RIGHT,
    TEXT_WIDTH,
    TOP,
    Ink,
)
from fieldservice.reports.typeface import Face, fitting_size, load_typeface, printable
from fieldservice.sentences.marks import marked
from fieldservice.wording import Wording

# Streams stay binary: written as letters they are a quarter larger and take a tenth of the time.
rl_config.useA85 = 0

_SIZE = 8.5
_HEAD_LINE = PAGE_HEIGHT - 11.5 * mm
_FOOT_LINE = 11.5 * mm


@dataclass(frozen=True, slots=True)
class Margin:
    """What stands around the text of one document: sender and kind above, number and moment below."""

    sender: str
    kind: str
    number: str
    printed: str


class _HoldingCanvas(Canvas):  # type: ignore[misc]
    """Keeps the pages of a document back until it is known how many they are."""

    def __init__(self, buffer: BytesIO, language: str) -> None:
        super().__init__(buffer, pageCompression=1, invariant=1, lang=language, initialFontName=Face.REGULAR)
        self.held: list[dict[str, Any]] = []

    def hold_page(self) -> None:
        self.held.append(dict(self.__dict__))
        self._startPage()

    def release(self, margin: Margin, wording: Wording) -> None:
        pages = len(self.held)
        for number, state in enumerate(self.held, start=1):
            self.__dict__.update(state)
            words = wording.text(marked("Page {page} of {pages}")).format(page=number, pages=pages)
            _draw_margin(self, margin, words)
            self.showPage()
        self.held.clear()


class Paper:
    """Takes documents one after the other and gives their bytes."""

    def __init__(self, title: str, wording: Wording) -> None:
        load_typeface()
        self._wording = wording
        self._buffer = BytesIO()
        self._canvas = _HoldingCanvas(self._buffer, wording.language)
        self._canvas.setTitle(printable(title))

    def add(self, margin: Margin, story: Sequence[Flowable]) -> None:
        """One document, beginning on a page of its own."""
        waiting = deque(story)
        while waiting:
            self._fill_page(waiting)
            self._canvas.hold_page()
        self._canvas.release(margin, self._wording)

    def finish(self) -> bytes:
        self._canvas.save()
        return self._buffer.getvalue()

    def _fill_page(self, waiting: deque[Flowable]) -> None:
        frame = Frame(LEFT, BOTTOM, TEXT_WIDTH, PAGE_HEIGHT - TOP - BOTTOM, *[0] * 4)
        is_empty = True
        while waiting:
            flowable = waiting.popleft()
            if not frame.add(flowable, self._canvas, trySplit=1):
                parts = frame.split(flowable, self._canvas)
                if parts and frame.add(parts[0], self._canvas, trySplit=1):
                    waiting.extendleft(reversed(parts[1:]))
                elif is_empty:
                    raise LayoutError(f"{type(flowable).__name__} fits on no page")
                else:
                    waiting.appendleft(flowable)
                return
            is_empty = False


def moment_printed(wording: Wording, moment: str) -> str:
    return wording.text(marked("printed {moment}")).format(moment=moment)


def _draw_margin(canvas: Canvas, margin: Margin, page: str) -> None:
    canvas.setStrokeColor(Ink.LINE)
    canvas.setLineWidth(0.6)
    canvas.line(LEFT, _HEAD_LINE - 2 * mm, PAGE_WIDTH - RIGHT, _HEAD_LINE - 2 * mm)
    canvas.line(LEFT, _FOOT_LINE, PAGE_WIDTH - RIGHT, _FOOT_LINE)
    canvas.setFillColor(Ink.MUTED)
    half = TEXT_WIDTH / 2 - 4 * mm
    _draw_left(canvas, printable(margin.sender), _HEAD_LINE, half, Face.STRONG)
    _draw_right(canvas, margin.kind, _HEAD_LINE, half)
    foot = _FOOT_LINE - 4 * mm
    _draw_left(canvas, f"{margin.number} · {margin.printed}", foot, half)
    _draw_right(canvas, page, foot, half)


def _draw_left(canvas: Canvas, words: str, y: float, width: float, face: Face = Face.REGULAR) -> None:
    canvas.setFont(face, fitting_size(words, face, _SIZE, width))
    canvas.drawString(LEFT, y, words)


def _draw_right(canvas: Canvas, words: str, y: float, width: float) -> None:
    size = fitting_size(words, Face.REGULAR, _SIZE, width)
    canvas.setFont(Face.REGULAR, size)
    canvas.drawString(PAGE_WIDTH - RIGHT - stringWidth(words, Face.REGULAR, size), y, words)
