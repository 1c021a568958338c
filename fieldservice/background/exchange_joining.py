"""Engine, joining and leaving for a desk in a home folder. Imported on worker threads: it brings the network.

Used by the window and by the command line alike.
"""

from datetime import datetime
from pathlib import Path
from typing import Protocol
from uuid import UUID

from fieldservice.domain.model.people import UserAccount
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.engine import Database
from fieldservice.domain.store.offline_unlock import Verified, keep_verified, seat_verified
from fieldservice.domain.store.unit_of_work import Actor
from fieldservice.sync import joining
from fieldservice.sync.desk_engine import checked_address, connect_over_http, desk_engine, desk_store
from fieldservice.sync.desk_store import DeskStore
from fieldservice.sync.engine import Engine
from fieldservice.sync.meeting import required_state
from fieldservice.sync.round_result import Cancelled, OnProgress, Watch
from fieldservice.sync.transport import Transport
from fieldservice.sync.wire import LoginReply, LoginRequest


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
    joined = joining.join(store, transport, needs.clock, wish, Watch(on_progress, is_cancelled))
    if joined.is_done:
        _seat_first(store, transport, (wish.login, typed.new_password or typed.password), needs.clock)
    return joined.is_done


def let_in(engine: Engine, needs: Needs, who: tuple[str, str, str]) -> tuple[UUID, str]:
    """Somebody whom only the centre knows yet: asked there, and kept to open the desk without a line."""
    database = needs.database()
    person = _verified(engine.login(*who))
    name = _name_of(database, person.user_id)
    if name is None:  # made at the centre since the last round
        engine.round()
        name = _name_of(database, person.user_id)
    if name is None:
        raise RuleViolation("sign_in.wrong")
    with database.write_sessions().begin() as session:
        keep_verified(session, person)
    return person.user_id, name


def _seat_first(store: DeskStore, transport: Transport, who: tuple[str, str], clock: Clock) -> None:
    """Whoever joined is who works here."""
    with store.database.read_session() as reading:
        device_id = required_state(reading).device_id
    person = _verified(transport.login(LoginRequest(device_id.hex, *who)))
    with store.database.write_sessions().begin() as session:
        keep_verified(session, person)
        seat_verified(session, device_id, person.user_id, clock.now())


def _verified(reply: LoginReply) -> Verified:
    return Verified(UUID(reply.user), reply.verifier, datetime.fromisoformat(reply.valid_until))


def _name_of(database: Database, user_id: UUID) -> str | None:
    with database.read_session() as session:
        user = session.get(UserAccount, user_id)
        return None if user is None else user.name


def leave_centre(needs: Needs) -> None:
    joining.leave(store_of(needs))
