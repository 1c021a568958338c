"""A ticket as it is printed for the file: its detail, every line that was booked, and its history."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fieldservice.domain.model.order import LineKind, WorkLine, WorkOrder
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.queries.history import HistoryRow, history
from fieldservice.domain.queries.order_sheet import branch_name
from fieldservice.domain.queries.ticket_detail import TicketDetail, detail

MOST_LINES = 2_000


@dataclass(frozen=True, slots=True)
class BookedRow:
    """One booked line of an order; time and travel are minutes. A voiding line has the signs turned."""

    order_id: UUID
    kind: LineKind
    description: str
    quantity: Decimal
    unit: str
    amount_cents: int
    happened_at: datetime


@dataclass(frozen=True, slots=True)
class TicketRecord:
    """`history` is in the order in which things happened, as paper is read."""

    branch: str
    ticket: TicketDetail
    booked: tuple[BookedRow, ...]
    history: tuple[HistoryRow, ...]
    printed_at: datetime


def ticket_record(session: Session, ticket_id: UUID, language: str, now: datetime) -> TicketRecord:
    """`RuleViolation` `row.missing` when there is no such ticket."""
    ticket = detail(session, ticket_id, language, now)
    return TicketRecord(
        branch_name(session, ticket.number),
        ticket,
        _booked(session, ticket_id),
        tuple(reversed(history(session, ticket_id, language))),
        now,
    )


def ticket_id_of(session: Session, number: str) -> UUID | None:
    """The ticket of that number, as it is written on paper."""
    return session.scalar(select(Ticket.id).where(Ticket.number == number))


def _booked(session: Session, ticket_id: UUID) -> tuple[BookedRow, ...]:
    columns = (
        WorkLine.order_id,
        WorkLine.kind,
        WorkLine.description,
        WorkLine.quantity,
        WorkLine.unit,
        WorkLine.amount_cents,
        WorkLine.happened_at,
    )
    found = session.execute(
        select(*columns)
        .join(WorkOrder, WorkOrder.id == WorkLine.order_id)
        .where(WorkOrder.ticket_id == ticket_id)
        .order_by(WorkOrder.position, WorkLine.happened_at, WorkLine.id)
        .limit(MOST_LINES)
    )
    return tuple(BookedRow(*row) for row in found)
