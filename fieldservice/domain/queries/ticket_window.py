"""A whole list of tickets without its rows: the ids in their order, and the rows of those that are in sight.

The database puts the ids together itself, so that a million of them neither hold up the window's thread nor
become a million Python objects.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, String, bindparam, cast, func, literal_column, select
from sqlalchemy.orm import Session

from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.queries.ticket_list import conditions, made_row, row_columns
from fieldservice.domain.queries.ticket_orders import IndexOrder, Rows, sorts_of, with_order
from fieldservice.domain.queries.ticket_rows import PageKey, TicketRow, TicketWish
from fieldservice.domain.rules.ordered_ids import OrderedIds

MOST_IDS = 2_000_000
PIECE = 50_000
MOST_ROWS = 500


def ticket_order(session: Session, wish: TicketWish) -> OrderedIds:
    """All tickets of the list, in its order; at most `MOST_IDS`."""
    sorts = sorts_of(wish)
    base: Rows = select(Ticket.id).where(*conditions(session, wish))
    order = IndexOrder.of(sorts)
    if order is None:
        return _packed(session, with_order(base, sorts).limit(MOST_IDS))
    found = _by_pieces(session, order, base)
    return found + _packed(session, order.undated(base).limit(MOST_IDS)) if order.may_be_empty else found


def ticket_rows(session: Session, wish: TicketWish, ids: Sequence[UUID]) -> tuple[TicketRow, ...]:
    """Those of at most `MOST_ROWS` tickets that are still there, in the order of their ids."""
    wanted = list(ids[:MOST_ROWS])
    rows = session.connection().execute(_by_ids(wish.language, wish.extras), {"ids": wanted})
    found = {each.id: each for each in rows}
    return tuple(made_row(found[each], wish) for each in wanted if each in found)


@cache
def _by_ids(language: str, extras: tuple[str, ...]) -> Rows:
    return row_columns(language, extras).where(Ticket.id.in_(bindparam("ids", expanding=True)))


def _by_pieces(session: Session, order: IndexOrder, base: Rows) -> OrderedIds:
    """A long text and what is made of it would take a hundred megabytes; pieces of it take few."""
    found: list[OrderedIds] = []
    after: PageKey | None = None
    while sum(map(len, found)) < MOST_IDS:
        found.append(_packed(session, order.dated(base, after).limit(PIECE)))
        if len(found[-1]) < PIECE:
            break
        last = found[-1][PIECE - 1]
        moment = session.connection().scalar(select(order.column).where(Ticket.id == last))
        after = PageKey(moment, last)
    return OrderedIds.joined(found)


def _packed(session: Session, ordered: Select[Any]) -> OrderedIds:
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    ids = ordered.subquery("ordered")
    if is_sqlite:
        text: Any = func.group_concat(literal_column("ordered.id"), "")
    else:
        text = func.string_agg(cast(ids.c.id, String), "")
    return OrderedIds.from_hex(session.connection().scalar(select(text).select_from(ids)))
