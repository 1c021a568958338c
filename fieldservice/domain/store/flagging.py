"""Flagging open tickets when something happens around them that their work must not stop for (P-47).

A block set after dispatch forbids the release of new work (`order_facts.require_dispatchable`); what is under
way goes on, and each open ticket of the customer says so in its history, however the block came.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from fieldservice.domain.model.base import member_id
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.rules.reasons import Reason
from fieldservice.domain.rules.ticket_states import TicketStateType
from fieldservice.domain.store.ticket_moves import tell
from fieldservice.domain.store.unit_of_work import UnitOfWork

OVER = tuple(state for state in TicketStateType if state.is_terminal)
BATCH = 500


def flag_blocked(uow: UnitOfWork, blocks: Sequence[Mapping[str, Any]]) -> None:
    """Tell on each open ticket that its customer was blocked; blocks as rows of their table.

    The article's id is made of block and ticket: two sites that learn of the same block tell it once.
    """
    for start in range(0, len(blocks), BATCH):
        batch = blocks[start : start + BATCH]
        for ticket in _open_tickets(uow, [block["customer_id"] for block in batch]):
            for block in batch:
                if block["customer_id"] == ticket.customer_id:
                    _tell(uow, ticket, block)


def _open_tickets(uow: UnitOfWork, customers: Sequence[UUID]) -> Sequence[Ticket]:
    still_open = select(Ticket).where(Ticket.customer_id.in_(customers), Ticket.state_type.not_in(OVER))
    return uow.session.scalars(still_open.order_by(Ticket.id)).all()


def _tell(uow: UnitOfWork, ticket: Ticket, block: Mapping[str, Any]) -> None:
    values = {"reason": block["reason"], "since": block["since"], "until": block.get("until")}
    reason = Reason("ticket.customer_blocked", values)
    tell(uow, ticket, reason, uow.clock.now(), member_id(block["id"], ticket.id))
