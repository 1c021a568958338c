"""Equipment: registered, corrected, moved with its coverage, put out of use."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from fieldservice.domain.commands.equipment import (
    AddEquipment,
    ChangeEquipment,
    MoveEquipment,
    RetireEquipment,
    ReturnEquipment,
    UnitData,
    add_equipment,
    change_equipment,
    move_equipment,
    retire_equipment,
    return_equipment,
)
from fieldservice.domain.commands.history import UndoEntry, undo_entry
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.equipment import Category, Equipment, EquipmentMove, EquipmentStatus, Product
from fieldservice.domain.queries.equipment import (
    unit_card,
    units_of_customer,
    units_with_serial,
)
from fieldservice.domain.queries.site_coverage import CoverageAsk, covered_at
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.verdict_values import Outcome
from fieldservice.domain.store.verdicts import VerdictAsk, ask_verdict
from tests.factories import Company, Line

TODAY = date(2026, 11, 23)


def _move(unit_id: UUID, site_id: UUID, day: date = TODAY, reason: str = "przeprowadzka") -> MoveEquipment:
    return MoveEquipment(unit_id, site_id, day, reason)


@pytest.mark.covers("B11")
def test_a_unit_is_registered_with_its_category_and_model(company: Company) -> None:
    customer = company.customer()
    site_id = company.site(customer)

    company.run(
        add_equipment, AddEquipment(new_id(), site_id, UnitData("Gaśnica", "GP-6x ABC", " GA175309 "))
    )
    company.run(add_equipment, AddEquipment(new_id(), site_id, UnitData("Gaśnica", "GP-6x ABC", "GA175310")))

    rows = company.ask(units_of_customer, customer)
    assert [(row.name, row.serial_number) for row in rows] == [
        ("Gaśnica GP-6x ABC", "GA175309"),
        ("Gaśnica GP-6x ABC", "GA175310"),
    ]
    assert len(company.rows(Category)) == 1
    assert len(company.rows(Product)) == 1


def test_a_serial_number_used_twice_is_told_and_not_refused(company: Company) -> None:
    site_id = company.site(company.customer("Hotel Świt"), "Kuchnia")
    first = company.unit(site_id, "GA-175309")

    company.unit(site_id, "ga-175309", category="Gaśnica", model="GP-6x")

    twins = company.ask(units_with_serial, "GA-175309", first)
    assert [(twin.name, twin.customer, twin.site) for twin in twins] == [
        ("Gaśnica GP-6x", "Hotel Świt", "Kuchnia")
    ]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (UnitData(" ", "SK 22", "1"), "equipment.category_missing"),
        (UnitData("Sprężarka", "", "1"), "equipment.product_missing"),
        (UnitData("Sprężarka", "SK 22", " "), "equipment.serial_missing"),
        (
            UnitData("Sprężarka", "SK 22", "1", date(2026, 1, 2), date(2026, 1, 1)),
            "equipment.warranty_before_purchase",
        ),
    ],
)
def test_a_unit_that_cannot_be_is_refused(company: Company, data: UnitData, code: str) -> None:
    site_id = company.site(company.customer())

    with pytest.raises(RuleViolation) as error:
        company.run(add_equipment, AddEquipment(new_id(), site_id, data))

    assert error.value.code == code


@pytest.mark.covers("expectation 18")
def test_a_unit_is_no_part_of_its_own_parts(company: Company) -> None:
    site_id = company.site(company.customer())
    whole = company.unit(site_id, "A")
    part = company.unit(site_id, "B", parent_id=whole)
    data = UnitData("Sprężarka", "Kaeser SK 22", "A", parent_id=part)

    with pytest.raises(RuleViolation) as error:
        company.run(change_equipment, ChangeEquipment(whole, 1, data))

    assert error.value.code == "equipment.part_of_itself"


@pytest.mark.covers("P-49")
def test_coverage_follows_where_a_unit_stood_on_the_day(company: Company) -> None:
    customer_id = company.customer()
    covered, uncovered = company.site(customer_id, "Paryż"), company.site(customer_id, "Rzym")
    unit_id = company.unit(uncovered)
    company.contract(customer_id, lines=[Line(sites=(covered,))])

    company.run(move_equipment, _move(unit_id, covered, date(2026, 11, 20)))

    def outcome(day: date) -> Outcome:
        ask = VerdictAsk(
            day, customer_id=customer_id, equipment_id=unit_id, work_kind_id=company.work_kind("repair")
        )
        return company.ask(ask_verdict, ask).outcome

    assert outcome(date(2026, 11, 19)) is Outcome.NOT_COVERED
    assert outcome(date(2026, 11, 20)) is Outcome.OK
    assert outcome(TODAY) is Outcome.OK


@pytest.mark.covers("P-49", "expectation 17")
def test_a_move_keeps_day_and_reason_with_the_unit(company: Company) -> None:
    customer_id = company.customer("Hotel Świt")
    here, there = company.site(customer_id, "Kuchnia"), company.site(customer_id, "Piwnica")
    unit_id = company.unit(here)

    company.run(move_equipment, _move(unit_id, there))

    card = company.ask(unit_card, unit_id)
    assert card is not None
    assert (card.site, card.customer) == ("Piwnica", "Hotel Świt")
    assert [(move.moved_on, move.from_site, move.to_site, move.reason) for move in card.moves] == [
        (TODAY, "Kuchnia", "Piwnica", "przeprowadzka")
    ]


@pytest.mark.parametrize(
    ("day", "reason", "code"),
    [
        (date(2026, 11, 24), "przeprowadzka", "equipment.move_in_future"),
        (date(2026, 11, 9), "przeprowadzka", "equipment.moved_later"),
        (TODAY, " ", "equipment.reason_missing"),
    ],
)
def test_a_move_that_cannot_have_been_is_refused(company: Company, day: date, reason: str, code: str) -> None:
    customer_id = company.customer()
    first, second, third = (company.site(customer_id, name) for name in ("A", "B", "C"))
    unit_id = company.unit(first)
    company.run(move_equipment, _move(unit_id, second, date(2026, 11, 10)))

    with pytest.raises(RuleViolation) as error:
        company.run(move_equipment, _move(unit_id, third, day, reason))

    assert error.value.code == code


def test_a_unit_is_not_moved_to_where_it_stands(company: Company) -> None:
    site_id = company.site(company.customer())
    unit_id = company.unit(site_id)

    with pytest.raises(RuleViolation) as error:
        company.run(move_equipment, _move(unit_id, site_id))

    assert error.value.code == "equipment.already_there"


@pytest.mark.covers("P-49")
def test_somebody_who_saw_the_unit_at_its_old_place_does_not_move_it_back(company: Company) -> None:
    customer_id = company.customer()
    first, second, third = (company.site(customer_id, name) for name in ("A", "B", "C"))
    unit_id = company.unit(first)
    seen = company.get(Equipment, unit_id).version
    company.run(move_equipment, _move(unit_id, second))

    with pytest.raises(RuleViolation) as error:
        company.run(move_equipment, MoveEquipment(unit_id, third, TODAY, "stary plan", seen))

    assert error.value.code == "row.changed_meanwhile"
    assert company.get(Equipment, unit_id).site_id == second


def test_a_move_undone_leaves_no_trace_in_coverage(company: Company) -> None:
    customer_id = company.customer()
    first, second = company.site(customer_id, "A"), company.site(customer_id, "B")
    unit_id = company.unit(first)
    changes = company.run(move_equipment, _move(unit_id, second))
    assert changes.entry_id is not None

    company.run(undo_entry, UndoEntry(changes.entry_id))

    assert company.get(Equipment, unit_id).site_id == first
    assert company.rows(EquipmentMove) == []


def test_a_unit_out_of_use_stays_in_the_register_and_may_return(company: Company) -> None:
    customer_id = company.customer()
    unit_id = company.unit(company.site(customer_id))

    company.run(retire_equipment, RetireEquipment(unit_id, TODAY, "złomowana"))
    retired = company.ask(units_of_customer, customer_id)
    company.run(return_equipment, ReturnEquipment(unit_id))

    assert [row.is_retired for row in retired] == [True]
    assert company.get(Equipment, unit_id).status is EquipmentStatus.IN_USE


@pytest.mark.covers("A17", "B11", "P-46")
def test_a_unit_out_of_use_is_not_served_from_that_day_on(company: Company) -> None:
    customer_id = company.customer()
    site_id = company.site(customer_id)
    company.contract(customer_id)
    unit_id = company.unit(site_id, "SP5", warranty_until=TODAY)
    company.run(retire_equipment, RetireEquipment(unit_id, TODAY, "złomowana"))
    ask = VerdictAsk(TODAY, customer_id=customer_id, equipment_id=unit_id, work_kind_id=company.work_kind())

    verdict = company.ask(ask_verdict, ask)
    before = company.ask(ask_verdict, replace(ask, day=TODAY - timedelta(days=1)))

    assert (verdict.outcome, verdict.reason.code) == (Outcome.NOT_COVERED, "verdict.unit.retired")
    assert verdict.reason.values["since"] == TODAY
    assert before.outcome is Outcome.OK


@pytest.mark.covers("B03", "A19")
def test_a_unit_out_of_use_stands_in_the_coverage_of_the_days_before(company: Company) -> None:
    customer_id = company.customer()
    site_id = company.site(customer_id)
    company.contract(customer_id)
    unit_id = company.unit(site_id)
    company.run(retire_equipment, RetireEquipment(unit_id, TODAY, "złomowana"))

    now, before = (
        company.ask(covered_at, site_id, CoverageAsk(company.work_kind()), day=day)
        for day in (TODAY, TODAY - timedelta(days=1))
    )

    assert now is not None
    assert now.units == ()
    assert before is not None
    assert [unit.equipment_id for unit in before.units] == [unit_id]


def test_a_unit_is_put_out_of_use_once(company: Company) -> None:
    unit_id = company.unit(company.site(company.customer()))
    company.run(retire_equipment, RetireEquipment(unit_id, TODAY, "złomowana"))

    with pytest.raises(RuleViolation) as error:
        company.run(retire_equipment, RetireEquipment(unit_id, TODAY, "złomowana"))

    assert error.value.code == "equipment.retired_already"
