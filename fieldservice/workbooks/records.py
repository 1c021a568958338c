"""Rows of mapped tables into typed records; each is accounted for: a record, refused, or passed over.

Given out one by one, so that memory stays flat and a reading can be cancelled; no database here.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.reasons import Reason
from fieldservice.workbooks.days import DayOrder, DayReading, reading_of_column
from fieldservice.workbooks.doubles import Doubles
from fieldservice.workbooks.fields import FIELDS, Field, FieldType, Kind, Value
from fieldservice.workbooks.mapping import TableMapping, WorkbookMapping
from fieldservice.workbooks.periods import period_months
from fieldservice.workbooks.sheets import Cell, Row, Sheet, Workbook, never_cancelled
from fieldservice.workbooks.values import NotAValue, shown, value_of
from fieldservice.workbooks.words import tidied
from fieldservice.workbooks.xlsx_cells import column_letters

_CHECK_EACH_ROWS = 500
_ANY_DAYS = DayReading(DayOrder.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Record:
    """One row that can be imported. `fields` holds only what the row says: an empty cell says nothing.

    `notes` tell what a person should know although the row is taken (a tax id that two customers share).
    """

    kind: Kind
    sheet: str
    row_number: int
    fields: Mapping[str, Value]
    notes: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a row: where (`B17`; empty for the row as a whole), in which field, and why."""

    cell: str
    field: str | None
    reason: Reason


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """One row that cannot be imported, with everything wrong with it and its cells as they were."""

    table: TableMapping
    row_number: int
    faults: tuple[Fault, ...]
    cells: tuple[Cell, ...]

    @property
    def sheet(self) -> str:
        return self.table.sheet

    @property
    def kind(self) -> Kind | None:
        return self.table.kind

    @property
    def cell(self) -> str:
        return self.faults[0].cell

    @property
    def reason(self) -> Reason:
        return self.faults[0].reason


@dataclass(frozen=True, slots=True)
class PassedRow:
    """One row that brings nothing of its own: equal to an earlier one, or the header printed again."""

    kind: Kind
    sheet: str
    row_number: int
    reason: Reason


Outcome = Record | RefusedRow | PassedRow


@dataclass(slots=True)
class Tally:
    """How the rows below the header of one table ended; the four add up to `rows`."""

    rows: int = 0
    records: int = 0
    refused: int = 0
    passed: int = 0

    @property
    def blank(self) -> int:
        return self.rows - self.records - self.refused - self.passed

    def count(self, outcome: Outcome) -> None:
        match outcome:
            case Record():
                self.records += 1
            case RefusedRow():
                self.refused += 1
            case PassedRow():
                self.passed += 1


def read_records(
    workbook: Workbook,
    mapping: WorkbookMapping,
    *,
    country: str | None,
    cancelled: Callable[[], bool] = never_cancelled,
) -> Iterator[Outcome]:
    """All rows of all ready tables, kinds in the order in which one needs another (customers first).

    `country` (PL, CZ, ES, PT, GB, US, ...) decides days that the column leaves open; None refuses those.
    """
    doubles = Doubles()
    for table in mapping.ready:
        rows = _TableRows(workbook, table, country, doubles)
        for place, outcome in enumerate(rows.outcomes()):
            if place % _CHECK_EACH_ROWS == 0 and cancelled():
                raise RuleViolation("workbook.cancelled", file=workbook.file_name)
            yield outcome


def tally_of(table: TableMapping) -> Tally:
    """An empty tally for the table: all its rows still blank."""
    return Tally(rows=table.last_row - table.header_row)


@dataclass(frozen=True, slots=True)
class _Column:
    index: int
    field: Field
    days: DayReading = _ANY_DAYS


class _TableRows:
    """Reads the rows of one table."""

    def __init__(
        self, workbook: Workbook, table: TableMapping, country: str | None, doubles: Doubles
    ) -> None:
        if table.kind is None or not table.is_ready:
            raise RuleViolation("mapping.incomplete", sheet=table.sheet, fields=list(table.missing))
        self._table = table
        self._kind = FIELDS[table.kind]
        self._doubles = doubles
        self._rows = _rows_of(workbook.sheet(table.sheet), table)
        self._headers = tuple(column.header for column in table.columns)
        self._columns = tuple(
            self._column(workbook, country, c.column, c.field) for c in table.columns if c.field
        )

    def _column(self, workbook: Workbook, country: str | None, index: int, name: str) -> _Column:
        field = self._kind.field(name)
        if field is None:
            raise RuleViolation("mapping.unknown_field", field=name)
        if field.type is not FieldType.DAY:
            return _Column(index, field)
        cells = (row.cell(index) for row in self._rows)
        return _Column(
            index, field, reading_of_column(cells, country=country, from_1904=workbook.dates_from_1904)
        )

    def outcomes(self) -> Iterator[Outcome]:
        for row in self._rows:
            if not _is_blank(row):
                yield self._outcome(row)

    def _outcome(self, row: Row) -> Outcome:
        if self._is_header_again(row):
            return self._passed(row, Reason("row.header_again"))
        fields, faults = self._typed(row)
        if faults:
            return RefusedRow(self._table, row.number, tuple(faults), row.cells)
        verdict = self._doubles.look(self._kind, fields, self._table.sheet, row.number)
        if verdict.repeated is not None:
            return self._passed(row, verdict.repeated)
        if verdict.clash is not None:
            name, reason = verdict.clash
            return RefusedRow(
                self._table, row.number, (Fault(self._cell(name, row), name, reason),), row.cells
            )
        return Record(self._kind.kind, self._table.sheet, row.number, fields, verdict.notes)

    def _typed(self, row: Row) -> tuple[dict[str, Value], list[Fault]]:
        fields: dict[str, Value] = {}
        faults: list[Fault] = []
        for column in self._columns:
            try:
                value = value_of(row.cell(column.index), column.field, column.days)
            except NotAValue as problem:
                cell = f"{column_letters(column.index)}{row.number}"
                faults.append(Fault(cell, column.field.name, problem.reason))
                continue
            if value is not None:
                fields[column.field.name] = value
        known_wrong = {fault.field for fault in faults}
        lacking = self._kind.missing(frozenset(fields) | {name for name in known_wrong if name})
        faults.extend(Fault(self._cell(n, row), n, Reason("cell.empty", {"field": n})) for n in lacking)
        if self._kind.kind is Kind.PLANS and "name" in fields:
            fields["period_months"] = period_months(str(fields["name"]))
        return fields, faults

    def _cell(self, name: str, row: Row) -> str:
        for column in self._columns:
            if column.field.name == name:
                return f"{column_letters(column.index)}{row.number}"
        return ""

    def _passed(self, row: Row, reason: Reason) -> PassedRow:
        return PassedRow(self._kind.kind, self._table.sheet, row.number, reason)

    def _is_header_again(self, row: Row) -> bool:
        pairs = zip(self._headers, row.cells, strict=False)
        return all(isinstance(cell, str) and cell.strip() == header for header, cell in pairs if header)


def _rows_of(sheet: Sheet, table: TableMapping) -> tuple[Row, ...]:
    return tuple(row for row in sheet.rows if table.header_row < row.number <= table.last_row)


def _is_blank(row: Row) -> bool:
    return all(cell is None or not tidied(shown(cell)) for cell in row.cells)
