"""Remembered choices of columns, by the signature of a table's headers."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fieldservice.domain.model.base import member_id
from fieldservice.domain.model.import_mapping import ImportMapping

MAPPINGS = UUID("f7c0a7f1-0d2f-5b5e-9c07-6a1c3a6f5b21")
MOST_REMEMBERED = 500


def remembered_mappings(session: Session) -> dict[str, str]:
    """What `WorkbookMapping.remembered()` gave in earlier imports, the latest used."""
    latest = select(ImportMapping.signature, ImportMapping.choice).order_by(ImportMapping.used_at.desc())
    return dict(session.execute(latest.limit(MOST_REMEMBERED)).all())


def remember_mappings(session: Session, choices: Mapping[str, str], now: datetime) -> None:
    """Keep the choices for the next file with these headers."""
    for signature, choice in choices.items():
        key = member_id(MAPPINGS, signature)
        kept = session.get(ImportMapping, key)
        if kept is None:
            session.add(ImportMapping(id=key, signature=signature, choice=choice, used_at=now))
        else:
            kept.choice, kept.used_at = choice, now
