"""Tickets around a ticket: what it was merged into or took in, its problem, its incidents, its kin; and which
others it may be joined with.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, false, func, select
from sqlalchemy.orm import Session

from fieldservice.domain.model.catalogue import TicketState, TicketType
from fieldservice.domain.model.ticket import LinkKind, Ticket, TicketLink
from fieldservice.domain.queries.dictionaries import name_in
from fieldservice.domain.queries.search import matching_ids, ticket_number
from fieldservice.domain.rules.ticket_states import TicketStateType
from fieldservice.domain.store.belongings import survivor_of

MOST_TICKETS = 50
MOST_OFFERED = 12
LOOKED_THROUGH = 2_000
RECURRING_DAYS = 90
PROBLEM = "problem"
_ENDED = (TicketStateType.CLOSED, TicketStateType.MERGED)


@dataclass(frozen=True, slots=True)
class TicketRef:
    """A ticket named in a sentence; `link_id` is the link that leads to it, if one does."""

    id: UUID
    number: str
    title: str
    state: str
    state_type: TicketStateType
    opened_at: datetime
    link_id: UUID | None = None

    @property
    def is_live(self) -> bool:
        return not self.state_type.is_terminal


@dataclass(frozen=True, slots=True)
class LinksOfTicket:
    """`recurring` are other tickets of the same unit in the last `RECURRING_DAYS` days, the latest first."""

    survivor: TicketRef | None
    merged: tuple[TicketRef, ...]
    problem: TicketRef | None
    incidents: tuple[TicketRef, ...]
    split_from: tuple[TicketRef, ...]
    split_into: tuple[TicketRef, ...]
    reopened_from: tuple[TicketRef, ...]
    goes_on_as: tuple[TicketRef, ...]
    recurring: tuple[TicketRef, ...]


@dataclass(frozen=True, slots=True)
class JoinAsk:
    """Which tickets to offer beside one: by what is typed, else likely ones. `branch` completes digits."""

    ticket_id: UUID
    language: str
    typed: str = ""
    branch: str = ""


def links_of(session: Session, ticket_id: UUID, language: str, now: datetime) -> LinksOfTicket:
    there = _linked(session, TicketLink.from_id, TicketLink.to_id, ticket_id, language)
    here = _linked(session, TicketLink.to_id, TicketLink.from_id, ticket_id, language)
    return LinksOfTicket(
        survivor=next(iter(there.get(LinkKind.MERGED_INTO, ())), None),
        merged=here.get(LinkKind.MERGED_INTO, ()),
        problem=next(iter(there.get(LinkKind.CAUSED_BY, ())), None),
        incidents=here.get(LinkKind.CAUSED_BY, ()),
        split_from=there.get(LinkKind.SPLIT_FROM, ()),
        split_into=here.get(LinkKind.SPLIT_FROM, ()),
        reopened_from=there.get(LinkKind.REOPENED_FROM, ()),
        goes_on_as=here.get(LinkKind.REOPENED_FROM, ()),
        recurring=recurring(session, ticket_id, language, now),
    )


def survivor_id(session: Session, ticket_id: UUID) -> UUID:
    """Where a chain of merges ends."""
    return survivor_of(session, ticket_id)


def live_incidents(session: Session, problem_id: UUID, language: str) -> tuple[TicketRef, ...]:
    """What closing the problem would leave open."""
    linked = _linked(session, TicketLink.to_id, TicketLink.from_id, problem_id, language)
    return tuple(each for each in linked.get(LinkKind.CAUSED_BY, ()) if each.is_live)


def recurring(session: Session, ticket_id: UUID, language: str, now: datetime) -> tuple[TicketRef, ...]:
    unit = select(Ticket.equipment_id).where(Ticket.id == ticket_id).scalar_subquery()
    lately = Ticket.opened_at >= now - timedelta(days=RECURRING_DAYS)
    fits = (Ticket.equipment_id == unit) & (Ticket.id != ticket_id) & lately
    return _refs(session, fits & (Ticket.state_type != TicketStateType.MERGED), language, MOST_OFFERED)


def merge_candidates(session: Session, ask: JoinAsk) -> tuple[TicketRef, ...]:
    """Tickets that the ticket may be merged into: of its customer, the live ones first."""
    customer = select(Ticket.customer_id).where(Ticket.id == ask.ticket_id).scalar_subquery()
    same = (Ticket.customer_id == customer) | (customer.is_(None)) | Ticket.customer_id.is_(None)
    likely = same & (Ticket.state_type != TicketStateType.MERGED)
    if not ask.typed.strip():
        likely &= Ticket.state_type.not_in(_ENDED)
        return _refs(session, likely & (Ticket.id != ask.ticket_id), ask.language, MOST_OFFERED)
    return _by_words(session, ask, same)


def problem_candidates(session: Session, ask: JoinAsk) -> tuple[TicketRef, ...]:
    """Problems that may cause the ticket: live ones, by number or words when some are typed."""
    kind = select(TicketType.id).where(TicketType.code == PROBLEM)
    problems = Ticket.type_id.in_(kind)
    if ask.typed.strip():
        return _by_words(session, ask, problems)
    live = problems & Ticket.state_type.not_in(_ENDED)
    return _refs(session, live & (Ticket.id != ask.ticket_id), ask.language, MOST_OFFERED)


def _by_words(session: Session, ask: JoinAsk, fits: ColumnElement[bool]) -> tuple[TicketRef, ...]:
    number = ticket_number(ask.typed, ask.branch)
    named = false() if number is None else Ticket.number == number
    found = list(session.scalars(matching_ids(session, ask.typed, Ticket.__tablename__, LOOKED_THROUGH)))
    wanted = fits & (Ticket.id != ask.ticket_id) & (named | Ticket.id.in_(found))
    return _refs(session, wanted, ask.language, MOST_OFFERED)


def _linked(
    session: Session, here: Any, there: Any, ticket_id: UUID, language: str
) -> dict[LinkKind, tuple[TicketRef, ...]]:
    """The tickets at the other ends of a ticket's links, by the kind of link."""
    links = select(TicketLink.id, TicketLink.kind, there.label("other")).where(here == ticket_id)
    found = {row.other: row for row in session.execute(links.limit(MOST_TICKETS))}
    refs: dict[LinkKind, tuple[TicketRef, ...]] = {}
    for ref in _refs(session, Ticket.id.in_(list(found)), language, MOST_TICKETS):
        link = found[ref.id]
        named = TicketRef(ref.id, ref.number, ref.title, ref.state, ref.state_type, ref.opened_at, link.id)
        refs[link.kind] = (*refs.get(link.kind, ()), named)
    return refs


def _refs(session: Session, fits: ColumnElement[bool], language: str, limit: int) -> tuple[TicketRef, ...]:
    columns = (
        Ticket.id,
        Ticket.number,
        Ticket.title,
        TicketState.name,
        TicketState.translations,
        Ticket.state_type,
        Ticket.opened_at,
    )
    is_ended = func.coalesce(Ticket.state_type.in_(_ENDED), false())
    found = session.execute(
        select(*columns)
        .join(TicketState, TicketState.id == Ticket.state_id)
        .where(fits)
        .order_by(is_ended, Ticket.opened_at.desc(), Ticket.id)
        .limit(limit)
    )
    return tuple(
        TicketRef(
            row.id,
            row.number,
            row.title,
            name_in(row.name, row.translations, language),
            row.state_type,
            row.opened_at,
        )
        for row in found
    )
