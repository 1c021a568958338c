"""The days of `test_meeting_of_desks` at a real centre: PostgreSQL merges, numbers, settles, refuses (T2).

In the end all desks of a branch hold the same, by version and content, and nothing of another branch; tickets
are as their orders say, no number is there twice, files are where their rows are, and every word typed is
found, in the name of who typed it: in a row, in a value that gave way, or in work that was refused.

Here a few short days; `python -m bench soak days` plays many long ones.
"""

import os
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from fieldservice.domain.model.people import UserAccount
from fieldservice.sync.joining import Way
from tests.server.centre.office import FIRST
from tests.store.ticket_givens import logged, ordered
from tests.sync.conftest import Desks
from tests.sync.days_at_a_centre import HERE, OLA, PASSWORD, THERE, Beginning, DaysAtACentre

SEED = "EXCHANGE_SEED"
"""Plays the days of a soak again."""


def begin(desks: Desks) -> tuple[list[Beginning], list[UUID]]:
    """Two desks of one branch and one of another, at each of which two people may work."""
    desks.office.add_user(OLA, "Ola Wrona")
    begun, new = list[Beginning](), PASSWORD
    for place, branch in enumerate([HERE, HERE, THERE]):
        desk = desks.alone()
        if place == 0:
            ordered(desk.company, logged(desk.company), 2)
        desk.join(Way.TAKE if place else Way.BRING, desks.code(branch))
        assert desk.round().went_well
        desk.engine.login(OLA, PASSWORD if place else FIRST, "" if place else new)
        desks.clock.advance(seconds=1)
        assert desk.round().went_well
        begun.append(Beginning(desk.content(), desk, branch))
    first = begun[0].made
    ola = next(each.id for each in first.company.rows(UserAccount) if each.login == OLA)
    return begun, [first.user_id, ola]


@pytest.mark.covers("J03", "J05", "J06", "P-54", "P-55", "P-57", "P-60", "P-61", "P-62")
def test_desks_of_a_centre_hold_the_same_whatever_happened(desks: Desks) -> None:
    told = os.environ.get(SEED)
    play(
        desks,
        None if told is None else int(told),
        int(os.environ.get("EXCHANGE_DAYS", "2")),
        int(os.environ.get("EXCHANGE_STEPS", "15")),
    )


def play(desks: Desks, begun_with: int | None, days: int, steps: int) -> None:
    class Day(DaysAtACentre):
        office = desks.office
        clock_of_all = desks.clock

    Day.beginning, Day.people = begin(desks)
    run_state_machine_as_test(
        Day if begun_with is None else seed(begun_with)(Day),
        settings=settings(
            max_examples=days,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            phases=(Phase.explicit, Phase.generate),
            suppress_health_check=list(HealthCheck),
        ),
    )
