"""The cells of one .xlsx sheet: listens to its XML and turns each cell into a plain value."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from fieldservice.workbooks.markup import local_name
from fieldservice.workbooks.number_formats import Shape, day_or_moment, moment_of, number_of
from fieldservice.workbooks.sheets import (
    EXCEL_COLUMNS,
    EXCEL_ROWS,
    Area,
    Cell,
    CellFault,
    RowCollector,
    Watch,
)

_DIGITS = "0123456789"
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_AREA = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7}):\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_MOST_MERGED = 20_000
_LETTERS = 26
MOST_PIECES = 100
"""Pieces of 8 to 64 kilobytes in which expat gives out one long text."""


@dataclass(frozen=True, slots=True)
class CellStyles:
    """What cells of all sheets point to: shared texts, the shape behind each style, the epoch of dates."""

    texts: list[str]
    shapes: list[tuple[Shape, int]]
    from_1904: bool


def unescaped(text: str) -> str:
    """Spreadsheets write control characters as `_x000D_`."""
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def column_index(letters: str) -> int:
    """0 for A, 26 for AA."""
    index = 0
    for letter in letters.upper():
        index = index * _LETTERS + ord(letter) - ord("A") + 1
    return index - 1


def column_letters(index: int) -> str:
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters


def area_of(text: str) -> Area | None:
    found = _AREA.fullmatch(text)
    if found is None:
        return None
    return int(found[2]), column_index(found[1]), int(found[4]), column_index(found[3])


class SheetListener:
    """Builds rows from the elements of a sheet part; positions left out count on from the last one."""

    def __init__(self, styles: CellStyles, watch: Watch) -> None:
        self.collector = RowCollector(watch)
        self.merged: list[str] = []
        self._styles = styles
        self._watch = watch
        self._columns: dict[str, int] = {}
        self._cells: dict[int, Cell] = {}
        self._row = 0
        self._column = -1
        self._type = "n"
        self._style = 0
        self._value: list[str] = []
        self._formula: list[str] | None = None
        self._hearing: list[str] | None = None

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if ":" in name:
            name = local_name(name)
        if name == "c":
            self._start_cell(attributes)
        elif name in ("v", "t"):
            self._hearing = self._value
        elif name == "f":
            self._formula = self._hearing = []
        elif name == "row":
            self._start_row(attributes)
        elif name == "mergeCell" and len(self.merged) < _MOST_MERGED:
            self.merged.append(attributes.get("ref", ""))

    def end(self, name: str) -> None:
        if ":" in name:
            name = local_name(name)
        if name == "c":
            self._end_cell()
        elif name in ("v", "t", "f"):
            self._hearing = None
        elif name == "row" and self._cells:
            self.collector.add_sparse(self._row, self._cells)
            self._cells = {}

    def text(self, data: str) -> None:
        if self._hearing is not None:
            self._hearing.append(data)
            if len(self._hearing) > MOST_PIECES:
                raise self._watch.refusal("workbook.too_large")

    def _start_row(self, attributes: Mapping[str, str]) -> None:
        self._row = int(attributes.get("r", self._row + 1))
        if self._row > EXCEL_ROWS:
            raise self._watch.too_large("rows", EXCEL_ROWS)
        self._column = -1

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        place = attributes.get("r")
        self._column = self._index(place.rstrip(_DIGITS)) if place else self._column + 1
        self._type = attributes.get("t", "n")
        self._style = int(attributes.get("s", 0))

    def _index(self, letters: str) -> int:
        index = self._columns.get(letters)
        if index is None:
            index = self._columns[letters] = column_index(letters)
            if not 0 <= index < EXCEL_COLUMNS:
                raise self._watch.refusal("workbook.damaged")
        return index

    def _end_cell(self) -> None:
        if self._value or self._formula is not None:
            value = self._cell("".join(self._value))
            if value is not None and value != "":
                self._cells[self._column] = value
            self._value.clear()
            self._formula = None

    def _cell(self, text: str) -> Cell:
        if self._type == "s":
            return self._styles.texts[int(text)] if text else None
        if self._type in ("str", "inlineStr"):
            return self.collector.shared(unescaped(text)[: self._watch.limits.cell_characters])
        if not text:
            return None if self._formula is None else CellFault(self._formula_text(), uncomputed=True)
        return self._other(text)

    def _other(self, text: str) -> Cell:
        match self._type:
            case "b":
                return text in ("1", "true")
            case "e":
                return CellFault(text)
            case "d":
                return day_or_moment(datetime.fromisoformat(text))
            case _:
                return self._number(number_of(text))

    def _number(self, number: float) -> Cell:
        shapes = self._styles.shapes
        shape, padding = shapes[self._style] if self._style < len(shapes) else (Shape.NUMBER, 0)
        if shape is Shape.MOMENT:
            return moment_of(number, from_1904=self._styles.from_1904)
        if shape is Shape.DURATION:
            return timedelta(days=number)
        if padding and isinstance(number, int) and number >= 0:
            return str(number).zfill(padding)  # shown as 00123: a code typed as a number
        return number

    def _formula_text(self) -> str:
        return "=" + "".join(self._formula or [])
