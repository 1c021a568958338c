"""The tasks of a ticket, in their order."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, aliased

from fieldservice.domain.model.people import UserAccount
from fieldservice.domain.model.ticket import Task

MOST_TASKS = 200


@dataclass(frozen=True, slots=True)
class TaskRow:
    id: UUID
    version: int
    title: str
    owner_id: UUID | None
    owner: str
    due_at: datetime | None
    done_at: datetime | None
    done_by: str

    @property
    def is_done(self) -> bool:
        return self.done_at is not None

    def is_late(self, now: datetime) -> bool:
        return not self.is_done and self.due_at is not None and self.due_at < now


_OWNER, _DOER = aliased(UserAccount), aliased(UserAccount)
_TASKS = (
    select(
        Task.id,
        Task.version,
        Task.title,
        Task.owner_id,
        _OWNER.name.label("owner"),
        Task.due_at,
        Task.done_at,
        _DOER.name.label("done_by"),
    )
    .outerjoin(_OWNER, _OWNER.id == Task.owner_id)
    .outerjoin(_DOER, _DOER.id == Task.done_by_id)
    .where(Task.ticket_id == bindparam("ticket_id"))
    .order_by(Task.position, Task.id)
    .limit(MOST_TASKS)
)


def tasks_of(session: Session, ticket_id: UUID) -> tuple[TaskRow, ...]:
    found = session.execute(_TASKS, {"ticket_id": ticket_id})
    return tuple(
        TaskRow(*row[:4], row.owner or "", row.due_at, row.done_at, row.done_by or "") for row in found
    )
