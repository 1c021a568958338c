"""Since when nobody has said anything on a ticket, and which tickets that is true of for too long (P-36).

What the program writes has a reason; all else was said by somebody, here or at the customer's.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fieldservice.domain.model.lifecycle import TypeConduct
from fieldservice.domain.model.ticket import Article, Ticket
from fieldservice.domain.rules.idleness import Word, idle_since, is_idle
from fieldservice.domain.rules.ticket_states import TicketStateType

WAITING = tuple(state for state in TicketStateType if state.is_waiting)


def idle_since_of(session: Session, ticket: Ticket) -> datetime:
    session.flush()  # what this very command wrote counts too
    columns = select(Article.recorded_at, Article.reason.is_(None)).where(Article.ticket_id == ticket.id)
    return idle_since(ticket.opened_at, [Word(*row) for row in session.execute(columns)])


def idle_tickets(session: Session, now: datetime, limit: int = 200) -> list[UUID]:
    """Waiting tickets that may be closed for inactivity now, the longest silent first; bounded."""
    last = select(func.max(Article.recorded_at)).where(
        Article.ticket_id == Ticket.id, Article.reason.is_(None)
    )
    since = func.coalesce(last.scalar_subquery(), Ticket.opened_at, type_=Ticket.opened_at.type)
    waiting = (
        select(Ticket.id, since.label("since"), TypeConduct.idle_hours)
        .join(TypeConduct, TypeConduct.ticket_type_id == Ticket.type_id)
        .where(Ticket.state_type.in_(WAITING), TypeConduct.idle_hours > 0)
        .where(since < now - timedelta(hours=1))
        .order_by(since, Ticket.id)
        .limit(limit)
    )
    return [row.id for row in session.execute(waiting) if is_idle(row.since, row.idle_hours, now)]
