"""A technician whom two branches book for the same time while neither sees the other's plan."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from fieldservice.domain.commands.orders import CreateOrders, NewOrder, create_orders
from fieldservice.domain.commands.visits import MoveVisit, NewVisit, move_visit
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.order import Visit
from fieldservice.domain.queries.exchange import NewsRow
from fieldservice.domain.queries.orders import ticket_orders
from fieldservice.sync.joining import Way
from tests.conftest import MONDAY_MORNING
from tests.factories import TECHNICIANS
from tests.store.ticket_givens import covered_customer, logged
from tests.sync.conftest import Desks
from tests.sync.desks import TestDesk
from tests.sync.test_people_decide import meet, told

TOMORROW = MONDAY_MORNING + timedelta(days=1)


def booked(desk: TestDesk, ticket: UUID, at: datetime) -> UUID:
    """A visit of the first technician, an hour long."""
    person, visit = desk.company.technician(TECHNICIANS[0]), new_id()
    order = NewOrder(new_id(), "Naprawa", visits=(NewVisit(visit, person, at, 60),))
    desk.company.run(create_orders, CreateOrders(ticket, (order,)))
    return visit


@pytest.fixture
def two(desks: Desks) -> tuple[TestDesk, TestDesk, UUID, UUID]:
    """A desk of Warszawa and one of Kraków, each with a ticket of its own branch."""
    here = desks.joined(way=Way.BRING)
    served = covered_customer(here.company)
    meet(here)
    there = desks.joined("KRK")
    meet(there)
    return here, there, logged(here.company, served), logged(there.company, served)


def news(desk: TestDesk) -> list[NewsRow]:
    return [row for row in told(desk).conflicts if row.rule == "double_booking"]


@pytest.mark.covers("J04", "P-50", "P-53")
def test_both_dispatchers_are_told_and_both_visits_stay(two: tuple[TestDesk, TestDesk, UUID, UUID]) -> None:
    here, there, ticket, other_ticket = two
    mine = booked(here, ticket, TOMORROW)
    other = booked(there, other_ticket, TOMORROW + timedelta(minutes=30))

    meet(here, there)
    here.clock.advance(hours=1)
    meet(here, there)

    (row_here,), (row_there,) = news(here), news(there)
    assert row_here.booking is not None
    assert row_there.booking is not None
    assert row_here.booking.technician == TECHNICIANS[0]
    assert row_here.booking.number.startswith("KRK-1-")
    assert row_here.booking.branch == "Kraków"
    assert row_there.booking.number.startswith("WAW-1-")
    assert not row_here.can_restore
    assert here.company.get(Visit, mine).planned_from == TOMORROW
    assert there.company.get(Visit, other).planned_from == TOMORROW + timedelta(minutes=30)


def test_the_order_shows_it_until_one_of_the_two_is_moved(two: tuple[TestDesk, TestDesk, UUID, UUID]) -> None:
    here, there, ticket, other_ticket = two
    mine = booked(here, ticket, TOMORROW)
    booked(there, other_ticket, TOMORROW)
    meet(here, there)
    here.clock.advance(hours=1)
    meet(here, there)

    (order,) = here.company.ask(ticket_orders, ticket, "en")
    assert [each.branch for each in order.visits[0].booked_twice] == ["Kraków"]
    visit, later = here.company.get(Visit, mine), TOMORROW + timedelta(hours=3)
    here.company.run(move_visit, MoveVisit(mine, visit.technician_id, later, later + timedelta(hours=1)))

    (order,) = here.company.ask(ticket_orders, ticket, "en")
    assert order.visits[0].booked_twice == ()


def test_visits_that_only_touch_or_are_over_are_nobody_s_news(
    two: tuple[TestDesk, TestDesk, UUID, UUID],
) -> None:
    here, there, ticket, other_ticket = two
    booked(here, ticket, TOMORROW)
    booked(there, other_ticket, TOMORROW + timedelta(minutes=60))

    meet(here, there)
    here.clock.advance(hours=1)
    meet(here, there)

    assert news(here) == news(there) == []
