"""What all papers are made of: colours, text styles, headings, facts under labels, tables that split.

Everything given as text is plain: markup means nothing, line ends are kept, too long words are broken.
The page around it is in `paper`, the typeface in `typeface`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, Paragraph, Spacer, Table

from fieldservice.reports.typeface import Face, printable

PAGE_WIDTH, PAGE_HEIGHT = A4
LEFT, RIGHT, TOP, BOTTOM = 18 * mm, 15 * mm, 17 * mm, 15 * mm
TEXT_WIDTH = PAGE_WIDTH - LEFT - RIGHT
_CELL_PADDING = 1.1 * mm
_LABEL_WIDTH = 21 * mm
_HEADING_NEEDS = 22 * mm  # a heading stays with the first lines under it


class Ink:
    """Colours of paper: those of the light desk, with lines that a laser printer still shows."""

    TEXT = HexColor("#1B2430")
    MUTED = HexColor("#566173")
    LINE = HexColor("#B9C2CD")
    TINT = HexColor("#F1F4F7")
    ACCENT = HexColor("#1F5FBF")
    GOOD, GOOD_TINT = HexColor("#17703F"), HexColor("#EDF7F1")
    CARE, CARE_TINT = HexColor("#855600"), HexColor("#FFF6E0")
    STOP, STOP_TINT = HexColor("#B3261E"), HexColor("#FBECEA")


class Style(Enum):
    """Face, size, leading and colour of each kind of text."""

    NUMBER = (Face.STRONG, 26, 29, Ink.TEXT)
    TITLE = (Face.STRONG, 13, 16, Ink.TEXT)
    HEADING = (Face.STRONG, 10.5, 13, Ink.ACCENT)
    LABEL = (Face.REGULAR, 8, 10, Ink.MUTED)
    BODY = (Face.REGULAR, 10, 12.6, Ink.TEXT)
    STRONG = (Face.STRONG, 10.5, 13, Ink.TEXT)
    LARGE = (Face.STRONG, 13, 15.5, Ink.TEXT)
    SMALL = (Face.REGULAR, 9, 11.2, Ink.TEXT)
    SMALL_STRONG = (Face.STRONG, 9, 11.2, Ink.TEXT)
    SMALL_MUTED = (Face.REGULAR, 9, 11.2, Ink.MUTED)


class Tone(Enum):
    """How a note is meant: its bar and its ground."""

    GOOD = (Ink.GOOD, Ink.GOOD_TINT)
    CARE = (Ink.CARE, Ink.CARE_TINT)
    STOP = (Ink.STOP, Ink.STOP_TINT)
    PLAIN = (Ink.MUTED, Ink.TINT)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `share` is its part of the width."""

    title: str
    share: float
    is_number: bool = False
    style: Style = Style.SMALL


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and what stands under it; without text it is left out."""

    label: str
    text: str
    style: Style = Style.BODY


class _Text(Paragraph):  # type: ignore[misc]
    """Breaks its lines once for a width: a table asks for the height of each cell three times."""

    _size: tuple[float, float] | None = None
    _broken_for = 0.0

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        if self._size is None or self._broken_for != width:
            self._size = super().wrap(width, height)
            self._broken_for = width
        return self._size


def text(content: str, style: Style = Style.BODY, *, right: bool = False) -> Paragraph:
    """Plain text that breaks over lines and pages."""
    return _paragraph(content, _paragraph_style(style, right))


def gap(height_mm: float) -> Spacer:
    return Spacer(1, height_mm * mm)


def heading(content: str) -> list[Flowable]:
    """A heading that does not stay behind at the foot of a page."""
    return [CondPageBreak(_HEADING_NEEDS), gap(3), text(content, Style.HEADING), gap(0.4)]


def fact_lines(facts: Iterable[Fact]) -> list[Flowable]:
    """Labels at the left with their values beside them, one under the other."""
    return [
        _paragraph(fact.text, _labelled_style(fact.style), printable(fact.label))
        for fact in facts
        if fact.text
    ]


def side_by_side(columns: Sequence[Sequence[Flowable]], shares: Sequence[float]) -> Table:
    """Columns that start at the same height and go on over the page together."""
    return Table(
        [[list(column) or "" for column in columns]],
        colWidths=_widths(shares),
        splitInRow=1,
        style=[
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (0, -1), 0),
            ("LEFTPADDING", (1, 0), (-1, -1), 4 * mm),
            ("RIGHTPADDING", (0, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 0),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
        ],
    )


def strip(facts: Sequence[Fact], shares: Sequence[float]) -> Table:
    """The facts that are looked for first: tinted boxes beside each other."""
    return Table(
        [
            [text(fact.label, Style.LABEL) for fact in facts],
            [text(fact.text or "\N{EN DASH}", fact.style) for fact in facts],
        ],
        colWidths=_widths(shares),
        splitInRow=1,
        style=[
            ("BACKGROUND", (0, 0), (-1, -1), Ink.TINT),
            ("LINEAFTER", (0, 0), (-2, -1), 0.6, Ink.LINE),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 2.4 * mm),
            ("RIGHTPADDING", (0, 0), (-1, -1), 2 * mm),
            ("TOPPADDING", (0, 0), (-1, 0), 1.6 * mm),
            ("BOTTOMPADDING", (0, 0), (-1, 0), 0),
            ("TOPPADDING", (0, 1), (-1, 1), 0.2 * mm),
            ("BOTTOMPADDING", (0, 1), (-1, 1), 2 * mm),
        ],
    )


def note(lines: Sequence[Flowable], tone: Tone) -> Table:
    """A few sentences on a tinted ground with a bar at their left."""
    bar, ground = tone.value
    return Table(
        [[list(lines)]],
        colWidths=[TEXT_WIDTH],
        splitInRow=1,
        style=[
            ("BACKGROUND", (0, 0), (-1, -1), ground),
            ("LINEBEFORE", (0, 0), (0, -1), 2.4, bar),
            ("LEFTPADDING", (0, 0), (-1, -1), 3 * mm),
            ("RIGHTPADDING", (0, 0), (-1, -1), 2 * mm),
            ("TOPPADDING", (0, 0), (-1, -1), 1.2 * mm),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 1.8 * mm),
        ],
    )


def table(columns: Sequence[Column], rows: Iterable[Sequence[str]], total: Sequence[str] = ()) -> Table:
    """Rows under titles that are repeated on every page; a cell taller than a page goes on over it."""
    titles = [text(column.title, Style.LABEL, right=column.is_number) for column in columns]
    cells = [_cells(columns, row) for row in rows]
    if total:
        cells.append(_cells([replace(column, style=Style.SMALL_STRONG) for column in columns], total))
    return Table(
        [titles, *cells],
        colWidths=_widths([column.share for column in columns]),
        repeatRows=1,
        splitInRow=1,
        style=[
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LINEBELOW", (0, 0), (-1, 0), 0.8, Ink.MUTED),
            ("LINEBELOW", (0, 1), (-1, -1), 0.4, Ink.LINE),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 2.4 * mm),
            ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), _CELL_PADDING * 0.6),
            ("BOTTOMPADDING", (0, 0), (-1, -1), _CELL_PADDING),
        ],
    )


def _cells(columns: Sequence[Column], row: Sequence[str]) -> list[Paragraph]:
    return [
        text(cell, column.style, right=column.is_number) for cell, column in zip(row, columns, strict=True)
    ]


def _widths(shares: Sequence[float]) -> list[float]:
    return [TEXT_WIDTH * share / sum(shares) for share in shares]


def _paragraph(content: str, style: ParagraphStyle, label: str | None = None) -> Paragraph:
    """Made of ready pieces: a text given to reportlab is read as markup, slowly, and has to be escaped."""
    plain = _piece(style)
    pieces = []
    for number, line in enumerate(printable(content).split("\n")):
        if number:
            pieces.append(plain.clone(text="", lineBreak=True))
        pieces.append(plain.clone(text=line))
    return _Text("", style, bulletText=label, frags=pieces)


@cache
def _piece(style: ParagraphStyle) -> Any:
    return Paragraph("x", style).frags[0]


@cache
def _labelled_style(style: Style) -> ParagraphStyle:
    label, size, _leading, colour = Style.LABEL.value
    return ParagraphStyle(
        f"{style.name} labelled",
        parent=_paragraph_style(style, False),
        leftIndent=_LABEL_WIDTH,
        bulletFontName=label,
        bulletFontSize=size,
        bulletColor=colour,
        spaceAfter=0.9 * mm,
    )


@cache
def _paragraph_style(style: Style, right: bool, /) -> ParagraphStyle:  # noqa: FBT001 - a key of the cache
    face, size, leading, colour = style.value
    return ParagraphStyle(
        style.name,
        fontName=face,
        fontSize=size,
        leading=leading,
        textColor=colour,
        alignment=TA_RIGHT if right else TA_LEFT,
        splitLongWords=1,
        allowWidows=0,
        allowOrphans=0,
    )
