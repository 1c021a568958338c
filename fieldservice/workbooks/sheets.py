"""What a file holds, whatever its format: sheets of sparse rows of plain cells; and its limits."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.reasons import Reason

EXCEL_ROWS = 1_048_576
EXCEL_COLUMNS = 16_384


@dataclass(frozen=True, slots=True)
class CellFault:
    """A cell without a value that could be used: an error such as #N/A, or a formula nobody has computed."""

    shown: str
    uncomputed: bool = False


Cell = str | int | float | bool | date | datetime | time | timedelta | CellFault | None


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a file may ask of this machine before it is refused in one sentence."""

    file_bytes: int = 150_000_000
    unpacked_bytes: int = 400_000_000
    unpacked_ratio: int = 400
    ratio_matters_above_bytes: int = 60_000_000
    archive_entries: int = 4_000
    sheets: int = 500
    rows: int = 400_000
    cells: int = 6_000_000
    cell_characters: int = 200_000
    seconds_in_cage: int = 60
    cage_bytes: int = 1_500_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """One row that holds something; `number` counts from 1 as the person sees it in the file."""

    number: int
    cells: tuple[Cell, ...]

    def cell(self, column: int) -> Cell:
        return self.cells[column] if column < len(self.cells) else None


Area = tuple[int, int, int, int]
"""Merged cells: first row, first column, last row, last column; rows from 1, columns from 0."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: only rows that hold something, in their order."""

    name: str
    rows: tuple[Row, ...]
    merged: tuple[Area, ...] = ()
    hidden: bool = False

    @property
    def last_row(self) -> int:
        return self.rows[-1].number if self.rows else 0


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file that was read: `format` is what it was by its content, `notes` what a person should know."""

    file_name: str
    format: str
    sheets: tuple[Sheet, ...]
    notes: tuple[Reason, ...] = ()
    dates_from_1904: bool = False

    def sheet(self, name: str) -> Sheet:
        for sheet in self.sheets:
            if sheet.name == name:
                return sheet
        raise RuleViolation("workbook.no_such_sheet", file=self.file_name, sheet=name)


def never_cancelled() -> bool:
    return False


def untold(done: int, total: int) -> None:
    """Progress nobody asked for."""


@dataclass(slots=True)
class Watch:
    """Asked between pieces of work: stops a cancelled reading and tells how far it is, in bytes."""

    file_name: str
    limits: Limits = field(default_factory=Limits)
    cancelled: Callable[[], bool] = never_cancelled
    progress: Callable[[int, int], None] = untold
    total: int = 0
    done: int = 0
    cells: int = 0
    rows: int = 0

    def advance(self, amount: int) -> None:
        if self.cancelled():
            raise RuleViolation("workbook.cancelled", file=self.file_name)
        self.done += amount
        self.progress(min(self.done, self.total), self.total)

    def count_row(self, width: int) -> None:
        self.rows += 1
        self.cells += width
        if self.rows > self.limits.rows:
            raise self.too_large("rows", self.limits.rows)
        if self.cells > self.limits.cells:
            raise self.too_large("cells", self.limits.cells)

    def too_large(self, what: str, limit: int) -> RuleViolation:
        return RuleViolation("workbook.too_large", file=self.file_name, what=what, limit=limit)

    def refusal(self, code: str, **values: Any) -> RuleViolation:
        return RuleViolation(code, file=self.file_name, **values)


class RowCollector:
    """Takes cells by column in any order and keeps only rows that hold something, trimmed at the right."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self._rows: list[Row] = []
        self._texts: dict[str, str] = {}

    def add(self, number: int, cells: list[Cell]) -> None:
        while cells and cells[-1] in (None, ""):
            cells.pop()
        if not cells:
            return
        self._watch.count_row(len(cells))
        if self._rows and number <= self._rows[-1].number:
            number = self._rows[-1].number + 1
        self._rows.append(Row(number, tuple(cells)))

    def add_sparse(self, number: int, cells: Mapping[int, Cell]) -> None:
        width = max(cells, default=-1) + 1
        if width > EXCEL_COLUMNS:
            raise self._watch.too_large("columns", EXCEL_COLUMNS)
        self.add(number, [cells.get(column) for column in range(width)])

    def shared(self, text: str) -> str:
        """The same text object for the same text: a column of cities costs each city once."""
        return self._texts.setdefault(text, text)

    def rows(self) -> tuple[Row, ...]:
        return tuple(self._rows)
