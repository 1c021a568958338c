"""What changed elsewhere while somebody was away: exactly their tickets, by whom, and what."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from fieldservice.domain.commands.exchange import SeeAway, see_away
from fieldservice.domain.commands.following import FollowTicket, ShowPresence, follow_ticket, tell_presence
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.people import UserAccount
from fieldservice.domain.model.ticket import Request, Ticket
from fieldservice.domain.queries.exchange_away import Away, away
from tests.factories import Company
from tests.store.exchange_givens import Came, joined, received
from tests.store.ticket_givens import covered_customer, logged, ordered


@pytest.fixture
def desk(company: Company) -> Company:
    return joined(company)


@pytest.fixture
def jan(desk: Company) -> UUID:
    other = UserAccount(id=new_id(), login="jan", name="Jan Nowak")
    desk.put(other)
    return other.id


def told(desk: Company) -> Away:
    assert desk.actor.user_id is not None
    return desk.ask(away, desk.actor.user_id)


def strangers(desk: Company, served: tuple[UUID, UUID], owner: UUID) -> UUID:
    """A ticket that has nothing to do with whoever works here."""
    ticket_id = logged(desk, served, owner_id=owner, responsible_id=owner)
    with desk.begin() as uow:
        uow.record("test.given", None)
        request_id = uow.get(Ticket, ticket_id).request_id
        assert request_id is not None
        uow.get(Request, request_id).taken_by_id = owner
        uow.commit()
    return ticket_id


def later(desk: Company, days: int = 3) -> datetime:
    return desk.clock.now() + timedelta(days=days)


@pytest.mark.covers("X6")
def test_after_three_days_exactly_the_tickets_touched_elsewhere_that_are_mine_are_told(
    desk: Company, jan: UUID
) -> None:
    served = covered_customer(desk)
    mine = logged(desk, served, owner_id=desk.actor.user_id)
    followed, opened = strangers(desk, served, jan), strangers(desk, served, jan)
    his, untouched = strangers(desk, served, jan), logged(desk, served, owner_id=desk.actor.user_id)
    desk.run(follow_ticket, FollowTicket(followed))
    desk.run(tell_presence, ShowPresence(opened))
    came = [Came("ticket", each, {"title": "a"}, {"title": "b"}) for each in (mine, followed, opened, his)]
    received(desk, later(desk), came, jan)

    found = told(desk)

    assert {row.id for row in found.tickets} == {mine, followed, opened}
    assert untouched not in {row.id for row in found.tickets}
    assert {row.people for row in found.tickets} == {("Jan Nowak",)}
    assert {row.fields for row in found.tickets} == {(("ticket", "title"),)}


@pytest.mark.covers("X6")
def test_what_was_added_to_a_ticket_touches_it(desk: Company, jan: UUID) -> None:
    ticket_id = logged(desk, covered_customer(desk), owner_id=desk.actor.user_id)
    ((order_id, visit_id),) = ordered(desk, ticket_id)
    came = [
        Came("article", new_id(), None, {"ticket_id": ticket_id.hex, "author_id": jan.hex}),
        Came("work_line", new_id(), None, {"order_id": order_id.hex}),
        Came("visit", visit_id, {"report": ""}, {"report": "wymieniono"}),
    ]
    received(desk, later(desk), came, jan)

    (row,) = told(desk).tickets

    assert row.added == ("article", "work_line")
    assert row.fields == (("visit", "report"),)


@pytest.mark.covers("X6")
def test_what_was_looked_at_is_not_told_again(desk: Company, jan: UUID) -> None:
    ticket_id = logged(desk, covered_customer(desk), owner_id=desk.actor.user_id)
    received(desk, desk.clock.now() + timedelta(seconds=1), [Came("ticket", ticket_id, {}, {"title": "b"})])
    desk.run(see_away, SeeAway())

    before = told(desk)
    received(desk, later(desk), [Came("ticket", ticket_id, {"title": "b"}, {"title": "c"})], jan)

    assert before.since == desk.clock.now()
    assert [row.id for row in told(desk).tickets] == [ticket_id]


def test_a_flood_is_told_as_a_flood(desk: Company) -> None:
    received(desk, later(desk), [])
    with desk.database.write_sessions().begin() as session:
        session.connection().exec_driver_sql(
            "UPDATE journal_entry SET label = '{\"rows\": 90000}' WHERE command = 'exchange.received'"
        )

    assert told(desk).is_too_much


def test_a_desk_that_stands_alone_was_never_away(company: Company) -> None:
    assert told(company) == Away(None)
