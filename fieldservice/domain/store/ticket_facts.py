"""What rules of forms may ask of a ticket itself: its kind, type, service and channel by their codes."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fieldservice.domain.model.catalogue import Kind, Service, TicketType
from fieldservice.domain.model.ticket import Ticket


def about_ticket(session: Session, ticket: Ticket) -> dict[str, str]:
    codes = about(session, ticket.type_id, ticket.kind_id, ticket.service_id)
    return {**codes, "channel": ticket.channel.value}


def about(
    session: Session, type_id: UUID | None, kind_id: UUID | None, service_id: UUID | None
) -> dict[str, str]:
    """The same of a ticket that is still being taken in."""
    return {
        "type": _code(session, TicketType, type_id),
        "kind": _code(session, Kind, kind_id),
        "service": _code(session, Service, service_id),
    }


def _code(session: Session, kind: Any, row_id: UUID | None) -> str:
    return "" if row_id is None else session.scalar(select(kind.code).where(kind.id == row_id)) or ""
