"""What a person likes, by name: read whole, because it is little and the window asks for it once."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fieldservice.domain.model.preferences import Preference

MOST_PREFERENCES = 1_000


def preference_values(session: Session, user_id: UUID) -> dict[str, Any]:
    """Everything this person chose or left in some way."""
    statement = select(Preference.name, Preference.value).where(Preference.user_id == user_id)
    return dict(session.execute(statement.limit(MOST_PREFERENCES)).all())
