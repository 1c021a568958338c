"""What waits to be sent, built from the journal: its bytes and digest are made once, then kept.

The changes of one row within one command are one operation. Local columns stay here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from msgspec.structs import replace
from sqlalchemy import Connection, bindparam, func, select, update
from sqlalchemy.orm import Session

from fieldservice.domain.model.exchange import ExchangeState, OutboxOperation, OutboxState, OutboxTransaction
from fieldservice.domain.model.journal import ChangeKind, JournalEntry
from fieldservice.domain.rules.exchange_kinds import is_exchanged, local_columns
from fieldservice.domain.store.exchange_state import ONLY, exchange_state
from fieldservice.domain.store.journal import RowChange
from fieldservice.domain.store.row_values import encode
from fieldservice.sync.chain import digest_of, payload_of, transaction_of
from fieldservice.sync.row_form import exchanged_tables, stored_moment
from fieldservice.sync.staging import Key
from fieldservice.sync.wire import (
    MOST_OPERATIONS,
    MOST_PUSHED_BYTES,
    Entry,
    Operation,
    Transaction,
)

Values = dict[str, Any]
_values = msgspec.json.Decoder(Values)

KEPT = timedelta(days=30)
"""How far back a centre that was restored may ask for what it lost."""
_OUTBOX = OutboxTransaction
_OF_NUMBERS = _OUTBOX.number.between(bindparam("first"), bindparam("last"))
_COUNTED = select(func.count()).where(OutboxOperation.number == _OUTBOX.number).scalar_subquery()
_WAITING = (
    select(
        _OUTBOX.number,
        _OUTBOX.entry_id,
        _OUTBOX.user_id,
        _OUTBOX.stamp,
        _OUTBOX.schema,
        _OUTBOX.payload,
        _OUTBOX.digest,
        _COUNTED.label("operations"),
    )
    .where(_OUTBOX.state != OutboxState.ACKED, _OUTBOX.number > bindparam("known"))
    .order_by(_OUTBOX.number)
    .limit(bindparam("most"))
)
_ENTRIES = (
    select(
        JournalEntry.id,
        JournalEntry.command,
        JournalEntry.label,
        JournalEntry.happened_at,
        JournalEntry.recorded_at,
        JournalEntry.subject_table,
        JournalEntry.subject_id,
        JournalEntry.undoes_id,
    )
    .join(_OUTBOX, _OUTBOX.entry_id == JournalEntry.id)
    .where(_OF_NUMBERS)
)
_LINES = (
    "SELECT o.number, o.table_name, o.row_id, o.base_version, c.kind, c.before, c.after"
    " FROM outbox_operation o JOIN journal_change c ON c.id = o.change_id"
    " WHERE o.number BETWEEN ? AND ? ORDER BY o.number, o.position"
)
_KEPT = (
    update(_OUTBOX.__table__)  # type: ignore[arg-type]
    .where(_OUTBOX.number == bindparam("b_number"))
    .values(payload=bindparam("payload"), digest=bindparam("digest"), state=OutboxState.SENT)
)
_CHAINED = (
    update(ExchangeState.__table__)  # type: ignore[arg-type]
    .where(ExchangeState.id == ONLY)
    .values(last_digest=bindparam("chain"))
)


@dataclass(slots=True)
class _Folded:
    """The changes of one row, and the centre's version that the first was made on."""

    table: str
    row_id: str
    base: int
    change: RowChange | None


def waiting_numbers(session: Session, known: int = 0) -> int:
    """How many transactions behind the number `known` the centre is not known to have."""
    waits = select(func.count()).where(_OUTBOX.state != OutboxState.ACKED, _OUTBOX.number > known)
    return session.scalar(waits) or 0


def next_batch(session: Session, most: int = MOST_OPERATIONS, known: int = 0) -> list[Transaction]:
    """The next transactions for one request, the oldest first: at most so many operations or 1 MiB, or a
    single larger one; behind the number `known`, which is on its way. Those that never travelled get their
    bytes and digests here: commit before they are sent.
    """
    state = exchange_state(session)
    if state is None:
        return []
    rows = _of_one_request(session, most, known)
    built = _built(session, [row for row in rows if row.payload is None])
    chain, fresh, batch = bytes(state.last_digest), list[Values](), list[Transaction]()
    for row, transaction, payload in _within(rows, built):
        digest = bytes(row.digest) if row.digest is not None else digest_of(chain, payload)
        if row.digest is None:
            chain = digest
            fresh.append({"b_number": row.number, "payload": payload, "digest": digest})
        batch.append(replace(transaction, digest=digest.hex()))
    if fresh:
        session.connection().execute(_KEPT, fresh)
        session.connection().execute(_CHAINED, {"chain": chain})
    return batch


