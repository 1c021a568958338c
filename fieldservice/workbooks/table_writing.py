"""A table into a file that a spreadsheet opens: .xlsx or .csv, row by row, so that any length fits.

What a person typed is text and stays text: nothing that begins like a formula is ever one (P-69).
"""

import csv
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

import xlsxwriter

Value = str | int | float | date | datetime | None

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
_MOST_LETTERS = 32_767
_MOST_ROWS = 1_048_575
_WIDEST, _NARROWEST = 60, 8


class TooLongError(ValueError):
    """More rows than a sheet can hold."""


class TableWriter(Protocol):
    """Use as a context manager; the file is whole when it is left."""

    def write(self, values: Sequence[Value]) -> None: ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def table_writer(file: Path, title: str, heads: Sequence[str]) -> TableWriter:
    """By the file's ending: .csv, or a workbook for anything else."""
    return CsvWriter(file, heads) if file.suffix.lower() == ".csv" else SheetWriter(file, title, heads)


def safe_text(text: str) -> str:
    """A text that no spreadsheet takes for a formula when it reads it from a .csv."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


class CsvWriter:
    """UTF-8 with a mark, so that spreadsheets know it; semicolons, because commas stand in numbers."""

    def __init__(self, file: Path, heads: Sequence[str]) -> None:
        self._stream = file.open("w", encoding="utf-8-sig", newline="")
        self._csv = csv.writer(self._stream, delimiter=";")
        self.write(heads)

    def write(self, values: Sequence[Value]) -> None:
        self._csv.writerow([_written(value) for value in values])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_how: object) -> None:
        self._stream.close()


class SheetWriter:
    """One sheet: bold heads that stay in sight, a filter on them, days as days and numbers as numbers."""

    def __init__(self, file: Path, title: str, heads: Sequence[str]) -> None:
        self._book = xlsxwriter.Workbook(
            str(file),
            {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
        )
        self._sheet = self._book.add_worksheet(_sheet_name(title))
        self._moment = self._book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        self._day = self._book.add_format({"num_format": "yyyy-mm-dd"})
        self._columns = len(heads)
        self._next = 1
        self._sheet.freeze_panes(1, 0)
        for place, head in enumerate(heads):
            self._sheet.set_column(place, place, max(_NARROWEST, min(_WIDEST, len(head) + 8)))
        bold = self._book.add_format({"bold": True})
        for place, head in enumerate(heads):
            self._sheet.write_string(0, place, head, bold)

    def write(self, values: Sequence[Value]) -> None:
        """Raises `TooLongError` when the sheet is full."""
        if self._next > _MOST_ROWS:
            raise TooLongError
        for place, value in enumerate(values):
            self._write(place, value)
        self._next += 1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_how: object) -> None:
        self._sheet.autofilter(0, 0, max(1, self._next - 1), max(0, self._columns - 1))
        self._book.close()

    def _write(self, place: int, value: Value) -> None:
        at = (self._next, place)
        if isinstance(value, datetime):
            self._sheet.write_datetime(*at, value.replace(tzinfo=None), self._moment)
        elif isinstance(value, date):
            self._sheet.write_datetime(*at, value, self._day)
        elif isinstance(value, int | float):
            self._sheet.write_number(*at, value)
        elif value:
            self._sheet.write_string(*at, value[:_MOST_LETTERS])


def _written(value: Value) -> Any:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, str):
        return safe_text(value)
    return "" if value is None else value


def _sheet_name(title: str) -> str:
    """At most 31 letters, without those that names of sheets must not have."""
    kept = "".join(letter for letter in title if letter not in "[]:*?/\\'").strip()
    return kept[:31] or "1"
