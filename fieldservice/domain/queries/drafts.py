"""Drafts that a person left behind: offered when the form opens again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fieldservice.domain.model.journal import Draft

MOST_DRAFTS = 20


@dataclass(frozen=True, slots=True)
class DraftRow:
    id: UUID
    saved_at: datetime
    fields: Mapping[str, str]


def drafts_of(session: Session, form: str, user_id: UUID | None) -> list[DraftRow]:
    """The drafts of a form that this person left, the newest first."""
    statement = select(Draft).where(Draft.form == form, Draft.user_id == user_id)
    found = session.scalars(statement.order_by(Draft.saved_at.desc(), Draft.id).limit(MOST_DRAFTS))
    return [DraftRow(row.id, row.saved_at, {k: str(v) for k, v in row.content.items()}) for row in found]
