"""What people decide about an exchange, with real desks at a real centre: values, refusals, branches."""

from typing import Any
from uuid import UUID

import pytest

from fieldservice.domain.commands.branches import HandTicketToBranch, hand_ticket_to_branch
from fieldservice.domain.commands.exchange import (
    RedoRefused,
    RestoreValue,
    SettleNews,
    redo_refused,
    restore_value,
    settle_news,
)
from fieldservice.domain.commands.history import UndoEntry, undo_entry
from fieldservice.domain.commands.tickets import ChangeTicket, change_ticket
from fieldservice.domain.model.customer import Customer
from fieldservice.domain.model.people import Branch, UserAccount, UserRole
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.queries.exchange import exchange_view
from fieldservice.domain.queries.exchange_away import away
from fieldservice.domain.store.branch_holding import tickets_elsewhere
from fieldservice.sync.joining import Way
from tests.store.ticket_givens import covered_customer, logged
from tests.sync.conftest import Desks
from tests.sync.desks import TestDesk


def told(desk: TestDesk) -> Any:
    return desk.company.ask(exchange_view, "en")


def meet(*desks: TestDesk) -> None:
    """All exchange until nothing is new."""
    for _again in range(2):
        for desk in desks:
            result = desk.round()
            assert result.problem is None, result.problem


@pytest.fixture
def two(desks: Desks) -> tuple[TestDesk, TestDesk, UUID]:
    """Two desks of one branch that hold the same ticket."""
    first = desks.joined(way=Way.BRING)
    ticket_id = logged(first.company, covered_customer(first.company), owner_id=first.user_id)
    second = desks.joined()
    meet(first, second)
    return first, second, ticket_id


def rename(desk: TestDesk, ticket_id: UUID, title: str) -> None:
    desk.company.run(change_ticket, ChangeTicket(ticket_id, None, (("title", title),)))


@pytest.mark.covers("J04", "X5")
def test_the_same_field_asks_one_question_and_one_click_puts_the_other_value_everywhere(
    two: tuple[TestDesk, TestDesk, UUID],
) -> None:
    first, second, ticket_id = two
    rename(first, ticket_id, "Grzeje się")
    first.clock.advance(seconds=30)
    rename(second, ticket_id, "Syczy")

    meet(second, first, second)
    asked = [row for desk in (first, second) for row in told(desk).conflicts]
    assert {row.lost for row in asked} == {"Grzeje się"}
    asking = next(desk for desk in (first, second) if told(desk).conflicts)
    changes = asking.company.run(restore_value, RestoreValue(told(asking).conflicts[0].id))
    meet(first, second)

    assert {desk.company.get(Ticket, ticket_id).title for desk in (first, second)} == {"Grzeje się"}
    assert told(asking).conflicts == ()
    assert not told(first).refused
    assert not told(second).refused
    assert changes.entry_id is not None
    asking.company.run(undo_entry, UndoEntry(changes.entry_id))
    meet(first, second)
    assert {desk.company.get(Ticket, ticket_id).title for desk in (first, second)} == {"Syczy"}


def open_at(desks: Desks, table: str) -> int:
    """How many the centre has that nobody has settled."""
    with desks.office.database.writer.connect() as connection:
        statement = f"SELECT count(*) FROM {table} WHERE settled_at IS NULL"  # noqa: S608 - our own names
        return int(connection.exec_driver_sql(statement).scalar_one())


@pytest.mark.covers("J04")
def test_the_centre_hears_with_the_next_session_what_was_settled_at_a_desk(
    desks: Desks, two: tuple[TestDesk, TestDesk, UUID]
) -> None:
    first, second, ticket_id = two
    rename(first, ticket_id, "Grzeje się")
    first.clock.advance(seconds=30)
    rename(second, ticket_id, "Syczy")
    meet(second, first, second)
    asking = next(desk for desk in (first, second) if told(desk).conflicts)
    with _without_rights(first, first.user_id):
        first.say(first.company.rows(Customer)[0].id, note="tylko po 15")
        first.round()
    meet(first)
    before = open_at(desks, "sync_conflict"), open_at(desks, "sync_refusal")

    asking.company.run(settle_news, SettleNews((told(asking).conflicts[0].id,)))
    first.company.run(redo_refused, RedoRefused(told(first).refused[0].id))
    for desk in (first, second):
        desk.restart()
    meet(first, second)

    assert before == (1, 1)
    assert (open_at(desks, "sync_conflict"), open_at(desks, "sync_refusal")) == (0, 0)


