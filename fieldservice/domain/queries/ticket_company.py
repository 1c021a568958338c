"""Who is around a ticket besides its owner: who follows it, who has it open, whom one can name."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fieldservice.domain.model.content import Notice
from fieldservice.domain.model.customer import Contact
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.queries.notifications import (
    PersonRow,
    PresentRow,
    is_followed,
    people,
    present_at,
)

MOST_CONTACTS = 200


@dataclass(frozen=True, slots=True)
class TicketCompany:
    """`people` work here; `contacts` are at the customer's, the ticket's own first. `has_unread`: one was
    told of something here and has not read it.
    """

    ticket_id: UUID
    is_followed: bool
    present: tuple[PresentRow, ...]
    people: tuple[PersonRow, ...]
    contacts: tuple[PersonRow, ...]
    has_unread: bool


def ticket_company(session: Session, ticket_id: UUID, user_id: UUID | None, now: datetime) -> TicketCompany:
    return TicketCompany(
        ticket_id,
        is_followed(session, ticket_id, user_id),
        present_at(session, ticket_id, user_id, now),
        people(session),
        _contacts(session, ticket_id),
        _has_unread(session, ticket_id, user_id),
    )


def _has_unread(session: Session, ticket_id: UUID, user_id: UUID | None) -> bool:
    unread = select(Notice.id).where(
        Notice.ticket_id == ticket_id, Notice.user_id == user_id, Notice.read_at.is_(None)
    )
    return session.scalar(unread.limit(1)) is not None


def _contacts(session: Session, ticket_id: UUID) -> tuple[PersonRow, ...]:
    found = (
        select(Contact.id, Contact.name, Ticket.contact_id)
        .join(Ticket, Ticket.customer_id == Contact.customer_id)
        .where(Ticket.id == ticket_id, Contact.is_active)
        .order_by(Contact.name)
        .limit(MOST_CONTACTS)
    )
    rows = session.execute(found).all()
    own_first = sorted(rows, key=lambda row: row.id != row.contact_id)
    return tuple(PersonRow(row.id, row.name) for row in own_first)
