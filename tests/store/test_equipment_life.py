"""Units go with their parts, are replaced, lent, returned; meters are read; products have an end."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from fieldservice.domain.commands.equipment import (
    ChangeEquipment,
    MoveEquipment,
    UnitData,
    change_equipment,
    move_equipment,
)
from fieldservice.domain.commands.equipment_life import (
    LendEquipment,
    ReplaceEquipment,
    ReturnLoan,
    lend_equipment,
    replace_equipment,
    return_loan,
)
from fieldservice.domain.commands.meters import AddMeter, RecordReading, add_meter, record_reading
from fieldservice.domain.commands.products import (
    AddProduct,
    ChangeProduct,
    ProductData,
    SetProductOffered,
    add_product,
    change_product,
    set_product_offered,
)
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.equipment import Equipment, EquipmentMove, EquipmentStatus, Product, Reading
from fieldservice.domain.model.equipment_life import EquipmentLoan
from fieldservice.domain.model.plan import MaintenancePlan
from fieldservice.domain.queries.dictionaries import customer_pickers
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.verdict_values import Outcome
from fieldservice.domain.store.verdicts import VerdictAsk, ask_verdict
from tests.factories import Company, Line

TODAY = date(2026, 11, 23)
NEW = UnitData("Sprężarka", "Kaeser SM 12", "KS-2")


def answer(company: Company, customer: UUID, unit: UUID, day: date = TODAY) -> Outcome:
    ask = VerdictAsk(day, customer_id=customer, equipment_id=unit, work_kind_id=company.work_kind("repair"))
    return company.ask(ask_verdict, ask).outcome


def replaced(company: Company, unit: UUID, **values: object) -> UUID:
    new = new_id()
    given = {"data": NEW, **values}
    command = ReplaceEquipment(new_id(), unit, new, TODAY, "gwarancja", **given)  # type: ignore[arg-type]
    company.run(replace_equipment, command)
    return new


@pytest.mark.covers("P-49")
def test_a_unit_that_replaces_another_is_covered_where_the_old_one_was_named(company: Company) -> None:
    customer = company.customer()
    old = company.unit(company.site(customer))
    company.contract(customer, lines=(Line(units=(old,)),))

    new = replaced(company, old)

    assert answer(company, customer, new) is Outcome.OK
    assert answer(company, customer, old) is not Outcome.OK
    assert answer(company, customer, old, TODAY - timedelta(days=1)) is Outcome.OK


@pytest.mark.covers("P-49")
def test_plans_parts_and_place_go_over_to_the_unit_that_replaces(company: Company) -> None:
    customer = company.customer()
    site = company.site(customer)
    old, part = company.unit(site), company.unit(site, category="Silnik")
    values = UnitData("Silnik", "ABB", "S-1", parent_id=old)
    company.run(change_equipment, ChangeEquipment(part, 1, values))
    plan = MaintenancePlan(
        id=new_id(), equipment_id=old, name="Przegląd", anchor_date=TODAY, period_months=12
    )
    company.put(plan)

    new = replaced(company, old)

    assert company.get(Equipment, part).parent_id == new
    assert [each.equipment_id for each in company.rows(MaintenancePlan)] == [new]
    assert company.get(Equipment, new).site_id == site
    assert company.get(Equipment, old).status is EquipmentStatus.RETIRED


def test_a_counted_place_is_taken_over_and_not_taken_twice(company: Company) -> None:
    customer = company.customer()
    site = company.site(customer)
    old, other = company.unit(site), company.unit(site)
    company.contract(customer, lines=(Line(category="Sprężarka", units_per_site=1),))
    from_here = answer(company, customer, old)

    new = replaced(company, old)

    assert from_here is Outcome.OK
    assert answer(company, customer, new) is Outcome.OK
    assert other != new


def test_a_replacement_by_a_unit_out_of_our_store_moves_it_there(company: Company) -> None:
    customer, own = company.customer(), company.customer("Nasz magazyn")
    site, store = company.site(customer), company.site(own, "Magazyn")
    old, spare = company.unit(site), company.unit(store)

    command = ReplaceEquipment(new_id(), old, spare, TODAY, "serwis", keeps_old=True)
    company.run(replace_equipment, command)

    assert company.get(Equipment, spare).site_id == site
    assert company.get(Equipment, old).status is EquipmentStatus.STORED
    assert [(each.from_site_id, each.to_site_id) for each in company.rows(EquipmentMove)] == [(store, site)]


@pytest.mark.parametrize("day", [TODAY + timedelta(days=1)])
def test_nothing_is_replaced_tomorrow(company: Company, day: date) -> None:
    unit = company.unit(company.site(company.customer()))

    with pytest.raises(RuleViolation, match=r"equipment\.move_in_future"):
        company.run(replace_equipment, ReplaceEquipment(new_id(), unit, new_id(), day, "plan", NEW))

    assert len(company.rows(Equipment)) == 1


def test_a_unit_goes_with_the_parts_that_stand_beside_it(company: Company) -> None:
    customer = company.customer()
    here, there = company.site(customer), company.site(customer, "Magazyn")
    unit, part, elsewhere = company.unit(here), company.unit(here), company.unit(there)
    for each, serial in ((part, "P-1"), (elsewhere, "P-2")):
        data = UnitData("Silnik", "ABB", serial, parent_id=unit)
        company.run(change_equipment, ChangeEquipment(each, 1, data))

    company.run(move_equipment, MoveEquipment(unit, there, TODAY, "remont"))

    assert company.get(Equipment, part).site_id == there
    assert {each.equipment_id for each in company.rows(EquipmentMove)} == {unit, part}


@pytest.mark.covers("expectation 17")
def test_a_lent_unit_stands_at_the_borrower_and_comes_home(company: Company) -> None:
    own, customer = company.customer("Nasz magazyn"), company.customer()
    store, site = company.site(own, "Magazyn"), company.site(customer)
    spare, broken = company.unit(store), company.unit(site)
    loan = new_id()

    lend = LendEquipment(loan, spare, site, TODAY, "na czas naprawy", TODAY + timedelta(days=7), broken)
    company.run(lend_equipment, lend)
    lent_to = company.get(Equipment, spare).site_id
    with pytest.raises(RuleViolation, match=r"loan\.lent_already"):
        company.run(lend_equipment, LendEquipment(new_id(), spare, store, TODAY, "komuś innemu"))
    company.run(return_loan, ReturnLoan(loan, TODAY))

    back = company.get(Equipment, spare)
    assert lent_to == site
    assert (back.site_id, back.status) == (store, EquipmentStatus.STORED)
    assert company.get(EquipmentLoan, loan).returned_on == TODAY


def test_a_lent_unit_is_covered_as_the_one_it_stands_in_for_until_it_is_back(company: Company) -> None:
    own, customer = company.customer("Nasz magazyn"), company.customer()
    store, site = company.site(own, "Magazyn"), company.site(customer)
    spare, broken = company.unit(store), company.unit(site)
    company.contract(customer, lines=(Line(units=(broken,)),))
    loan = new_id()

    lend = LendEquipment(loan, spare, site, TODAY, "na czas naprawy", stands_for_id=broken)
    company.run(lend_equipment, lend)
    while_lent = answer(company, customer, spare)
    company.run(return_loan, ReturnLoan(loan, TODAY))

    assert while_lent is Outcome.OK
    assert answer(company, customer, spare) is not Outcome.OK
    assert answer(company, customer, broken) is Outcome.OK


def test_a_meter_that_runs_backwards_is_refused_until_it_is_explained(company: Company) -> None:
    unit, meter = company.unit(company.site(company.customer())), new_id()
    company.run(add_meter, AddMeter(meter, unit, "Godziny", "h"))
    company.run(record_reading, RecordReading(new_id(), meter, TODAY - timedelta(days=5), Decimal(100)))

    with pytest.raises(RuleViolation, match=r"reading\.runs_backwards.*100"):
        company.run(record_reading, RecordReading(new_id(), meter, TODAY, Decimal(3)))
    company.run(record_reading, RecordReading(new_id(), meter, TODAY, Decimal(3), "nowy licznik"))

    assert sorted(each.value for each in company.rows(Reading)) == [Decimal(3), Decimal(100)]


@pytest.mark.covers("A24")
def test_a_product_is_served_for_anybody_until_its_support_ends(company: Company) -> None:
    product = new_id()
    data = ProductData("Drukarka", "M 400", "HP", supported_until=TODAY)
    company.run(add_product, AddProduct(product, data))

    outcomes = [
        company.ask(ask_verdict, VerdictAsk(day, product_id=product)).outcome
        for day in (TODAY, TODAY + timedelta(days=1))
    ]

    assert outcomes[0] is Outcome.OK
    assert outcomes[1] is not Outcome.OK


def test_two_models_of_a_category_never_have_one_name(company: Company) -> None:
    company.run(add_product, AddProduct(new_id(), ProductData("Drukarka", "M 400")))
    other = new_id()
    company.run(add_product, AddProduct(other, ProductData("Drukarka", "M 401")))

    with pytest.raises(RuleViolation, match=r"product\.known_already"):
        company.run(change_product, ChangeProduct(other, 1, ProductData("Drukarka", "M 400")))

    assert sorted(each.name for each in company.rows(Product)) == ["M 400", "M 401"]


@pytest.mark.covers("A24")
def test_a_product_no_longer_offered_is_not_chosen_for_new_units(company: Company) -> None:
    gone, kept = (company.product("Sprężarka", name) for name in ("Kaeser SK 15", "Kaeser SK 22"))
    company.run(set_product_offered, SetProductOffered(gone, is_offered=False))

    offered = [each.id for each in company.ask(customer_pickers, "pl").products]

    assert kept in offered
    assert gone not in offered
