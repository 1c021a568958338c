"""The import of a workbook into a real database: one step, all or nothing, undone like anything else."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from fieldservice.domain.commands.history import UndoEntry, undo_entry
from fieldservice.domain.commands.imports import ImportWorkbook, import_workbook
from fieldservice.domain.model.contract import CoverageLine, CoverageUnit
from fieldservice.domain.model.customer import Block, BlockSource, Customer, CustomerClass, Identity
from fieldservice.domain.model.equipment import Equipment, Reading
from fieldservice.domain.model.journal import JournalEntry, SearchEntry
from fieldservice.domain.model.ticket import Article
from fieldservice.domain.model.whole import Base
from fieldservice.domain.queries.imports import mappings, preview_import
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.import_records import Consent, ImportPlan, ImportRequest
from tests.factories import Company
from tests.store.ticket_givens import covered_customer, logged
from tests.unit.import_builders import (
    COMPANY,
    TODAY,
    Row,
    codes,
    contact,
    contract,
    counted,
    coverage,
    customer,
    plan_row,
    reading,
    site,
    states,
    unit,
)

JOURNAL = {"journal_head", "journal_entry", "journal_change"}
UNCOMPARED = JOURNAL | {"search_entry", "stamp", "import_mapping", "number_series"}
WHOLE = (
    *COMPANY,
    contact(phone="+48 600 100 200", email="Jan@Alfa.example", role="manager"),
    counted(unit_count=3, site_code="K1-1", quota_hours=Decimal("12.5")),
    coverage(works=("inspection",), quota_cases=4),
    plan_row(),
    reading(read_on=date(2026, 10, 1), value=Decimal("1234.5")),
)


def request_of(*rows: Row, consents: frozenset[Consent] = frozenset()) -> ImportRequest:
    numbered = [replace(row, row_number=at) for at, row in enumerate(rows, start=2)]
    return ImportRequest(numbered, (), "PL", consents)


def preview(company: Company, request: ImportRequest) -> ImportPlan:
    return company.ask(preview_import, request, TODAY)


def bring(company: Company, *rows: Row, **options: Any) -> Changes:
    """Look and confirm."""
    request = request_of(*rows)
    plan = preview(company, request)
    return company.run(import_workbook, ImportWorkbook("file.xlsx", request, plan, **options))


def contents(company: Company) -> dict[str, list[dict[str, Any]]]:
    """All rows of all tables that an undo must bring back; versions go on counting."""
    told = {}
    with company.database.read_session() as session:
        for table in Base.metadata.sorted_tables:
            if table.name not in UNCOMPARED:
                rows = session.execute(select(table)).mappings()
                plain = [{key: value for key, value in row.items() if key != "version"} for row in rows]
                told[table.name] = sorted(plain, key=lambda row: str(row["id"]))
    return told


def search_words(company: Company) -> set[tuple[str, str]]:
    return {(row.subject_table, row.words) for row in company.rows(SearchEntry)}


@pytest.mark.covers("A20", "P-73")
def test_a_second_import_finds_everything_as_it_is(company: Company) -> None:
    bring(company, *WHOLE)

    plan = preview(company, request_of(*WHOLE))

    assert states(plan) == ["same"] * len(WHOLE)


def test_what_was_written_is_what_the_file_says(company: Company) -> None:
    bring(company, *COMPANY, customer("K2", "Żółw Ł", customer_class="vip", active_until=date(2026, 12, 1)))

    row = next(row for row in company.rows(Customer) if row.number == "K2")

    assert (row.name_folded, row.customer_class, row.active_until) == (
        "zolw l",
        CustomerClass.VIP,
        date(2026, 12, 1),
    )
    assert len(company.rows(CoverageUnit)) == 1


@pytest.mark.covers("A20")
def test_an_import_is_one_entry_of_the_journal_and_undone_as_one(company: Company) -> None:
    bring(company, customer("K0", "Stored before"), site("K0-1", "K0"))
    before, words = contents(company), search_words(company)
    changes = bring(company, customer("K0", "Renamed", note="new"), *WHOLE)
    assert changes.entry_id is not None

    company.run(undo_entry, UndoEntry(changes.entry_id))

    assert contents(company) == before
    assert search_words(company) == words


def test_an_undone_import_is_redone_by_undoing_the_undo(company: Company) -> None:
    changes = bring(company, *WHOLE)
    imported, words = contents(company), search_words(company)
    undone = company.run(undo_entry, UndoEntry(_entry(changes)))

    company.run(undo_entry, UndoEntry(_entry(undone)))

    assert contents(company) == imported
    assert search_words(company) == words


def test_an_import_on_which_somebody_worked_is_not_undone(company: Company) -> None:
    changes = bring(company, *COMPANY)
    row = company.rows(Customer)[0]
    with company.begin() as uow:
        uow.record("test.given", None)
        uow.get(Customer, row.id).tax_id = "5260001246"
        uow.commit()

    with pytest.raises(RuleViolation) as refusal:
        company.run(undo_entry, UndoEntry(_entry(changes)))

    assert refusal.value.code == "undo.changed_meanwhile"
    assert len(company.rows(Equipment)) == 1


def test_what_changed_since_the_preview_is_shown_again_and_not_written(company: Company) -> None:
    request = request_of(*COMPANY)
    seen = preview(company, request)
    company.customer(number="K1")

    with pytest.raises(RuleViolation) as refusal:
        company.run(import_workbook, ImportWorkbook("file.xlsx", request, seen))

    assert refusal.value.code == "import.changed_meanwhile"
    assert company.rows(Equipment) == []


def test_what_somebody_did_elsewhere_meanwhile_does_not_hold_the_import_up(company: Company) -> None:
    request = request_of(*COMPANY)
    seen = preview(company, request)
    company.customer(number="K9")

    company.run(import_workbook, ImportWorkbook("file.xlsx", request, seen))

    assert len(company.rows(Equipment)) == 1


@pytest.mark.covers("A23")
def test_changes_of_servability_are_written_only_when_agreed_to(company: Company) -> None:
    bring(company, *COMPANY)
    request = request_of(customer(block_reason="unpaid"))
    seen = preview(company, request)

    with pytest.raises(RuleViolation) as refusal:
        company.run(import_workbook, ImportWorkbook("file.xlsx", request, seen))
    agreed = replace(request, consents=frozenset({Consent.SERVABILITY}))
    company.run(import_workbook, ImportWorkbook("file.xlsx", agreed, seen))

    assert refusal.value.code == "import.servability_unconfirmed"
    assert [(row.reason, row.source) for row in company.rows(Block)] == [("unpaid", BlockSource.IMPORT)]


@pytest.mark.covers("P-47", "A23")
def test_a_block_that_comes_with_a_file_is_told_on_open_tickets(company: Company) -> None:
    ticket = logged(company, covered_customer(company, name="Alfa", number="K1"))
    request = request_of(
        customer("K1", "Alfa", block_reason="unpaid"), consents=frozenset({Consent.SERVABILITY})
    )

    company.run(import_workbook, ImportWorkbook("erp.xlsx", request, preview(company, request)))

    told = [article.ticket_id for article in company.rows(Article) if article.reason is not None]
    assert told == [ticket]


@pytest.mark.covers("P-73")
def test_a_block_set_by_hand_outlives_a_file_that_does_not_know_it(company: Company) -> None:
    bring(company, *COMPANY)
    company.block(company.rows(Customer)[0].id, "Zaległości")

    plan = preview(company, request_of(*COMPANY))
    bring(company, *COMPANY, customer("K2", "Beta"))

    assert [note.code for note in plan.rows[0].notes] == ["import.block_stays"]
    assert [row.reason for row in company.rows(Block)] == ["Zaległości"]


@pytest.mark.parametrize("stop_at", [0, 3, 6])
def test_a_cancel_at_any_moment_leaves_nothing_behind(company: Company, stop_at: int) -> None:
    moments: Iterator[int] = iter(range(1_000))

    def watch(_done: int, _total: int) -> None:
        if next(moments) == stop_at:
            raise KeyboardInterrupt

    before = contents(company)

    with pytest.raises(KeyboardInterrupt):
        bring(company, *WHOLE, watch=watch)

    assert contents(company) == before
    assert not any(entry.command == "import.workbook" for entry in company.rows(JournalEntry))


def test_progress_is_told_up_to_the_last_row(company: Company) -> None:
    told: list[tuple[int, int]] = []

    bring(company, *WHOLE, watch=lambda done, total: told.append((done, total)))

    assert told[-1][0] == told[-1][1] > len(WHOLE)


def test_imported_rows_are_found_by_search(company: Company) -> None:
    bring(company, *WHOLE)

    assert {table for table, _words in search_words(company)} == {
        "customer",
        "contact",
        "identity",
        "site",
        "equipment",
        "contract",
    }


def test_telephone_numbers_are_kept_in_one_form_with_what_was_written(company: Company) -> None:
    bring(company, customer(phone="22 123 45 67 wew. 12"), contact(phone="600100200; 600 100 300"))

    kept = {(row.value, row.extension) for row in company.rows(Identity)}

    assert kept == {("+48221234567", "12"), ("+48600100200", ""), ("+48600100300", "")}


def test_kinds_of_work_are_known_by_their_names_in_five_languages(company: Company) -> None:
    names = ("repair", "Naprawa", "OPRAVA", "reparacion", "Reparação")

    plan = preview(company, request_of(*COMPANY[:4], coverage(works=names), coverage(works=("pranie",))))

    assert [entry.name for entry in plan.created if entry.kind.value == "work_kind"] == ["pranie"]


def test_lines_of_named_units_are_shared_and_stay_in_their_places(company: Company) -> None:
    bring(company, *COMPANY, unit("SP2"), coverage("SP2"), coverage("SP2", works=("inspection",)))
    bring(company, unit("SP3"), coverage("SP3", works=("inspection",)), coverage("SP3", works=("advice",)))

    assert sorted(line.position for line in company.rows(CoverageLine)) == [1, 2, 3]
    assert len(company.rows(CoverageUnit)) == 5


def test_a_reading_written_with_many_decimals_is_the_same_the_next_time(company: Company) -> None:
    row = reading(read_on=date(2026, 10, 1), value=Decimal("0.123456"))
    bring(company, *COMPANY, row)

    assert states(preview(company, request_of(row))) == ["same"]
    assert [kept.value for kept in company.rows(Reading)] == [Decimal("0.1235")]


def test_a_shorter_period_is_refused_against_what_is_stored(company: Company) -> None:
    bring(company, *COMPANY)

    plan = preview(company, request_of(contract(valid_to=date(2026, 6, 30))))

    assert codes(plan) == ["import.shortens_terms"]


def test_choices_of_columns_are_remembered_with_the_import(company: Company) -> None:
    bring(company, customer(), remembered={"abc": '{"kind": "customers"}'})
    bring(company, customer("K2"), remembered={"abc": '{"kind": "contacts"}'})

    assert company.ask(mappings) == {"abc": '{"kind": "contacts"}'}


def _entry(changes: Changes) -> Any:
    assert changes.entry_id is not None
    return changes.entry_id
