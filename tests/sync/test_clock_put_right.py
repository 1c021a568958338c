"""A workstation whose clock is wrong: what is done there bears the time at which it was done."""

from datetime import timedelta

import pytest

from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.rules.exchange_clock import correction, moment_of
from fieldservice.domain.store.clock import CentreClock
from fieldservice.domain.store.exchange_state import is_joined
from tests.conftest import FakeClock
from tests.factories import Company
from tests.store.ticket_givens import logged
from tests.sync.conftest import Desks
from tests.sync.desks import TestDesk

TWO_HOURS = timedelta(hours=2)


def at_work(desk: TestDesk) -> Company:
    """As the running desk has it: its clock is put right by what the exchange left."""
    clock = CentreClock(desk.clock, lambda: desk.database.exchange.correction)
    return Company(desk.database, clock, desk.company.actor)


@pytest.mark.covers("P-58")
@pytest.mark.parametrize("wrong_by", [TWO_HOURS, -TWO_HOURS])
def test_a_ticket_is_opened_and_due_by_the_time_of_the_centre(desks: Desks, wrong_by: timedelta) -> None:
    desk = desks.alone(FakeClock(desks.clock.now() + wrong_by))
    desk.join(code=desks.code("WAW"))
    assert desk.round().problem is None

    first = at_work(desk).get(Ticket, logged(at_work(desk)))
    desk.restart()
    with desk.database.read_session() as session:
        is_joined(session)  # as the first reading of a started desk
    later = at_work(desk).clock.now()

    assert abs(first.opened_at - desks.clock.now()) < timedelta(seconds=1)
    assert abs(later - desks.clock.now()) < timedelta(seconds=1)
    with desk.database.read_session() as session:
        stamps = session.connection().exec_driver_sql(
            "SELECT stamp FROM outbox_transaction WHERE state='new'"
        )
        waiting = [moment_of(stamp) for stamp in stamps.scalars()]
    assert waiting
    assert all(abs(moment - desks.clock.now()) < timedelta(minutes=1) for moment in waiting)


def test_a_clock_that_is_nearly_right_is_left_alone() -> None:
    assert correction(timedelta(seconds=-59)) == timedelta()
    assert correction(timedelta(seconds=61)) == timedelta(seconds=61)


def test_a_second_meeting_measures_the_same_again(desks: Desks) -> None:
    desk = desks.alone(FakeClock(desks.clock.now() + TWO_HOURS))
    desk.join(code=desks.code("WAW"))
    for _round in range(2):
        desks.clock.advance(minutes=20)
        desk.clock.advance(minutes=20)
        assert desk.round().problem is None

    assert abs(desk.database.exchange.correction + TWO_HOURS) < timedelta(seconds=1)
