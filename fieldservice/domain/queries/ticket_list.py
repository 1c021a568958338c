"""A page of the ticket list: one view, one order, plain columns, keyset paging.

Two hundred thousand tickets cost no more than two hundred: pages are found by index behind the last row seen,
and a text is looked up in the search index, never by reading along.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from fieldservice.domain.model.catalogue import TicketState
from fieldservice.domain.model.customer import Customer, CustomerClass
from fieldservice.domain.model.order import WorkOrder
from fieldservice.domain.model.people import UserAccount
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.queries.search import MOST_MATCHES, is_cut, matching_ids, ticket_number
from fieldservice.domain.queries.ticket_rows import PageKey, TicketPage, TicketRow, TicketWish, clock_state
from fieldservice.domain.queries.ticket_views import condition, usual_order
from fieldservice.domain.rules.order_states import OrderState

__all__ = ["PAGE_LENGTH", "PageKey", "TicketPage", "TicketRow", "TicketWish", "page"]

PAGE_LENGTH = 100

Found = Any
Rows = Select[*tuple[Any, ...]]


def page(
    session: Session, wish: TicketWish, after: PageKey | None = None, limit: int = PAGE_LENGTH
) -> TicketPage:
    """Tickets without a moment to order by stand last, whichever way the order runs."""
    base = _base(wish.language).where(*_conditions(session, wish))
    # The connection, not the session: plain columns need nothing of what a session does to each row.
    execute = session.connection().execute
    order = _Order.of(wish)
    found: list[Found] = []
    if after is None or after.moment is not None:
        found += execute(order.dated(base, after).limit(limit + 1)).all()
    if len(found) <= limit and order.column is Ticket.expected_closing_at:
        undated = order.undated(base, after)
        found += execute(undated.limit(limit + 1 - len(found))).all()
    rows = tuple(_row(each, wish.viewer.now) for each in found[:limit])
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


def _row(found: Found, now: datetime) -> TicketRow:
    """Taken apart by place: a list asks for a hundred of them at once."""
    row_id, number, title, customer, kind, state, state_type, priority, due_at, done, total, *rest = found
    owner, opened_at, closed_at = rest
    return TicketRow(
        row_id,
        number,
        title,
        customer or "",
        kind is CustomerClass.VIP,
        state,
        state_type,
        priority,
        due_at,
        clock_state(due_at, closed_at, state_type, now),
        done,
        total,
        owner or "",
        opened_at,
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


@cache
def _base(language: str) -> Rows:
    """All columns of a row; the state is called as its translation says, or else by its own name."""
    translated = TicketState.translations[language].as_string()
    return (
        select(
            Ticket.id,
            Ticket.number,
            Ticket.title,
            Customer.name.label("customer"),
            Customer.customer_class,
            func.coalesce(func.nullif(translated, ""), TicketState.name).label("state"),
            Ticket.state_type,
            Ticket.priority,
            Ticket.expected_closing_at,
            _orders(OrderState.FINISHED).label("orders_done"),
            _orders(*(state for state in OrderState if state is not OrderState.CANCELLED)).label(
                "orders_total"
            ),
            UserAccount.name.label("owner"),
            Ticket.opened_at,
            Ticket.closed_at,
        )
        .join(TicketState, TicketState.id == Ticket.state_id)
        .outerjoin(Customer, Customer.id == Ticket.customer_id)
        .outerjoin(UserAccount, UserAccount.id == Ticket.owner_id)
    )
