"""Workstations are paired, begin sessions, are told what to do first, and are revoked."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select, update

from fieldservice.domain.model.people import Workstation
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.server.accounts import devices
from fieldservice.server.accounts.seats import seat_of
from fieldservice.server.accounts.tables import SESSION
from fieldservice.server.seat import Seat
from fieldservice.server.store.tables import sync_device, sync_device_user, sync_meta
from fieldservice.sync.sealing import seal, unseal
from fieldservice.sync.wire import LoginRequest, SessionReply
from tests.conftest import FakeClock
from tests.server.centre.office import (
    AWAY,
    FIRST,
    LOGIN,
    NOWHERE,
    PASSWORD,
    Office,
    device_request,
    session_request,
)


def seat(office: Office, token: str) -> Seat:
    with office.database.writer.begin() as connection:
        return seat_of(connection, token, office.clock.now())


def set_device(office: Office, device: str, **values: object) -> None:
    with office.database.writer.begin() as connection:
        connection.execute(update(sync_device).where(sync_device.c.id == UUID(device)).values(**values))


def refused(code: str, work: Callable[[], object]) -> RuleViolation:
    with pytest.raises(RuleViolation) as caught:
        work()
    assert caught.value.code == code
    return caught.value


@pytest.mark.covers("J02")
def test_a_workstation_joins_with_a_code_and_gets_numbers_of_its_own(office: Office) -> None:
    first, second, other = office.pair(), office.pair(), office.pair(AWAY)

    assert [first.slot, second.slot, other.slot] == ["WAW-1", "WAW-2", "KRK-1"]
    assert (first.branch_code, first.branch_name, first.is_empty) == ("WAW", "Warszawa", False)
    with office.database.writer.connect() as connection:
        stations = set(connection.scalars(select(Workstation.id)))
    assert {UUID(first.device), UUID(second.device), UUID(other.device)} == stations


def test_a_code_is_good_once_and_for_a_quarter_of_an_hour(office: Office, clock: FakeClock) -> None:
    used, old = office.code(), office.code()
    device = office.entrance.pair(device_request(used.lower().replace("-", " ")), NOWHERE)
    seat(office, office.entrance.begin(session_request(device)).access_token)

    refused("exchange.code_unknown", lambda: office.entrance.pair(device_request(used), NOWHERE))
    clock.advance(minutes=16)
    refused("exchange.code_unknown", lambda: office.entrance.pair(device_request(old), NOWHERE))


def test_an_answer_to_the_pairing_that_was_lost_is_asked_again(office: Office) -> None:
    code = office.code()
    lost, device = (office.entrance.pair(device_request(code), NOWHERE) for _ in range(2))
    renamed = office.entrance.pair(device_request(code, name="Okno 2"), NOWHERE)

    assert (lost.device, lost.refresh_token) == (device.device, device.refresh_token)
    assert renamed.device == device.device
    refused("exchange.pair_again", lambda: office.entrance.begin(session_request(device)))


def test_who_guesses_codes_waits_and_nobody_else_does(office: Office) -> None:
    for _ in range(4):
        with pytest.raises(RuleViolation):
            office.entrance.pair(device_request("AAAA-BBBB-CCCC"), NOWHERE)

    assert refused("sign_in.wait", lambda: office.entrance.pair(device_request(office.code()), NOWHERE))
    assert office.entrance.pair(device_request(office.code()), "192.0.2.8").slot == "WAW-1"


@pytest.mark.covers("L01", "L08")
def test_rights_and_scopes_are_those_of_now(office: Office) -> None:
    device = office.pair()
    token = office.entrance.begin(session_request(device)).access_token
    before = seat(office, token)

    office.console.grant("WAW", "KRK", is_given=True)
    office.add_user("ola", "Ola Wrona")
    granted = seat(office, token)

    assert len(granted.scopes) == len(before.scopes) + 1
    assert granted.user_ids == before.user_ids == {UUID(device.user)}


def test_a_token_is_good_once_but_for_a_lost_answer(office: Office) -> None:
    device = office.pair()
    asked = [session_request(device, now=f"2026-11-23T07:3{n}:00+00:00") for n in (0, 0, 1)]
    doubled, lost, kept = (office.entrance.begin(each) for each in asked)
    seat(office, kept.access_token)
    nexts = office.entrance.begin(session_request(device, kept.refresh_token))

    assert doubled.refresh_token == lost.refresh_token
    refused("exchange.session_over", lambda: seat(office, lost.access_token))
    assert seat(office, nexts.access_token).device_id == UUID(device.device)


@pytest.mark.covers("P-56")
def test_a_copied_token_ends_the_session_of_both(office: Office) -> None:
    device = office.pair()
    good = office.entrance.begin(session_request(device))
    seat(office, good.access_token)

    elsewhere = session_request(device, now="2026-11-23T07:31:00+00:00")
    refused("exchange.pair_again", lambda: office.entrance.begin(elsewhere))

    refused("exchange.session_over", lambda: seat(office, good.access_token))
    refused("exchange.pair_again", lambda: office.entrance.begin(session_request(device, good.refresh_token)))


def test_a_request_that_the_line_brings_late_once_more_harms_nobody(office: Office) -> None:
    device = office.pair()
    asked = session_request(device)
    good = office.entrance.begin(asked)
    seat(office, good.access_token)

    refused("exchange.repeated", lambda: office.entrance.begin(asked))

    assert seat(office, good.access_token).device_id == UUID(device.device)


def test_whoever_lost_the_tokens_pairs_again_and_stays_the_same_device(office: Office) -> None:
    device = office.pair()
    set_device(office, device.device, last_n=4, last_digest=bytes([7] * 32))
    same = {"device": device.device, "incarnation": 1, "last_n": 4, "last_digest": "07" * 32}

    again = office.entrance.pair(device_request(office.code(), **same), NOWHERE)
    cloned = office.entrance.pair(device_request(office.code(), **{**same, "last_n": 3}), NOWHERE)

    assert (again.device, again.last_n) == (device.device, 4)
    assert cloned.device != device.device


def test_an_access_token_ends_after_a_quarter_of_an_hour(office: Office, clock: FakeClock) -> None:
    token = office.entrance.begin(session_request(office.pair())).access_token

    clock.advance(minutes=15, seconds=1)

    refused("exchange.session_over", lambda: seat(office, token))
    refused("exchange.session_over", lambda: seat(office, token[:-1] + "x"))


@pytest.mark.parametrize(("days", "sessions_before"), [(181, 0), (100, 7)])
def test_sessions_end_by_idleness_and_by_age(
    office: Office, clock: FakeClock, days: int, sessions_before: int
) -> None:
    device, token = office.pair(), ""
    for _ in range(sessions_before):
        clock.advance(days=days)
        token = office.entrance.begin(session_request(device, token)).refresh_token

    clock.advance(days=days)

    refused("exchange.pair_again", lambda: office.entrance.begin(session_request(device, token)))


@pytest.mark.covers("P-57")
def test_a_file_put_back_from_a_backup_goes_on_as_another_device(office: Office) -> None:
    device = office.pair()
    set_device(office, device.device, last_n=10, last_digest=bytes([1] * 32))
    old = session_request(device, last_n=7, last_digest="02" * 32)

    lost, fork = office.entrance.begin(old), office.entrance.begin(old)

    assert (fork.order, fork.last_n, fork.slot, fork.incarnation) == ("fork", 0, "WAW-2", 2)
    assert fork.device == lost.device != device.device
    assert seat(office, fork.access_token).user_ids == {UUID(device.user)}
    refused("exchange.pair_again", lambda: office.entrance.begin(old))


@pytest.mark.parametrize(
    ("believed", "order"),
    [
        ({}, "ok"),
        ({"last_n": 10, "last_digest": "01" * 32}, "ok"),
        ({"last_n": 12, "last_digest": "09" * 32}, "ok"),
        ({"last_n": 10, "last_digest": "09" * 32}, "fork"),
        ({"last_n": 9, "last_digest": "01" * 32}, "fork"),
        ({"incarnation": 2}, "fork"),
        ({"epoch": 3}, "epoch_changed"),
        ({"schema": 1}, "upgrade"),
    ],
)
def test_the_order_follows_from_what_both_believe(
    office: Office, believed: dict[str, Any], order: str
) -> None:
    device = office.pair()
    set_device(office, device.device, last_n=10, last_digest=bytes([1] * 32))
    said: dict[str, Any] = {"last_n": 10, "last_digest": "01" * 32, **believed}

    assert office.entrance.begin(session_request(device, **said)).order == order


def test_who_was_away_too_long_takes_everything_anew(office: Office) -> None:
    device = office.pair()
    set_device(office, device.device, acked={UUID(int=0).hex: 5})
    with office.database.writer.begin() as connection:
        connection.execute(update(sync_meta).values(floor=6))

    assert office.entrance.begin(session_request(device)).order == "rebootstrap"


@pytest.mark.covers("L06")
def test_a_revoked_workstation_is_told_and_gets_nothing(office: Office) -> None:
    device = office.pair()
    begun = office.entrance.begin(session_request(device))
    with office.database.writer.begin() as connection:
        devices.revoke(connection, UUID(device.device), office.clock.now())

    told = office.entrance.begin(session_request(device, begun.refresh_token))

    assert (told.order, told.access_token, told.refresh_token, told.scopes) == ("revoked", "", "", [])
    refused("exchange.revoked", lambda: seat(office, begun.access_token))


def test_what_a_revoked_workstation_seals_only_the_centre_opens(office: Office) -> None:
    sealed = seal("Praca z piątku".encode(), office.pair().seal_key)

    assert unseal(sealed, office.key.seal_private).decode() == "Praca z piątku"
    refused("seal.unreadable", lambda: unseal(sealed[:-1] + b"x", office.key.seal_private))
    refused("seal.unreadable", lambda: unseal(sealed, bytes(32)))


def test_a_token_newer_than_the_backup_is_known_by_its_mark(office: Office) -> None:
    device = office.pair()
    with office.database.writer.connect() as connection:
        saved = connection.exec_driver_sql("SELECT * FROM centre_session").mappings().one()
    begun: SessionReply = office.entrance.begin(session_request(device))
    seat(office, begun.access_token)
    with office.database.writer.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE centre_session SET counter = %(counter)s, refresh_hash = %(refresh_hash)s,"
            " is_used = false, former_hash = NULL, access_hash = NULL",
            dict(saved),
        )
        connection.execute(update(sync_meta).values(epoch=2))

    restored = office.entrance.begin(session_request(device, begun.refresh_token))

    assert restored.order == "epoch_changed"
    made_up = begun.refresh_token[:-4] + "AAAA"
    refused("exchange.pair_again", lambda: office.entrance.begin(session_request(device, made_up)))


@pytest.mark.covers("L05")
def test_another_person_logs_in_and_the_door_opens_without_a_line(office: Office) -> None:
    device = office.pair()
    office.add_user("ola", "Ola Wrona")
    here = seat(office, office.entrance.begin(session_request(device)).access_token)
    first = LoginRequest(device.device, "ola", FIRST)

    refused("sign_in.password_expired", lambda: office.entrance.login(here, first))
    own = LoginRequest(device.device, "ola", FIRST, "Moje własne 22")
    told = office.entrance.login(here, own)

    assert PasswordHasher().verify(told.verifier, "Moje własne 22")
    assert told.valid_until == (office.clock.now() + timedelta(days=14)).isoformat()
    with office.database.writer.connect() as connection:
        assert UUID(told.user) in set(connection.scalars(select(sync_device_user.c.user_id)))


def test_unknown_left_and_wrong_are_told_alike(office: Office, clock: FakeClock) -> None:
    office.add_user("ola", "Ola Wrona")
    office.console.disable_user("ola")
    device = office.pair()
    here = seat(office, office.entrance.begin(session_request(device)).access_token)
    tries = [
        ("nikt", PASSWORD),
        ("ola", FIRST),
        (LOGIN, "nie to"),
        (LOGIN, ""),
        ("x" * 500, "x"),
    ]

    for login, password in tries:
        clock.advance(minutes=2)
        with pytest.raises(RuleViolation, match=r"sign_in\.wrong\(\)"):
            office.entrance.login(here, LoginRequest(device.device, login, password))


def test_who_tries_one_name_after_another_waits_too(office: Office) -> None:
    device = office.pair()
    here = seat(office, office.entrance.begin(session_request(device)).access_token)
    for login in ("ala", "ela", "ola"):
        with pytest.raises(RuleViolation, match=r"sign_in\.wrong"):
            office.entrance.login(here, LoginRequest(device.device, login, "x"))

    refused("sign_in.wait", lambda: office.entrance.login(here, LoginRequest(device.device, LOGIN, PASSWORD)))


def test_who_left_hands_in_nothing_more(office: Office) -> None:
    device = office.pair()
    office.add_user("ola", "Ola Wrona")
    token = office.entrance.begin(session_request(device)).access_token
    here = seat(office, token)
    own = LoginRequest(device.device, "ola", FIRST, "Moje własne 22")
    ola = UUID(office.entrance.login(here, own).user)
    assert ola in seat(office, token).user_ids

    office.console.disable_user("ola")

    assert ola not in seat(office, token).user_ids


def test_a_spent_token_shown_in_anothers_name_ends_the_session_of_its_own_device(
    office: Office, clock: FakeClock
) -> None:
    thief, session = office.begun(AWAY)
    victim, going_on = office.begun()
    clock.advance(seconds=1)
    office.entrance.begin(session_request(thief, session.refresh_token))
    with office.database.writer.begin() as connection:
        connection.execute(update(SESSION).values(is_used=True))

    forged = session_request(thief, thief.refresh_token, device=victim.device)
    refused("exchange.pair_again", lambda: office.entrance.begin(forged))

    assert office.entrance.begin(session_request(victim, going_on.refresh_token)).access_token
    refused(
        "exchange.pair_again", lambda: office.entrance.begin(session_request(thief, session.refresh_token))
    )
