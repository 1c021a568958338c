"""Engine, joining and leaving for a desk in a home folder. Imported on worker threads: it brings the network.

Used by the window and by the command line alike.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from random import SystemRandom
from typing import Protocol
from uuid import UUID

from fieldservice.domain.model.people import UserAccount, Workstation
from fieldservice.domain.queries.exchange import standing
from fieldservice.domain.queries.own_data import own_data
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.rights import Right
from fieldservice.domain.store.backup import BEFORE_JOINING, BEFORE_LEAVING, BackupWay, back_up
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.database_key import keys_of
from fieldservice.domain.store.engine import Database
from fieldservice.domain.store.offline_unlock import Verified, keep_verified, seat_verified
from fieldservice.domain.store.rights import require
from fieldservice.domain.store.safekeeping_file import SafekeepingFile
from fieldservice.domain.store.unit_of_work import Actor
from fieldservice.sync import joining
from fieldservice.sync.desk_engine import checked_address, connect_over_http, desk_engine, desk_store
from fieldservice.sync.desk_store import DeskStore
from fieldservice.sync.engine import Engine
from fieldservice.sync.meeting import required_state
from fieldservice.sync.round_result import Cancelled, OnProgress, RoundResult, Watch, never, unheard
from fieldservice.sync.transport import Transport
from fieldservice.sync.wire import LoginReply, LoginRequest

REVOKED = "exchange.revoked"
COPIES = ("backups", "drafts")
"""Folders of the home in which data lie, too."""


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

    @property
    def lets_own_go(self) -> bool:
        """Whether somebody has seen how much of their own would go, and gave it up."""
        ...


@dataclass(frozen=True, slots=True)
class JoinedCentre:
    """`is_done` is false when it was broken off; `backup` keeps what the centre's data took the place of."""

    is_done: bool
    backup: Path | None = None


class ThoroughEngine:
    """The engine of a desk in a home folder: revoked, it leaves no copies beside the database either."""

    def __init__(self, engine: Engine, home: Path) -> None:
        self._engine = engine
        self._home = home
        self.places = engine.places
        self.listen = engine.listen
        self.login = engine.login

    def round(self, on_progress: OnProgress = unheard, is_cancelled: Cancelled = never) -> RoundResult:
        result = self._engine.round(on_progress, is_cancelled)
        if result.problem is not None and result.problem.code == REVOKED:
            for folder in COPIES:
                shutil.rmtree(self._home / folder, ignore_errors=True)
        return result


def engine_of(needs: Needs) -> ThoroughEngine:
    engine = desk_engine(store_of(needs), connect_over_http(needs.home), needs.clock)
    return ThoroughEngine(engine, needs.home)


def store_of(needs: Needs) -> DeskStore:
    return desk_store(needs.home, needs.database(), needs.actor(), needs.program)


def join_centre(needs: Needs, typed: Typed, on_progress: OnProgress, is_cancelled: Cancelled) -> JoinedCentre:
    """Whoever joined is who works here, with and without a line. `rights.missing`; `exchange.own_data` when
    data would go that nobody gave up.
    """
    _require_right(needs)
    address, store = checked_address(typed.address), store_of(needs)
    transport = connect_over_http(needs.home)(address)
    kept: list[Path] = []
    wish = joining.Wish(
        address=address,
        pairing_code=typed.code.strip(),
        name=typed.name.strip(),
        login=typed.login.strip(),
        password=typed.password,
        new_password=typed.new_password,
        way=_way(typed),
        keep=lambda: kept.extend(_keep_own(needs)),
    )
    joined = joining.join(store, transport, needs.clock, wish, Watch(on_progress, is_cancelled))
    if joined.is_done:
        _round_first(Engine(store, transport, needs.clock, SystemRandom()), store, on_progress)
        _seat_first(store, transport, (wish.login, typed.new_password or typed.password), needs.clock)
    return JoinedCentre(joined.is_done, kept[0] if kept else None)


def _way(typed: Typed) -> joining.Way:
    if not typed.takes_theirs:
        return joining.Way.BRING
    return joining.Way.TAKE_INSTEAD if typed.lets_own_go else joining.Way.TAKE


def _keep_own(needs: Needs) -> list[Path]:
    """A backup before data go; none when there are none."""
    with needs.database().read_session() as reading:
        is_any = own_data(reading).is_any
    return [keep_copy(needs, BEFORE_JOINING)] if is_any else []


def keep_copy(needs: Needs, reason: str) -> Path:
    """A checked backup of the running desk, where its backups lie, sealed if they are."""
    plan = SafekeepingFile(needs.home)
    database = needs.database()
    path = Path(database.writer.url.database or "")
    passphrase = plan.passphrase() if plan.plan().is_sealed else None
    way = BackupWay(keys_of(needs.home).for_copies(path), passphrase, database.files)
    return back_up(path, plan.folder(), needs.clock.now(), reason=reason, way=way)


def _require_right(needs: Needs) -> None:
    """Whoever looks after the data of this workstation decides where they belong."""
    with needs.database().read_session() as reading:
        require(reading, needs.actor().user_id, Right.MANAGE_BACKUPS)


def let_in(engine: ThoroughEngine, needs: Needs, who: tuple[str, str, str]) -> tuple[UUID, str]:
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


def _round_first(engine: Engine, store: DeskStore, on_progress: OnProgress) -> None:
    """What the centre gave may be some hours old: the rest comes now, this very workstation among it."""
    result = engine.round(on_progress)
    with store.database.read_session() as reading:
        device_id = required_state(reading).device_id
        if result.problem is not None and reading.get(Workstation, device_id) is None:
            raise result.problem


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


def leave_centre(needs: Needs, end: Callable[[], object]) -> Path | None:
    """Where the backup lies that keeps what was not sent; None when all was. `rights.missing`.

    `end` ends the exchange beside it, once it is sure that the centre is left.
    """
    _require_right(needs)
    end()
    with needs.database().read_session() as reading:
        found = standing(reading)
    kept = keep_copy(needs, BEFORE_LEAVING) if found is not None and found.waiting else None
    joining.leave(store_of(needs))
    return kept
