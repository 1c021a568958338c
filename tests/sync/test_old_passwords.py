"""A password that was changed at the centre opens no workstation once that has met the centre."""

from datetime import datetime
from uuid import UUID

import pytest

from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.store.offline_unlock import GOOD_FOR, Verified, keep_verified, require_unlockable
from fieldservice.sync.meeting import required_state
from fieldservice.sync.wire import LoginRequest
from tests.sync.conftest import Desks
from tests.sync.desks import LOGIN, PASSWORD, TestDesk

NEW = "Niebieski tramwaj 9"


def comes_in(desk: TestDesk, password: str, new: str = "") -> UUID:
    """As the door does with a line."""
    with desk.database.read_session() as session:
        device = required_state(session).device_id.hex
    told = desk.line.login(LoginRequest(device, LOGIN, password, new))
    user = Verified(UUID(told.user), told.verifier, datetime.fromisoformat(told.valid_until))
    with desk.database.write_sessions().begin() as session:
        keep_verified(session, user)
    return user.user_id


def opens(desk: TestDesk, user_id: UUID) -> str:
    """What the door says without a line; nothing when it opens."""
    with desk.database.read_session() as session:
        try:
            require_unlockable(session, user_id, desk.clock.now())
        except RuleViolation as refused:
            return refused.code
    return ""


@pytest.mark.covers("L05")
def test_an_old_password_ends_with_the_next_exchange(desks: Desks) -> None:
    desk = desks.joined()
    desk.round()
    user_id = comes_in(desk, PASSWORD)
    desks.clock.advance(minutes=20)
    desk.round()
    before = opens(desk, user_id)

    desks.office.console.give_password(LOGIN, "Pierwsze haslo 1")
    without_line = opens(desk, user_id)
    desks.clock.advance(minutes=20)
    assert desk.round().problem is None
    after = opens(desk, user_id)
    comes_in(desk, "Pierwsze haslo 1", NEW)
    desks.clock.advance(minutes=20)
    assert desk.round().problem is None

    assert (before, without_line, after) == ("", "", "sign_in.changed_at_centre")
    assert opens(desk, user_id) == ""


@pytest.mark.covers("L05")
def test_a_password_that_stays_is_good_for_a_while_after_the_last_exchange(desks: Desks) -> None:
    desk = desks.joined()
    user_id = comes_in(desk, PASSWORD)
    desks.clock.advance(days=13)
    desk.round()

    desks.clock.advance(days=GOOD_FOR.days - 1)
    within = opens(desk, user_id)
    desks.clock.advance(days=2)

    assert (within, opens(desk, user_id)) == ("", "sign_in.offline_too_long")
