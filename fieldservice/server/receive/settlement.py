"""What follows from the work for tickets and orders, by the rules of a desk, under the tickets' locks.

Most tickets of a push need nothing: that is found out for all of them with a few statements, and only the
others are settled one by one.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from fieldservice.domain.model.lifecycle import MergedRow
from fieldservice.domain.model.order import Visit, WorkOrder
from fieldservice.domain.model.ticket import Article, Ticket, TicketLink
from fieldservice.domain.rules.order_states import OrderStanding, OrderState, VisitFacts, order_standing
from fieldservice.domain.rules.settle import OrderFacts, SettleAction, TicketFacts, settle_ticket
from fieldservice.domain.rules.ticket_states import TicketStateType
from fieldservice.domain.store.flagging import flag_blocked
from fieldservice.domain.store.order_facts import show_orders
from fieldservice.domain.store.row_values import decode_row
from fieldservice.domain.store.settling import settle
from fieldservice.server.receive.merging import Outcome
from fieldservice.server.receive.receiving import Receiving
from fieldservice.server.receive.values import Values, form_of, row_id_of
from fieldservice.server.receive.work import Key, Work
from fieldservice.server.store.listed import among

OF_TICKET = {
    "article": ("ticket_id",),
    "task": ("ticket_id",),
    "work_order": ("ticket_id",),
    "ticket_link": ("from_id", "to_id"),
    "merged_row": ("home_id",),
}
"""Rows that lie with a ticket, and the columns that say with which."""
OF_ORDER = {"visit": "order_id"}


@dataclass(frozen=True, slots=True)
class Concerned:
    """Tickets that the work concerns, each with the last work that did, and whether it left out a closing."""

    tickets: Mapping[UUID, Work]
    closings: frozenset[UUID]


def tickets_of(connection: Connection, works: Iterable[Work]) -> set[UUID]:
    """The tickets to lock before anything is merged: those of the rows as they stand, and as they become."""
    found: set[UUID] = set()
    rows: defaultdict[str, set[UUID]] = defaultdict(set)
    orders: set[UUID] = set()
    for work in works:
        for deed in work.deeds:
            rows[deed.form.name].add(deed.row_id)
            found.update(_named(deed.form.name, deed.set))
            if deed.form.name in OF_ORDER and (order := deed.set.get(OF_ORDER[deed.form.name])):
                orders.add(row_id_of(order))
    found |= rows[Ticket.__tablename__]
    visits = select(Visit.order_id).where(among(Visit.id, rows[Visit.__tablename__]))
    orders |= set(connection.scalars(visits)) if rows[Visit.__tablename__] else set()
    lying: tuple[tuple[Any, str], ...] = ((Article, "article"), (TicketLink, "ticket_link"))
    for kind, name in lying:
        for column in OF_TICKET[name]:
            stands = select(getattr(kind, column)).where(among(kind.id, rows[name]))
            found.update(connection.scalars(stands) if rows[name] else ())
    orders |= rows[WorkOrder.__tablename__]
    if orders:
        found.update(connection.scalars(select(WorkOrder.ticket_id).where(among(WorkOrder.id, orders))))
    return found


def concerned(connection: Connection, outcomes: Iterable[Outcome]) -> Concerned:
    """The tickets to settle, now that all is written."""
    tickets: dict[UUID, Work] = {}
    closings: set[UUID] = set()
    orders: dict[UUID, Work] = {}
    for outcome in outcomes:
        closings |= outcome.work.settles
        tickets.update(dict.fromkeys(outcome.work.settles, outcome.work))
        for key, image in outcome.after.items():
            for values in (outcome.before[key] or {}, image.values or {}):
                tickets.update(dict.fromkeys(_of_row(key, values), outcome.work))
                order = values.get(OF_ORDER.get(key[0], ""))
                if order is not None:
                    orders[row_id_of(order)] = outcome.work
    named = select(WorkOrder.id, WorkOrder.ticket_id).where(among(WorkOrder.id, orders))
    for order_id, ticket_id in connection.execute(named) if orders else ():
        tickets[ticket_id] = orders[order_id]
    return Concerned(tickets, frozenset(closings))


def stand_orders(uow: Receiving, outcomes: Iterable[Outcome]) -> None:
    """Orders of visits that two sites wrote up differently stand as all visits say."""
    for outcome in outcomes:
        visits = {each.key[1] for each in outcome.lost if each.key[0] == Visit.__tablename__}
        orders = {each.key[1] for each in outcome.lost if each.key[0] == WorkOrder.__tablename__}
        if not visits and not orders:
            continue
        named = select(Visit.order_id).where(among(Visit.id, visits))
        for order_id in sorted(orders | set(uow.session.scalars(named))):
            with uow.work(outcome.work):
                _stand(uow, order_id)


def settle_all(uow: Receiving, wanted: Concerned) -> None:
    """Settle those of the tickets that need it."""
    for ticket_id in sorted(_needing(uow, wanted)):
        with uow.work(wanted.tickets[ticket_id]):
            ticket = uow.lock(Ticket, ticket_id)
            action = settle(uow, ticket).action
            is_left_open = ticket_id in wanted.closings and not ticket.state_type.is_terminal
            if action is SettleAction.REOPEN or is_left_open:
                show_orders(uow, ticket)


def flag_blocks(uow: Receiving, outcomes: Iterable[Outcome]) -> None:
    """A block that a branch has set is told on the open tickets of everybody."""
    for outcome in outcomes:
        fresh = [
            image.values
            for key, image in outcome.after.items()
            if key[0] == "block" and outcome.before[key] is None and image.values is not None
        ]
        form = form_of("block")
        if fresh and form is not None:
            with uow.work(outcome.work):
                flag_blocked(uow, [decode_row(form.table, values) for values in fresh])


def _stand(uow: Receiving, order_id: UUID) -> None:
    order = uow.session.get(WorkOrder, order_id)
    if order is None:
        return
    visits = uow.session.scalars(select(Visit).where(Visit.order_id == order_id)).all()
    by_word = order.state is OrderState.CANCELLED or order.is_finished_by_word
    decided = OrderStanding(order.state, order.finished_at) if by_word else None
    standing = order_standing([VisitFacts(v.state, v.outcome, v.ended_at) for v in visits], decided)
    order.state, order.finished_at = standing.state, standing.finished_at


def _needing(uow: Receiving, wanted: Concerned) -> Iterator[UUID]:
    ids = list(wanted.tickets)
    if not ids:
        return
    connection = uow.session.connection()
    orders: defaultdict[UUID, list[OrderFacts]] = defaultdict(list)
    kept_open: defaultdict[UUID, set[UUID]] = defaultdict(set)
    columns = (WorkOrder.ticket_id, WorkOrder.id, WorkOrder.number, WorkOrder.state, WorkOrder.finished_at)
    known = select(*columns, WorkOrder.is_kept_open).where(among(WorkOrder.ticket_id, ids))
    for ticket_id, order_id, number, state, finished_at, is_kept in connection.execute(known):
        orders[ticket_id].append(OrderFacts(order_id, number, state, finished_at))
        if is_kept:
            kept_open[ticket_id].add(order_id)
    away = set(connection.scalars(select(MergedRow.home_id).where(among(MergedRow.home_id, ids))))
    told: list[TicketFacts] = []
    for ticket in connection.execute(_FACTS.where(among(Ticket.id, ids))):
        facts = _facts(ticket, kept_open[ticket.id])
        is_merged = ticket.state_type is TicketStateType.MERGED
        if is_merged or ticket.id in away or ticket.id in wanted.closings:
            yield ticket.id
        elif settle_ticket(facts, orders[ticket.id]).action is not SettleAction.NONE:
            told.append(facts)
    written = _written(connection, [facts.id for facts in told])
    for facts in told:
        whole = replace(facts, written=frozenset(written[facts.id]))
        if settle_ticket(whole, orders[facts.id]).action is not SettleAction.NONE:
            yield facts.id


_FACTS = select(
    Ticket.id, Ticket.state_type, Ticket.generation, Ticket.closed_by, Ticket.closed_at, Ticket.is_held
)


def _facts(ticket: Any, kept_open: set[UUID]) -> TicketFacts:
    """Without what was written on the ticket already: few need it, and some tickets have thousands."""
    closed_at: datetime | None = ticket.closed_at
    return TicketFacts(
        id=ticket.id,
        state=ticket.state_type,
        generation=ticket.generation,
        closed_by=ticket.closed_by,
        closed_at=closed_at,
        is_held=ticket.is_held,
        kept_open=frozenset(kept_open),
    )


def _written(connection: Connection, tickets: Sequence[UUID]) -> defaultdict[UUID, set[UUID]]:
    written: defaultdict[UUID, set[UUID]] = defaultdict(set)
    if tickets:
        own = select(Article.ticket_id, Article.id).where(among(Article.ticket_id, tickets))
        for ticket_id, article_id in connection.execute(own.where(Article.author_id.is_(None))):
            written[ticket_id].add(article_id)
    return written


def _of_row(key: Key, values: Values) -> Iterator[UUID]:
    if key[0] == Ticket.__tablename__ and values:
        yield key[1]
    yield from _named(key[0], values)


def _named(table: str, values: Values) -> Iterator[UUID]:
    for column in OF_TICKET.get(table, ()):
        value = values.get(column)
        if value is not None:
            yield row_id_of(value)
    if table == "attachment" and values.get("owner_table") == Ticket.__tablename__:
        yield row_id_of(values["owner_id"])
