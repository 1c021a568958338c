"""Who is at the line: a device as the centre knows it now, not as its token claims."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Seat:
    """A device in its session.

    `scopes` are those whose rows it may hold and change, computed from the database for this request
    (docs/exchange.md); `user_ids` are the people who have logged in at it. `zone` is that of its days.
    """

    device_id: UUID
    incarnation: int
    branch_id: UUID
    scopes: frozenset[UUID]
    user_ids: frozenset[UUID]
    zone: str = "UTC"
