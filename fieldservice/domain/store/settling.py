"""Settling a ticket after anything that touched it or its orders: facts in, the pure rule, its result
applied.

Call it last in each such command, with the ticket locked (P-32).
"""

from sqlalchemy import select

from fieldservice.domain.model.order import WorkOrder
from fieldservice.domain.model.ticket import Article, Ticket
from fieldservice.domain.rules.settle import (
    ClosedBy,
    OrderFacts,
    SettleAction,
    Settlement,
    TicketFacts,
    settle_ticket,
)
from fieldservice.domain.rules.ticket_states import TicketAction
from fieldservice.domain.store.belongings import gather
from fieldservice.domain.store.service_levels import turn_clock
from fieldservice.domain.store.ticket_moves import act, open_again, tell
from fieldservice.domain.store.unit_of_work import UnitOfWork


def settle(uow: UnitOfWork, ticket: Ticket) -> Settlement:
    """Close, reopen or tell, as the orders say; settling again changes nothing.

    First everything is put where it lies: an undo may have merged the ticket, or taken its merge back.
    """
    gather(uow, ticket)  # the orders of this very command are seen, too
    orders = uow.session.scalars(select(WorkOrder).where(WorkOrder.ticket_id == ticket.id)).all()
    written = uow.session.scalars(
        select(Article.id).where(Article.ticket_id == ticket.id, Article.author_id.is_(None))
    )
    facts = TicketFacts(
        id=ticket.id,
        state=ticket.state_type,
        generation=ticket.generation,
        closed_by=ticket.closed_by,
        closed_at=ticket.closed_at,
        is_held=ticket.is_held,
        kept_open=frozenset(order.id for order in orders if order.is_kept_open),
        written=frozenset(written),
    )
    settlement = settle_ticket(facts, [OrderFacts(o.id, o.number, o.state, o.finished_at) for o in orders])
    _apply(uow, ticket, settlement)
    if settlement.action is SettleAction.REOPEN:
        settle(uow, ticket)  # a ticket that is open again may have to ask what becomes of it
    return settlement


def _apply(uow: UnitOfWork, ticket: Ticket, settlement: Settlement) -> None:
    if settlement.action is SettleAction.CLOSE:
        if not ticket.state_type.is_terminal:
            act(uow, ticket, TicketAction.CLOSE)
        ticket.closed_at = settlement.moment
        ticket.closed_by = ClosedBy.ORDERS
    elif settlement.action is SettleAction.REOPEN:
        act(uow, ticket, TicketAction.REOPEN)
        open_again(uow, ticket)
        ticket.generation = settlement.generation
    if settlement.action in (SettleAction.CLOSE, SettleAction.REOPEN):
        turn_clock(uow, ticket, settlement.moment or uow.clock.now())
    if settlement.reason is not None:
        when = settlement.moment or uow.clock.now()
        tell(uow, ticket, settlement.reason, when, settlement.article_id)
