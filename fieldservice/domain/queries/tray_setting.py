"""The trays as the company cut them."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from fieldservice.domain.model.catalogue import Queue
from fieldservice.domain.model.people import Team, Tray, UserAccount
from fieldservice.domain.queries.dictionaries import name_in

MOST_TRAYS = 200


@dataclass(frozen=True, slots=True)
class TraySetting:
    id: UUID
    version: int
    name: str
    is_active: bool
    channels: tuple[str, ...]
    team_id: UUID | None
    team: str
    owner_id: UUID | None
    owner: str
    queue_id: UUID | None
    queue: str


def tray_settings(session: Session, language: str) -> list[TraySetting]:
    """All trays in their order, those no longer used at the end."""
    owner = aliased(UserAccount)
    statement = (
        select(Tray, Team.name, owner.name, Queue.name, Queue.translations)
        .outerjoin(Team, Team.id == Tray.team_id)
        .outerjoin(owner, owner.id == Tray.owner_id)
        .outerjoin(Queue, Queue.id == Tray.queue_id)
        .order_by(Tray.is_active.desc(), Tray.position, Tray.name)
    )
    return [
        TraySetting(
            id=tray.id,
            version=tray.version,
            name=tray.name,
            is_active=tray.is_active,
            channels=tuple(tray.channels),
            team_id=tray.team_id,
            team=team or "",
            owner_id=tray.owner_id,
            owner=owner_name or "",
            queue_id=tray.queue_id,
            queue=name_in(queue, translations or {}, language) if queue else "",
        )
        for tray, team, owner_name, queue, translations in session.execute(statement.limit(MOST_TRAYS))
    ]
