"""Becoming a desk of a centre: paired, all that the centre has read, then one transaction in which both fit.

A fresh desk takes the centre's data in place of its own. A desk with data brings them along: rows that are
the centre's already (`identifying.py`) get its ids, all others wait in the outbox and are sent like any work.
A joining that was broken off goes on where it was; until it is done the desk stands alone as before.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from uuid import UUID

from sqlalchemy.orm import Session

from fieldservice.domain.model.exchange import ExchangeState
from fieldservice.domain.queries.own_data import own_data
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.exchange_state import JOINING, ONLY, SCHEMA, exchange_state
from fieldservice.sync.bootstrap import snapshot_of
from fieldservice.sync.bringing import Bringer
from fieldservice.sync.chain import BEGINNING
from fieldservice.sync.desk_store import DeskStore
from fieldservice.sync.meeting import Meeting, last_sent, required_state
from fieldservice.sync.pulling import Pull
from fieldservice.sync.recovering import NewDevice, after_restore, begin_anew
from fieldservice.sync.round_result import UNWATCHED, Progress, Step, Watch
from fieldservice.sync.transport import Transport
from fieldservice.sync.uniting import take, unite
from fieldservice.sync.wire import DeviceReply, DeviceRequest

_CUT_OFF = frozenset({"exchange.pair_again", "exchange.token_lost"})
_OWN = ("exchange_state", "exchange_cursor", "exchange_version", "exchange_stage", "exchange_provisional")
_OUTBOX = ("outbox_operation", "outbox_transaction", "blob_transfer")


class Way(Enum):
    """Take the centre's data in place of the desk's own, or bring the desk's own along. `TAKE` is for a desk
    that has none of its own; who has seen how much would go says `TAKE_INSTEAD`.
    """

    TAKE = "take"
    TAKE_INSTEAD = "take_instead"
    BRING = "bring"


def _nothing() -> None:
    """There is nothing to keep."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What was typed. `name` is what the workstation is called. `keep` is called before data of the desk go:
    a backup that lasts when it returns.
    """

    address: str
    pairing_code: str
    name: str
    login: str
    password: str = field(repr=False)
    new_password: str = field(default="", repr=False)
    way: Way = Way.BRING
    keep: Callable[[], object] = field(default=_nothing, repr=False)


@dataclass(frozen=True, slots=True)
class Joined:
    """`reply` tells who the desk is now (None when a joining went on that was broken off), `taken` and
    `brought` how many rows came and how many wait to be sent. `is_done` is false when it was broken off.
    """

    reply: DeviceReply | None
    is_done: bool
    taken: int = 0
    brought: int = 0


def join(
    store: DeskStore,
    transport: Transport,
    clock: Clock,
    wish: Wish,
    watch: Watch = UNWATCHED,
) -> Joined:
    """Join a centre, or come back to it when the token was lost. `exchange.joined_already`,
    `exchange.own_data` when data would go that nobody gave up, and what the centre refuses;
    `EnvironmentProblem` when it cannot be reached. What is here is not changed before all that the centre has
    is here, too.
    """
    if _is_cut_off(store):
        return Joined(_pair_again(store, transport, wish), is_done=True)
    if wish.way is Way.TAKE:
        _require_empty(store)
    reply = _pair(store, transport, clock, wish)
    meeting = Meeting(store, transport, clock)
    watch.on_progress(Progress(Step.MEETING))
    session = meeting.session()
    user = reply.user if reply is not None else session.user
    bringer = Bringer(UUID(user) if user else None, clock.now())
    if wish.way is not Way.BRING:
        snapshot = snapshot_of(store, transport, session)
        if not snapshot.fetch(watch.on_progress, watch.is_cancelled):
            return Joined(reply, is_done=False)
        watch.on_progress(Progress(Step.APPLYING))
        if wish.way is Way.TAKE:
            _require_empty(store)  # the desk worked on while all that was fetched
        else:
            wish.keep()
        with store.database.write_sessions().begin() as writing:
            taken, brought = take(writing, store, (snapshot, clock), bringer), 0
        snapshot.forget()
    else:
        pulled = Pull(store.database, transport, session).run(watch.on_progress, watch.is_cancelled)
        if not pulled.is_whole or watch.is_cancelled():
            return Joined(reply, is_done=False)
        watch.on_progress(Progress(Step.APPLYING))
        with store.database.write_sessions().begin() as writing:
            taken, brought = unite(writing, store, bringer)
    store.database.exchange.forget()
    return Joined(reply, is_done=True, taken=taken, brought=brought)


def leave(store: DeskStore) -> None:
    """Stand alone again, with all data as they are; what still waits is not sent any more."""
    with store.database.write_sessions().begin() as session:
        for table in (*_OWN, *_OUTBOX):
            session.connection().exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608 - our own names
    store.database.exchange.forget()
    store.tokens.forget()


def note_centre(session: Session, reply: DeviceReply, address: str, now: datetime) -> ExchangeState:
    """What the desk keeps of its centre from now on."""
    state = ExchangeState(
        id=ONLY,
        address=address,
        server_id=UUID(reply.server_id),
        epoch=reply.epoch,
        device_id=UUID(reply.device),
        incarnation=reply.incarnation,
        branch_id=UUID(reply.branch),
        slot=reply.slot,
        next_number=reply.last_n + 1,
        last_digest=BEGINNING,
        stamp=0,
        offset_milliseconds=0,
        joined_at=now,
        order="ok",
    )
    session.add(state)
    return state


def _require_empty(store: DeskStore) -> None:
    with store.database.read_session() as reading:
        found = own_data(reading)
    if found.is_any:
        raise RuleViolation(
            "exchange.own_data", customers=found.customers, requests=found.requests, tickets=found.tickets
        )


def _pair(store: DeskStore, transport: Transport, clock: Clock, wish: Wish) -> DeviceReply | None:
    """None when it was paired before, and only the rest is to be done."""
    with store.database.read_session() as reading:
        state = exchange_state(reading)
    if state is not None and state.order != JOINING:
        raise RuleViolation("exchange.joined_already")
    if state is not None and state.address == wish.address and store.tokens.read():
        return None
    reply = transport.pair(
        DeviceRequest(
            pairing_code=wish.pairing_code,
            name=wish.name,
            program=store.program,
            schema=SCHEMA,
            login=wish.login,
            password=wish.password,
            new_password=wish.new_password,
        )
    )
    store.tokens.keep(reply.refresh_token)
    with store.database.write_sessions().begin() as session:
        for table in _OWN:
            session.connection().exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608 - our own names
        note_centre(session, reply, wish.address, clock.now()).order = JOINING
    return reply


def _is_cut_off(store: DeskStore) -> bool:
    """It belongs to a centre that does not know its token any more."""
    with store.database.read_session() as reading:
        state = exchange_state(reading)
        if state is None or state.order == JOINING:
            return False
        return store.tokens.read() is None or (state.problem or {}).get("code") in _CUT_OFF


def _pair_again(store: DeskStore, transport: Transport, wish: Wish) -> DeviceReply:
    """As the device that it was, if the centre agrees; else as a new one that goes on with what waits."""
    with store.database.read_session() as reading:
        state = required_state(reading)
        request = DeviceRequest(
            pairing_code=wish.pairing_code,
            name=wish.name,
            program=store.program,
            schema=SCHEMA,
            login=wish.login,
            password=wish.password,
            new_password=wish.new_password,
            device=state.device_id.hex,
            incarnation=state.incarnation,
            last_n=last_sent(reading, state),
            last_digest=bytes(state.last_digest).hex(),
        )
    reply = transport.pair(request)
    with store.database.write_sessions().begin() as session:
        state = required_state(session)
        if UUID(reply.server_id) != state.server_id:
            raise RuleViolation("exchange.other_centre")
        state.problem = None
        session.flush()  # what follows writes past the ORM
        is_new = UUID(reply.device) != state.device_id
        if reply.epoch != state.epoch:
            after_restore(session.connection(), reply.epoch, 0, 0 if is_new else reply.last_n)
        if is_new:
            begin_anew(session.connection(), NewDevice(reply.device, reply.incarnation, reply.slot))
    store.tokens.keep(reply.refresh_token)
    store.database.exchange.forget()
    return reply
