"""A page of the ticket list: one view, narrowed, in one order, plain columns, keyset paging.

A million tickets cost no more than a thousand: pages are found by index behind the last row seen, and a text
is looked up in the search index, never by reading along.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from fieldservice.domain.model.catalogue import TicketState
from fieldservice.domain.model.customer import Customer, CustomerClass
from fieldservice.domain.model.order import WorkOrder
from fieldservice.domain.model.people import UserAccount
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.queries.search import MOST_MATCHES, is_cut, matching_ids, ticket_number
from fieldservice.domain.queries.ticket_extras import extra, named
from fieldservice.domain.queries.ticket_filters import filter_conditions, plain_condition
from fieldservice.domain.queries.ticket_orders import (
    MOST_IDS,
    IndexOrder,
    Rows,
    packed_ids,
    sorts_of,
    with_order,
)
from fieldservice.domain.queries.ticket_rows import (
    Moments,
    PageKey,
    TicketPage,
    TicketRow,
    TicketWish,
    Viewer,
)
from fieldservice.domain.queries.ticket_views import condition, open_condition, values_of
from fieldservice.domain.rules.order_states import OrderState
from fieldservice.domain.store.seen_tickets import seen_tickets

__all__ = ["PAGE_LENGTH", "PageKey", "TicketPage", "TicketRow", "TicketWish", "page"]

PAGE_LENGTH = 100
NOBODY_IN_PARTICULAR = Viewer(None, datetime(2000, 1, 1, tzinfo=UTC))

Found = Any


def page(
    session: Session, wish: TicketWish, after: PageKey | None = None, limit: int = PAGE_LENGTH
) -> TicketPage:
    """Tickets without a moment to order by stand last, whichever way the order runs."""
    is_partial = bool(wish.text.strip()) and is_cut(session, wish.text)
    order = IndexOrder.of(sorts_of(wish))
    if order is None:
        return replace(_sorted_page(session, wish, limit), is_partial=is_partial)
    found = _walked(session, order, (wish, after), limit + 1)
    has_more = len(found) > limit
    last = found[limit - 1] if has_more else None
    key = None if last is None else PageKey(getattr(last, order.column.key), last.id)
    rows = tuple(made_row(each, wish) for each in found[:limit])
    return TicketPage(rows, key, is_partial, has_more)


def rows_of(session: Session, wish: TicketWish, ids: Sequence[UUID]) -> tuple[TicketRow, ...]:
    """Those of these tickets that are still there, in the order of their ids."""
    statement, seen = _by_ids(wish.language, wish.extras), seen_tickets(session)
    if seen:
        statement = statement.where(*seen)
    rows = session.connection().execute(statement, {"ids": list(ids)})
    found = {each.id: each for each in rows}
    return tuple(made_row(found[each], wish) for each in ids if each in found)


def is_plain(wish: TicketWish) -> bool:
    """Whether the statement depends on who looks, and when, in its values only."""
    return not wish.text.strip() and not any(field.is_days for field, _ in wish.filter.chosen)


def plain_conditions(wish: TicketWish) -> list[ColumnElement[bool]]:
    """What a ticket must fulfil, with places for who looks."""
    narrowed = (plain_condition(field, values) for field, values in wish.filter.chosen)
    return [open_condition(wish.view), *narrowed]


def conditions(session: Session, wish: TicketWish) -> list[ColumnElement[bool]]:
    """What a ticket must fulfil to stand in the list."""
    narrowed = filter_conditions(session, wish.filter, wish.viewer)
    shown = [condition(wish.view, wish.viewer), *narrowed, *seen_tickets(session)]
    if not wish.text.strip():
        return shown
    fits: ColumnElement[bool] = Ticket.id.in_(matching_ids(session, wish.text, "ticket", MOST_MATCHES))
    number = ticket_number(wish.text, wish.branch)
    return [*shown, fits if number is None else or_(fits, Ticket.number == number)]


def base_of(wish: TicketWish) -> Rows:
    return row_columns(wish.language, wish.extras)


def made_row(found: Found, wish: TicketWish) -> TicketRow:
    """Taken apart by place: a list asks for a hundred of them at once."""
    row_id, number, title, customer, kind, state, state_type, priority, due_at, done, total, *rest = found
    owner, opened_at, closed_at, tone, shape, wait_until, respond_by, responded_at, solve_by, *extras = rest
    moments = Moments(due_at, closed_at, wait_until, respond_by, responded_at, solve_by)
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
        moments.clock(state_type, wish.viewer.now),
        done,
        total,
        owner or "",
        opened_at,
        closed_at,
        tuple((name, said or "") for name, said in zip(wish.extras, extras, strict=True)),
        (tone or "", shape or ""),
        wait_until,
        respond_by,
        responded_at,
    )


def _walked(
    session: Session, order: IndexOrder, asked: tuple[TicketWish, PageKey | None], limit: int
) -> list[Found]:
    wish, after = asked
    if after is None and is_plain(wish) and not seen_tickets(session):
        found = _all(session, _first_dated(_shape(wish), limit), wish)
        if len(found) < limit and order.may_be_empty:
            found += _all(session, _first_undated(_shape(wish), limit), wish)[: limit - len(found)]
        return found
    base = base_of(wish).where(*conditions(session, wish))
    found = []
    if after is None or after.moment is not None:
        found += _all(session, order.dated(base, after).limit(limit), wish)
    if len(found) < limit and order.may_be_empty:
        found += _all(session, order.undated(base, after).limit(limit - len(found)), wish)
    return found


def _shape(wish: TicketWish) -> TicketWish:
    """The wish without who looks, and when: lists of one shape share their statements."""
    return replace(wish, viewer=NOBODY_IN_PARTICULAR, branch="")


@lru_cache(64)
def _first_dated(shape: TicketWish, limit: int) -> Rows:
    order = IndexOrder.of(sorts_of(shape))
    base = base_of(shape).where(*plain_conditions(shape))
    return base.limit(limit) if order is None else order.dated(base).limit(limit)


@lru_cache(64)
def _first_undated(shape: TicketWish, limit: int) -> Rows:
    order = IndexOrder.of(sorts_of(shape))
    base = base_of(shape).where(*plain_conditions(shape))
    return base.limit(limit) if order is None else order.undated(base).limit(limit)


def _sorted_page(session: Session, wish: TicketWish, limit: int) -> TicketPage:
    """What has to be sorted is sorted once: the whole order comes with the page."""
    every: Rows = select(Ticket.id).where(*conditions(session, wish))
    order = packed_ids(session, with_order(every, sorts_of(wish)).limit(MOST_IDS))
    rows = rows_of(session, wish, order.between(0, limit - 1))
    return TicketPage(rows, None, has_more=len(order) > limit, order=order)


@cache
def _by_ids(language: str, extras: tuple[str, ...]) -> Rows:
    return row_columns(language, extras).where(Ticket.id.in_(bindparam("ids", expanding=True)))


def _all(session: Session, statement: Rows, wish: TicketWish) -> list[Found]:
    """Through the connection: plain columns need nothing of what a session does to each row."""
    return list(session.connection().execute(statement, values_of(wish.viewer)).all())


def _orders(*states: OrderState) -> ColumnElement[int]:
    counted = select(func.count()).select_from(WorkOrder)
    return counted.where(
        and_(WorkOrder.ticket_id == Ticket.id, WorkOrder.state.in_(states))
    ).scalar_subquery()


@cache
def row_columns(language: str, extras: tuple[str, ...]) -> Rows:
    """All columns of a row; the state is called as its translation says, or else by its own name."""
    usual: Rows = (
        select(
            Ticket.id,
            Ticket.number,
            Ticket.title,
            Customer.name.label("customer"),
            Customer.customer_class,
            named(TicketState, language).label("state"),
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
            TicketState.tone,
            TicketState.shape,
            Ticket.wait_until,
            Ticket.response_due_at,
            Ticket.first_response_at,
            Ticket.resolution_due_at,
        )
        .join(TicketState, TicketState.id == Ticket.state_id)
        .outerjoin(Customer, Customer.id == Ticket.customer_id)
        .outerjoin(UserAccount, UserAccount.id == Ticket.owner_id)
    )
    return usual.add_columns(*(extra(name, language) for name in extras))
