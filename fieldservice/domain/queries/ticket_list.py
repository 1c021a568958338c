"""A page of the ticket list: one view, one order, plain columns, keyset paging.

Two hundred thousand tickets cost no more than two hundred: pages are found by index behind the last row seen,
and a text is looked up in the search index, never by reading along.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from fieldservice.domain.model.catalogue import TicketState
from fieldservice.domain.model.customer import Customer, CustomerClass
from fieldservice.domain.model.order import WorkOrder
from fieldservice.domain.model.people import UserAccount
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.queries.dictionaries import name_in
from fieldservice.domain.queries.search import MOST_MATCHES, is_cut, matching_ids, ticket_number
from fieldservice.domain.queries.ticket_views import Viewer, clock_state, condition, usual_order
from fieldservice.domain.rules.order_states import OrderState
from fieldservice.domain.rules.sla_clock import ClockState
from fieldservice.domain.rules.ticket_states import TicketStateType

PAGE_LENGTH = 100

Found = Any
Rows = Select[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class TicketRow:
    """`due_at` is the expected closing; cancelled orders are not counted."""

    id: UUID
    number: str
    title: str
    customer_id: UUID | None
    customer: str
    is_vip: bool
    state: str
    state_type: TicketStateType
    priority: int
    due_at: datetime | None
    clock: ClockState
    orders_done: int
    orders_total: int
    owner: str
    opened_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class PageKey:
    """The last row of a page: the next page goes on behind it. `moment` is what the page is ordered by."""

    moment: datetime | None
    id: UUID


@dataclass(frozen=True, slots=True)
class TicketWish:
    """What is asked for. `sort` is `due`, `opened` or `closed`; empty means the view's own order.

    `branch` is whose number is meant when only digits are typed.
    """

    view: str
    viewer: Viewer
    language: str
    text: str = ""
    branch: str = ""
    sort: str = ""
    descending: bool | None = None


@dataclass(frozen=True, slots=True)
class TicketPage:
    """`is_partial` when a text fits so many records that only the latest of them were looked through."""

    rows: tuple[TicketRow, ...]
    next: PageKey | None
    is_partial: bool = False


def page(
    session: Session, wish: TicketWish, after: PageKey | None = None, limit: int = PAGE_LENGTH
) -> TicketPage:
    """Tickets without a moment to order by stand last, whichever way the order runs."""
    base = _BASE.where(*_conditions(session, wish))
    order = _Order.of(wish)
    found: list[Found] = []
    if after is None or after.moment is not None:
        found += session.execute(order.dated(base, after).limit(limit + 1))
    if len(found) <= limit and order.column is Ticket.expected_closing_at:
        undated = order.undated(base, after)
        found += session.execute(undated.limit(limit + 1 - len(found)))
    rows = tuple(_row(each, wish) for each in found[:limit])
    last = found[limit - 1] if len(found) > limit else None
    key = None if last is None else PageKey(getattr(last, order.column.key), last.id)
    return TicketPage(rows, key, bool(wish.text.strip()) and is_cut(session, wish.text))


@dataclass(frozen=True, slots=True)
class _Order:
    column: InstrumentedAttribute[Any]
    descending: bool

    @classmethod
    def of(cls, wish: TicketWish) -> "_Order":
        name = wish.sort or usual_order(wish.view)
        descending = name != "due" if wish.descending is None else wish.descending
        return cls(_COLUMNS[name], descending)

    def dated(self, base: Rows, after: PageKey | None) -> Rows:
        key = tuple_(self.column, Ticket.id)
        if after is not None:
            last = (after.moment, after.id)
            base = base.where(key < last if self.descending else key > last)
        ordered = base.where(self.column.is_not(None))
        if self.descending:
            return ordered.order_by(self.column.desc(), Ticket.id.desc())
        return ordered.order_by(self.column, Ticket.id)

    def undated(self, base: Rows, after: PageKey | None) -> Rows:
        if after is not None and after.moment is None:
            base = base.where(Ticket.id > after.id)
        return base.where(self.column.is_(None)).order_by(Ticket.id)


def _conditions(session: Session, wish: TicketWish) -> list[ColumnElement[bool]]:
    shown = condition(wish.view, wish.viewer)
    if not wish.text.strip():
        return [shown]
    fits: ColumnElement[bool] = Ticket.id.in_(matching_ids(session, wish.text, "ticket", MOST_MATCHES))
    number = ticket_number(wish.text, wish.branch)
    return [shown, fits if number is None else or_(fits, Ticket.number == number)]


def _row(found: Found, wish: TicketWish) -> TicketRow:
    due_at, closed_at, state_type = found.expected_closing_at, found.closed_at, found.state_type
    return TicketRow(
        found.id,
        found.number,
        found.title,
        found.customer_id,
        found.customer or "",
        found.customer_class is CustomerClass.VIP,
        name_in(found.state, found.translations, wish.language),
        state_type,
        found.priority,
        due_at,
        clock_state(due_at, closed_at, state_type, wish.viewer.now),
        found.orders_done,
        found.orders_total,
        found.owner or "",
        found.opened_at,
        closed_at,
    )


def _orders(*states: OrderState) -> ColumnElement[int]:
    counted = select(func.count()).select_from(WorkOrder)
    return counted.where(
        and_(WorkOrder.ticket_id == Ticket.id, WorkOrder.state.in_(states))
    ).scalar_subquery()


_COLUMNS: dict[str, InstrumentedAttribute[Any]] = {
    "due": Ticket.expected_closing_at,
    "opened": Ticket.opened_at,
    "closed": Ticket.closed_at,
}
_BASE: Rows = (
    select(
        Ticket.id,
        Ticket.number,
        Ticket.title,
        Ticket.customer_id,
        Customer.name.label("customer"),
        Customer.customer_class,
        TicketState.name.label("state"),
        TicketState.translations,
        Ticket.state_type,
        Ticket.priority,
        Ticket.expected_closing_at,
        _orders(OrderState.FINISHED).label("orders_done"),
        _orders(*(state for state in OrderState if state is not OrderState.CANCELLED)).label("orders_total"),
        UserAccount.name.label("owner"),
        Ticket.opened_at,
        Ticket.closed_at,
    )
    .join(TicketState, TicketState.id == Ticket.state_id)
    .outerjoin(Customer, Customer.id == Ticket.customer_id)
    .outerjoin(UserAccount, UserAccount.id == Ticket.owner_id)
)
