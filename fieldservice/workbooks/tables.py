"""Writing of tables for other programs: .xlsx and .csv in which no text can become a formula (P-69)."""

import csv
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from fieldservice.domain.rules.errors import EnvironmentProblem, RuleViolation
from fieldservice.workbooks.sheets import EXCEL_ROWS

TableValue = str | int | float | Decimal | bool | date | datetime | time | timedelta | None

_TEXT_ONLY = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
    "default_date_format": "yyyy-mm-dd",
    "remove_timezone": True,
}
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_LONGEST_CELL = 32_767
_WIDEST = 60
_ROWS_MEASURED = 200
_EXACT_INTEGER = 10**15


def write_table(
    path: Path, columns: Sequence[str], rows: Iterable[Sequence[TableValue]], *, title: str = "Table"
) -> int:
    """Write a table as .xlsx or .csv, by the name of the file, whole or not at all; returns its rows."""
    match path.suffix.lower():
        case ".csv":
            return _write_csv(path, columns, rows)
        case ".xlsx":
            return _write_xlsx(path, columns, rows, title)
        case other:
            raise RuleViolation("table.unknown_format", file=path.name, suffix=other)


def guarded(text: str) -> str:
    """Text that a spreadsheet opening a .csv takes for text: `=1+1` gets an apostrophe before it."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A place beside `path` to write to, which takes its name only when all was written."""
    draft = path.with_name(f".{path.name}.{uuid4().hex[:8]}.part")
    try:
        draft.touch()  # a folder that cannot be written to is found before any work
        yield draft
        os.replace(draft, path)  # noqa: PTH105 - the one call that replaces atomically everywhere
    except (OSError, xlsxwriter.exceptions.FileCreateError) as problem:
        raise EnvironmentProblem("table.not_written", file=path.name) from problem
    finally:
        draft.unlink(missing_ok=True)


def open_xlsx(path: Path) -> xlsxwriter.Workbook:
    return xlsxwriter.Workbook(str(path), {**_TEXT_ONLY, "constant_memory": False})


def write_cell(
    sheet: Worksheet, row: int, column: int, value: TableValue, look: Format | None = None
) -> None:
    """One cell by the type of its value; text stays text whatever it starts with."""
    match value:
        case None | "":
            sheet.write_blank(row, column, None, look)
        case bool():
            sheet.write_boolean(row, column, value, look)
        case int() if abs(value) >= _EXACT_INTEGER:
            sheet.write_string(row, column, str(value), look)
        case int() | float() | Decimal():
            sheet.write_number(row, column, float(value), look)
        case str():
            sheet.write_string(row, column, _printable(value), look)
        case date() | datetime() | time() | timedelta():
            sheet.write_datetime(row, column, value, look)


def sheet_title(wanted: str, taken: set[str]) -> str:
    """A name that a spreadsheet accepts and no other sheet has."""
    plain = "".join(" " if letter in "[]:*?/\\" else letter for letter in wanted).strip("' ")[:31] or "Sheet"
    title, count = plain, 1
    while title.casefold() in taken:
        count += 1
        title = f"{plain[: 28 - len(str(count))]} ({count})"
    taken.add(title.casefold())
    return title


def _write_csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[TableValue]]) -> int:
    count = 0
    with replacing(path) as draft, draft.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
        writer.writerow([guarded(column) for column in columns])
        for row in rows:
            writer.writerow([_csv_text(value) for value in row])
            count += 1
    return count


def _csv_text(value: TableValue) -> str:
    match value:
        case None:
            return ""
        case str():
            return guarded(value.replace("\0", ""))
        case bool():
            return "1" if value else "0"
        case datetime():
            return value.isoformat(sep=" ", timespec="minutes")
        case Decimal():
            return format(value, "f")
        case _:
            return str(value)


def _write_xlsx(path: Path, columns: Sequence[str], rows: Iterable[Sequence[TableValue]], title: str) -> int:
    count = 0
    with (
        replacing(path) as draft,
        xlsxwriter.Workbook(str(draft), {**_TEXT_ONLY, "constant_memory": True}) as book,
    ):
        sheet = book.add_worksheet(sheet_title(title, set()))
        looks = _Looks(book)
        sheet.freeze_panes(1, 0)
        for column, name in enumerate(columns):
            sheet.set_column(column, column, min(_WIDEST, max(12, len(name) + 4)))
        for column, name in enumerate(columns):
            write_cell(sheet, 0, column, name, looks.header)
        for count, row in enumerate(rows, start=1):
            if count >= EXCEL_ROWS:
                raise RuleViolation("table.too_many_rows", file=path.name, limit=EXCEL_ROWS - 1)
            for column, value in enumerate(row):
                write_cell(sheet, count, column, value, looks.for_value(value))
    return count


class _Looks:
    """The few formats of a written table."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.header = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self._day = book.add_format({"num_format": "yyyy-mm-dd"})
        self._moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        self._text = book.add_format({"num_format": "@"})

    def for_value(self, value: TableValue) -> Format | None:
        match value:
            case datetime():
                return self._moment
            case date():
                return self._day
            case str():
                return self._text
            case _:
                return None


def _printable(text: str) -> str:
    visible = "".join(
        letter for letter in text if letter in "\t\n" or (letter >= " " and letter not in "\ufffe\uffff")
    )
    return visible[:_LONGEST_CELL]
