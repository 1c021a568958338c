"""Rights, roles and how far they reach, without a database."""

from uuid import UUID, uuid4

import pytest

from fieldservice.domain.rules.rights import (
    CELLS,
    SIGHT_OF,
    STANDARD_ROLES,
    Grant,
    Limits,
    Reach,
    Right,
    Standing,
    Thing,
    TicketFacts,
    admits,
    carried_over,
    completed,
    gives_for,
    without,
)
from fieldservice.domain.rules.teams import people_under, would_go_round

ME, MATE, STRANGER, QUEUE, TYPE, STATE = (uuid4() for _ in range(6))
HERE = Standing(frozenset({ME}), frozenset({MATE}), frozenset({QUEUE}))


def ticket(*people: UUID, queue: UUID | None = None) -> TicketFacts:
    return TicketFacts(queue, TYPE, STATE, frozenset(people))


@pytest.mark.covers("L01")
def test_every_right_but_everything_has_its_cell_and_no_cell_has_two() -> None:
    assert CELLS.keys() == set(Right) - {Right.EVERYTHING}
    assert len(set(CELLS.values())) == len(CELLS)


def test_the_sight_of_a_thing_is_a_right_about_that_thing() -> None:
    assert all(CELLS[right].thing is thing for thing, right in SIGHT_OF.items())


@pytest.mark.covers("L01")
def test_standard_roles_are_complete_and_only_the_administrator_may_everything() -> None:
    for role in STANDARD_ROLES:
        assert completed(role.rights) == frozenset(role.rights), role.code
    assert [role.code for role in STANDARD_ROLES if Right.EVERYTHING in role.rights] == ["administrator"]


@pytest.mark.covers("L08")
def test_the_standard_technician_finishes_orders_and_does_nothing_else_to_tickets() -> None:
    technician = next(role for role in STANDARD_ROLES if role.code == "technician")

    assert Right.FINISH_ORDER in technician.rights
    about_tickets = {right for right in technician.rights if CELLS[right].thing is Thing.TICKET}
    assert about_tickets == {Right.SEE_TICKETS}


def test_who_may_change_a_thing_sees_it_and_who_sees_it_no_longer_does_nothing_with_it() -> None:
    held = completed({Right.EDIT_TICKET.value, Right.EDIT_CUSTOMER.value})

    assert {Right.SEE_TICKETS, Right.SEE_CUSTOMERS} <= held
    assert without(held, Right.SEE_TICKETS) == {Right.EDIT_CUSTOMER, Right.SEE_CUSTOMERS}
    assert without(held, Right.EDIT_TICKET) == held - {Right.EDIT_TICKET}


def test_rights_that_were_split_in_two_are_carried_over_whole() -> None:
    assert {Right.CLOSE_TICKET, Right.MANAGE_TICKETS, Right.SEE_TICKETS} <= carried_over(["edit_ticket"])
    assert Right.ACCEPT_REQUEST in carried_over(["log_request"])
    assert Right.MANAGE_USERS in carried_over(["edit_staff"])


@pytest.mark.covers("L02", "E18")
@pytest.mark.parametrize(
    ("reach", "facts", "is_admitted"),
    [
        (Reach.EVERYTHING, ticket(STRANGER), True),
        (Reach.OWN, ticket(ME), True),
        (Reach.OWN, ticket(MATE), False),
        (Reach.OWN, ticket(), False),
        (Reach.TEAM, ticket(ME), True),
        (Reach.TEAM, ticket(MATE), True),
        (Reach.TEAM, ticket(queue=QUEUE), True),
        (Reach.TEAM, ticket(STRANGER, queue=TYPE), False),
    ],
)
def test_a_role_reaches_all_those_of_the_team_or_ones_own(
    reach: Reach, facts: TicketFacts, *, is_admitted: bool
) -> None:
    assert admits(Limits(reach), facts, HERE) is is_admitted


@pytest.mark.covers("L02", "C06")
def test_a_role_is_about_its_queues_types_and_states_all_at_once() -> None:
    narrow = Limits(queue_ids=frozenset({QUEUE}), type_ids=frozenset({TYPE}), state_ids=frozenset({STATE}))

    assert admits(narrow, ticket(queue=QUEUE), HERE)
    assert not admits(narrow, ticket(queue=None), HERE)
    assert not admits(narrow, TicketFacts(QUEUE, TYPE, STRANGER), HERE)
    assert not admits(narrow, TicketFacts(QUEUE, STRANGER, STATE), HERE)


@pytest.mark.covers("L05")
def test_who_enters_a_request_is_asked_for_its_type_only() -> None:
    grant = Grant(frozenset({Right.LOG_REQUEST}), Limits(Reach.OWN, type_ids=frozenset({TYPE})))

    assert gives_for(grant, {Right.LOG_REQUEST}, ticket(), HERE)
    assert not gives_for(grant, {Right.LOG_REQUEST}, TicketFacts(None, STRANGER, STATE), HERE)


@pytest.mark.covers("E18")
def test_a_supervisor_stands_above_their_people_and_the_people_of_these() -> None:
    boss, chief, worker, other = (uuid4() for _ in range(4))
    above: dict[UUID, UUID | None] = {chief: boss, worker: chief, other: None}

    assert people_under(frozenset({boss}), above) == {chief, worker}
    assert would_go_round(boss, worker, above)
    assert would_go_round(boss, boss, above)
    assert not would_go_round(boss, other, above)
