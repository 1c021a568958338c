"""In which order the ticket list stands: by an index where one keeps the order, else sorted by the database.

Tickets without a value to order by stand last, whichever way the order runs; the id decides among equals.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, func, literal_column, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from fieldservice.domain.model.catalogue import Queue, TicketState
from fieldservice.domain.model.customer import Customer
from fieldservice.domain.model.people import UserAccount
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.queries.ticket_rows import PageKey, TicketWish
from fieldservice.domain.queries.ticket_views import usual_order
from fieldservice.domain.rules.ordered_ids import OrderedIds
from fieldservice.domain.rules.ticket_filters import SortKey, SortName

Rows = Select[*tuple[Any, ...]]
MOST_IDS = 2_000_000

_BY_INDEX: Mapping[SortName, InstrumentedAttribute[Any]] = MappingProxyType(
    {
        SortName.DUE: Ticket.expected_closing_at,
        SortName.OPENED: Ticket.opened_at,
        SortName.CLOSED: Ticket.closed_at,
    }
)
_JOINED: Mapping[SortName, tuple[Any, ColumnElement[bool]]] = MappingProxyType(
    {
        SortName.CUSTOMER: (Customer, Customer.id == Ticket.customer_id),
        SortName.STATE: (TicketState, TicketState.id == Ticket.state_id),
        SortName.OWNER: (UserAccount, UserAccount.id == Ticket.owner_id),
        SortName.QUEUE: (Queue, Queue.id == Ticket.queue_id),
    }
)
_SORTED: Mapping[SortName, Any] = MappingProxyType(
    {
        **_BY_INDEX,
        SortName.NUMBER: Ticket.number,
        SortName.TITLE: func.lower(Ticket.title),
        SortName.CUSTOMER: Customer.name_folded,
        SortName.STATE: TicketState.position,
        SortName.PRIORITY: Ticket.priority,
        SortName.OWNER: func.lower(UserAccount.name),
        SortName.QUEUE: func.lower(Queue.name),
        SortName.WAIT: Ticket.wait_until,
        SortName.RESPONSE: Ticket.response_due_at,
    }
)
_NEVER_EMPTY = (SortName.OPENED, SortName.NUMBER, SortName.TITLE, SortName.STATE, SortName.PRIORITY)


def sorts_of(wish: TicketWish) -> tuple[SortKey, ...]:
    return wish.sorts or (usual_order(wish.view),)


@dataclass(frozen=True, slots=True)
class IndexOrder:
    """An order that an index keeps: pages go on behind the last row, nothing is sorted."""

    column: InstrumentedAttribute[Any]
    descending: bool

    @classmethod
    def of(cls, sorts: tuple[SortKey, ...]) -> "IndexOrder | None":
        if len(sorts) != 1 or sorts[0].name not in _BY_INDEX:
            return None
        return cls(_BY_INDEX[sorts[0].name], sorts[0].descending)

    @property
    def may_be_empty(self) -> bool:
        return self.column is not Ticket.opened_at

    def dated(self, base: Rows, after: PageKey | None = None) -> Rows:
        key = tuple_(self.column, Ticket.id)
        if after is not None:
            last = (after.moment, after.id)
            base = base.where(key < last if self.descending else key > last)
        ordered = base.where(self.column.is_not(None))
        if self.descending:
            return ordered.order_by(self.column.desc(), Ticket.id.desc())
        return ordered.order_by(self.column, Ticket.id)

    def undated(self, base: Rows, after: PageKey | None = None) -> Rows:
        if after is not None and after.moment is None:
            base = base.where(Ticket.id > after.id)
        return base.where(self.column.is_(None)).order_by(Ticket.id)


def with_order(base: Rows, sorts: tuple[SortKey, ...]) -> Rows:
    """Sorted by the database."""
    for key in sorts:
        kind, on = _JOINED.get(key.name, (None, None))
        if kind is not None:
            base = base.outerjoin(kind, on)
    clauses: list[Any] = []
    for key in sorts:
        column = _SORTED[key.name]
        if key.name not in _NEVER_EMPTY:
            clauses.append(column.is_(None))
        clauses.append(column.desc() if key.descending else column)
    return base.order_by(*clauses, Ticket.id.desc() if sorts[-1].descending else Ticket.id)


def packed_ids(session: Session, ordered: Select[Any]) -> OrderedIds:
    """The ids of a statement in its order, put together by the database itself."""
    ids = ordered.subquery("ordered")
    if session.get_bind().dialect.name == "sqlite":
        text: Any = func.group_concat(literal_column("ordered.id"), "")
    else:
        text = func.string_agg(cast(ids.c.id, String), "")
    return OrderedIds.from_hex(session.connection().scalar(select(text).select_from(ids)))
