"""How tickets stand that are shown elsewhere than in their list: the same moments, for the same marks."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.queries.ticket_rows import Moments
from fieldservice.domain.rules.clock_state import ClockState

__all__ = ["Moments", "clocks_of", "moments_of"]

MOMENTS = (
    Ticket.expected_closing_at,
    Ticket.closed_at,
    Ticket.wait_until,
    Ticket.response_due_at,
    Ticket.first_response_at,
    Ticket.resolution_due_at,
)


def moments_of(ticket: Any) -> Moments:
    """Of a ticket, or of a row that has these columns."""
    return Moments(*(getattr(ticket, column.key) for column in MOMENTS))


def clocks_of(session: Session, ids: Collection[UUID], now: datetime) -> dict[UUID, ClockState]:
    """How each of these tickets stands."""
    if not ids:
        return {}
    found = session.connection().execute(
        select(Ticket.id, Ticket.state_type, *MOMENTS).where(Ticket.id.in_(ids))
    )
    return {row.id: moments_of(row).clock(row.state_type, now) for row in found}
