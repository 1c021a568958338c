"""What became of a call: the ticket that it gave, or the reason for which it was parked; and how far a
ticket is.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fieldservice.domain.model.order import WorkOrder
from fieldservice.domain.model.ticket import Article, Request, Ticket
from fieldservice.domain.rules.reasons import Reason
from fieldservice.domain.rules.ticket_states import TicketStateType
from fieldservice.domain.rules.verdict_json import verdict_from_json

CLOSED_BY_ORDERS = "ticket.closed.by_orders"


@dataclass(frozen=True, slots=True)
class SettledCall:
    """The outcome of the frozen verdict, its reason, and the ticket's number when there is one.

    `is_settled` when no check was left open: an `ok` so far is not an answer yet.
    """

    outcome: str
    reason: Reason
    is_settled: bool
    number: str = ""


def settled_call(session: Session, caller: str, received_at: datetime) -> SettledCall | None:
    """The call of that caller at that moment; None when nothing of it was kept."""
    statement = (
        select(Request.verdict, Ticket.verdict, Ticket.number)
        .outerjoin(Ticket, Ticket.request_id == Request.id)
        .where(Request.caller == caller, Request.received_at == received_at)
    )
    found = session.execute(statement.limit(1)).one_or_none()
    if found is None:
        return None
    parked, accepted, number = found
    verdict = verdict_from_json(accepted or parked or {})
    return SettledCall(verdict.outcome.value, verdict.reason, verdict.is_settled, number or "")


@dataclass(frozen=True, slots=True)
class TicketStanding:
    """How far a ticket is, and how often it closed by itself."""

    number: str
    is_closed: bool
    closings: int


def ticket_standing(session: Session, ticket_id: UUID) -> TicketStanding:
    ticket = session.get_one(Ticket, ticket_id)
    reasons = session.scalars(
        select(Article.reason).where(Article.ticket_id == ticket_id, Article.author_id.is_(None))
    )
    closings = sum(bool(reason) and reason["code"] == CLOSED_BY_ORDERS for reason in reasons if reason)
    return TicketStanding(ticket.number, ticket.state_type is TicketStateType.CLOSED, closings)


def ticket_with_number(session: Session, number: str) -> UUID | None:
    return session.scalar(select(Ticket.id).where(Ticket.number == number))


def orders_of(session: Session, ticket_id: UUID) -> list[UUID]:
    """The orders of a ticket, in their order."""
    statement = select(WorkOrder.id).where(WorkOrder.ticket_id == ticket_id)
    return list(session.scalars(statement.order_by(WorkOrder.position)))
