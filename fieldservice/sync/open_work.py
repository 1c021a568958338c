"""Work of this desk that the centre is not known to have: what it did to the rows that were pulled."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Connection

from fieldservice.domain.model.journal import ChangeKind
from fieldservice.domain.store.journal import RowChange
from fieldservice.sync.staging import Key

OPEN = (
    "SELECT o.table_name, o.row_id, c.kind, c.before, c.after FROM outbox_operation o"
    " LEFT JOIN journal_change c ON c.id = o.change_id"
    " WHERE o.row_id IN (SELECT row_id FROM exchange_stage) ORDER BY o.number, o.position"
)
OPEN_TICKETS = (
    "SELECT o.row_id FROM outbox_operation o WHERE o.table_name = 'ticket' UNION"
    " SELECT w.ticket_id FROM outbox_operation o JOIN work_order w ON w.id = o.row_id"
    " WHERE o.table_name = 'work_order'"
)


@dataclass(slots=True)
class OpenWork:
    """What the operations on one row come to; None when they cancel each other out.

    `is_whole` when the row was brought along at joining: it stays as it is until the centre has it.
    """

    change: RowChange | None
    is_whole: bool = False

    def over(self, row: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """The centre's row with the work of this desk on top; None when it was removed here."""
        if self.change is None:
            return row
        if self.change.kind is ChangeKind.DELETE:
            return None
        return {**row, **(self.change.after or {})}


def open_work(connection: Connection) -> dict[Key, OpenWork]:
    """On the rows that are staged. Operations of known transactions are not kept, so all here count."""
    found: dict[Key, OpenWork] = {}
    for table, row_id, kind, before, after in connection.exec_driver_sql(OPEN):
        known = found.get((table, row_id))
        if kind is None:
            found[table, row_id] = OpenWork(None, is_whole=True)
            continue
        change = RowChange(ChangeKind(kind), _values(before), _values(after))
        if known is None:
            found[table, row_id] = OpenWork(change)
        elif known.change is not None:
            known.change = known.change.followed_by(change)
    return found


def tickets_with_open_work(connection: Connection) -> set[UUID]:
    """Tickets that were changed here, or whose orders were: the centre has not settled them yet."""
    return {UUID(row_id) for (row_id,) in connection.exec_driver_sql(OPEN_TICKETS)}


def _values(stored: str | None) -> dict[str, Any] | None:
    if stored is None:
        return None
    decoded: dict[str, Any] = msgspec.json.decode(stored)
    return decoded
