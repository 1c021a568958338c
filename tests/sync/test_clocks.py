"""A workstation's clock that is wrong, and right again: what was done meanwhile does not rule for ever."""

from datetime import timedelta

import pytest

from fieldservice.domain.rules.exchange_clock import AHEAD_MILLISECONDS, first_stamp, milliseconds
from fieldservice.sync.meeting import required_state
from tests.conftest import MONDAY_MORNING
from tests.sync.met import Met, met, two_desks

__all__ = ["met", "two_desks"]

HIGHEST = first_stamp(milliseconds(MONDAY_MORNING) + AHEAD_MILLISECONDS)
"""What is believed on that morning."""


def stamps(met: Met) -> tuple[int, list[int]]:
    """The last that was given, and those of the work that waits."""
    with met.one.database.read_session() as session:
        waiting = "SELECT stamp FROM outbox_transaction WHERE state <> 'acked' ORDER BY number"
        return required_state(session).stamp, list(session.connection().exec_driver_sql(waiting).scalars())


def meet(met: Met) -> None:
    """The centre's clock is right: a session tells it, and nothing is carried."""
    begin = met.one.line.begin

    def right(request: object) -> object:
        met.clock.moment = MONDAY_MORNING
        return begin(request)

    met.one.line.begin = right
    met.one.engine.round(is_cancelled=lambda: True)


@pytest.mark.covers("P-56")
def test_stamps_of_a_clock_that_was_a_year_ahead_are_calmed(met: Met) -> None:
    met.clock.advance(days=365)
    met.one.company.customer("By a clock of next year", number="N-1")
    met.clock.moment = MONDAY_MORNING
    met.one.company.customer("By the right one", number="N-2")
    last, waiting = stamps(met)
    assert min(last, *waiting) > HIGHEST

    meet(met)

    last, waiting = stamps(met)
    assert max(last, *waiting) <= HIGHEST
    met.one.company.customer("Afterwards", number="N-3")
    assert stamps(met)[1][-1] <= HIGHEST


def test_what_was_sent_keeps_its_stamp(met: Met) -> None:
    """Its bytes and digest are made: the centre clamps it."""
    met.clock.advance(days=365)
    met.one.company.customer("Sent and not answered", number="N-1")
    met.one.line.trouble = ["", "unanswered"]
    met.one.round()
    with met.one.database.read_session() as session:
        sent = session.connection().exec_driver_sql(
            "SELECT stamp FROM outbox_transaction ORDER BY number DESC"
        )
        before = list(sent.scalars())
    met.clock.advance(minutes=16)
    met.one.restart()

    meet(met)

    with met.one.database.read_session() as session:
        after = session.connection().exec_driver_sql(
            "SELECT stamp FROM outbox_transaction ORDER BY number DESC"
        )
        assert list(after.scalars()) == before


def test_a_wrong_clock_is_told_by_how_much(met: Met) -> None:
    met.clock.advance(hours=2)

    def behind(request: object) -> object:
        reply = begin(request)
        return type(reply)(**{**_members(reply), "now": (met.clock.now() - timedelta(hours=2)).isoformat()})

    begin = met.one.line.begin
    met.one.line.begin = behind
    met.one.round()

    with met.one.database.read_session() as session:
        assert required_state(session).offset_milliseconds == -2 * 3_600_000


def _members(reply: object) -> dict[str, object]:
    return {name: getattr(reply, name) for name in type(reply).__struct_fields__}  # type: ignore[attr-defined]
