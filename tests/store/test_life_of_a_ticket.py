"""From a call to a ticket that closes itself, on both databases."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from fieldservice.domain.commands.acceptance import NewTicket
from fieldservice.domain.commands.orders import (
    CancelOrder,
    CreateOrders,
    NewOrder,
    ReopenOrder,
    cancel_order,
    create_orders,
    reopen_order,
)
from fieldservice.domain.commands.requests import (
    AcceptParked,
    Arrival,
    LogRequest,
    ParkRequest,
    accept_parked,
    log_request,
    park_request,
)
from fieldservice.domain.commands.tickets import (
    CloseTicket,
    OpenOrders,
    PutInState,
    close_ticket,
    put_ticket_in_state,
)
from fieldservice.domain.commands.visits import NewVisit, NewWorkLine, RecordVisit, record_visit
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.journal import JournalEntry
from fieldservice.domain.model.order import LineKind, Visit, WorkLine, WorkOrder
from fieldservice.domain.model.people import UserAccount
from fieldservice.domain.model.ticket import Article, Channel, Request, RequestState, Ticket
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.order_states import OrderState, VisitOutcome
from fieldservice.domain.rules.settle import ClosedBy
from fieldservice.domain.rules.ticket_states import TicketStateType
from fieldservice.domain.store.unit_of_work import Actor
from tests.conftest import MONDAY_MORNING, FakeClock
from tests.factories import Company

TODAY = date(2026, 11, 23)


def call(company: Company, customer_id: UUID | None) -> Arrival:
    return Arrival(
        new_id(), Channel.PHONE, company.clock.now(), "+48612813035", "Stanisław Jeka", customer_id
    )


def logged(company: Company, **values: Any) -> UUID:
    """A repair that the contract covers, as a ticket."""
    customer = company.customer()
    unit = company.unit(company.site(customer))
    company.contract(customer)
    wish = NewTicket(new_id(), "Hałasuje", equipment_id=unit, work_kind_id=company.work_kind("repair"))
    company.run(log_request, LogRequest(call(company, customer), (replace(wish, **values),)))
    return wish.ticket_id


def visit(technician: UUID, hour: int = 9) -> NewVisit:
    return NewVisit(new_id(), technician, MONDAY_MORNING.replace(hour=hour, minute=0), 60)


def ordered(company: Company, ticket_id: UUID, count: int = 1) -> list[tuple[UUID, UUID]]:
    """Orders with one visit each, as pairs of their ids."""
    people = [company.technician(name) for name in ("Marek Lis", "Ewa Sowa", "Jan Bąk")]
    orders = [NewOrder(new_id(), "Naprawa", visits=(visit(people[i % 3], 9 + i),)) for i in range(count)]
    company.run(create_orders, CreateOrders(ticket_id, tuple(orders)))
    return [(order.order_id, order.visits[0].visit_id) for order in orders]


def record(
    company: Company,
    visit_id: UUID,
    outcome: VisitOutcome = VisitOutcome.DONE,
    hour: int = 10,
    **values: Any,
) -> None:
    end = MONDAY_MORNING.replace(hour=hour, minute=0)
    company.run(record_visit, RecordVisit(visit_id, outcome, end - timedelta(hours=1), end, **values))


def state(company: Company, ticket_id: UUID) -> TicketStateType:
    return company.get(Ticket, ticket_id).state_type


@pytest.mark.covers("A01", "A03", "C01", "D01", "D03", "E16")
def test_a_covered_call_becomes_a_numbered_new_ticket_with_its_deadline(company: Company) -> None:
    ticket = company.get(Ticket, logged(company, owner_id=company.actor.user_id))

    assert ticket.number == "WAW-000001"
    assert ticket.state_type is TicketStateType.NEW
    assert ticket.verdict_outcome == "ok"
    assert ticket.contract_id is not None
    assert ticket.priority == 3
    assert ticket.responsible_id == company.actor.user_id
    assert ticket.resolution_due_at == datetime(2026, 11, 26, 7, 30, tzinfo=UTC)
    assert ticket.expected_closing_at == ticket.resolution_due_at


@pytest.mark.covers("A02", "F02")
def test_what_the_caller_said_stays_on_the_ticket_as_a_call(company: Company) -> None:
    ticket_id = logged(company, description="Hałasuje od rana")

    article = company.ask(lambda session: session.scalars(select(Article)).one())

    assert (article.ticket_id, article.text, article.author_name) == (
        ticket_id,
        "Hałasuje od rana",
        "Stanisław Jeka",
    )


@pytest.mark.covers("P-40")
def test_saving_the_same_form_three_times_makes_one_ticket(company: Company) -> None:
    customer = company.customer()
    unit = company.unit(company.site(customer))
    company.contract(customer)
    wish = NewTicket(new_id(), "Stoi", equipment_id=unit, work_kind_id=company.work_kind("repair"))
    command = LogRequest(call(company, customer), (wish,))

    for _ in range(3):
        company.run(log_request, command)

    assert len(company.rows(Ticket)) == 1
    assert len(company.rows(Request)) == 1


@pytest.mark.covers("A28")
def test_one_call_gives_two_tickets_linked_to_it(company: Company) -> None:
    customer = company.customer()
    site = company.site(customer)
    company.contract(customer)
    arrival = call(company, customer)
    work = company.work_kind("repair")
    wishes = [
        NewTicket(new_id(), f"Usterka {i}", equipment_id=company.unit(site), work_kind_id=work)
        for i in (1, 2)
    ]

    company.run(log_request, LogRequest(arrival, tuple(wishes)))

    assert {ticket.request_id for ticket in company.rows(Ticket)} == {arrival.request_id}
    assert {ticket.number for ticket in company.rows(Ticket)} == {"WAW-000001", "WAW-000002"}


@pytest.mark.covers("A12", "A35", "P-11")
def test_a_blocked_customer_gets_no_ticket_and_the_request_is_parked_with_the_verdict(
    company: Company,
) -> None:
    customer = company.customer()
    unit = company.unit(company.site(customer))
    company.contract(customer)
    company.block(customer)
    wish = NewTicket(new_id(), "Stoi", equipment_id=unit, work_kind_id=company.work_kind("repair"))
    arrival = call(company, customer)

    with pytest.raises(RuleViolation, match=r"request\.not_servable"):
        company.run(log_request, LogRequest(arrival, (wish,)))
    company.run(park_request, ParkRequest(arrival, wish))

    request = company.get(Request, arrival.request_id)
    assert request.state is RequestState.PARKED
    assert request.verdict_outcome == "blocked"
    assert company.rows(Ticket) == []


@pytest.mark.covers("A27", "P-44")
def test_a_parked_request_is_accepted_later_when_it_may_be_served_then(company: Company) -> None:
    customer = company.customer()
    unit = company.unit(company.site(customer))
    wish = NewTicket(new_id(), "Stoi", equipment_id=unit, work_kind_id=company.work_kind("repair"))
    arrival = call(company, customer)
    company.run(park_request, ParkRequest(arrival, wish, because="umowa w podpisie"))
    company.contract(customer)

    company.run(accept_parked, AcceptParked(arrival.request_id, customer, None, wish))

    assert company.get(Request, arrival.request_id).state is RequestState.ACCEPTED
    assert company.get(Ticket, wish.ticket_id).request_id == arrival.request_id


@pytest.mark.covers("P-48")
def test_overriding_the_verdict_needs_a_right_and_a_reason_and_is_kept(company: Company) -> None:
    customer = company.customer()
    unit = company.unit(company.site(customer))
    work = company.work_kind("repair")
    wish = NewTicket(new_id(), "Stoi", equipment_id=unit, work_kind_id=work, override_because="szpital")
    clerk = UserAccount(id=new_id(), login="ola", name="Ola", rights=["log_request"])
    company.put(clerk)
    boss, company.actor = company.actor, Actor(clerk.id, None, "WAW", "Europe/Warsaw")

    with pytest.raises(RuleViolation, match=r"rights\.missing"):
        company.run(log_request, LogRequest(call(company, customer), (wish,)))
    company.actor = boss
    company.run(log_request, LogRequest(call(company, customer), (wish,)))

    ticket = company.get(Ticket, wish.ticket_id)
    assert (ticket.verdict_outcome, ticket.override_because) == ("no-valid-contract", "szpital")
    assert ticket.override_by_id == boss.user_id


@pytest.mark.covers("C17", "G01", "G02", "O02", "P-31")
def test_the_ticket_closes_itself_with_the_last_of_two_orders(company: Company) -> None:
    ticket_id = logged(company)
    (_, first), (_, second) = ordered(company, ticket_id, 2)

    record(company, first, hour=10)
    assert state(company, ticket_id) is TicketStateType.IN_PROGRESS
    record(company, second, hour=12)

    ticket = company.get(Ticket, ticket_id)
    assert ticket.state_type is TicketStateType.CLOSED
    assert ticket.closed_by is ClosedBy.ORDERS
    assert ticket.closed_at == MONDAY_MORNING.replace(hour=12, minute=0)
    assert automatic(company, ticket_id) == ["ticket.closed.by_orders"]


@pytest.mark.covers("P-31")
def test_an_order_added_after_the_closing_opens_the_ticket_again(company: Company, clock: FakeClock) -> None:
    ticket_id = logged(company)
    (_, visit_id) = ordered(company, ticket_id)[0]
    record(company, visit_id)
    clock.advance(hours=5)

    company.run(create_orders, CreateOrders(ticket_id, (NewOrder(new_id(), "Jeszcze czujnik"),)))

    ticket = company.get(Ticket, ticket_id)
    assert ticket.state_type is not TicketStateType.CLOSED
    assert (ticket.closed_at, ticket.generation) == (None, 1)
    assert automatic(company, ticket_id)[-1] == "ticket.reopened.by_order"


@pytest.mark.covers("P-31")
@pytest.mark.parametrize(
    ("outcomes", "closes"),
    [
        ((VisitOutcome.DONE, VisitOutcome.DONE), True),
        ((VisitOutcome.DONE, None), True),
        ((None, None), False),
        ((VisitOutcome.DONE, VisitOutcome.PARTLY_DONE), False),
        ((VisitOutcome.DONE, VisitOutcome.NO_ACCESS), False),
        ((VisitOutcome.NO_ACCESS, None), False),
    ],
)
def test_the_table_of_last_orders(
    company: Company, outcomes: tuple[VisitOutcome | None, ...], *, closes: bool
) -> None:
    """`None` stands for an order that is cancelled."""
    ticket_id = logged(company)
    for (order_id, visit_id), outcome in zip(ordered(company, ticket_id, 2), outcomes, strict=True):
        if outcome is None:
            company.run(cancel_order, CancelOrder(order_id, "klient zrezygnował"))
        else:
            record(company, visit_id, outcome)

    assert (state(company, ticket_id) is TicketStateType.CLOSED) is closes


@pytest.mark.covers("P-15", "P-31")
def test_correcting_the_last_visit_from_done_to_partly_done_opens_the_ticket_again(company: Company) -> None:
    ticket_id = logged(company)
    order_id, visit_id = ordered(company, ticket_id)[0]
    record(company, visit_id)

    record(company, visit_id, VisitOutcome.PARTLY_DONE)

    assert company.get(WorkOrder, order_id).state is OrderState.TO_PLAN
    assert state(company, ticket_id) is not TicketStateType.CLOSED


@pytest.mark.covers("P-31")
def test_when_all_orders_are_cancelled_the_coordinator_is_asked_once(company: Company) -> None:
    ticket_id = logged(company)
    for order_id, _ in ordered(company, ticket_id, 2):
        company.run(cancel_order, CancelOrder(order_id, "klient zrezygnował"))

    assert automatic(company, ticket_id) == ["ticket.all_orders_cancelled"]


@pytest.mark.covers("P-31")
def test_reopening_an_order_opens_the_ticket_that_it_had_closed(company: Company) -> None:
    ticket_id = logged(company)
    order_id, visit_id = ordered(company, ticket_id)[0]
    record(company, visit_id)

    company.run(reopen_order, ReopenOrder(order_id, "znowu przecieka"))

    assert state(company, ticket_id) is not TicketStateType.CLOSED
    assert company.get(WorkOrder, order_id).state is OrderState.TO_PLAN


@pytest.mark.covers("C18")
@pytest.mark.parametrize("choice", list(OpenOrders))
def test_closing_by_hand_says_what_becomes_of_open_orders(company: Company, choice: OpenOrders) -> None:
    ticket_id = logged(company)
    order_id, _ = ordered(company, ticket_id)[0]
    command = CloseTicket(ticket_id, "klient naprawił sam", choice)

    if choice is OpenOrders.REFUSE:
        with pytest.raises(RuleViolation, match=r"ticket\.open_orders"):
            company.run(close_ticket, command)
        return
    company.run(close_ticket, command)

    expected = OrderState.CANCELLED if choice is OpenOrders.CANCEL else OrderState.PLANNED
    assert company.get(WorkOrder, order_id).state is expected
    assert company.get(Ticket, ticket_id).closed_by is ClosedBy.HAND


@pytest.mark.covers("L08", "P-33")
def test_a_technician_without_rights_on_the_ticket_finishes_the_order_and_the_ticket_closes(
    company: Company,
) -> None:
    ticket_id = logged(company)
    _, visit_id = ordered(company, ticket_id)[0]
    technician = UserAccount(id=new_id(), login="marek", name="Marek Lis", rights=["finish_order"])
    company.put(technician)
    company.actor = Actor(technician.id, None, "WAW", "Europe/Warsaw")

    record(company, visit_id)

    assert state(company, ticket_id) is TicketStateType.CLOSED


@pytest.mark.covers("B07", "O03")
def test_time_and_parts_of_a_visit_are_booked_to_the_contract(company: Company) -> None:
    ticket_id = logged(company)
    _, visit_id = ordered(company, ticket_id)[0]
    lines = (
        NewWorkLine(new_id(), LineKind.TIME, Decimal(50)),
        NewWorkLine(new_id(), LineKind.PART, Decimal("1.5"), "Filtr", "szt.", 12_345),
    )

    record(company, visit_id, lines=lines)

    booked = {
        (line.kind, line.quantity, line.amount_cents, line.contract_id) for line in company.rows(WorkLine)
    }
    contract = company.get(Ticket, ticket_id).contract_id
    assert booked == {
        (LineKind.TIME, Decimal(50), 0, contract),
        (LineKind.PART, Decimal("1.5"), 12_345, contract),
    }


@pytest.mark.covers("P-50")
def test_a_technician_is_not_in_two_places_but_touching_visits_are_allowed(company: Company) -> None:
    ticket_id = logged(company)
    marek = company.technician("Marek Lis")
    company.run(create_orders, CreateOrders(ticket_id, (NewOrder(new_id(), "A", visits=(visit(marek, 9),)),)))

    company.run(
        create_orders, CreateOrders(ticket_id, (NewOrder(new_id(), "B", visits=(visit(marek, 10),)),))
    )
    half_past = NewVisit(new_id(), marek, MONDAY_MORNING.replace(hour=9), 60)
    with pytest.raises(RuleViolation, match=r"visit\.overlaps"):
        company.run(create_orders, CreateOrders(ticket_id, (NewOrder(new_id(), "C", visits=(half_past,)),)))

    assert len(company.rows(WorkOrder)) == 2


@pytest.mark.covers("P-47")
def test_a_block_set_after_the_ticket_stops_the_release_of_orders(company: Company) -> None:
    ticket_id = logged(company)
    customer = company.get(Ticket, ticket_id).customer_id
    assert customer is not None
    company.block(customer)

    with pytest.raises(RuleViolation, match=r"order\.customer_blocked"):
        ordered(company, ticket_id)

    assert company.rows(Visit) == []


@pytest.mark.covers("C27")
def test_every_step_is_in_the_journal_with_person_place_and_moment(company: Company) -> None:
    ticket_id = logged(company)
    ordered(company, ticket_id)

    entries = company.ask(
        lambda session: session.execute(
            select(JournalEntry.command, JournalEntry.user_id, func.count())
            .where(JournalEntry.subject_id == ticket_id)
            .group_by(JournalEntry.command, JournalEntry.user_id)
        ).all()
    )

    assert {(command, user) for command, user, _ in entries} == {
        ("ticket.create", company.actor.user_id),
        ("order.create", company.actor.user_id),
    }


def automatic(company: Company, ticket_id: UUID) -> list[str]:
    """The codes of the ticket's automatic articles, oldest first."""
    articles = (
        select(Article.reason)
        .where(Article.ticket_id == ticket_id, Article.reason.is_not(None))
        .order_by(Article.recorded_at, Article.id)
    )
    return company.ask(
        lambda session: [str(reason["code"]) for reason in session.scalars(articles) if reason]
    )


@pytest.mark.covers("D08", "C29", "P-19")
def test_the_promise_moves_on_by_the_working_time_that_a_ticket_waited(
    company: Company, clock: FakeClock
) -> None:
    ticket_id = logged(company)
    promised = company.get(Ticket, ticket_id).expected_closing_at
    clock.advance(hours=1)
    until = clock.now() + timedelta(days=2)
    company.run(put_ticket_in_state, PutInState(ticket_id, company.ticket_state("waiting_parts"), until))
    clock.advance(hours=2)

    company.run(put_ticket_in_state, PutInState(ticket_id, company.ticket_state("open")))

    assert promised is not None
    assert company.get(Ticket, ticket_id).expected_closing_at == promised + timedelta(hours=2)
