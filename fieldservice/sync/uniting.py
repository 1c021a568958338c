"""The one transaction in which a desk that joins and its centre fit into one file: the centre's rows in place
of the desk's own, or both together.

A row that the centre has already is put together with ours (`rules/exchange_joining.py`): what is empty there
is filled, texts are joined, and any other value that somebody typed here is kept as news that brings it back.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.content import Attachment
from fieldservice.domain.model.exchange import BlobDirection, ExchangeNews, ExchangeState, InboxKind
from fieldservice.domain.model.stamp import Stamp
from fieldservice.domain.rules.exchange_joining import JOINED, MergedRow, merge_row
from fieldservice.domain.store import search_index
from fieldservice.domain.store.attachments import folder_of
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.counting import count_up
from fieldservice.domain.store.exchange_state import ONLY
from fieldservice.domain.store.rulebook import STAMP
from fieldservice.sync import blobs, clashes, row_changes
from fieldservice.sync.bootstrap import Snapshot, load
from fieldservice.sync.bringing import Bringer, bring
from fieldservice.sync.desk_store import DeskStore
from fieldservice.sync.identifying import Identified, identify
from fieldservice.sync.remapping import remap
from fieldservice.sync.row_form import RowForm, exchanged_tables, row_form
from fieldservice.sync.staging import Key, incoming
from fieldservice.sync.wire import Operation

_BASED = (
    "INSERT INTO exchange_version (table_name, row_id, version, scope)"
    " VALUES (?, ?, ?, ?) ON CONFLICT (table_name, row_id)"
    " DO UPDATE SET version = excluded.version, scope = excluded.scope"
)
_BRANCHED = ("ticket", "request")
_CHANGED = "SELECT row_id, after FROM journal_change WHERE table_name = ? AND kind = 'update'"

Theirs = dict[str, dict[str, Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class _Merged:
    """A row of the centre with what came of it."""

    table: str
    row_id: str
    row: MergedRow
    was: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Typed:
    """Whether a value was typed: `changed` are the columns that were, None when all but defaults count."""

    form: RowForm
    changed: frozenset[str] | None

    def __call__(self, name: str, value: Any) -> bool:
        if self.changed is not None:
            return name in self.changed
        return bool(value != self.form.default(name))


def take(session: Session, store: DeskStore, source: tuple[Snapshot, Clock], bringer: Bringer) -> int:
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


def unite(session: Session, store: DeskStore, bringer: Bringer) -> tuple[int, int]:
    """Both in one file; gives how many rows were taken, and how many wait to be sent."""
    state = session.get_one(ExchangeState, ONLY)
    connection = session.connection()
    theirs, based = _theirs(connection)
    identified = identify(connection, theirs, state.slot)
    merged = list(_merged(connection, theirs, identified))
    _seat_here(identified, store, state)
    remap(connection, identified)
    _put_in_branch(connection, state.branch_id)
    versions = {(table, row_id): version for table, row_id, version, _scope in based}
    filled = [_fill(each, versions) for each in merged if each.row.filled]
    brought = bring(session, theirs, bringer, filled)
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
    session.add_all(news for each in merged for news in _news(each, theirs, bringer))
    state.order = "ok"
    state.digest_at = bringer.now
    return len(based), brought


def _merged(connection: Connection, theirs: Theirs, identified: Identified) -> Iterator[_Merged]:
    """What comes of each row that both have, before ours goes: `theirs` are filled at once."""
    for form in filter(None, map(row_form, exchanged_tables())):
        known = theirs.get(form.name, {})
        listed = connection.exec_driver_sql(f"SELECT id FROM {form.name}")  # noqa: S608 - names of the model
        same = {row_id: identified.same.get(row_id, row_id) for (row_id,) in listed}
        both = [row_id for row_id, centre_id in same.items() if centre_id in known]
        changed = _changed_here(connection, form.name, both)
        for row_id, row in row_changes.standing_rows(connection, form, both).items():
            ours = {name: identified.centre_id(value) for name, value in row.items()}
            centre_id = same[row_id]
            is_typed = _Typed(form, None if row_id != centre_id else changed.get(row_id, frozenset()))
            found = merge_row(form.name, ours, known[centre_id], is_typed)
            if found.filled or found.lost:
                stood = known[centre_id]
                known[centre_id] = {**stood, **found.filled}
                yield _Merged(form.name, centre_id, found, {name: stood.get(name) for name in found.filled})


def _changed_here(connection: Connection, table: str, ids: list[str]) -> dict[str, frozenset[str]]:
    """The columns that somebody changed here, in rows that every company begins with."""
    changed: dict[str, frozenset[str]] = {}
    if ids:
        wanted = set(ids)
        for row_id, after in connection.exec_driver_sql(_CHANGED, (table,)):
            if row_id in wanted and after:
                changed[row_id] = changed.get(row_id, frozenset()) | frozenset(json.loads(after))
    return changed


def _fill(merged: _Merged, versions: Mapping[Key, int]) -> Operation:
    """An ordinary change of the centre's row."""
    base = versions[merged.table, merged.row_id]
    return Operation(merged.table, merged.row_id, "update", base, merged.row.filled, dict(merged.was))


def _news(merged: _Merged, theirs: Theirs, bringer: Bringer) -> Iterator[ExchangeNews]:
    stands = theirs[merged.table][merged.row_id]
    for name, value in merged.row.lost.items():
        yield ExchangeNews(
            id=new_id(),
            kind=InboxKind.CONFLICT,
            table_name=merged.table,
            row_id=UUID(merged.row_id),
            field=name,
            rule=JOINED,
            kept=stands.get(name),
            lost=value,
            lost_by=bringer.user_id,
            at=bringer.now,
        )


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
