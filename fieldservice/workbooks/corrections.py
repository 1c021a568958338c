"""The correction workbook: refused rows as they came, with the reason in words beside and the cell marked.

Corrected and saved it is imported like any other: its headers are the original ones, and the
columns added carry a mark by which they are never taken for a field.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from fieldservice.workbooks.mapping import LEFT_OUT_MARK, TableMapping
from fieldservice.workbooks.records import RefusedRow
from fieldservice.workbooks.sheets import Cell, CellFault
from fieldservice.workbooks.tables import TableValue, open_xlsx, replacing, sheet_title, write_cell

_REASON_WIDTH = 70
_COLUMN_WIDTH = 18


@dataclass(frozen=True, slots=True)
class CorrectionWords:
    """The words of the workbook in the reader's language."""

    reason_title: str
    row_title: str
    reason: Callable[[RefusedRow], str]


@dataclass(slots=True)
class _TableSheet:
    sheet: Worksheet
    columns: int
    next_row: int = 1


def write_corrections(path: Path, refused: Iterable[RefusedRow], words: CorrectionWords) -> int:
    """Write all refused rows, a sheet for each table, whole or not at all; returns the number of rows."""
    count = 0
    with replacing(path) as draft, open_xlsx(draft) as book:
        corrections = _Corrections(book, words)
        for row in refused:
            corrections.add(row)
            count += 1
        corrections.close()
    return count


class _Corrections:
    def __init__(self, book: xlsxwriter.Workbook, words: CorrectionWords) -> None:
        self._book = book
        self._words = words
        self._titles: set[str] = set()
        self._sheets: dict[tuple[str, int], _TableSheet] = {}
        self._header = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self._aside = book.add_format({"italic": True, "text_wrap": True, "valign": "top"})
        self._looks = {
            (marked, shape): self._look(shape, marked=marked)
            for marked in (False, True)
            for shape in ("@", "yyyy-mm-dd", "")
        }

    def add(self, row: RefusedRow) -> None:
        target = self._sheet_for(row.table)
        wrong = {fault.field for fault in row.faults}
        for column in row.table.columns:
            cell = row.cells[column.column] if column.column < len(row.cells) else None
            value = _as_written(cell)
            look = self._looks[column.field is not None and column.field in wrong, _shape(value)]
            write_cell(target.sheet, target.next_row, column.column, value, look)
        write_cell(target.sheet, target.next_row, target.columns, self._words.reason(row), self._aside)
        write_cell(target.sheet, target.next_row, target.columns + 1, row.row_number, self._aside)
        target.next_row += 1

    def close(self) -> None:
        if not self._sheets:
            self._book.add_worksheet()

    def _sheet_for(self, table: TableMapping) -> _TableSheet:
        key = (table.sheet, table.header_row)
        if key not in self._sheets:
            self._sheets[key] = self._new_sheet(table)
        return self._sheets[key]

    def _new_sheet(self, table: TableMapping) -> _TableSheet:
        sheet = self._book.add_worksheet(sheet_title(table.sheet, self._titles))
        target = _TableSheet(sheet, len(table.columns))
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, max(0, target.columns - 1), _COLUMN_WIDTH)
        sheet.set_column(target.columns, target.columns, _REASON_WIDTH)
        for column in table.columns:
            write_cell(sheet, 0, column.column, column.header, self._header)
        titles = (self._words.reason_title, self._words.row_title)
        for place, title in enumerate(titles, start=target.columns):
            write_cell(sheet, 0, place, f"{LEFT_OUT_MARK} {title}", self._header)
        return target

    def _look(self, shape: str, *, marked: bool) -> Format:
        look = {"valign": "top", **({"num_format": shape} if shape else {})}
        return self._book.add_format(look | ({"bg_color": "#FFD9D2", "border": 1} if marked else {}))


def _as_written(cell: Cell) -> TableValue:
    return cell.shown if isinstance(cell, CellFault) else cell


def _shape(value: TableValue) -> str:
    if isinstance(value, str):
        return "@"
    return "" if value is None or isinstance(value, bool | int | float) else "yyyy-mm-dd"
