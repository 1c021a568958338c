"""What the centre answered to a push, taken in one transaction: known work, versions, conflicts, refusals.

A version of the centre is taken for known only when the row stands there as it was sent and nobody came
between. What was refused, or is not kept, is marked: its truth is fetched and put here in place of ours.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Connection
from sqlalchemy.dialects import sqlite

from fieldservice.domain.model.exchange import ExchangeNews, InboxKind
from fieldservice.sync import wire
from fieldservice.sync.row_form import stored_moment
from fieldservice.sync.staging import UNPLACED, Key

TICKET_NUMBER = ("ticket", "number")
KNOWN_THERE = "exchange.entry_known"

_NEWS = ExchangeNews.metadata.tables[ExchangeNews.__tablename__]
_KNOWN = "UPDATE outbox_transaction SET state = 'acked', at = ? WHERE state <> 'acked' AND number <= ?"
_DONE = "DELETE FROM outbox_operation WHERE number <= ?"
_VERSIONS = (
    "SELECT v.table_name, v.row_id, v.version FROM json_each(?) w JOIN exchange_version v"
    " ON v.table_name = w.value->>0 AND v.row_id = w.value->>1"
)
_RAISED = (
    "INSERT INTO exchange_version (table_name, row_id, version, scope) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (table_name, row_id) DO UPDATE SET version = excluded.version"
)
_FORGOTTEN = "DELETE FROM exchange_version WHERE table_name = ? AND row_id = ?"
_FILES = (
    "INSERT INTO blob_transfer (digest, direction, size_bytes, offset, queued_at, problem)"
    " VALUES (?, 'up', ?, 0, ?, '') ON CONFLICT DO NOTHING"
)
_DOUBTED = "INSERT INTO exchange_provisional (table_name, row_id) VALUES (?, ?) ON CONFLICT DO NOTHING"


@dataclass(slots=True)
class _Outcome:
    """What became of one row by all transactions of a push."""

    version: int
    as_sent: bool
    is_gone: bool


def take(
    connection: Connection, sent: Sequence[wire.Transaction], reply: wire.PushReply, now: datetime
) -> None:
    """Take an answer; taking it again changes nothing. What is known is kept for a month from `now`."""
    by_number = {transaction.n: transaction for transaction in sent}
    outcomes: dict[Key, _Outcome] = {}
    doubted: set[Key] = set()
    for result in reply.results:
        keep_conflicts(connection, result.conflicts)
        transaction = by_number[result.n]
        if result.status == "refused":
            doubted.update((each.table, each.id) for each in transaction.operations)
        if is_refused(result):
            _keep_refusal(connection, transaction, result)
        else:
            _send_files(connection, transaction)
        for row in result.rows:
            _gather(outcomes, row)
    removed = _removed(sent)
    certain = {key: outcome for key, outcome in outcomes.items() if key not in doubted}
    doubted |= _raise_versions(connection, certain) - removed
    if doubted:
        connection.exec_driver_sql(_DOUBTED, sorted(doubted))
    gone = [key for key in removed if key in outcomes and outcomes[key].is_gone]
    if gone:
        connection.exec_driver_sql(_FORGOTTEN, gone)
    connection.exec_driver_sql(_KNOWN, (stored_moment(now.astimezone(UTC).isoformat()), reply.acked_n))
    connection.exec_driver_sql(_DONE, (reply.acked_n,))


def is_refused(result: wire.TransactionResult) -> bool:
    """What the centre has already, from a clone or from before a backup was put back, is not lost."""
    is_known = result.refusal is not None and result.refusal.code == KNOWN_THERE
    return result.status == "refused" and not is_known


def keep_conflicts(connection: Connection, conflicts: Iterable[wire.Conflict]) -> None:
    """Keep what gave way, for people to see; known news stay as they were settled."""
    rows = [_news(conflict) for conflict in conflicts]
    if rows:
        connection.execute(sqlite.insert(_NEWS).on_conflict_do_nothing(), rows)


def _send_files(connection: Connection, sent: wire.Transaction) -> None:
    """Contents go up once their attachments are known at the centre."""
    files = [
        (each.set["digest"], each.set["size_bytes"], stored_moment(sent.entry.recorded_at))
        for each in sent.operations
        if each.table == "attachment" and each.kind == "insert"
    ]
    if files:
        connection.exec_driver_sql(_FILES, files)


def _removed(sent: Sequence[wire.Transaction]) -> set[Key]:
    """Rows that this desk removed itself: they are gone on both sides."""
    last = {(each.table, each.id): each.kind for transaction in sent for each in transaction.operations}
    return {key for key, kind in last.items() if kind == "delete"}


def _gather(outcomes: dict[Key, _Outcome], row: wire.RowResult) -> None:
    known = outcomes.get((row.table, row.id))
    if known is None:
        outcomes[row.table, row.id] = _Outcome(row.version, row.as_sent, row.is_gone)
    else:
        known.version = max(known.version, row.version)
        known.as_sent = known.as_sent and row.as_sent
        known.is_gone = row.is_gone


def _raise_versions(connection: Connection, outcomes: dict[Key, _Outcome]) -> set[Key]:
    """Take versions for known; the rows of which only the centre can tell how they stand are given back."""
    raised: list[tuple[Any, ...]] = []
    doubted: set[Key] = set()
    unplaced: list[Key] = []
    versions = _versions(connection, outcomes)
    for key, outcome in outcomes.items():
        known = versions.get(key, 0)
        if outcome.is_gone or outcome.version <= known:
            doubted.add(key)
        elif outcome.as_sent and outcome.version == known + 1:
            raised.append((*key, outcome.version, UNPLACED.hex))
            if not known:
                unplaced.append(key)
    if raised:
        connection.exec_driver_sql(_RAISED, raised)
    if unplaced:  # until the pull tells that they lie where this desk holds them
        connection.exec_driver_sql(_DOUBTED, unplaced)
    return doubted


def _versions(connection: Connection, keys: Iterable[Key]) -> dict[Key, int]:
    """The centre's versions of these rows as far as they are known here."""
    asked = msgspec.json.encode(list(keys)).decode()
    rows = connection.exec_driver_sql(_VERSIONS, (asked,)).all()
    return {(table, row_id): version for table, row_id, version in rows}


