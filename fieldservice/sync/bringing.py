"""The rows that a desk brings along when it joins, as transactions that wait in the outbox.

No journal entry stands behind them: each gets its bytes at once, and is chained when it is first sent.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from fieldservice.domain.model.base import new_id
from fieldservice.domain.store import outbox
from fieldservice.domain.store.exchange_state import SCHEMA
from fieldservice.domain.store.row_values import encode
from fieldservice.sync.chain import payload_of
from fieldservice.sync.row_changes import standing_rows
from fieldservice.sync.row_form import RowForm, exchanged_tables, row_form
from fieldservice.sync.wire import MOST_OPERATIONS, Entry, Operation, Transaction

BROUGHT = "exchange.brought_along"

_OPEN = (
    "INSERT INTO outbox_operation (change_id, number, position, table_name, row_id, base_version)"
    " VALUES (?, ?, ?, ?, ?, ?)"
)
_BYTES = "UPDATE outbox_transaction SET payload = ? WHERE number = ?"


@dataclass(frozen=True, slots=True)
class Bringer:
    """Who joins, and when."""

    user_id: UUID | None
    now: datetime


def bring(
    session: Session, but: Mapping[str, Mapping[str, Any]], bringer: Bringer, filled: Iterable[Operation] = ()
) -> int:
    """Let all rows wait that are not among those of the centre, then what fills some that are; how many."""
    count, waiting = 0, list[Operation]()
    for operation in chain(_operations(session, but), filled):
        waiting.append(operation)
        count += 1
        if len(waiting) == MOST_OPERATIONS:
            _put(session, waiting, bringer)
            waiting = []
    if waiting:
        _put(session, waiting, bringer)
    return count


def _operations(session: Session, but: Mapping[str, Mapping[str, Any]]) -> Iterator[Operation]:
    """Parents before children, in the same table too."""
    connection = session.connection()
    for form in filter(None, map(row_form, exchanged_tables())):
        listed = connection.exec_driver_sql(f"SELECT id FROM {form.name} ORDER BY id")  # noqa: S608
        ids = [row_id for (row_id,) in listed if row_id not in but.get(form.name, {})]
        rows = standing_rows(connection, form, ids)
        for row_id in _parents_first(form, rows):
            filled = {name: value for name, value in rows[row_id].items() if value is not None}
            yield Operation(form.name, row_id, "insert", 0, filled)


def _parents_first(form: RowForm, rows: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    columns = [key.parent.name for key in form.table.foreign_keys if key.column.table is form.table]
    done: set[str] = set()
    for first in rows:
        trail: list[str] = [first]
        while trail:
            parents = (rows[trail[-1]].get(column) for column in columns)
            todo = [str(each) for each in parents if each in rows and each not in done and each not in trail]
            if todo:
                trail.append(todo[0])
                continue
            row_id = trail.pop()
            if row_id not in done:
                done.add(row_id)
                yield row_id


def _put(session: Session, operations: Sequence[Operation], bringer: Bringer) -> None:
    entry_id = new_id()
    number, stamp = outbox.put(session, outbox.Outgoing(entry_id, bringer.user_id, bringer.now))
    at = encode(bringer.now)
    transaction = Transaction(
        n=number,
        schema=SCHEMA,
        stamp=stamp,
        entry=Entry(entry_id.hex, BROUGHT, {"rows": len(operations)}, at, at),
        operations=list(operations),
        user=None if bringer.user_id is None else bringer.user_id.hex,
    )
    connection = session.connection()
    connection.exec_driver_sql(_BYTES, (payload_of(transaction), number))
    opened = [
        (new_id().hex, number, place, each.table, each.id, each.base) for place, each in enumerate(operations)
    ]
    connection.exec_driver_sql(_OPEN, opened)
