"""Drafts that a person left behind: offered when the form opens again."""

from collections.abc import Mapping, Sequence
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
    return [_row(draft) for draft in found]


def draft_of(session: Session, draft_ids: Sequence[UUID], user_id: UUID | None) -> DraftRow | None:
    """The newest of these drafts, if this person left one: however many others were left."""
    statement = select(Draft).where(Draft.id.in_(draft_ids), Draft.user_id == user_id)
    found = session.scalars(statement.order_by(Draft.saved_at.desc(), Draft.id).limit(1)).first()
    return None if found is None else _row(found)


def _row(draft: Draft) -> DraftRow:
    return DraftRow(draft.id, draft.saved_at, {name: str(text) for name, text in draft.content.items()})
