"""Every row of a table is accounted for: records, refused with their cells, passed over, blank."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.workbooks.fields import Kind
from fieldservice.workbooks.reading import read_workbook
from fieldservice.workbooks.recognising import recognise
from fieldservice.workbooks.records import Outcome, PassedRow, Record, RefusedRow, read_records, tally_of
from fieldservice.workbooks.sheets import Cell, Row, Sheet, Workbook

SAMPLE = Path(__file__).parents[3] / "resources" / "demo" / "serwis-polska.xlsx"
ROWS_OF_SAMPLE = {
    Kind.CUSTOMERS: 420,
    Kind.CONTACTS: 419,
    Kind.SITES: 693,
    Kind.EQUIPMENT: 2226,
    Kind.CONTRACTS: 362,
    Kind.COVERAGE: 1291,
    Kind.PLANS: 655,
    Kind.READINGS: 1875,
}


def outcomes(*rows: Sequence[Cell], name: str = "Sheet1", country: str | None = "PL") -> list[Outcome]:
    told = tuple(Row(n, tuple(row)) for n, row in enumerate(rows, start=1) if row)
    book = Workbook("file.xlsx", "xlsx", (Sheet(name, told),))
    return list(read_records(book, recognise(book), country=country))


def refused(found: Sequence[Outcome]) -> list[RefusedRow]:
    return [outcome for outcome in found if isinstance(outcome, RefusedRow)]


@pytest.mark.covers("A20", "P-73")
def test_the_sample_is_mapped_without_help_and_every_row_is_accounted_for() -> None:
    book = read_workbook(SAMPLE)
    mapping = recognise(book)

    found = list(read_records(book, mapping, country="PL"))

    assert {table.confidence for table in mapping.tables} == {100}
    assert {header for table in mapping.tables for header in table.unused} == set()
    assert Counter(outcome.kind for outcome in found) == ROWS_OF_SAMPLE
    (doubled,) = refused(found)
    assert (doubled.cell, doubled.reason.code) == ("D644", "row.doubled")
    assert [doubled.reason.values[name] for name in ("first_row", "row", "value")] == [606, 644, "PO981710"]
    assert sum(isinstance(outcome, Record) for outcome in found) == sum(ROWS_OF_SAMPLE.values()) - 1


def test_the_rows_of_the_sample_carry_typed_values() -> None:
    book = read_workbook(SAMPLE)
    first: dict[Kind, Record] = {}
    for outcome in read_records(book, recognise(book), country="PL"):
        if isinstance(outcome, Record):
            first.setdefault(outcome.kind, outcome)

    assert first[Kind.CUSTOMERS].fields["customer_class"] == "standard"
    assert first[Kind.CONTRACTS].fields["valid_to"] == date(2027, 5, 29)
    assert first[Kind.COVERAGE].fields["works"] == ("naprawa", "przegląd", "konsultacja zdalna")
    assert first[Kind.PLANS].fields["period_months"] == 3
    assert first[Kind.READINGS].fields["value"] == Decimal(32535)
    assert "block_reason" not in first[Kind.CUSTOMERS].fields


def test_all_faults_of_a_row_are_told_at_once() -> None:
    (row,) = refused(
        outcomes(["Kod klienta", "Nazwa", "Klasa", "Współpraca do"], [None, "A", "złota", "kiedyś"])
    )

    assert [(f.cell, f.reason.code) for f in row.faults] == [
        ("C2", "cell.unknown_class"),
        ("D2", "cell.not_a_day"),
        ("A2", "cell.empty"),
    ]


def test_rows_that_meet_are_told_apart() -> None:
    found = outcomes(
        ["Kod klienta", "Nazwa", "NIP"],
        ["K1", "Firma", "526"],
        ["K1", "Firma", "526"],
        ["k1", "Inna", "527"],
        ["K2", "Druga", "526"],
    )

    assert [type(outcome) for outcome in found] == [Record, PassedRow, RefusedRow, Record]
    assert isinstance(found[1], PassedRow)
    assert (found[1].reason.code, found[1].reason.values["first_row"]) == ("row.repeated", 2)
    assert isinstance(found[3], Record)
    assert [(note.code, note.values["first_row"]) for note in found[3].notes] == [("row.shared_value", 2)]


def test_a_contract_may_have_two_periods_but_not_two_customers() -> None:
    found = outcomes(
        ["Nr umowy", "Kod klienta", "Od", "Do"],
        ["U1", "K1", "01.01.2025", "31.12.2025"],
        ["U1", "K1", "01.01.2026", "31.12.2026"],
        ["U1", "K2", "01.01.2027", "31.12.2027"],
    )

    assert [type(outcome) for outcome in found] == [Record, Record, RefusedRow]
    assert refused(found)[0].reason.code == "row.two_owners"


def test_a_day_that_could_be_two_is_refused_without_a_country() -> None:
    headers = ["Nr umowy", "Kod klienta", "Od", "Do"]

    (row,) = refused(outcomes(headers, ["U1", "K1", "01/02/2025", "31/12/2025"], country=None))

    assert (row.cell, row.reason.code) == ("C2", "cell.ambiguous_day")


def test_the_tally_counts_blank_rows_too() -> None:
    rows: list[list[Cell]] = [
        ["Kod klienta", "Nazwa"],
        ["K1", "A"],
        [],
        ["\u00a0"],
        ["K2", None],
        ["Kod klienta", "Nazwa"],
    ]
    told = tuple(Row(n, tuple(row)) for n, row in enumerate(rows, start=1) if row)
    book = Workbook("file.xlsx", "xlsx", (Sheet("Klienci", told),))
    mapping = recognise(book)
    tally = tally_of(mapping.tables[0])

    for outcome in read_records(book, mapping, country="PL"):
        tally.count(outcome)

    assert (tally.rows, tally.records, tally.refused, tally.passed, tally.blank) == (5, 1, 1, 1, 2)


def test_coverage_needs_a_unit_or_a_category() -> None:
    headers = ["Nr umowy", "Nr fabryczny", "Kategoria", "Liczba sztuk"]

    found = outcomes(headers, ["U1", "S1", None, None], ["U1", None, "Pompa", 3], ["U1", None, None, 3])

    assert [type(outcome) for outcome in found] == [Record, Record, RefusedRow]


def test_customers_come_before_what_needs_them() -> None:
    contacts = Sheet("Kontakty", (Row(1, ("Kod klienta", "Osoba")), Row(2, ("K1", "Jan"))))
    customers = Sheet("Klienci", (Row(1, ("Kod klienta", "Nazwa")), Row(2, ("K1", "Firma"))))
    book = Workbook("file.xlsx", "xlsx", (contacts, customers))

    found = list(read_records(book, recognise(book), country="PL"))

    assert [outcome.kind for outcome in found] == [Kind.CUSTOMERS, Kind.CONTACTS]


def test_reading_records_stops_when_cancelled() -> None:
    book = read_workbook(SAMPLE)

    with pytest.raises(RuleViolation):
        list(read_records(book, recognise(book), country="PL", cancelled=lambda: True))
