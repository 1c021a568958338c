"""The workbook of a real first day, brought in whole: every row accounted for, nothing twice, all undone."""

from dataclasses import replace

import pytest

from fieldservice.config import resources_folder
from fieldservice.domain.commands.history import UndoEntry, undo_entry
from fieldservice.domain.commands.imports import ImportWorkbook, import_workbook
from fieldservice.domain.queries.imports import preview_import
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.import_records import Counts, ImportRequest, Place
from fieldservice.workbooks.import_source import ImportSource, read_source
from fieldservice.workbooks.reading import read_workbook
from fieldservice.workbooks.recognising import recognise
from tests.factories import Company
from tests.store.test_import import contents
from tests.unit.import_builders import TODAY

ROWS = {
    "customers": 420,
    "contacts": 419,
    "sites": 693,
    "equipment": 2226,
    "contracts": 362,
    "coverage": 1291,
    "plans": 655,
    "readings": 1875,
}


@pytest.fixture(scope="module")
def source() -> ImportSource:
    workbook = read_workbook(resources_folder() / "demo" / "serwis-polska.xlsx")
    return read_source(workbook, recognise(workbook), country="PL")


@pytest.fixture
def request_(source: ImportSource) -> ImportRequest:
    return ImportRequest(source.records, source.unread, "PL")


def confirm(company: Company, request: ImportRequest) -> Changes:
    seen = company.ask(preview_import, request, TODAY)
    return company.run(import_workbook, ImportWorkbook("serwis-polska.xlsx", request, seen))


@pytest.mark.covers("A20", "P-73")
def test_every_row_of_the_sample_is_accounted_for(desk_company: Company, request_: ImportRequest) -> None:
    plan = desk_company.ask(preview_import, request_, TODAY)

    assert {kind: counts.total for kind, counts in plan.counts().items()} == ROWS
    assert plan.total() == Counts(new=7940, refused=1)


def test_the_doubled_serial_number_is_reported_with_both_rows(
    desk_company: Company, request_: ImportRequest, source: ImportSource
) -> None:
    plan = desk_company.ask(preview_import, request_, TODAY)

    (doubled,) = plan.doubled
    (refused,) = [row for row in plan.rows if row.state == "refused"]
    assert doubled.serial_number == "PO981710"
    assert doubled.places == (Place("Urządzenia", 606), Place("Urządzenia", 644))
    assert source.cell_of(refused) == "D644"


@pytest.mark.covers("P-73")
def test_a_second_import_of_the_sample_has_nothing_to_write(
    desk_company: Company, request_: ImportRequest
) -> None:
    confirm(desk_company, request_)

    plan = desk_company.ask(preview_import, request_, TODAY)

    assert plan.total() == Counts(same=7940, refused=1)
    assert plan.writes.count == 0
    assert plan.servability == ()
    assert confirm(desk_company, request_).entry_id is None


def test_the_import_of_the_sample_is_undone_whole(desk_company: Company, request_: ImportRequest) -> None:
    before = contents(desk_company)
    changes = confirm(desk_company, request_)
    assert changes.entry_id is not None

    desk_company.run(undo_entry, UndoEntry(changes.entry_id))

    assert contents(desk_company) == before


def test_refused_rows_are_handed_back_with_their_cells(
    desk_company: Company, request_: ImportRequest, source: ImportSource
) -> None:
    without_sites = [record for record in source.records if record.kind != "sites"]
    plan = desk_company.ask(preview_import, replace(request_, records=without_sites), TODAY)

    rows = source.rows_to_correct(plan.rows)

    by_table = {row.table.sheet for row in rows}
    assert len(rows) == plan.total().refused
    assert by_table == {"Urządzenia", "Zakres umów", "Plany przeglądów", "Odczyty"}
    assert all(row.cells and row.cell for row in rows)
