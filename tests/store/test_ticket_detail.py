"""All that belongs to a ticket in one answer: verdict, orders and visits, time line, call, what closes it."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from fieldservice.domain.commands.acceptance import NewTicket
from fieldservice.domain.commands.orders import (
    CancelOrder,
    CreateOrders,
    NewOrder,
    cancel_order,
    create_orders,
)
from fieldservice.domain.commands.requests import Arrival, LogRequest, log_request
from fieldservice.domain.commands.ticket_reopening import ReopenTicket, reopen_ticket
from fieldservice.domain.commands.tickets import (
    CloseTicket,
    OpenOrders,
    close_ticket,
)
from fieldservice.domain.commands.visits import NewVisit, NewWorkLine, RecordVisit, record_visit
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.order import LineKind, Visit, WorkOrder
from fieldservice.domain.model.people import Absence
from fieldservice.domain.model.ticket import Channel
from fieldservice.domain.queries import orders, ticket_detail
from fieldservice.domain.queries.orders import OrderTotals, PlanAsk
from fieldservice.domain.queries.ticket_detail import TicketDetail
from fieldservice.domain.rules.coverage_facts import WorkMode
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.order_states import OrderState, VisitOutcome, VisitState
from tests.factories import Company
from tests.store.ticket_givens import AT_NINE, covered_customer, logged, ordered, recorded

TODAY = date(2026, 11, 23)


def seen(company: Company, ticket_id: UUID) -> TicketDetail:
    return company.ask(ticket_detail.detail, ticket_id, "pl", company.clock.now())


@pytest.mark.covers("B04", "C29", "E16")
def test_the_header_names_customer_site_unit_contract_and_people(company: Company) -> None:
    served = covered_customer(company, name="Drukarnia Wójcik")
    ticket = seen(company, logged(company, served, owner_id=company.actor.user_id))

    assert (ticket.place.customer, ticket.place.site) == ("Drukarnia Wójcik", "Hala produkcyjna Poznań")
    assert ticket.place.product == "Kaeser SK 22"
    assert (ticket.owner, ticket.responsible) == ("Anna Kowal", "Anna Kowal")
    assert ticket.contract_number.startswith("U/")
    assert (ticket.entries.type, ticket.entries.work_kind) == ("Awaria", "Naprawa")
    assert ticket.verdict is not None
    assert ticket.verdict.is_ok
    assert ticket.verdict.evidence.contract_number == ticket.contract_number


@pytest.mark.covers("B07", "G03", "G05")
def test_orders_come_with_visits_and_what_they_took(company: Company) -> None:
    ticket_id = logged(company)
    order_id, visit_id = ordered(company, ticket_id)[0]
    remote = NewOrder(new_id(), "Konsultacja", company.work_kind("remote_advice"))
    company.run(create_orders, CreateOrders(ticket_id, (remote,)))
    lines = (
        NewWorkLine(new_id(), LineKind.TIME, Decimal(50)),
        NewWorkLine(new_id(), LineKind.TRAVEL, Decimal(20)),
        NewWorkLine(new_id(), LineKind.PART, Decimal(2), "Filtr", "szt.", 12_345),
    )
    record = RecordVisit(
        visit_id, VisitOutcome.DONE, AT_NINE, AT_NINE + timedelta(minutes=50), "Wymieniono filtr", lines
    )
    company.run(record_visit, record)

    first, second = seen(company, ticket_id).orders

    assert (first.id, first.state, first.mode) == (order_id, OrderState.FINISHED, WorkMode.ON_SITE)
    assert first.totals == OrderTotals(Decimal(50), Decimal(20), 12_345)
    assert [(v.technician, v.outcome, v.report) for v in first.visits] == [
        ("Marek Lis", VisitOutcome.DONE, "Wymieniono filtr")
    ]
    assert (second.mode, second.state, second.visits) == (WorkMode.REMOTE, OrderState.TO_PLAN, ())


@pytest.mark.covers("C17", "P-31")
def test_it_says_after_which_order_the_ticket_closes_by_itself(company: Company) -> None:
    ticket_id = logged(company)
    (_, first), (second, last) = ordered(company, ticket_id, 2)

    both_open = seen(company, ticket_id).closes_after
    recorded(company, first)
    one_open = seen(company, ticket_id).closes_after
    recorded(company, last)
    closed = seen(company, ticket_id)

    assert both_open is None
    assert one_open is not None
    assert one_open.id == second
    assert closed.closes_after is None
    assert [a.reason.code for a in closed.articles if a.reason] == ["ticket.closed.by_orders"]


@pytest.mark.covers("P-31")
def test_a_ticket_reopened_by_hand_does_not_promise_to_close_by_itself(company: Company) -> None:
    ticket_id = logged(company)
    company.run(close_ticket, CloseTicket(ticket_id, "zrobione"))
    company.run(reopen_ticket, ReopenTicket(ticket_id, "jednak nie"))
    ordered(company, ticket_id)

    assert seen(company, ticket_id).closes_after is None


@pytest.mark.covers("P-31")
def test_late_orders_of_a_ticket_closed_by_hand_are_told_but_not_those_kept_open(company: Company) -> None:
    ticket_id = logged(company)
    ordered(company, ticket_id)
    company.run(close_ticket, CloseTicket(ticket_id, "klient naprawił", OpenOrders.KEEP))
    kept = seen(company, ticket_id).late_orders
    late = NewOrder(new_id(), "Jeszcze czujnik")
    company.run(create_orders, CreateOrders(ticket_id, (late,)))

    assert kept == ()
    assert [order.id for order in seen(company, ticket_id).late_orders] == [late.order_id]


@pytest.mark.covers("P-31")
def test_all_orders_cancelled_waits_for_a_decision(company: Company) -> None:
    ticket_id = logged(company)
    for order_id, _ in ordered(company, ticket_id, 2):
        company.run(cancel_order, CancelOrder(order_id, "zbędne"))

    ticket = seen(company, ticket_id)

    assert ticket.is_all_cancelled
    assert (ticket.orders_done, ticket.orders_total) == (0, 0)


@pytest.mark.covers("A28", "P-41")
def test_tickets_of_the_same_call_know_each_other_and_the_call(company: Company) -> None:
    customer, unit = covered_customer(company)
    work = company.work_kind("repair")
    wishes = [
        NewTicket(new_id(), f"Usterka {place}", "cieknie", equipment_id=unit, work_kind_id=work)
        for place in (1, 2)
    ]
    arrival = Arrival(new_id(), Channel.PHONE, AT_NINE, "+48612813035", "Stanisław Jeka", customer)
    company.run(log_request, LogRequest(arrival, tuple(wishes)))

    ticket = seen(company, wishes[0].ticket_id)

    assert [linked.id for linked in ticket.linked] == [wishes[1].ticket_id]
    assert ticket.request is not None
    assert (ticket.request.caller, ticket.request.text) == ("+48612813035", "cieknie")


@pytest.mark.covers("F02")
def test_the_time_line_runs_backwards_by_what_happened_when(company: Company) -> None:
    ticket_id = logged(company, description="Hałasuje od rana")
    recorded(company, ordered(company, ticket_id)[0][1], ended_at=AT_NINE + timedelta(days=1))

    first, last = seen(company, ticket_id).articles

    assert first.reason is not None
    assert (last.kind, last.author, last.text) == ("call", "Stanisław Jeka", "Hałasuje od rana")


def test_a_ticket_that_is_not_there_is_told(company: Company) -> None:
    with pytest.raises(RuleViolation, match=r"row\.missing"):
        seen(company, new_id())


@pytest.mark.covers("P-50")
def test_conflicts_of_a_plan_are_those_that_the_command_refuses(company: Company) -> None:
    ticket_id = logged(company)
    ordered(company, ticket_id)
    marek, jan = company.technician("Marek Lis"), company.technician("Jan Bąk")
    company.put(Absence(technician_id=jan, first_day=TODAY, last_day=TODAY))
    half_past, hour = AT_NINE + timedelta(minutes=30), timedelta(hours=1)
    plans = [(marek, half_past), (marek, AT_NINE + hour), (jan, half_past)]

    told = company.ask(
        orders.plan_conflicts, [PlanAsk(who, at, at + hour) for who, at in plans], [(TODAY, TODAY)] * 3
    )
    refused: list[object] = []
    for who, at in plans:
        order = NewOrder(new_id(), "B", visits=(NewVisit(new_id(), who, at, 60),))
        try:
            company.run(create_orders, CreateOrders(ticket_id, (order,)))
            refused.append(None)
        except RuleViolation as error:
            refused.append((error.code, dict(error.values)))

    assert [conflict and conflict.code for conflict in told] == [
        "visit.overlaps",
        "visit.overlaps",
        "visit.technician_absent",
    ]
    assert [told[0] and (told[0].code, dict(told[0].values)), None] == refused[:2]
    assert refused[2] == (told[2] and (told[2].code, dict(told[2].values)))


def test_lines_of_one_form_that_overlap_each_other_are_told_before_they_are_saved(company: Company) -> None:
    ewa = company.technician("Ewa Sowa")
    asks = [PlanAsk(ewa, AT_NINE, AT_NINE + timedelta(hours=1))] * 2

    first, second = company.ask(orders.plan_conflicts, asks, [(TODAY, TODAY)] * 2)

    assert first is None
    assert second is not None
    assert second.code == "visit.overlaps"


@pytest.mark.covers("P-47")
def test_a_block_set_after_the_ticket_is_told_before_an_order_is_typed(company: Company) -> None:
    served = covered_customer(company)
    ticket_id = logged(company, served)
    before = company.ask(orders.customer_hold, ticket_id, TODAY)
    company.block(served[0], since=TODAY)

    after = company.ask(orders.customer_hold, ticket_id, TODAY)

    assert before is None
    assert after is not None
    assert after.code == "order.customer_blocked"


@pytest.mark.covers("B07")
def test_the_form_of_a_visit_names_the_contract_to_which_it_is_booked(company: Company) -> None:
    ticket_id = logged(company)
    _, visit_id = ordered(company, ticket_id)[0]

    form = company.ask(orders.visit_form, visit_id, TODAY)

    assert form.contract_number == seen(company, ticket_id).contract_number
    assert (form.visit.technician, form.visit.state) == ("Marek Lis", VisitState.PLANNED)


def test_the_form_of_orders_offers_works_and_technicians(company: Company) -> None:
    ticket_id = logged(company)
    ordered(company, ticket_id)

    form = company.ask(orders.order_form, ticket_id, "pl", TODAY)

    assert (form.next_position, form.work_kind_id) == (2, company.work_kind("repair"))
    assert [person.name for person in form.technicians] == ["Ewa Sowa", "Jan Bąk", "Marek Lis"]
    assert (len(company.rows(WorkOrder)), len(company.rows(Visit))) == (1, 1)
