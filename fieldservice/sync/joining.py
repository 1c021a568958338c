"""Becoming a desk of a centre: paired, all that the centre has read, then one transaction in which both fit.

A fresh desk takes the centre's data in place of its own. A desk with data brings them along: rows that are
the centre's already (`identifying.py`) get its ids, all others wait in the outbox and are sent like any work.
A joining that was broken off goes on where it was; until it is done the desk stands alone as before.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from fieldservice.domain.model.content import Attachment
from fieldservice.domain.model.exchange import BlobDirection, ExchangeState
from fieldservice.domain.model.stamp import Stamp
from fieldservice.domain.queries.own_data import own_data
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.store import search_index
from fieldservice.domain.store.attachments import folder_of
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.counting import count_up
from fieldservice.domain.store.exchange_state import JOINING, ONLY, SCHEMA, exchange_state
from fieldservice.domain.store.rulebook import STAMP
from fieldservice.sync import blobs, clashes, row_changes
from fieldservice.sync.bootstrap import Snapshot, load, snapshot_of
from fieldservice.sync.bringing import Bringer, bring
from fieldservice.sync.chain import BEGINNING
from fieldservice.sync.desk_store import DeskStore
from fieldservice.sync.identifying import Identified, identify
from fieldservice.sync.meeting import Meeting, last_sent, required_state
from fieldservice.sync.pulling import Pull
from fieldservice.sync.recovering import NewDevice, after_restore, begin_anew
from fieldservice.sync.remapping import remap
from fieldservice.sync.round_result import UNWATCHED, Progress, Step, Watch
from fieldservice.sync.row_form import exchanged_tables
from fieldservice.sync.staging import incoming
from fieldservice.sync.transport import Transport
from fieldservice.sync.wire import DeviceReply, DeviceRequest

_BASED = (
    "INSERT INTO exchange_version (table_name, row_id, version, scope)"
    " VALUES (?, ?, ?, ?) ON CONFLICT (table_name, row_id)"
    " DO UPDATE SET version = excluded.version, scope = excluded.scope"
)
_CUT_OFF = frozenset({"exchange.pair_again", "exchange.token_lost"})
_BRANCHED = ("ticket", "request")
_OWN = ("exchange_state", "exchange_cursor", "exchange_version", "exchange_stage", "exchange_provisional")
_OUTBOX = ("outbox_operation", "outbox_transaction", "blob_transfer")

Theirs = dict[str, dict[str, Mapping[str, Any]]]


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
            taken, brought = _take(writing, store, (snapshot, clock), bringer), 0
        snapshot.forget()
    else:
        pulled = Pull(store.database, transport, session).run(watch.on_progress, watch.is_cancelled)
        if not pulled.is_whole or watch.is_cancelled():
            return Joined(reply, is_done=False)
        watch.on_progress(Progress(Step.APPLYING))
        with store.database.write_sessions().begin() as writing:
            taken, brought = _unite(writing, store, bringer)
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


def _take(session: Session, store: DeskStore, source: tuple[Snapshot, Clock], bringer: Bringer) -> int:
    """The centre's rows in place of all that are here; gives how many."""
    state = session.get_one(ExchangeState, ONLY)
    connection = session.connection()
    remap(connection, _persons(store, state, bringer))
    taken = load(session, *source)
    _forget_strangers(connection)
    _queue_files(session, bringer.now)
    state.order = "ok"
    state.digest_at = bringer.now
    return taken


def _unite(session: Session, store: DeskStore, bringer: Bringer) -> tuple[int, int]:
    """Both in one file; gives how many rows were taken, and how many wait to be sent."""
    state = session.get_one(ExchangeState, ONLY)
    connection = session.connection()
    theirs, based = _theirs(connection)
    identified = identify(connection, theirs, state.slot)
    _seat_here(identified, store, state)
    remap(connection, identified)
    _put_in_branch(connection, state.branch_id)
    brought = bring(session, theirs, bringer)
    wanted = row_changes.Wanted(rows=dict(theirs))
    clashes.make_room(connection, wanted)
    row_changes.write(connection, wanted)
    if based:
        connection.exec_driver_sql(_BASED, based)
    connection.exec_driver_sql("DELETE FROM exchange_stage")
    _forget_strangers(connection)
    _queue_files(session, bringer.now)
    count_up(session, Stamp, Stamp.changes, {"name": STAMP})
    search_index.rebuild(session, bringer.now)
    state.order = "ok"
    state.digest_at = bringer.now
    return len(based), brought


def _theirs(connection: Connection) -> tuple[Theirs, list[tuple[Any, ...]]]:
    theirs: Theirs = {}
    based: list[tuple[Any, ...]] = []
    for (table, row_id), each in incoming(connection).items():
        if each.row is not None and each.scope not in each.exits:
            theirs.setdefault(table, {})[row_id] = each.row
            based.append((table, row_id, each.version, each.scope))
    return theirs, based


def _persons(store: DeskStore, state: ExchangeState, bringer: Bringer) -> Identified:
    """What the person here likes stays theirs: they are who logged in at the centre."""
    identified = Identified()
    _seat_here(identified, store, state)
    if store.actor.user_id is not None and bringer.user_id is not None:
        identified.same[store.actor.user_id.hex] = bringer.user_id.hex
    return identified


def _seat_here(identified: Identified, store: DeskStore, state: ExchangeState) -> None:
    """The workstation is the device."""
    if store.actor.workstation_id is not None:
        identified.same[store.actor.workstation_id.hex] = state.device_id.hex


def _forget_strangers(connection: Connection) -> None:
    """What is kept here for people who are not at the centre."""
    for table, rowid, _parent, _at in connection.exec_driver_sql("PRAGMA foreign_key_check").all():
        if table not in exchanged_tables():
            connection.exec_driver_sql(f"DELETE FROM {table} WHERE rowid = ?", (rowid,))  # noqa: S608


def _put_in_branch(connection: Connection, branch_id: UUID) -> None:
    for table in _BRANCHED:
        placed = f"UPDATE {table} SET branch_id = ? WHERE branch_id IS NULL"  # noqa: S608 - our own names
        connection.exec_driver_sql(placed, (branch_id.hex,))


def _queue_files(session: Session, now: datetime) -> None:
    """Contents that are here go up if the centre lacks them; those that are not come."""
    if session.info.get("files") is None:
        return
    folder = folder_of(session)
    listed = select(Attachment.digest, Attachment.size_bytes).distinct()
    for digest, size_bytes in session.execute(listed).all():
        direction = BlobDirection.UP if folder.path_of(digest).exists() else BlobDirection.DOWN
        blobs.queue(session, direction, {digest: size_bytes}, now)
