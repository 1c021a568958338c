"""What changed since when, by the journal: its numbers are in the order in which changes became visible.

A cursor is first the place in a walk over all rows, then a place in the journal. It begins in the journal
where the walk began, so nothing that changed meanwhile is missed; a row may come twice.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import Select, bindparam, select, tuple_
from sqlalchemy.orm import Session

from fieldservice.domain.model.journal import JournalChange, JournalEntry, JournalHead
from fieldservice.domain.model.order import Visit, WorkLine, WorkOrder
from fieldservice.domain.model.ticket import Article, NumberAlias, Ticket
from fieldservice.domain.rules.errors import RuleViolation

_WALK = re.compile(r"w([0-9]{1,18})\.([0-9a-f]{32})")
_PLACE = re.compile(r"j([0-9]{1,18})\.([0-9]{1,9})")
MOST_LINES = 2_000
"""Lines of the journal read for one page."""

Owners: TypeAlias = Mapping[str, Select[Any]]
"""By table: to which ticket or order its rows belong."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """Walking over all rows, the last of them `row_id`; or at a line of the journal."""

    sequence: int
    position: int = -1
    row_id: UUID | None = None

    def __str__(self) -> str:
        if self.row_id is not None:
            return f"w{self.sequence}.{self.row_id.hex}"
        return f"j{self.sequence}.{self.position + 1}"


@dataclass(frozen=True, slots=True)
class Found:
    ids: tuple[UUID, ...]
    cursor: Cursor
    more: bool


def read_cursor(session: Session, text: str) -> Cursor:
    """Where to go on; from the beginning with an empty one. `api.cursor_wrong`."""
    if not text:
        return Cursor(_head(session), row_id=UUID(int=0))
    walk, place = _WALK.fullmatch(text), _PLACE.fullmatch(text)
    if walk is not None:
        return Cursor(int(walk[1]), row_id=UUID(walk[2]))
    if place is not None:
        return Cursor(int(place[1]), int(place[2]) - 1)
    raise RuleViolation("api.cursor_wrong")


def changed_tickets(session: Session, cursor: Cursor, limit: int) -> Found:
    """Tickets whose own rows, orders, visits or articles changed."""
    if cursor.row_id is not None:
        return _walked(session, Ticket.id, cursor, limit)
    return _journaled(session, cursor, limit, _TICKET_OF)


def changed_orders(session: Session, cursor: Cursor, limit: int) -> Found:
    """Orders whose own rows, visits or lines changed."""
    if cursor.row_id is not None:
        return _walked(session, WorkOrder.id, cursor, limit)
    return _journaled(session, cursor, limit, _ORDER_OF)


_IDS: Any = bindparam("ids", expanding=True)


def _owned(kind: Any, owner: Any) -> Select[Any]:
    return select(kind.id, owner.label("owner")).where(kind.id.in_(_IDS))


_TICKET_OF: Owners = {
    "ticket": _owned(Ticket, Ticket.id),
    "article": _owned(Article, Article.ticket_id),
    "number_alias": _owned(NumberAlias, NumberAlias.ticket_id),
    "work_order": _owned(WorkOrder, WorkOrder.ticket_id),
    "visit": _owned(Visit, WorkOrder.ticket_id).join(WorkOrder, WorkOrder.id == Visit.order_id),
}
_ORDER_OF: Owners = {
    "work_order": _owned(WorkOrder, WorkOrder.id),
    "visit": _owned(Visit, Visit.order_id),
    "work_line": _owned(WorkLine, WorkLine.order_id),
}


def _walked(session: Session, column: Any, cursor: Cursor, limit: int) -> Found:
    wanted = select(column).where(column > cursor.row_id).order_by(column).limit(limit + 1)
    found = session.scalars(wanted).all()
    ids = tuple(found[:limit])
    if len(found) > limit:
        return Found(ids, Cursor(cursor.sequence, row_id=ids[-1]), more=True)
    return Found(ids, Cursor(cursor.sequence + 1), more=_head(session) > cursor.sequence)


def _journaled(session: Session, cursor: Cursor, limit: int, owners: Owners) -> Found:
    place: Any = tuple_(JournalEntry.sequence, JournalChange.position)
    lines = session.execute(
        select(JournalEntry.sequence, JournalChange.position, JournalChange.table_name, JournalChange.row_id)
        .join(JournalChange, JournalChange.entry_id == JournalEntry.id)
        .where(JournalEntry.sequence >= cursor.sequence, place > (cursor.sequence, cursor.position))
        .where(JournalChange.table_name.in_(owners))
        .order_by(JournalEntry.sequence, JournalChange.position)
        .limit(MOST_LINES)
    ).all()
    owned = {
        table: _owners(session, statement, {line.row_id for line in lines if line.table_name == table})
        for table, statement in owners.items()
    }
    ids: dict[UUID, None] = {}
    last = cursor
    for sequence, position, table, row_id in lines:
        owner = owned[table].get(row_id)
        if owner is not None and owner not in ids and len(ids) == limit:
            return Found(tuple(ids), last, more=True)
        if owner is not None:
            ids[owner] = None
        last = Cursor(int(sequence or 0), position)
    if len(lines) == MOST_LINES:
        return Found(tuple(ids), last, more=True)
    # All that is in sight was read: what concerned others is not read again.
    return Found(tuple(ids), Cursor(max(_head(session) + 1, cursor.sequence)), more=False)


def _head(session: Session) -> int:
    return session.scalar(select(JournalHead.sequence)) or 0


def _owners(session: Session, statement: Any, ids: set[UUID]) -> dict[UUID, UUID]:
    if not ids:
        return {}
    return {row.id: row.owner for row in session.execute(statement, {"ids": list(ids)})}
