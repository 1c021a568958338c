"""A whole list of tickets without its rows: the ids in their order, and the rows of those that are in sight.

The database puts the ids together itself, so that a million of them neither hold up the window's thread nor
become a million Python objects.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.queries.ticket_list import conditions, rows_of
from fieldservice.domain.queries.ticket_orders import (
    MOST_IDS,
    IndexOrder,
    Rows,
    packed_ids,
    sorts_of,
    with_order,
)
from fieldservice.domain.queries.ticket_rows import PageKey, TicketRow, TicketWish
from fieldservice.domain.rules.ordered_ids import OrderedIds

PIECE = 50_000
MOST_ROWS = 500


def ticket_order(session: Session, wish: TicketWish) -> OrderedIds:
    """All tickets of the list, in its order; at most `MOST_IDS`."""
    sorts = sorts_of(wish)
    base: Rows = select(Ticket.id).where(*conditions(session, wish))
    order = IndexOrder.of(sorts)
    if order is None:
        return packed_ids(session, with_order(base, sorts).limit(MOST_IDS))
    found = _by_pieces(session, order, base)
    return found + packed_ids(session, order.undated(base).limit(MOST_IDS)) if order.may_be_empty else found


def ticket_rows(session: Session, wish: TicketWish, ids: Sequence[UUID]) -> tuple[TicketRow, ...]:
    """Those of at most `MOST_ROWS` tickets that are still there, in the order of their ids."""
    return rows_of(session, wish, ids[:MOST_ROWS])


def _by_pieces(session: Session, order: IndexOrder, base: Rows) -> OrderedIds:
    """A long text and what is made of it would take a hundred megabytes; pieces of it take few."""
    found: list[OrderedIds] = []
    after: PageKey | None = None
    while sum(map(len, found)) < MOST_IDS:
        found.append(packed_ids(session, order.dated(base, after).limit(PIECE)))
        if len(found[-1]) < PIECE:
            break
        last = found[-1][PIECE - 1]
        moment = session.connection().scalar(select(order.column).where(Ticket.id == last))
        after = PageKey(moment, last)
    return OrderedIds.joined(found)
