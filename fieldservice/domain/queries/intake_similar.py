"""Tickets that may tell of the same trouble already: shown while the call is logged (A29)."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from fieldservice.domain.model.catalogue import TicketState
from fieldservice.domain.model.order import Visit, WorkOrder
from fieldservice.domain.model.people import Technician
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.queries.dictionaries import name_in
from fieldservice.domain.queries.ticket_moments import Moments, moments_of
from fieldservice.domain.rules.order_states import VisitState
from fieldservice.domain.rules.similar_titles import are_similar
from fieldservice.domain.rules.ticket_states import TicketStateType

MOST_SHOWN = 3
MOST_LOOKED_AT = 200
RECENTLY_CLOSED = timedelta(days=14)
OVER = tuple(state for state in TicketStateType if state.is_terminal)


@dataclass(frozen=True, slots=True)
class SimilarAsk:
    customer_id: UUID | None
    equipment_id: UUID | None
    title: str


@dataclass(frozen=True, slots=True)
class SimilarTicket:
    """`next_visit_at` and `technician` of the next planned visit; the state by the company's own name."""

    id: UUID
    number: str
    title: str
    state: str
    state_type: TicketStateType
    opened_at: datetime
    is_same_unit: bool
    moments: Moments
    next_visit_at: datetime | None = None
    technician: str = ""

    @property
    def is_open(self) -> bool:
        return not self.state_type.is_terminal


def similar_tickets(
    session: Session, ask: SimilarAsk, now: datetime, language: str
) -> tuple[SimilarTicket, ...]:
    """Open ones of the same unit first, then the customer's with a similar title, also just closed ones."""
    if ask.customer_id is None and ask.equipment_id is None:
        return ()
    found = [
        ticket
        for ticket in _candidates(session, ask, now, language)
        if (ticket.is_same_unit and ticket.is_open) or are_similar(ticket.title, ask.title)
    ]
    found.sort(key=lambda ticket: (not ticket.is_open, not ticket.is_same_unit))
    return tuple(_with_visit(session, ticket, now) for ticket in found[:MOST_SHOWN])


def _candidates(session: Session, ask: SimilarAsk, now: datetime, language: str) -> list[SimilarTicket]:
    statement = (
        select(Ticket, TicketState)
        .join(TicketState, TicketState.id == Ticket.state_id)
        .where(
            _is_about(ask),
            Ticket.state_type != TicketStateType.MERGED,
            or_(Ticket.state_type.not_in(OVER), Ticket.closed_at >= now - RECENTLY_CLOSED),
        )
        .order_by(Ticket.opened_at.desc(), Ticket.id.desc())
    )
    rows = session.execute(statement.limit(MOST_LOOKED_AT))
    return [
        SimilarTicket(
            id=ticket.id,
            number=ticket.number,
            title=ticket.title,
            state=name_in(state.name, state.translations, language),
            state_type=ticket.state_type,
            opened_at=ticket.opened_at,
            is_same_unit=ask.equipment_id is not None and ticket.equipment_id == ask.equipment_id,
            moments=moments_of(ticket),
        )
        for ticket, state in rows
    ]


def _is_about(ask: SimilarAsk) -> ColumnElement[bool]:
    same_customer = Ticket.customer_id == ask.customer_id
    same_unit = Ticket.equipment_id == ask.equipment_id
    if ask.equipment_id is None:
        return same_customer
    return same_unit if ask.customer_id is None else or_(same_customer, same_unit)


def _with_visit(session: Session, ticket: SimilarTicket, now: datetime) -> SimilarTicket:
    statement = (
        select(Visit.planned_from, Technician.name)
        .join(WorkOrder, WorkOrder.id == Visit.order_id)
        .join(Technician, Technician.id == Visit.technician_id)
        .where(WorkOrder.ticket_id == ticket.id, Visit.state == VisitState.PLANNED, Visit.planned_from >= now)
        .order_by(Visit.planned_from, Visit.id)
    )
    row = session.execute(statement.limit(1)).first()
    return ticket if row is None else replace(ticket, next_visit_at=row[0], technician=row[1])