def all_waiting(session: Session) -> list[Transaction]:
    """Everything that the centre is not known to have, without digests for what was never sent."""
    rows = session.connection().execute(_WAITING, {"most": -1, "known": 0}).all()
    built = _built(session, [row for row in rows if row.payload is None])
    return [built.get(row.number) or transaction_of(bytes(row.payload), b"") for row in rows]


def forget_known(connection: Connection, now: datetime) -> None:
    """What the centre has known for a month is not asked for again; the last stays: the chain ends there."""
    connection.exec_driver_sql(
        "DELETE FROM outbox_transaction WHERE state = 'acked' AND at < ? AND number <"
        " (SELECT max(number) FROM outbox_transaction WHERE digest IS NOT NULL)",
        (stored_moment((now - KEPT).astimezone(UTC).isoformat()),),
    )


def _of_one_request(session: Session, most: int, known: int) -> list[Any]:
    """The oldest that wait, as long as their operations are few enough."""
    chosen, operations = list[Any](), 0
    for row in session.connection().execute(_WAITING, {"most": most, "known": known}):
        operations += row.operations
        if chosen and operations > most:
            break
        chosen.append(row)
    return chosen


def _within(
    rows: Sequence[Any], built: Mapping[int, Transaction]
) -> Iterator[tuple[Any, Transaction, bytes]]:
    """Those that are small enough together, with their bytes; the first in any case."""
    size_bytes = 0
    for place, row in enumerate(rows):
        fresh = built.get(row.number)
        payload = bytes(row.payload) if fresh is None else payload_of(fresh)
        size_bytes += len(payload)
        if place and size_bytes > MOST_PUSHED_BYTES:
            return
        yield row, transaction_of(payload, b"") if fresh is None else fresh, payload


def _built(session: Session, rows: Sequence[Any]) -> dict[int, Transaction]:
    """Transactions that never travelled, from the journal; without digests."""
    if not rows:
        return {}
    first, last = rows[0].number, rows[-1].number
    connection = session.connection()
    entries = {entry.id: entry for entry in connection.execute(_ENTRIES, {"first": first, "last": last})}
    folded: dict[int, dict[Key, _Folded]] = {row.number: {} for row in rows}
    for number, table, row_id, base, *change in connection.exec_driver_sql(_LINES, (first, last)).all():
        _fold(folded[number], (table, row_id), base, _change(*change))
    return {
        row.number: Transaction(
            n=row.number,
            schema=row.schema,
            stamp=row.stamp,
            entry=_entry(entries[row.entry_id]),
            operations=_in_order(filter(None, map(_operation, folded[row.number].values()))),
            user=None if row.user_id is None else row.user_id.hex,
        )
        for row in rows
    }


def _change(kind: str, before: str | None, after: str | None) -> RowChange:
    was, now = (None if each is None else _values.decode(each) for each in (before, after))
    return RowChange(ChangeKind(kind), was, now)


def _fold(folded: dict[Key, _Folded], key: Key, base: int, change: RowChange) -> None:
    known = folded.get(key)
    if known is None:
        folded[key] = _Folded(*key, base, change)
    else:
        known.change = change if known.change is None else known.change.followed_by(change)


def _operation(folded: _Folded) -> Operation | None:
    """What travels of a row; None when only local columns were changed, or nothing remains."""
    change = folded.change
    if change is None or not is_exchanged(folded.table):
        return None
    now, was = (_travelling(folded.table, each) for each in (change.after, change.before))
    if change.kind is ChangeKind.UPDATE and not now:
        return None
    return Operation(folded.table, folded.row_id, change.kind.value, folded.base, now, was)


def _in_order(operations: Iterable[Operation]) -> list[Operation]:
    """Parents before children, removals last and children first: so each finds what it points to."""
    place = {table: at for at, table in enumerate(exchanged_tables())}

    def key(operation: Operation) -> tuple[bool, int]:
        is_removal = operation.kind == "delete"
        return is_removal, -place[operation.table] if is_removal else place[operation.table]

    return sorted(operations, key=key)


def _travelling(table: str, values: Mapping[str, Any] | None) -> Values:
    local = local_columns(table)
    if not values or local.isdisjoint(values):
        return dict(values or {})
    return {name: value for name, value in values.items() if name not in local}


def _entry(row: Any) -> Entry:
    return Entry(
        id=row.id.hex,
        command=row.command,
        label=row.label,
        happened_at=encode(row.happened_at),
        recorded_at=encode(row.recorded_at),
        subject_table=row.subject_table,
        subject_id=encode(row.subject_id),
        undoes_id=encode(row.undoes_id),
    )
