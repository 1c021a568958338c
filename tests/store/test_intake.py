"""What the intake screen is shown: the customer's card, units, the answer so far, and similar tickets."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from fieldservice.domain.commands.acceptance import NewTicket
from fieldservice.domain.commands.orders import CreateOrders, NewOrder, create_orders
from fieldservice.domain.commands.requests import Arrival, LogRequest, log_request
from fieldservice.domain.commands.tickets import CloseTicket, close_ticket
from fieldservice.domain.commands.visits import NewVisit
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.customer import CustomerClass
from fieldservice.domain.model.ticket import Channel, Ticket
from fieldservice.domain.queries.intake import (
    IntakeAsk,
    IntakePreview,
    customer_panel,
    intake_options,
    intake_preview,
)
from fieldservice.domain.queries.intake_units import products_for, unit_choice, units_for
from fieldservice.domain.rules.verdict_values import Outcome
from tests.factories import USER_ID, ZONE, Company
from tests.store.entry_givens import change_one

TODAY = date(2026, 11, 23)


def ask(company: Company, **values: Any) -> IntakeAsk:
    return replace(IntakeAsk(TODAY, company.clock.now()), **values)


def preview(company: Company, **values: Any) -> IntakePreview:
    return company.ask(intake_preview, ask(company, **values), company.clock.now(), "pl")


def ticket(company: Company, customer: UUID, title: str = "Hałasuje", unit: UUID | None = None) -> UUID:
    arrival = Arrival(new_id(), Channel.PHONE, company.clock.now(), customer_id=customer)
    wish = NewTicket(new_id(), title, equipment_id=unit, override_because="test")
    company.run(log_request, LogRequest(arrival, (wish,)))
    return wish.ticket_id


@pytest.mark.covers("A29", "A36")
def test_the_card_shows_who_it_is_and_what_is_open(company: Company) -> None:
    customer = company.customer("Mleczarnia", "K0198", customer_class=CustomerClass.VIP, tax_id="584")
    company.contact(customer, "Stanisław Jeka", phone="601222333", role="kierownik")
    still_open, closed = ticket(company, customer, "Kocioł"), ticket(company, customer, "Palnik")
    company.run(close_ticket, CloseTicket(closed, "gotowe"))
    visit = NewVisit(new_id(), company.technician(), company.clock.now() + timedelta(hours=2), 60)
    company.run(create_orders, CreateOrders(still_open, (NewOrder(new_id(), "", visits=(visit,)),), "test"))

    panel = company.ask(customer_panel, customer, company.clock.now(), "pl")

    assert panel is not None
    assert (panel.number, panel.customer_class, panel.tax_id) == ("K0198", "vip", "584")
    assert [(each.name, each.role, each.phone) for each in panel.contacts] == [
        ("Stanisław Jeka", "kierownik", "+48601222333")
    ]
    assert [each.id for each in panel.open_tickets] == [still_open]
    assert panel.open_count == 1
    assert [each.technician for each in panel.visits] == ["Marek Lis"]
    assert [each.title for each in panel.closed_tickets] == ["Palnik"]


def test_the_only_unit_is_offered_at_once(company: Company) -> None:
    customer = company.customer()
    site = company.site(customer)
    only = company.unit(site)

    panel = company.ask(customer_panel, customer, company.clock.now(), "pl")
    assert panel is not None
    assert panel.only_unit is not None
    assert panel.only_unit.id == only

    company.unit(site)
    panel = company.ask(customer_panel, customer, company.clock.now(), "pl")
    assert panel is not None
    assert panel.only_unit is None


@pytest.mark.parametrize("typed", ["ga17", "GA175309", "gasnica hala", "gp-6x"])
def test_a_unit_of_the_customer_is_found_by_serial_model_category_and_site(
    company: Company, typed: str
) -> None:
    customer = company.customer()
    company.unit(company.site(customer, "Biuro"), "KO000001", "Kocioł", "Vitodens 200")
    unit = company.unit(company.site(customer, "Hala produkcyjna"), "GA175309", "Gaśnica", "GP-6x ABC")

    assert [each.id for each in company.ask(units_for, typed, customer)] == [unit]


def test_nothing_typed_offers_units_and_then_sites(company: Company) -> None:
    customer = company.customer()
    site = company.site(customer, "Hala")
    unit = company.unit(site)

    offered = company.ask(units_for, "", customer)

    assert [(each.id, each.site_id) for each in offered] == [(unit, site), (None, site)]


def test_a_unit_of_somebody_else_is_told_with_its_owner(company: Company) -> None:
    stranger = company.customer("Inny")
    unit = company.unit(company.site(stranger), "SP000001")

    offered = company.ask(units_for, "sp000001", company.customer())

    assert [(each.id, each.customer) for each in offered] == [(unit, "Inny")]


def test_without_a_customer_a_unit_is_found_by_its_serial_number(company: Company) -> None:
    unit = company.unit(company.site(company.customer()), "SP000001")

    assert [each.id for each in company.ask(units_for, "sp0000", None)] == [unit]
    assert company.ask(units_for, "", None) == ()
    found = company.ask(unit_choice, unit)
    assert found is not None
    assert found.serial_number == "SP000001"


@pytest.mark.covers("A24")
def test_products_are_found_without_a_customer(company: Company) -> None:
    product = company.product("Sprężarka", "Kaeser SK 22")

    assert [each.id for each in company.ask(products_for, "sprez sk")] == [product]
    assert preview(company, product_id=product).verdict.outcome is Outcome.OK


@pytest.mark.covers("A04")
def test_kinds_of_a_customer_are_offered_to_it_alone(company: Company) -> None:
    customer, other = company.customer(), company.customer("Inny")
    change_one(company, "kind", company.kind("leak"), "customer_id", customer)

    def codes(of: UUID) -> set[str]:
        options = company.ask(intake_options, "pl", USER_ID, of)
        return {kind.code for kind in options.pickers.kinds}

    assert "leak" in codes(customer)
    assert "leak" not in codes(other)


@pytest.mark.covers("C23", "C29", "A03")
def test_the_preview_promises_what_the_ticket_will_have(company: Company) -> None:
    customer = company.customer()
    unit = company.unit(company.site(customer))
    company.contract(customer)
    repair = company.work_kind("repair")

    shown = preview(
        company, customer_id=customer, equipment_id=unit, work_kind_id=repair, impact=5, urgency=4
    )
    wish = NewTicket(new_id(), "x", equipment_id=unit, work_kind_id=repair, impact=5, urgency=4)
    arrival = Arrival(new_id(), Channel.PHONE, company.clock.now(), customer_id=customer)
    company.run(log_request, LogRequest(arrival, (wish,)))

    made = company.get(Ticket, wish.ticket_id)
    assert made.priority == shown.computed_priority == 5
    assert made.expected_closing_at == shown.closing_at
    assert made.type_id == shown.type_id
    assert made.verdict_outcome == shown.verdict.outcome.value
    assert shown.sla_name


@pytest.mark.covers("A29", "expectation 32")
def test_an_open_ticket_of_the_same_unit_and_one_with_a_similar_title_are_told(company: Company) -> None:
    customer = company.customer()
    site = company.site(customer)
    unit, other_unit = company.unit(site), company.unit(site)
    same_unit = ticket(company, customer, "Wymiana filtra", unit)
    similar = ticket(company, customer, "Nieszczelny zawór, ubytek ciśnienia", other_unit)
    ticket(company, customer, "Kocioł nie grzeje", other_unit)
    ticket(company, company.customer("Inny"), "Ubytek ciśnienia")

    shown = preview(company, customer_id=customer, equipment_id=unit, title="ubytek ciśnienia")

    assert [(each.id, each.is_same_unit) for each in shown.similar] == [(same_unit, True), (similar, False)]


def test_tickets_without_customer_are_not_similar_to_a_unit_without_customer(company: Company) -> None:
    unit = company.unit(company.site(company.customer()))
    arrival = Arrival(new_id(), Channel.PHONE, company.clock.now())
    wish = NewTicket(new_id(), "Pytanie o produkt", product_id=company.product())
    company.run(log_request, LogRequest(arrival, (wish,)))

    assert preview(company, equipment_id=unit, title="Pytanie o produkt").similar == ()


def test_closing_is_promised_within_business_hours(company: Company) -> None:
    customer = company.customer()

    shown = preview(company, customer_id=customer)

    assert isinstance(shown.closing_at, datetime)
    assert 8 <= shown.closing_at.astimezone(ZoneInfo(ZONE)).hour <= 16


def test_who_may_override_is_told(company: Company) -> None:
    assert company.ask(intake_options, "pl", USER_ID).may_override
    assert not company.ask(intake_options, "pl", None).may_override