@pytest.mark.covers("J04", "P-40")
def test_work_that_was_refused_is_told_and_done_anew_when_the_right_is_back(
    two: tuple[TestDesk, TestDesk, UUID],
) -> None:
    first, second, _ticket_id = two
    customer = first.company.rows(Customer)[0]
    user_id = second.user_id
    held = [row.role_id for row in first.company.rows(UserRole) if row.user_id == user_id]
    assert held or first.company.get(UserAccount, user_id).rights
    with _without_rights(first, user_id):
        first.say(customer.id, note="tylko po 15")
        result = first.round()
    assert result.refused == 1
    meet(first)
    (row,) = told(first).refused

    assert row.label.code == "customer.change"
    assert row.error.code in ("rights.missing", "exchange.user_unknown")
    assert first.company.get(Customer, customer.id).note == ""
    first.company.run(redo_refused, RedoRefused(row.id))
    meet(first, second)
    assert second.company.get(Customer, customer.id).note == "tylko po 15"


@pytest.mark.covers("J05", "P-63")
def test_a_ticket_handed_to_another_branch_leaves_this_ones_desks_and_comes_to_the_others(
    desks: Desks,
) -> None:
    here = desks.joined(way=Way.BRING)
    ticket_id = logged(here.company, covered_customer(here.company))
    there = desks.joined("KRK")
    meet(here, there)
    krakow = next(branch.id for branch in here.company.rows(Branch) if branch.code == "KRK")
    assert ticket_id not in {ticket.id for ticket in there.company.rows(Ticket)}

    here.company.run(hand_ticket_to_branch, HandTicketToBranch(ticket_id, krakow, "stoi u was"))
    meet(here, there)

    assert ticket_id not in {ticket.id for ticket in here.company.rows(Ticket)}
    came = there.company.get(Ticket, ticket_id)
    assert came.branch_id == krakow
    assert came.number.startswith("WAW-1-")
    assert told(here).refused == ()


@pytest.mark.covers("J05")
def test_a_customer_of_one_branch_is_not_held_by_the_others(desks: Desks) -> None:
    here, there = desks.joined(way=Way.BRING), desks.joined("KRK")
    customer_id = here.company.customer("Młyn Wierzbica")
    meet(here, there)
    assert customer_id in {customer.id for customer in there.company.rows(Customer)}

    here.say(customer_id, branch_id=here.company.actor.branch_id)
    meet(here, there)

    assert customer_id not in {customer.id for customer in there.company.rows(Customer)}
    branch_id = here.company.actor.branch_id
    assert branch_id is not None
    assert here.company.ask(tickets_elsewhere, customer_id, branch_id) == (0, "")


@pytest.mark.covers("X6")
def test_what_others_did_to_my_ticket_while_i_was_away_is_told_with_who_did_it(
    two: tuple[TestDesk, TestDesk, UUID],
) -> None:
    first, second, ticket_id = two
    other = logged(second.company, covered_customer(second.company, number="K7"), title="Nie moje")
    meet(second, first)
    before = {row.id for row in first.company.ask(away, first.user_id).tickets}
    first.clock.advance(days=3)
    rename(second, ticket_id, "Stuka")
    meet(second, first)

    found = first.company.ask(away, first.user_id)

    row = next(each for each in found.tickets if each.id == ticket_id)
    assert ("ticket", "title") in row.fields
    assert row.people == ("Anna Kowal",)
    assert other not in before or other in {each.id for each in found.tickets}


class _without_rights:  # noqa: N801 - reads as a sentence
    """The centre takes somebody's rights away for a while, as an administrator does there."""

    def __init__(self, desk: TestDesk, user_id: UUID) -> None:
        self._centre, self._user_id = desk.line.centre.database, user_id

    def __enter__(self) -> None:
        with self._centre.writer.begin() as connection:
            connection.exec_driver_sql(
                "UPDATE user_account SET is_active = false WHERE id = %s", (str(self._user_id),)
            )

    def __exit__(self, *_error: object) -> None:
        with self._centre.writer.begin() as connection:
            connection.exec_driver_sql(
                "UPDATE user_account SET is_active = true WHERE id = %s", (str(self._user_id),)
            )
