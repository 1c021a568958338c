"""The journal is the outbox: what a command left in the journal is numbered for its way to the centre.

One row for the entry, one for each line with the centre's version that it was made on, in the command's own
transaction. What really travels is built from the journal when it is first sent (`sync/outgoing.py`).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Table, and_, bindparam, case, func, insert, literal, select, update
from sqlalchemy.orm import Session

from fieldservice.domain.model.exchange import (
    ExchangeState,
    ExchangeVersion,
    OutboxOperation,
    OutboxState,
    OutboxTransaction,
)
from fieldservice.domain.model.journal import JournalChange
from fieldservice.domain.rules.exchange_clock import COUNTER_BITS, milliseconds
from fieldservice.domain.store.exchange_state import ONLY, SCHEMA, is_joined

_TABLES = ExchangeState.metadata.tables
_STATE: Table = _TABLES[ExchangeState.__tablename__]
_TRANSACTIONS: Table = _TABLES[OutboxTransaction.__tablename__]
_OPERATIONS: Table = _TABLES[OutboxOperation.__tablename__]
_LINES: Table = _TABLES[JournalChange.__tablename__]
_VERSIONS: Table = _TABLES[ExchangeVersion.__tablename__]

_NOW: Any = (bindparam("now_milliseconds") + _STATE.c.offset_milliseconds) * (1 << COUNTER_BITS)
_NUMBERED = (
    update(_STATE)
    .where(_STATE.c.id == ONLY)
    .values(
        next_number=_STATE.c.next_number + 1,
        stamp=case((_STATE.c.stamp < _NOW, _NOW), else_=_STATE.c.stamp + 1),
    )
    .returning(_STATE.c.next_number - 1, _STATE.c.stamp)
)
"""The next number and the next hybrid stamp, by the rule of `rules/exchange_clock.next_stamp`."""

_WAITS = insert(_TRANSACTIONS)
_LINES_WAIT = insert(_OPERATIONS).from_select(
    ["change_id", "number", "position", "table_name", "row_id", "base_version"],
    select(
        _LINES.c.id,
        bindparam("number", type_=_OPERATIONS.c.number.type),
        _LINES.c.position,
        _LINES.c.table_name,
        _LINES.c.row_id,
        func.coalesce(_VERSIONS.c.version, literal(0)),
    )
    .select_from(
        _LINES.outerjoin(
            _VERSIONS,
            and_(_VERSIONS.c.table_name == _LINES.c.table_name, _VERSIONS.c.row_id == _LINES.c.row_id),
        )
    )
    .where(_LINES.c.entry_id == bindparam("entry")),
)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """The journal entry that a command left: who did it, and when it was recorded."""

    entry_id: UUID
    user_id: UUID | None
    at: datetime


def follow(session: Session, entry: Outgoing) -> None:
    """Let the entry travel, once the desk has joined a centre. A desk that stands alone pays nothing."""
    if is_joined(session):
        number, _stamp = put(session, entry)
        session.connection().execute(_LINES_WAIT, {"number": number, "entry": entry.entry_id})


def put(session: Session, entry: Outgoing) -> tuple[int, int]:
    """Let a transaction wait; its number and hybrid stamp."""
    connection = session.connection()
    number, stamp = connection.execute(_NUMBERED, {"now_milliseconds": milliseconds(entry.at)}).one()
    row = {
        "number": number,
        "entry_id": entry.entry_id,
        "user_id": entry.user_id,
        "at": entry.at,
        "stamp": stamp,
        "schema": SCHEMA,
        "state": OutboxState.NEW,
    }
    connection.execute(_WAITS, row)
    return int(number), int(stamp)
