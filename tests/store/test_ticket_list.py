"""The ticket list: what each view shows, pages without gaps or doubles, texts found, few statements."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event

from fieldservice.domain.commands.orders import CancelOrder, cancel_order
from fieldservice.domain.commands.retention import ArchiveTickets, archive_tickets
from fieldservice.domain.commands.tickets import (
    CloseTicket,
    OpenOrders,
    PutInState,
    SetExpectedClosing,
    close_ticket,
    put_ticket_in_state,
    set_expected_closing,
)
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.catalogue import Queue, TicketState
from fieldservice.domain.model.customer import CustomerClass
from fieldservice.domain.model.people import Team, TeamMember
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.queries import ticket_list, ticket_views
from fieldservice.domain.queries.ticket_list import TicketPage, TicketRow, TicketWish
from fieldservice.domain.rules.clock_state import ClockState
from fieldservice.domain.rules.ticket_filters import SortKey, SortName
from fieldservice.domain.rules.ticket_states import TicketStateType
from tests.factories import Company
from tests.store.ticket_givens import AT_NINE, covered_customer, logged, ordered, recorded, viewer


def shown(company: Company, view: str = "open", **values: Any) -> TicketPage:
    wish = TicketWish(view, viewer(company), "pl", branch="WAW", **values)
    return company.ask(ticket_list.page, wish)


def numbers(found: TicketPage) -> list[str]:
    return [row.number for row in found.rows]


def due(company: Company, ticket_id: UUID, **step: float) -> None:
    """Promise the closing so far from now."""
    moment = company.clock.now() + timedelta(**step)
    company.run(set_expected_closing, SetExpectedClosing(ticket_id, moment, "umówione"))


def tomorrow(company: Company) -> datetime:
    return company.clock.now() + timedelta(days=1)


@contextmanager
def statements(company: Company) -> Iterator[list[str]]:
    said: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        said.append(statement)

    event.listen(company.database.reader, "before_cursor_execute", note)
    yield said
    event.remove(company.database.reader, "before_cursor_execute", note)


@pytest.mark.covers("C29", "G03")
def test_a_row_says_what_a_coordinator_must_know(company: Company) -> None:
    served = covered_customer(company, name="Drukarnia Wójcik", customer_class=CustomerClass.VIP)
    ticket_id = logged(company, served, owner_id=company.actor.user_id)
    (_, first), (cancelled, _), _ = ordered(company, ticket_id, 3)
    recorded(company, first)
    company.run(cancel_order, CancelOrder(cancelled, "zbędne"))

    row = shown(company).rows[0]

    assert (row.number, row.title, row.customer, row.is_vip) == (
        "WAW-000001",
        "Hałasuje",
        "Drukarnia Wójcik",
        True,
    )
    assert (row.state, row.state_type, row.owner) == ("w toku", TicketStateType.IN_PROGRESS, "Anna Kowal")
    assert (row.orders_done, row.orders_total) == (1, 2)
    assert row.clock is ClockState.ON_TIME


def test_the_state_is_named_in_the_language_of_the_reader(company: Company) -> None:
    logged(company)
    wish = TicketWish("open", viewer(company), "cs")

    assert company.ask(ticket_list.page, wish).rows[0].state == "nový"


@pytest.mark.covers("C02", "P-29")
def test_states_renamed_by_the_company_change_no_view(company: Company) -> None:
    waiting, running = logged(company), logged(company)
    company.run(
        put_ticket_in_state, PutInState(waiting, company.ticket_state("waiting_parts"), tomorrow(company))
    )
    with company.begin() as uow:
        for state in uow.session.query(TicketState):
            state.name, state.translations = f"x{state.position}", {}
        uow.record("test.given", None)
        uow.commit()

    assert [row.id for row in shown(company, "waiting").rows] == [waiting]
    assert {row.id for row in shown(company, "open").rows} == {waiting, running}


def test_each_view_shows_its_tickets_and_counts_them(company: Company) -> None:
    vip = covered_customer(company, name="Szpital", customer_class=CustomerClass.VIP)
    mine = logged(company, owner_id=company.actor.user_id)
    late, soon, of_vip, waiting, over = (logged(company, vip if i == 2 else None) for i in range(5))
    due(company, late, minutes=-20)
    due(company, soon, minutes=40)
    due(company, waiting, minutes=-5)
    company.run(
        put_ticket_in_state, PutInState(waiting, company.ticket_state("waiting_customer"), tomorrow(company))
    )
    company.run(close_ticket, CloseTicket(over, "naprawił sam", OpenOrders.REFUSE))

    expected = {
        "mine": {mine},
        "unassigned": {late, soon, of_vip, waiting},
        "overdue": {late},
        "due_soon": {soon},
        "vip": {of_vip},
        "waiting": {waiting},
        "my_queues": set(),
        "wait_over": set(),
        "replied": set(),
        "escalated": set(),
        "reopened": set(),
        "problems": set(),
        "open": {mine, late, soon, of_vip, waiting},
        "closed": {over},
    }
    counted = company.ask(ticket_views.view_counts, viewer(company), ticket_views.views())
    counts = {each.view: each.count for each in counted}

    assert {view: {row.id for row in shown(company, view).rows} for view in expected} == expected
    assert counts == {view: len(ids) for view, ids in expected.items() if view != "closed"}


@pytest.mark.covers("D14", "E01", "E17")
def test_escalated_reopened_problems_and_those_of_my_queues_are_views_of_their_own(company: Company) -> None:
    team, queue = Team(id=new_id(), name="Serwis"), Queue(id=new_id(), code="mine", name="Serwis")
    queue.team_id = team.id
    company.put(team, queue, TeamMember(id=new_id(), team_id=team.id, user_id=company.actor.user_id))
    escalated, reopened, waits, problem = (logged(company) for _ in range(4))
    with company.begin() as uow:
        uow.get(Ticket, escalated).resolution_due_at = company.clock.now() - timedelta(minutes=1)
        uow.get(Ticket, reopened).reopened_at = company.clock.now()
        uow.get(Ticket, waits).queue_id = queue.id
        uow.get(Ticket, problem).type_id = company.ticket_type("problem")
        uow.record("test.given", None)
        uow.commit()

    expected = {"escalated": escalated, "reopened": reopened, "my_queues": waits, "problems": problem}
    assert {view: [row.id for row in shown(company, view).rows] for view in expected} == {
        view: [ticket_id] for view, ticket_id in expected.items()
    }


@pytest.mark.covers("P-74")
@pytest.mark.parametrize("sort", ["due", "opened"])
@pytest.mark.parametrize("direction", ["up", "down"])
def test_pages_follow_each_other_without_gaps_or_doubles(company: Company, sort: str, direction: str) -> None:
    ids = [logged(company, covered_customer(company)) for _ in range(7)]
    for ticket_id in ids[:3]:
        due(company, ticket_id, hours=5)
    with company.begin() as uow:
        for ticket_id in ids[5:]:
            uow.get(Ticket, ticket_id).expected_closing_at = None
        uow.record("test.given", None)
        uow.commit()
    wish = TicketWish("open", viewer(company), "pl", sorts=(SortKey(SortName(sort), direction == "down"),))

    whole = company.ask(ticket_list.page, wish).rows
    seen: list[TicketRow] = []
    key = None
    while True:
        part = company.ask(ticket_list.page, wish, key, 2)
        seen += part.rows
        key = part.next
        if key is None:
            break

    assert [row.id for row in seen] == [row.id for row in whole]
    assert {row.id for row in seen} == set(ids)
    if sort == "due":
        assert [row.due_at is None for row in seen] == [False] * 5 + [True] * 2


def test_the_closed_ones_stand_with_the_latest_first(company: Company) -> None:
    first, second = logged(company), logged(company)
    for ticket_id in (second, first):
        company.clock.advance(minutes=5)  # type: ignore[attr-defined]
        company.run(close_ticket, CloseTicket(ticket_id, "zrobione"))

    assert [row.id for row in shown(company, "closed").rows] == [first, second]
    assert shown(company, "closed").rows[0].clock is ClockState.MET


@pytest.mark.covers("C28")
def test_archived_tickets_stand_in_a_view_of_their_own(company: Company) -> None:
    kept, away = (logged(company) for _ in range(2))
    for ticket_id in (kept, away):
        company.run(close_ticket, CloseTicket(ticket_id, "zrobione", OpenOrders.CANCEL))
    company.run(archive_tickets, ArchiveTickets((away,)))

    assert [row.id for row in shown(company, "closed").rows] == [kept]
    assert [row.id for row in shown(company, "archived").rows] == [away]
    assert ticket_views.usual_order("archived") == ticket_views.usual_order("closed")


@pytest.mark.parametrize("typed", ["lodzkie zak", "ŁÓDZKIE", "spreza", "waw-000001", "1", "WAW 1/2", "kw-77"])
def test_a_text_finds_tickets_by_customer_title_serial_and_number(company: Company, typed: str) -> None:
    customer = company.customer(name="Łódzkie Zakłady")
    unit = company.unit(company.site(customer), serial="KW-7781")
    company.contract(customer)
    ticket_id = logged(company, (customer, unit), title="Sprężarka stoi")
    logged(company, title="Drzwi")

    assert [row.id for row in shown(company, text=typed).rows] == [ticket_id]


@pytest.mark.parametrize("typed", ["'", '"', "a'b & |", "*", "\\", "NEAR(", "--", "( )"])
def test_signs_in_a_text_do_no_harm(company: Company, typed: str) -> None:
    logged(company)

    assert shown(company, text=typed).rows == ()


@pytest.mark.covers("P-74")
def test_a_page_takes_few_statements_however_long_it_is(company: Company) -> None:
    served = covered_customer(company)
    for _ in range(6):
        ordered(company, logged(company, served), at=AT_NINE + timedelta(days=_))

    with statements(company) as said:
        shown(company)

    assert len(said) <= 3


@pytest.mark.covers("P-74")
@pytest.mark.parametrize("view", ["open", "mine", "unassigned", "overdue", "due_soon", "closed"])
def test_a_page_walks_along_an_index(desk_company: Company, view: str) -> None:
    with statements(desk_company) as said:
        shown(desk_company, view)
    first = next(each for each in said if "FROM ticket" in each)
    with desk_company.database.reader.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {_filled(first)}").all()

    steps = [row[3] for row in plan]
    assert [
        step for step in steps if step.startswith(("SCAN ticket", "USE TEMP B-TREE")) and "INDEX" not in step
    ] == []


def _filled(statement: str) -> str:
    """The statement with its parameters made constant, so that it can be explained."""
    return statement.replace("?", "1")
