"""Who sees what: queries ask for the right to see, and limited roles see their tickets only."""

import importlib
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fieldservice.domain.commands.default_roles import role_id
from fieldservice.domain.commands.people import ChangeTechnician, TechnicianData, change_technician
from fieldservice.domain.commands.roles import ChangeRole, change_role
from fieldservice.domain.commands.tickets import ChangeTicket, change_ticket
from fieldservice.domain.commands.users import AddUser, UserData, add_user
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.people import Role, Technician
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.queries.filter_options import filter_count
from fieldservice.domain.queries.search import Subject, find, told
from fieldservice.domain.queries.search_statements import MOST_OF_A_KIND
from fieldservice.domain.queries.ticket_groups import GroupWish, groups
from fieldservice.domain.queries.ticket_list import page
from fieldservice.domain.queries.ticket_rows import TicketWish, Viewer
from fieldservice.domain.queries.ticket_views import view_counts
from fieldservice.domain.queries.ticket_window import ticket_order, ticket_rows
from fieldservice.domain.queries.trays import tray_count, tray_rows
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.rights import Limits, Reach
from fieldservice.domain.rules.ticket_filters import FilterField
from fieldservice.domain.store.sight import SIGHT_OF_QUERY, Sight, sight, sight_of
from tests.factories import Company
from tests.store.conftest import Stage
from tests.store.ticket_givens import covered_customer, logged


def new_user(company: Company, code: str) -> UUID:
    user_id = new_id()
    data = UserData("Ola Wrona", user_id.hex, role_ids=frozenset({role_id(code)}))
    company.run(add_user, AddUser(user_id, data))
    return user_id


def limit(company: Company, code: str, limits: Limits) -> None:
    role = company.get(Role, role_id(code))
    company.run(change_role, ChangeRole(role.id, role.version, role.name, limits))


def seen(company: Company, user_id: UUID) -> Sight:
    return company.ask(sight, user_id, company.clock.now().date())


def tickets_of(company: Company, user_id: UUID) -> set[UUID]:
    """The tickets that a person's session reads, however they are asked for."""
    with company.database.read_session() as session:
        seen(company, user_id).narrow(session)
        ids = set(session.scalars(select(Ticket.id)))
        counted = session.scalar(select(func.count()).select_from(Ticket))
        assert {ticket.id for ticket in session.scalars(select(Ticket))} == ids
        assert counted == len(ids)
        return ids


def test_every_query_that_asks_for_sight_exists() -> None:
    for name in SIGHT_OF_QUERY:
        module, _, function = name.partition(".")
        query = getattr(importlib.import_module(f"fieldservice.domain.queries.{module}"), function)
        assert sight_of(query) is SIGHT_OF_QUERY[name]


@pytest.mark.covers("L01")
def test_who_may_not_see_the_tray_is_refused_its_requests_and_told_who_may(company: Company) -> None:
    technician = seen(company, new_user(company, "technician"))

    def ask(query: Callable[..., Any]) -> Callable[[Session], None]:
        return lambda session: technician.require(session, query)

    with pytest.raises(RuleViolation, match=r"rights\.missing.*see_requests.*Anna Kowal"):
        company.ask(ask(tray_rows))
    company.ask(ask(tray_count))


@pytest.mark.covers("L02", "E18")
def test_a_technician_sees_tickets_they_own_or_visit_and_no_others(stage: Stage) -> None:
    company, world = stage
    user = new_user(company, "technician")
    assert tickets_of(company, user) == set()
    person = company.get(Technician, company.technician())
    data = TechnicianData(person.name, user_id=user)
    company.run(change_technician, ChangeTechnician(person.id, person.version, data))
    visited = tickets_of(company, user)

    version = company.get(Ticket, world.fresh).version
    company.run(change_ticket, ChangeTicket(world.fresh, version, (("owner_id", user),)))

    assert {world.under_way, world.closed_by_orders} <= visited
    assert world.fresh not in visited
    assert tickets_of(company, user) == visited | {world.fresh}


@pytest.mark.covers("L02")
def test_a_role_limited_to_types_sees_tickets_of_these_only_and_everybody_else_all(stage: Stage) -> None:
    company, world = stage
    every = tickets_of(company, company.actor.user_id or new_id())
    user = new_user(company, "coordinator")
    assert tickets_of(company, user) == every

    wanted = company.get(Ticket, world.fresh).type_id
    limit(company, "coordinator", Limits(type_ids=frozenset({wanted})))

    of_type = {ticket.id for ticket in company.rows(Ticket) if ticket.type_id == wanted}
    assert tickets_of(company, user) == of_type < every


def test_two_limited_roles_see_what_either_sees(stage: Stage) -> None:
    company, world = stage
    limit(company, "coordinator", Limits(Reach.OWN))
    limit(company, "reader", Limits(type_ids=frozenset({company.get(Ticket, world.fresh).type_id})))
    user = new_id()
    both = frozenset({role_id("coordinator"), role_id("reader")})
    company.run(add_user, AddUser(user, replace(UserData("Ola", "ola"), role_ids=both)))

    assert world.fresh in tickets_of(company, user)


@pytest.mark.covers("L02")
def test_lists_counts_and_search_hold_no_other_tickets_than_a_limited_role_sees(stage: Stage) -> None:
    company, world = stage
    wanted = company.get(Ticket, world.fresh).type_id
    limit(company, "coordinator", Limits(type_ids=frozenset({wanted})))
    user = new_user(company, "coordinator")
    mine = tickets_of(company, user)
    looking = Viewer(user, company.clock.now())
    every = tuple(ticket.id for ticket in company.rows(Ticket))
    assert mine < set(every)

    with company.database.read_session() as session:
        seen(company, user).narrow(session)
        wish = TicketWish("open", looking, "en")
        listed = {row.id for row in page(session, wish).rows}
        ordered = set(ticket_order(session, wish))
        fetched = {row.id for row in ticket_rows(session, wish, every)}
        counts = {each.view: each.count for each in view_counts(session, looking)}
        spread = groups(session, GroupWish("open", FilterField.STATE, looking, "en"))
        counted = (counts["open"], filter_count(session, GroupWish("open", FilterField.STATE, looking, "en")))
        hits = [hit for number in _numbers(company) for hit in find(session, number, "WAW", "PL")]

    assert listed == ordered == listed & mine
    assert fetched == mine
    assert counted == (len(listed), len(listed))
    assert sum(group.count for group in spread) == len(listed)
    assert {hit.ticket_id for hit in hits if hit.subject is Subject.TICKET} == mine


@pytest.mark.covers("L02", "K04")
def test_search_looks_behind_the_latest_finds_for_those_a_limited_role_sees(company: Company) -> None:
    """What words find is cut to the latest few, among which none may be theirs; requests are not for them."""
    served = covered_customer(company)
    user = new_user(company, "technician")
    own = logged(company, served, title="Pompa hydroforowa", owner_id=user)
    for _ in range(MOST_OF_A_KIND + 1):
        logged(company, served, title="Pompa hydroforowa")

    with company.database.read_session() as session:
        seen(company, user).narrow(session)
        found = find(session, "hydroforowa", "WAW", "PL")
        latest = told(session, [("ticket", ticket.id) for ticket in company.rows(Ticket)])

    assert [(hit.subject, hit.id) for hit in found] == [(Subject.TICKET, own)]
    assert [hit.id for hit in latest] == [own]


def _numbers(company: Company) -> list[str]:
    return [ticket.number for ticket in company.rows(Ticket)]
