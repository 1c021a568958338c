"""Templates of tickets, as intake offers them: everything that a chosen one fills in."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fieldservice.domain.model.texts import TicketTemplate
from fieldservice.domain.queries.dictionaries import MOST_ENTRIES, name_in


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """What stands in the form once the template is chosen; None and empty leave the form as it is."""

    id: UUID
    name: str
    title: str
    text: str
    kind_id: UUID | None
    type_id: UUID | None
    purpose_id: UUID | None
    service_id: UUID | None
    work_kind_id: UUID | None
    queue_id: UUID | None
    impact: int | None
    urgency: int | None
    tasks: tuple[str, ...]


def ticket_templates(session: Session, language: str) -> list[TemplateRow]:
    """Those offered, in their order."""
    offered = select(TicketTemplate).where(TicketTemplate.is_active)
    ordered = offered.order_by(TicketTemplate.position, TicketTemplate.code).limit(MOST_ENTRIES)
    return [
        TemplateRow(
            row.id,
            name_in(row.name, row.translations, language),
            row.title,
            row.text,
            row.kind_id,
            row.ticket_type_id,
            row.purpose_id,
            row.service_id,
            row.work_kind_id,
            row.queue_id,
            row.impact,
            row.urgency,
            tuple(row.tasks),
        )
        for row in session.scalars(ordered)
    ]
