"""What the dialogs that split a ticket or bring it back must know before they open."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fieldservice.domain.model.lifecycle import TypeConduct
from fieldservice.domain.model.people import UserAccount
from fieldservice.domain.model.ticket import Article, Ticket
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.reopening import Reopening, ReopeningWay
from fieldservice.domain.store.conduct import conduct_of

__all__ = ["ConductRow", "ReopeningForm", "SplitForm", "conducts", "reopening_form", "split_form"]

MOST_ARTICLES = 100
MOST_TYPES = 200


@dataclass(frozen=True, slots=True)
class SaidRow:
    """Something said on the ticket that may come along; `kind` is the enum's value."""

    id: UUID
    kind: str
    author: str
    happened_at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class TicketSeed:
    """What a ticket made out of another one begins with; the fields are those of `NewTicket`."""

    title: str
    description: str
    type_id: UUID
    kind_id: UUID | None
    purpose_id: UUID | None
    service_id: UUID | None
    work_kind_id: UUID | None
    site_id: UUID | None
    equipment_id: UUID | None
    product_id: UUID | None
    impact: int
    urgency: int
    owner_id: UUID | None
    queue_id: UUID | None


@dataclass(frozen=True, slots=True)
class SplitForm:
    ticket_id: UUID
    number: str
    seed: TicketSeed
    said: tuple[SaidRow, ...]


@dataclass(frozen=True, slots=True)
class ReopeningForm:
    """`way` is what the type allows now, `until` the last moment at which the ticket itself comes back."""

    ticket_id: UUID
    number: str
    way: ReopeningWay
    until: datetime | None
    raises_priority: bool
    seed: TicketSeed


@dataclass(frozen=True, slots=True)
class ConductRow:
    """How tickets of a type behave, as the settings show it."""

    ticket_type_id: UUID
    reopening: Reopening
    reopening_days: int
    raises_priority: bool
    split_keeps_clock: bool
    idle_hours: int


def split_form(session: Session, ticket_id: UUID) -> SplitForm:
    ticket = _ticket(session, ticket_id)
    columns = (
        Article.id,
        Article.kind,
        Article.author_name,
        UserAccount.name,
        Article.happened_at,
        Article.text,
    )
    said = session.execute(
        select(*columns)
        .outerjoin(UserAccount, UserAccount.id == Article.author_id)
        .where(Article.ticket_id == ticket_id, Article.reason.is_(None))
        .order_by(Article.happened_at.desc(), Article.id.desc())
        .limit(MOST_ARTICLES)
    )
    rows = tuple(
        SaidRow(row.id, row.kind.value, row.author_name or row.name or "", row.happened_at, row.text)
        for row in said
    )
    return SplitForm(ticket.id, ticket.number, _seed(ticket), rows)


def reopening_form(session: Session, ticket_id: UUID, now: datetime) -> ReopeningForm:
    ticket = _ticket(session, ticket_id)
    rule = conduct_of(session, ticket.type_id).reopening
    closed_at = ticket.closed_at or now
    return ReopeningForm(
        ticket.id,
        ticket.number,
        rule.way(closed_at, now),
        rule.until(closed_at),
        rule.raises_priority,
        _seed(ticket),
    )


def conducts(session: Session) -> tuple[ConductRow, ...]:
    """The types that the company has set; the others behave in the usual way."""
    rows = session.scalars(select(TypeConduct).order_by(TypeConduct.ticket_type_id).limit(MOST_TYPES))
    return tuple(
        ConductRow(
            row.ticket_type_id,
            row.reopening,
            row.reopening_days,
            row.raises_priority,
            row.split_keeps_clock,
            row.idle_hours,
        )
        for row in rows
    )


def _ticket(session: Session, ticket_id: UUID) -> Ticket:
    ticket = session.get(Ticket, ticket_id)
    if ticket is None:
        raise RuleViolation("row.missing", table=Ticket.__tablename__)
    return ticket


def _seed(ticket: Ticket) -> TicketSeed:
    return TicketSeed(
        title=ticket.title,
        description=ticket.description,
        type_id=ticket.type_id,
        kind_id=ticket.kind_id,
        purpose_id=ticket.purpose_id,
        service_id=ticket.service_id,
        work_kind_id=ticket.work_kind_id,
        site_id=ticket.site_id,
        equipment_id=ticket.equipment_id,
        product_id=ticket.product_id,
        impact=ticket.impact,
        urgency=ticket.urgency,
        owner_id=ticket.owner_id,
        queue_id=ticket.queue_id,
    )
