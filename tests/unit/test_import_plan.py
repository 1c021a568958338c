"""The plan of an import: each row new, changed, same or refused; nothing erased, lifted or shortened."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldservice.domain.rules.import_known import Known
from fieldservice.domain.rules.import_records import (
    Consent,
    EntryKind,
    FieldChange,
    NewEntry,
    Place,
    RowState,
    Servability,
    ServabilityChange,
    UnreadRow,
)
from fieldservice.domain.rules.reasons import Reason
from tests.unit.import_builders import (
    COMPANY,
    Office,
    Row,
    codes,
    contact,
    contract,
    counted,
    coverage,
    customer,
    notes,
    only,
    plan_row,
    reading,
    site,
    states,
    unit,
)

LAST_YEAR = date(2025, 12, 31)


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.mark.covers("A20")
def test_everything_of_a_first_file_is_new(office: Office) -> None:
    plan = office.plan(*COMPANY)

    assert states(plan) == ["new"] * 5
    assert plan.total().new == plan.total().total == 5


@pytest.mark.covers("P-73")
def test_the_same_file_again_changes_nothing(office: Office) -> None:
    office.imported(*COMPANY)

    plan = office.plan(*COMPANY)

    assert states(plan) == ["same"] * 5
    assert plan.writes.count == 0


def test_a_changed_field_is_shown_before_and_after(office: Office) -> None:
    office.imported(customer(name="Alfa", note="old"))

    row = only(office.plan(customer(name="Alfa", note="new")))

    assert row.state is RowState.CHANGED
    assert row.changes == (FieldChange("note", "old", "new"),)


def test_an_empty_cell_erases_nothing(office: Office) -> None:
    office.imported(customer(tax_id="123", note="dear", customer_class="vip"))

    assert states(office.plan(customer())) == ["same"]


def test_an_unknown_customer_refuses_what_would_belong_to_it(office: Office) -> None:
    plan = office.plan(contact("K9"), site(number="K9"), contract(owner="K9"))

    assert codes(plan) == ["import.unknown_customer"] * 3
    assert [row.field for row in plan.rows] == ["customer_number"] * 3


def test_the_second_row_of_a_number_may_not_contradict_the_first(office: Office) -> None:
    plan = office.plan(customer(name="Alfa"), customer(name="Beta"))

    assert states(plan) == ["new", "refused"]
    assert plan.rows[1].reason == Reason("import.repeated", {"sheet": "Sheet1", "row": 2})


@pytest.mark.covers("P-73")
def test_a_block_that_the_file_does_not_mention_stays_and_is_told(office: Office) -> None:
    office.imported(customer(block_reason="unpaid"))

    plan = office.plan(customer())

    assert states(plan) == ["same"]
    assert notes(plan.rows[0]) == ["import.block_stays"]
    assert plan.servability == ()


@pytest.mark.covers("A23")
def test_a_block_brought_by_the_file_is_listed_as_a_change_of_servability(office: Office) -> None:
    office.imported(*COMPANY)

    plan = office.plan(customer(block_reason="unpaid"))

    expected = ServabilityChange("K1", "Alfa", Servability.SERVABLE, Servability.BLOCKED)
    assert plan.servability == (expected,)
    assert plan.rows[0].changes == (FieldChange("block_reason", None, "unpaid"),)


@pytest.mark.covers("A23")
def test_a_contract_that_makes_a_stored_customer_servable_is_listed(office: Office) -> None:
    office.imported(customer())

    plan = office.plan(contract())

    assert [(row.before, row.after) for row in plan.servability] == [
        (Servability.NO_CONTRACT, Servability.SERVABLE)
    ]


@pytest.mark.covers("A23")
def test_a_customer_that_the_file_brings_itself_is_not_a_change_of_servability(office: Office) -> None:
    assert office.plan(*COMPANY).servability == ()


@pytest.mark.covers("P-73", "A23")
def test_a_former_customer_is_not_revived_by_silence_and_not_silently_by_a_date(office: Office) -> None:
    office.imported(*COMPANY, customer("K2", "Beta"))
    office.imported(customer(active_until=LAST_YEAR))

    silent = office.plan(customer())
    told = office.plan(customer(active_until=date(2030, 1, 1)))

    assert notes(silent.rows[0]) == ["import.stays_inactive"]
    assert silent.servability == ()
    assert [(row.before, row.after) for row in told.servability] == [
        (Servability.INACTIVE, Servability.SERVABLE)
    ]


def test_telephone_numbers_are_added_and_never_removed(office: Office) -> None:
    office.imported(customer(phone="600 100 200"))

    plan = office.plan(customer(phone="600-100-300"))

    assert plan.rows[0].changes == (FieldChange("phone", None, "+48600100300"),)
    assert len(plan.writes.inserts["identity"]) == 1


def test_a_number_that_cannot_be_read_is_told_and_the_row_taken(office: Office) -> None:
    row = only(office.plan(customer(phone="see note")))

    assert row.state is RowState.NEW
    assert row.notes == (Reason("import.phone_unreadable", {"phone": "see note"}),)


def test_a_person_listed_twice_keeps_both_numbers(office: Office) -> None:
    rows = (customer(), contact(phone="600100200"), contact(phone="600100300"))

    plan = office.imported(*rows)

    assert states(plan) == ["new", "new", "changed"]
    assert states(office.plan(*rows)) == ["same"] * 3


def test_a_tax_id_that_is_wrong_or_shared_is_told(office: Office) -> None:
    plan = office.plan(customer("K1", tax_id="1"), customer("K2", tax_id="1"), customer("K3", tax_id="wrong"))

    assert [notes(row) for row in plan.rows] == [[], ["import.tax_id_shared"], ["import.tax_id_invalid"]]


def test_a_site_does_not_change_its_customer(office: Office) -> None:
    office.imported(*COMPANY, customer("K2", "Beta"))

    row = only(office.plan(site(number="K2")))

    assert row.reason == Reason("import.site_of_other_customer", {"site": "K1-1", "customer": "K1"})


def test_warranty_is_not_guessed_from_the_day_of_purchase(office: Office) -> None:
    plan = office.plan(*COMPANY[:2], unit(purchased_on=date(2026, 1, 1)))

    (written,) = plan.writes.inserts["equipment"]
    assert written["purchased_on"] == date(2026, 1, 1)
    assert written["warranty_until"] is None


def test_a_serial_number_at_two_sites_of_one_file_is_two_units_and_both_rows_are_named(
    office: Office,
) -> None:
    plan = office.plan(customer(), site("A"), site("B"), unit("SP1", "A"), unit("sp1", "B"))

    assert states(plan)[3:] == ["new", "new"]
    (doubled,) = plan.doubled
    assert doubled.places == (Place("Sheet1", 5), Place("Sheet1", 6))
    assert doubled.sites == ("A", "B")


def test_a_serial_number_refused_by_the_reading_is_reported_with_both_rows(office: Office) -> None:
    reason = Reason("row.doubled", {"value": "SP1", "first_row": 4})
    unread = UnreadRow("equipment", Place("Sheet1", 9), reason, "D9")

    plan = office.plan(*COMPANY[:3], unread=[unread])

    assert [place.row_number for place in plan.doubled[0].places] == [4, 9]
    assert plan.counts()["equipment"].refused == 1


def test_a_unit_stored_at_another_site_is_neither_moved_nor_doubled(office: Office) -> None:
    office.imported(*COMPANY, site("K1-2"))

    row = only(office.plan(unit("SP1", "K1-2")))

    assert row.reason == Reason("import.serial_elsewhere", {"serial": "SP1", "sites": ["K1-1"]})


def test_a_serial_number_of_two_units_is_not_guessed_for_a_plan(office: Office) -> None:
    office.imported(customer(), site("A"), site("B"), unit("SP1", "A"), unit("SP1", "B"))

    row = only(office.plan(plan_row("SP1")))

    assert row.reason == Reason("import.serial_ambiguous", {"serial": "SP1", "sites": ["A", "B"]})


def test_coverage_finds_the_unit_of_the_contracts_own_customer(office: Office) -> None:
    office.imported(*COMPANY, customer("K2", "Beta"), site("B", "K2"))
    office.known.units["sp1"].append(Known(uuid4(), {"site_id": office.known.sites["B"].id}))

    assert states(office.plan(coverage("SP1"))) == ["same"]


def test_new_entries_of_dictionaries_are_listed(office: Office) -> None:
    plan = office.plan(*COMPANY)

    assert plan.created == (
        NewEntry(EntryKind.CATEGORY, "Pump"),
        NewEntry(EntryKind.PRODUCT, "CR 10"),
        NewEntry(EntryKind.WORK_KIND, "repair"),
    )


def test_terms_that_end_before_they_begin_are_refused(office: Office) -> None:
    office.imported(customer())

    row = only(office.plan(contract(valid_from=date(2026, 5, 1), valid_to=date(2026, 4, 1))))

    assert row.reason is not None
    assert row.reason.code == "import.terms_reversed"


def test_a_longer_period_extends_the_terms(office: Office) -> None:
    office.imported(*COMPANY)

    row = only(office.plan(contract(valid_to=date(2027, 6, 30))))

    assert row.changes == (FieldChange("valid_to", date(2026, 12, 31), date(2027, 6, 30)),)


def test_a_later_period_is_a_renewal_and_leaves_the_old_terms(office: Office) -> None:
    office.imported(*COMPANY)

    plan = office.plan(contract(valid_from=date(2027, 1, 1), valid_to=date(2027, 12, 31)))

    assert states(plan) == ["changed"]
    assert len(plan.writes.inserts["terms"]) == 1
    assert plan.writes.updates == []


@pytest.mark.parametrize(
    "period",
    [
        {"valid_to": date(2026, 12, 30)},
        {"valid_from": date(2026, 1, 2)},
        {"valid_from": date(2026, 1, 2), "valid_to": date(2027, 1, 1)},
    ],
)
def test_history_is_shortened_only_by_consent(office: Office, period: dict[str, Any]) -> None:
    office.imported(*COMPANY)

    refused = office.plan(contract(**period))
    agreed = office.plan(contract(**period), consents=[Consent.SHORTENING])

    assert codes(refused) == ["import.shortens_terms"]
    assert len(refused.shortened) == 1
    assert states(agreed) == ["changed"]


def test_units_of_one_set_of_works_share_a_line(office: Office) -> None:
    plan = office.plan(*COMPANY, unit("SP2"), coverage("SP2"), coverage("SP1", works=("inspection",)))

    assert [row["position"] for row in plan.writes.inserts["coverage_line"]] == [1, 2]
    assert len(plan.writes.inserts["coverage_unit"]) == 3


def test_a_row_with_a_quota_has_a_line_of_its_own(office: Office) -> None:
    plan = office.plan(
        *COMPANY[:4], unit("SP2"), coverage("SP1", quota_cases=5), coverage("SP2", quota_cases=5)
    )

    assert [row["quota_amount"] for row in plan.writes.inserts["coverage_line"]] == [Decimal(5), Decimal(5)]


def test_coverage_never_takes_a_promise_back(office: Office) -> None:
    office.imported(*COMPANY[:4], coverage(works=("repair", "inspection")))

    plan = office.plan(coverage(works=("inspection",)))

    assert states(plan) == ["same"]
    assert notes(plan.rows[0]) == ["import.coverage_stays"]


def test_further_works_of_a_unit_are_shown_before_and_after(office: Office) -> None:
    office.imported(*COMPANY)

    row = only(office.plan(coverage(works=("inspection",))))

    assert row.changes == (FieldChange("works", ["repair"], ["inspection", "repair"]),)


def test_an_empty_quota_does_not_lift_the_stored_one(office: Office) -> None:
    office.imported(*COMPANY[:4], coverage(quota_hours=Decimal(10)))

    plan = office.plan(coverage())

    assert states(plan) == ["same"]
    assert notes(plan.rows[0]) == ["import.quota_stays"]


def test_counted_units_change_in_number(office: Office) -> None:
    office.imported(*COMPANY[:4], counted(unit_count=3, site_code="K1-1"))

    row = only(office.plan(counted(unit_count=5, site_code="K1-1")))

    assert row.changes == (FieldChange("units_per_site", 3, 5),)


def test_a_reading_of_a_day_is_corrected_not_doubled(office: Office) -> None:
    day = date(2026, 11, 1)
    office.imported(*COMPANY, reading(read_on=day, value=Decimal(100)))

    row = only(office.plan(reading(read_on=day, value=Decimal("100.5"))))

    assert row.changes == (FieldChange("value", Decimal(100), Decimal("100.5")),)


def test_a_plan_without_a_period_is_refused(office: Office) -> None:
    office.imported(*COMPANY)

    assert codes(office.plan(plan_row(period_months=None))) == ["import.period_unknown"]


def test_a_plan_that_would_tell_something_else_has_another_fingerprint(office: Office) -> None:
    first = office.plan(customer())
    same = Office().plan(customer())
    other = Office().plan(customer(), customer("K2", "Beta"))

    assert first.fingerprint() == same.fingerprint()
    assert first.fingerprint() != other.fingerprint()


NUMBERS = st.sampled_from(["K1", "K2"])
SERIALS = st.sampled_from(["SP1", "SP2", "sp1"])
WORKS = st.sampled_from([(), ("repair",), ("inspection",), ("repair", "inspection")])
DAYS = st.dates(date(2025, 11, 1), date(2027, 2, 1))
QUOTAS = st.sampled_from([{}, {"quota_cases": 3}, {"quota_cases": 4}, {"quota_hours": Decimal("2.5")}])
ROWS = st.one_of(
    st.builds(
        customer, NUMBERS, st.sampled_from(["Alfa", "Beta"]), phone=st.sampled_from(["600100200", "?"])
    ),
    st.builds(lambda number, reason: customer(number, block_reason=reason), NUMBERS, st.sampled_from("ab")),
    st.builds(lambda number, day: customer(number, active_until=day), NUMBERS, DAYS),
    st.builds(contact, NUMBERS, st.sampled_from(["Jan", "JAN"]), role=st.sampled_from("xy")),
    st.builds(site, st.sampled_from(["S1", "S2"]), NUMBERS),
    st.builds(unit, SERIALS, st.sampled_from(["S1", "S2"]), model=st.sampled_from(["M", "N"])),
    st.builds(contract, st.sampled_from(["U1", "U2"]), NUMBERS, valid_from=DAYS, valid_to=DAYS),
    st.builds(
        lambda s, n, w, q: coverage(s, n, w, **q), SERIALS, st.sampled_from(["U1", "U2"]), WORKS, QUOTAS
    ),
    st.builds(lambda n, q: counted(number=n, unit_count=2, **q), st.sampled_from(["U1", "U2"]), QUOTAS),
    st.builds(plan_row, SERIALS, anchor_date=DAYS),
    st.builds(reading, SERIALS, read_on=DAYS, value=st.decimals(0, 9, places=1)),
)
FILES = st.lists(ROWS, max_size=25)


@pytest.mark.covers("P-73")
@given(FILES, FILES)
def test_every_row_is_accounted_for_once(before: list[Row], file: list[Row]) -> None:
    office = Office()
    office.imported(*before)

    plan = office.plan(*file)

    assert sorted(row.place.row_number for row in plan.rows) == [at for at, _row in enumerate(file, start=2)]
    assert sum(counts.total for counts in plan.counts().values()) == len(file)


@pytest.mark.covers("P-73")
@given(FILES, FILES, st.sampled_from([[], [Consent.SHORTENING]]))
def test_importing_twice_changes_nothing(before: list[Row], file: list[Row], consents: list[Consent]) -> None:
    office = Office()
    office.imported(*before)
    office.imported(*file, consents=consents)

    again = office.imported(*file, consents=consents)

    assert {row.state for row in again.rows} <= {RowState.SAME, RowState.REFUSED}
    assert again.writes.count == 0


@given(FILES, FILES)
def test_nothing_that_was_promised_or_known_goes_away(before: list[Row], file: list[Row]) -> None:
    office = Office()
    office.imported(*before)

    plan = office.plan(*file)

    updated = [(update.table, update.before, update.after) for update in plan.writes.updates]
    terms = [(was, now) for table, was, now in updated if table == "terms"]
    assert all(now.get("valid_from", date.min) <= was.get("valid_from", date.max) for was, now in terms)
    assert all(now.get("valid_to", date.max) >= was.get("valid_to", date.min) for was, now in terms)
    assert all(value is not None for _table, _was, now in updated for value in now.values())
