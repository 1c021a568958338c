"""What follows when rows came from elsewhere: history, search words, notices, the rulebook's stamp, files.

History gets an entry for each person whose changes came, with the values before and after of what was changed
and the mere fact of what was added: the row itself stands in its table.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Session

from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.content import Attachment
from fieldservice.domain.model.exchange import BlobDirection, BlobTransfer
from fieldservice.domain.model.journal import ChangeKind, JournalChange, JournalEntry
from fieldservice.domain.model.stamp import Stamp
from fieldservice.domain.rules.changes import RowRef
from fieldservice.domain.store import notices, search_index
from fieldservice.domain.store.audit_chain import LinesSeal, chained
from fieldservice.domain.store.counting import count_up
from fieldservice.domain.store.journal import RowChange, journal_line
from fieldservice.domain.store.row_writer import insert_rows
from fieldservice.domain.store.rulebook import CATALOGUE_TABLES, STAMP
from fieldservice.sync.staging import Incoming, Key

RECEIVED = "exchange.received"
MOST_TOLD = 2_000
"""More changes than these are no news for anybody: an import somewhere, or a first synchronisation."""

_TABLES = JournalEntry.metadata.tables
_ENTRIES = _TABLES[JournalEntry.__tablename__]
_LINES = _TABLES[JournalChange.__tablename__]
_BLOBS = _TABLES[BlobTransfer.__tablename__]

Changes = Mapping[RowRef, RowChange]


def tell(session: Session, coming: Mapping[Key, Incoming], changes: Changes, now: datetime) -> None:
    """Let everything follow that follows a command of this desk, but the outbox."""
    if not changes:
        return
    for (user_id, happened_at), theirs in _by_user(coming, changes, now):
        entry_id = _write_entry(session, (user_id, happened_at), theirs, now)
        if len(changes) <= MOST_TOLD:
            notices.follow(session, theirs, notices.Deed(entry_id, user_id, now))
    search_index.follow(session, changes, now)
    if any(ref.table in CATALOGUE_TABLES for ref in changes):
        count_up(session, Stamp, Stamp.changes, {"name": STAMP})
    _fetch_files(session, changes, now)


def _by_user(
    coming: Mapping[Key, Incoming], changes: Changes, now: datetime
) -> Iterator[tuple[tuple[UUID | None, datetime], Changes]]:
    """The changes of each person, and the latest of the moments at which they were made."""
    found: defaultdict[str | None, list[RowRef]] = defaultdict(list)
    moments: defaultdict[str | None, set[str]] = defaultdict(set)
    for ref in changes:
        told = coming[ref.table, ref.id.hex].told
        user = None if told is None else told.user
        found[user].append(ref)
        if told is not None and told.at is not None:
            moments[user].add(told.at)
    for user, refs in found.items():
        theirs = changes if len(found) == 1 else {ref: changes[ref] for ref in refs}
        happened_at = max(map(datetime.fromisoformat, moments[user]), default=now)
        yield (None if user is None else UUID(user), happened_at), theirs


def _write_entry(session: Session, by: tuple[UUID | None, datetime], changes: Changes, now: datetime) -> UUID:
    entry_id, seal = new_id(), LinesSeal()
    lines: dict[ChangeKind, list[dict[str, Any]]] = {}
    if len(changes) <= MOST_TOLD:
        for place, (ref, change) in enumerate(changes.items()):
            line = journal_line(entry_id, place, ref, _told(change), seal)
            lines.setdefault(change.kind, []).append(line)
    entry = {
        "id": entry_id,
        "command": RECEIVED,
        "label": {"rows": len(changes)},
        "subject_table": None,
        "subject_id": None,
        "user_id": by[0],
        "workstation_id": None,
        "happened_at": by[1],
        "recorded_at": now,
        "undoes_id": None,
    }
    connection = session.connection()
    insert_rows(connection, _ENTRIES, [chained(session, entry, seal.digest())])
    for alike in lines.values():
        insert_rows(connection, _LINES, alike)
    return entry_id


def _told(change: RowChange) -> RowChange:
    """A row that was added is told by what it belongs to: its ids."""
    if change.kind is not ChangeKind.INSERT:
        return change
    after = change.after or {}
    return RowChange(change.kind, None, {name: after[name] for name in after if name.endswith("_id")})


def _fetch_files(session: Session, changes: Changes, now: datetime) -> None:
    """The files of attachments follow by themselves."""
    rows = [
        {
            "digest": change.after["digest"],
            "direction": BlobDirection.DOWN,
            "size_bytes": change.after["size_bytes"],
            "offset": 0,
            "queued_at": now,
            "problem": "",
        }
        for ref, change in changes.items()
        if ref.table == Attachment.__tablename__ and change.kind is ChangeKind.INSERT and change.after
    ]
    if rows:
        session.connection().execute(sqlite.insert(_BLOBS).on_conflict_do_nothing(), rows)
