"""What was said with a ticket's customer lately on other tickets, for who picks up the next call (F21)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fieldservice.domain.model.ticket import Article, ArticleKind, Ticket

DAYS = 90
MOST_SAID = 12
LONGEST = 160
_SAID = (ArticleKind.CALL, ArticleKind.EMAIL, ArticleKind.SMS, ArticleKind.WEB)


@dataclass(frozen=True, slots=True)
class SaidLately:
    """One entry on another ticket; `kind` and `direction` are the enums' values, `text` its beginning."""

    ticket_id: UUID
    number: str
    title: str
    kind: str
    direction: str
    happened_at: datetime
    text: str


def said_lately(session: Session, ticket_id: UUID, now: datetime) -> tuple[SaidLately, ...]:
    """The latest first; nothing internal, and nothing of the ticket itself."""
    customer = select(Ticket.customer_id).where(Ticket.id == ticket_id).scalar_subquery()
    found = (
        select(
            Ticket.id,
            Ticket.number,
            Ticket.title,
            Article.kind,
            Article.direction,
            Article.happened_at,
            func.substr(Article.text, 1, LONGEST).label("text"),
        )
        .join(Ticket, Ticket.id == Article.ticket_id)
        .where(
            Ticket.customer_id == customer,
            Ticket.id != ticket_id,
            Article.kind.in_(_SAID),
            Article.is_internal.is_(False),
            Article.happened_at > now - timedelta(days=DAYS),
        )
        .order_by(Article.happened_at.desc(), Article.id.desc())
        .limit(MOST_SAID)
    )
    return tuple(
        SaidLately(
            row.id,
            row.number,
            row.title,
            row.kind.value,
            "" if row.direction is None else row.direction.value,
            row.happened_at,
            row.text,
        )
        for row in session.execute(found)
    )
