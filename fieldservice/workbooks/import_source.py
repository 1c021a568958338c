"""A file as the import takes it: its records, the rows that gave none, and what corrections need of both.

Window and command line read files through this; what becomes of the records is planned in `domain`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from fieldservice.domain.rules.import_records import Place, PlannedRow, RowState, UnreadRow
from fieldservice.workbooks.mapping import TableMapping, WorkbookMapping
from fieldservice.workbooks.records import Fault, PassedRow, Record, RefusedRow, read_records
from fieldservice.workbooks.sheets import Workbook, never_cancelled
from fieldservice.workbooks.xlsx_cells import column_letters


@dataclass(frozen=True, slots=True)
class ImportSource:
    """Everything that was read by one mapping; every row that holds something is in one of the three."""

    workbook: Workbook
    mapping: WorkbookMapping
    records: tuple[Record, ...]
    refused: tuple[RefusedRow, ...]
    passed: tuple[PassedRow, ...]

    @property
    def unread(self) -> tuple[UnreadRow, ...]:
        """The rows without a record, as the plan accounts for them."""
        refused = (
            UnreadRow(row.kind or "", Place(row.sheet, row.row_number), row.reason, row.cell)
            for row in self.refused
        )
        passed = (
            UnreadRow(row.kind, Place(row.sheet, row.row_number), row.reason, is_refused=False)
            for row in self.passed
        )
        return (*refused, *passed)

    def cell_of(self, row: PlannedRow) -> str:
        """Where the fault of a refused row is, such as `B17`; empty when it is the row as a whole."""
        if row.cell or not row.field:
            return row.cell
        table = self._table(row)
        columns = table.columns if table else ()
        found = next((column.column for column in columns if column.field == row.field), None)
        return "" if found is None else f"{column_letters(found)}{row.place.row_number}"

    def rows_to_correct(self, rows: Iterable[PlannedRow]) -> list[RefusedRow]:
        """The refused rows of a plan with their cells, for `write_corrections`."""
        read = {Place(row.sheet, row.row_number): row for row in self.refused}
        wanted = [row for row in rows if row.state is RowState.REFUSED and row.place not in read]
        return [*self.refused, *(row for row in map(self._refused, wanted) if row is not None)]

    def _refused(self, row: PlannedRow) -> RefusedRow | None:
        table = self._table(row)
        if table is None or row.reason is None:
            return None
        sheet = self.workbook.sheet(row.place.sheet)
        cells = next((each.cells for each in sheet.rows if each.number == row.place.row_number), ())
        fault = Fault(self.cell_of(row), row.field or None, row.reason)
        return RefusedRow(table, row.place.row_number, (fault,), cells)

    def _table(self, row: PlannedRow) -> TableMapping | None:
        for table in self.mapping.ready:
            is_inside = table.header_row < row.place.row_number <= table.last_row
            if table.sheet == row.place.sheet and is_inside and table.kind == row.kind:
                return table
        return None


def read_source(
    workbook: Workbook,
    mapping: WorkbookMapping,
    *,
    country: str | None,
    cancelled: Callable[[], bool] = never_cancelled,
) -> ImportSource:
    """Read all ready tables of the workbook."""
    records: list[Record] = []
    refused: list[RefusedRow] = []
    passed: list[PassedRow] = []
    for outcome in read_records(workbook, mapping, country=country, cancelled=cancelled):
        match outcome:
            case Record():
                records.append(outcome)
            case RefusedRow():
                refused.append(outcome)
            case PassedRow():
                passed.append(outcome)
    return ImportSource(workbook, mapping, tuple(records), tuple(refused), tuple(passed))
