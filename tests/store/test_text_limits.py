"""What people type fits, or is refused in words, on both databases alike."""

from uuid import UUID

import pytest

from fieldservice.domain.commands.acceptance import NewTicket
from fieldservice.domain.commands.customers import CreateCustomer, CustomerData, create_customer
from fieldservice.domain.commands.orders import CreateOrders, NewOrder, create_orders
from fieldservice.domain.commands.requests import Arrival, ParkRequest, park_request
from fieldservice.domain.commands.tickets import ChangeTicket, change_ticket
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.customer import Customer
from fieldservice.domain.model.ticket import Channel, Request, Ticket
from fieldservice.domain.rules.errors import RuleViolation
from tests.factories import Company
from tests.store.ticket_givens import logged


def parked(company: Company, title: str = "Stoi", caller: str = "+48612813035") -> UUID:
    arrival = Arrival(new_id(), Channel.PHONE, company.clock.now(), caller)
    company.run(park_request, ParkRequest(arrival, NewTicket(new_id(), title)))
    return arrival.request_id


@pytest.mark.covers("P-48")
def test_a_title_of_the_longest_length_is_kept_and_one_more_letter_is_refused(company: Company) -> None:
    request_id = parked(company, title="ż" * 200)

    with pytest.raises(RuleViolation, match=r"text\.too_long") as refusal:
        parked(company, title="ż" * 201)

    assert len(company.get(Request, request_id).title) == 200
    assert dict(refusal.value.values) == {"field": "title", "limit": 200}


@pytest.mark.parametrize("text", ["Stoi\0", "\0"])
def test_a_character_that_cannot_be_kept_is_refused(company: Company, text: str) -> None:
    with pytest.raises(RuleViolation, match=r"text\.unprintable"):
        parked(company, title=text)

    assert company.rows(Request) == []


def test_a_caller_without_end_is_refused(company: Company) -> None:
    with pytest.raises(RuleViolation) as refusal:
        parked(company, caller="9" * 300)

    assert refusal.value.values["field"] == "caller"


def test_a_number_that_is_too_long_is_refused_when_a_customer_is_added(company: Company) -> None:
    data = CustomerData("Młyn Żary", number="K" * 41)

    with pytest.raises(RuleViolation) as refusal:
        company.run(create_customer, CreateCustomer(new_id(), data))

    assert dict(refusal.value.values) == {"field": "number", "limit": 40}
    assert company.rows(Customer) == []


def test_a_change_to_a_text_that_is_too_long_leaves_the_ticket_as_it_was(company: Company) -> None:
    ticket_id = logged(company)
    seen = company.get(Ticket, ticket_id)

    with pytest.raises(RuleViolation, match=r"text\.too_long"):
        company.run(change_ticket, ChangeTicket(ticket_id, seen.version, (("title", "x" * 201),)))

    assert company.get(Ticket, ticket_id).title == seen.title


def test_an_order_with_a_title_that_is_too_long_is_refused(company: Company) -> None:
    ticket_id = logged(company)

    with pytest.raises(RuleViolation, match=r"text\.too_long"):
        company.run(create_orders, CreateOrders(ticket_id, (NewOrder(new_id(), "x" * 201),)))


def test_a_number_with_a_character_that_no_database_looks_for_is_refused(company: Company) -> None:
    data = CustomerData("Młyn Żary", number="K\0")

    with pytest.raises(RuleViolation, match=r"text\.unprintable|row\.unfit"):
        company.run(create_customer, CreateCustomer(new_id(), data))
