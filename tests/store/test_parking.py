"""Requests that are parked: as the screen judged them, with what changed since, and never a settled one."""

from dataclasses import replace
from uuid import UUID

import pytest

from fieldservice.domain.commands.acceptance import NewTicket
from fieldservice.domain.commands.dictionaries import SetEntryActive, set_entry_active
from fieldservice.domain.commands.requests import (
    AcceptParked,
    Arrival,
    LogRequest,
    ParkRequest,
    accept_parked,
    log_request,
    park_request,
)
from fieldservice.domain.commands.tickets import ChangeTicket, change_ticket
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.ticket import Channel, Request, RequestState, Ticket
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.verdict_json import verdict_from_json
from fieldservice.domain.rules.verdict_values import Verdict
from tests.factories import Company
from tests.store.entry_givens import change_one


def arrival(company: Company, customer: UUID | None = None, **values: object) -> Arrival:
    came = Arrival(new_id(), Channel.PHONE, company.clock.now(), "+48612813035", "Jeka", customer)
    return replace(came, **values)  # type: ignore[arg-type]


def wish(company: Company, **values: object) -> NewTicket:
    new = NewTicket(new_id(), "Stoi", work_kind_id=company.work_kind())
    return replace(new, **values)  # type: ignore[arg-type]


def frozen(company: Company, request_id: UUID) -> Verdict:
    verdict = company.get(Request, request_id).verdict
    assert verdict is not None
    return verdict_from_json(verdict)


@pytest.mark.covers("A35", "A10")
def test_a_number_that_fits_two_customers_is_parked_as_such(company: Company) -> None:
    call = arrival(company, possible_customers=2)

    company.run(park_request, ParkRequest(call, wish(company)))

    verdict = frozen(company, call.request_id)
    assert verdict.reason.code == "verdict.customer.several"
    assert verdict.reason.values["count"] == 2


@pytest.mark.covers("A35", "P-48")
def test_a_serial_number_that_nobody_has_is_kept_with_the_parked_request(company: Company) -> None:
    customer = company.customer()
    company.contract(customer)
    call, unknown = arrival(company, customer), wish(company, serial_number="XX-999")

    company.run(park_request, ParkRequest(call, unknown))

    verdict = frozen(company, call.request_id)
    assert (verdict.outcome.value, verdict.evidence.serial_number) == ("not-covered", "XX-999")
    with pytest.raises(RuleViolation, match="not_servable"):
        company.run(log_request, LogRequest(arrival(company, customer), (unknown,)))


@pytest.mark.covers("A35")
def test_parking_again_takes_over_who_it_is_after_all(company: Company) -> None:
    customer = company.customer()
    contact, call = company.contact(customer), arrival(company)
    company.run(park_request, ParkRequest(call, wish(company)))
    known = replace(call, customer_id=customer, contact_id=contact, caller_name="Stanisław Jeka")

    company.run(park_request, ParkRequest(known, wish(company), "umowa w podpisie"))

    request = company.get(Request, call.request_id)
    assert (request.customer_id, request.contact_id) == (customer, contact)
    assert request.caller_name == "Stanisław Jeka"
    assert request.verdict_outcome == "no-valid-contract"


@pytest.mark.covers("A28", "A35", "P-40")
def test_the_part_of_a_call_that_is_not_served_is_parked_beside_what_became_a_ticket(
    company: Company,
) -> None:
    customer = company.customer()
    unit = company.unit(company.site(customer))
    company.contract(customer)
    call = arrival(company, customer)
    company.run(log_request, LogRequest(call, (wish(company, equipment_id=unit),)))
    beside = ParkRequest(call, wish(company, serial_number="XX-999"))

    company.run(park_request, beside)
    company.run(park_request, beside)

    states = {request.id: request.state for request in company.rows(Request)}
    assert states.pop(call.request_id) is RequestState.ACCEPTED
    assert list(states.values()) == [RequestState.PARKED]


def test_a_request_that_was_accepted_does_not_return_to_the_tray(company: Company) -> None:
    customer = company.customer()
    company.contract(customer)
    call, wanted = arrival(company, customer), wish(company)
    company.run(park_request, ParkRequest(call, wanted))
    company.run(accept_parked, AcceptParked(call.request_id, customer, None, wanted))

    with pytest.raises(RuleViolation, match=r"request\.settled_already"):
        company.run(park_request, ParkRequest(call, wanted))

    assert [request.state for request in company.rows(Request)] == [RequestState.ACCEPTED]


@pytest.mark.covers("A06")
def test_a_type_that_is_no_longer_offered_is_not_taken_by_itself(company: Company) -> None:
    customer = company.customer()
    company.contract(customer)
    company.run(set_entry_active, SetEntryActive("ticket_type", company.ticket_type(), False))
    wanted = wish(company)

    company.run(log_request, LogRequest(arrival(company, customer), (wanted,)))

    assert company.get(Ticket, wanted.ticket_id).type_id != company.ticket_type()


@pytest.mark.covers("A07", "B10")
def test_a_type_that_demands_a_purpose_makes_no_ticket_without_one(company: Company) -> None:
    customer = company.customer()
    company.contract(customer)
    change_one(company, "ticket_type", company.ticket_type(), "requires_purpose", True)

    with pytest.raises(RuleViolation, match=r"ticket\.purpose_missing"):
        company.run(log_request, LogRequest(arrival(company, customer), (wish(company),)))

    told = wish(company, purpose_id=company.purpose())
    company.run(log_request, LogRequest(arrival(company, customer), (told,)))
    ticket = company.get(Ticket, told.ticket_id)
    assert ticket.purpose_id == company.purpose()
    with pytest.raises(RuleViolation, match=r"ticket\.purpose_missing"):
        company.run(change_ticket, ChangeTicket(ticket.id, ticket.version, (("purpose_id", None),)))