def _keep_refusal(connection: Connection, sent: wire.Transaction, result: wire.TransactionResult) -> None:
    """The whole work stays readable, and can be done anew."""
    refusal = result.refusal or wire.Refusal(sent.entry.id, "exchange.refused", {}, sent.entry.recorded_at)
    about = sent.operations[0] if sent.operations else None
    row = {
        "id": UUID(refusal.id),
        "kind": InboxKind.REFUSAL,
        "table_name": sent.entry.subject_table or (about.table if about else ""),
        "row_id": UUID(sent.entry.subject_id or (about.id if about else sent.entry.id)),
        "reason": {"code": refusal.code, "values": refusal.values},
        "payload": msgspec.to_builtins(sent),
        "lost_by": None if sent.user is None else UUID(sent.user),
        "at": datetime.fromisoformat(refusal.at),
    }
    connection.execute(sqlite.insert(_NEWS).on_conflict_do_nothing(), row)


def _news(conflict: wire.Conflict) -> dict[str, Any]:
    is_number = (conflict.table, conflict.field) == TICKET_NUMBER
    return {
        "id": UUID(conflict.id),
        "kind": InboxKind.RENUMBERED if is_number else InboxKind.CONFLICT,
        "table_name": conflict.table,
        "row_id": UUID(conflict.row),
        "field": conflict.field,
        "rule": conflict.rule,
        "base": conflict.base,
        "kept": conflict.kept,
        "lost": conflict.lost,
        "kept_by": None if conflict.kept_by is None else UUID(conflict.kept_by),
        "lost_by": None if conflict.lost_by is None else UUID(conflict.lost_by),
        "at": datetime.fromisoformat(conflict.at),
    }
