"""The SLA of a ticket follows the rules when priority, type, contract or class of the customer change."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from fieldservice.domain.commands.acceptance import NewTicket
from fieldservice.domain.commands.customers import ChangeCustomer, change_customer, data_of
from fieldservice.domain.commands.history import UndoEntry, undo_entry
from fieldservice.domain.commands.ticket_conduct import SetConduct, set_conduct
from fieldservice.domain.commands.ticket_reopening import (
    ReopenAsNew,
    ReopenTicket,
    reopen_as_new,
    reopen_ticket,
)
from fieldservice.domain.commands.tickets import (
    ChangeTicket,
    CloseTicket,
    PutInState,
    SetExpectedClosing,
    change_ticket,
    close_ticket,
    put_ticket_in_state,
    set_expected_closing,
)
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.catalogue import Sla, TicketState
from fieldservice.domain.model.customer import Customer, CustomerClass
from fieldservice.domain.model.ticket import Article, SlaEntry, Ticket
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.reasons import Reason
from fieldservice.domain.rules.reopening import Reopening
from fieldservice.domain.rules.ticket_states import TicketStateType
from fieldservice.wording import Wording
from tests.conftest import FakeClock
from tests.factories import ZONE, Company
from tests.store.ticket_givens import covered_customer, logged

MOST_URGENT = 5


def sla(company: Company, ticket_id: UUID) -> str:
    names = {row.id: row.code for row in company.rows(Sla)}
    sla_id = company.get(Ticket, ticket_id).sla_id
    return "" if sla_id is None else names[sla_id]


def change(company: Company, ticket_id: UUID, **values: Any) -> Changes:
    return company.run(change_ticket, ChangeTicket(ticket_id, None, tuple(values.items())))


def deadlines(company: Company, ticket_id: UUID) -> tuple[datetime | None, ...]:
    ticket = company.get(Ticket, ticket_id)
    return ticket.response_due_at, ticket.resolution_due_at, ticket.expected_closing_at


def told(company: Company, ticket_id: UUID) -> list[Any]:
    reasons: list[Any] = [
        row.reason for row in company.rows(Article) if row.ticket_id == ticket_id and row.reason
    ]
    return [reason["values"] for reason in reasons if reason["code"] == "ticket.sla_changed"]


@pytest.mark.covers("D03")
def test_a_ticket_made_urgent_has_the_deadlines_of_one_that_was_urgent_from_the_start(
    company: Company, clock: FakeClock
) -> None:
    served = covered_customer(company)
    usual, urgent = logged(company, served), logged(company, served, priority=MOST_URGENT)
    assert (sla(company, usual), sla(company, urgent)) == ("standard", "fast")
    clock.advance(minutes=30)

    change(company, usual, priority=MOST_URGENT)

    assert sla(company, usual) == "fast"
    assert deadlines(company, usual) == deadlines(company, urgent)


@pytest.mark.covers("D03")
def test_the_course_tells_of_it_in_one_sentence_and_an_undo_takes_it_back(
    company: Company, clock: FakeClock
) -> None:
    ticket = logged(company)
    before = deadlines(company, ticket)
    clock.advance(minutes=30)

    done = change(company, ticket, priority=MOST_URGENT)

    (values,) = told(company, ticket)
    assert (values["before"], values["after"]) == ("Standard", "Przyspieszone")
    assert done.entry_id is not None
    company.run(undo_entry, UndoEntry(done.entry_id))
    assert (sla(company, ticket), deadlines(company, ticket)) == ("standard", before)
    assert told(company, ticket) == []
    assert len([row for row in company.rows(SlaEntry) if row.ticket_id == ticket]) == 1


def test_the_sentence_names_both_slas_and_the_new_deadline() -> None:
    due = datetime(2026, 11, 24, 14, 30, tzinfo=ZoneInfo(ZONE))
    wording = Wording("en", zone=ZoneInfo(ZONE))
    values = {"before": "Standard", "after": "Fast", "due": due}

    assert wording.reason(Reason("ticket.sla_changed", values)).startswith(
        "The SLA is now Fast instead of Standard, due "
    )
    assert wording.reason(Reason("ticket.sla_changed", {"before": "Fast"})) == "No SLA any more; it was Fast."


@pytest.mark.covers("P-18")
def test_p18_another_sla_keeps_the_pauses(company: Company, clock: FakeClock) -> None:
    served = covered_customer(company)
    waited, urgent = logged(company, served), logged(company, served, priority=MOST_URGENT)
    for ticket in (waited, urgent):
        states = {row.state_type: row.id for row in company.rows(TicketState)}
        until = clock.now() + timedelta(hours=1)
        company.run(
            put_ticket_in_state,
            PutInState(ticket, states[TicketStateType.PENDING_REMINDER], until, "czeka na część"),
        )
    clock.advance(hours=2)
    for ticket in (waited, urgent):
        company.run(put_ticket_in_state, PutInState(ticket, states[TicketStateType.OPEN]))
    clock.advance(minutes=10)

    change(company, waited, priority=MOST_URGENT)

    assert deadlines(company, waited)[1] == deadlines(company, urgent)[1]


def test_a_promised_closing_stays_with_its_reason(company: Company, clock: FakeClock) -> None:
    ticket = logged(company)
    promised = clock.now() + timedelta(days=5)
    company.run(set_expected_closing, SetExpectedClosing(ticket, promised, "tak umówiono"))

    change(company, ticket, priority=MOST_URGENT)

    stands = company.get(Ticket, ticket)
    assert (stands.expected_closing_at, stands.expected_closing_because) == (promised, "tak umówiono")
    assert stands.resolution_due_at != promised


def test_what_the_rules_do_not_ask_about_moves_nothing(company: Company, clock: FakeClock) -> None:
    ticket = logged(company)
    before = deadlines(company, ticket)
    clock.advance(hours=1)

    change(company, ticket, title="Hałasuje bardziej", priority=4)

    assert deadlines(company, ticket) == before
    assert told(company, ticket) == []


@pytest.mark.covers("D03", "B12")
def test_open_tickets_follow_the_class_of_their_customer(company: Company, clock: FakeClock) -> None:
    customer, unit = covered_customer(company)
    still_open, over = logged(company, (customer, unit)), logged(company, (customer, unit))
    company.run(close_ticket, CloseTicket(over, "gotowe"))
    clock.advance(minutes=5)
    known = company.get(Customer, customer)
    data = replace(data_of(known), customer_class=CustomerClass.VIP)

    company.run(change_customer, ChangeCustomer(customer, known.version, data))

    assert (sla(company, still_open), sla(company, over)) == ("vip", "standard")


@pytest.mark.covers("C16")
def test_a_ticket_that_comes_back_more_urgent_has_less_time(company: Company, clock: FakeClock) -> None:
    served = covered_customer(company)
    conduct = SetConduct(company.ticket_type(), Reopening.ALWAYS, raises_priority=True)
    company.run(set_conduct, conduct)
    itself, as_new = (logged(company, served, priority=4) for _each in range(2))
    for ticket in (itself, as_new):
        company.run(close_ticket, CloseTicket(ticket, "gotowe"))
    clock.advance(hours=1)
    wish = NewTicket(new_id(), "znowu", equipment_id=served[1], work_kind_id=company.work_kind("repair"))

    company.run(reopen_ticket, ReopenTicket(itself, "znowu stoi"))
    company.run(reopen_as_new, ReopenAsNew(as_new, replace(wish, priority=4), "znowu stoi"))

    assert (sla(company, itself), sla(company, wish.ticket_id)) == ("fast", "fast")
    assert told(company, wish.ticket_id) == []
    fresh = logged(company, served, priority=MOST_URGENT)
    assert deadlines(company, wish.ticket_id) == deadlines(company, fresh)
