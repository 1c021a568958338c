"""Engine, joining and leaving for a desk in a home folder. Imported on worker threads: it brings the network.

Used by the window and by the command line alike.
"""

from datetime import datetime
from pathlib import Path
from typing import Protocol
from uuid import UUID

from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.engine import Database
from fieldservice.domain.store.offline_unlock import Verified, keep_verified, seat_verified
from fieldservice.domain.store.unit_of_work import Actor
from fieldservice.sync import joining
from fieldservice.sync.desk_engine import checked_address, connect_over_http, desk_engine, desk_store
from fieldservice.sync.desk_store import DeskStore
from fieldservice.sync.engine import Engine
from fieldservice.sync.meeting import required_state
from fieldservice.sync.round_result import Cancelled, OnProgress
from fieldservice.sync.transport import Transport
from fieldservice.sync.wire import LoginRequest


class Needs(Protocol):
    """What the desk hands over."""

    @property
    def home(self) -> Path: ...

    @property
    def clock(self) -> Clock: ...

    @property
    def program(self) -> str: ...

    def database(self) -> Database: ...

    def actor(self) -> Actor: ...


class Typed(Protocol):
    """What was typed to join a centre."""

    @property
    def address(self) -> str: ...

    @property
    def code(self) -> str: ...

    @property
    def login(self) -> str: ...

    @property
    def password(self) -> str: ...

    @property
    def new_password(self) -> str: ...

    @property
    def name(self) -> str: ...

    @property
    def takes_theirs(self) -> bool: ...


def engine_of(needs: Needs) -> Engine:
    return desk_engine(store_of(needs), connect_over_http(needs.home), needs.clock)


def store_of(needs: Needs) -> DeskStore:
    return desk_store(needs.home, needs.database(), needs.actor(), needs.program)


def join_centre(needs: Needs, typed: Typed, on_progress: OnProgress, is_cancelled: Cancelled) -> bool:
    """Whether it was finished. Whoever joined is who works here, with and without a line."""
    address, store = checked_address(typed.address), store_of(needs)
    transport = connect_over_http(needs.home)(address)
    wish = joining.Wish(
        address=address,
        pairing_code=typed.code.strip(),
        name=typed.name.strip(),
        login=typed.login.strip(),
        password=typed.password,
        new_password=typed.new_password,
        way=joining.Way.TAKE if typed.takes_theirs else joining.Way.BRING,
    )
    joined = joining.join(store, transport, needs.clock, wish, on_progress, is_cancelled)
    if joined.is_done:
        come_in(store, transport, (wish.login, typed.new_password or typed.password), needs.clock)
    return joined.is_done


def come_in(store: DeskStore, transport: Transport, who: tuple[str, str], clock: Clock) -> UUID:
    """Sign in at the centre, and keep what opens the desk without a line."""
    with store.database.read_session() as reading:
        device_id = required_state(reading).device_id
    login, password = who
    reply = transport.login(LoginRequest(device_id.hex, login, password))
    person = Verified(UUID(reply.user), reply.verifier, datetime.fromisoformat(reply.valid_until))
    with store.database.write_sessions().begin() as session:
        keep_verified(session, person)
        seat_verified(session, device_id, person.user_id, clock.now())
    return person.user_id


def leave_centre(needs: Needs) -> None:
    joining.leave(store_of(needs))
