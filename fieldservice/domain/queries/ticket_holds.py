"""What holds a ticket's customer at this moment: his blocks, told on every ticket of his."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from fieldservice.domain.model.customer import Block

MOST_HOLDS = 10


@dataclass(frozen=True, slots=True)
class HoldRow:
    """An administrative hold; `until` is its last day, None without an end."""

    reason: str
    since: date
    until: date | None


def holds_of(session: Session, customer_id: UUID | None, now: datetime) -> tuple[HoldRow, ...]:
    """Those of today, the longest first."""
    if customer_id is None:
        return ()
    day = now.date()
    is_on = (Block.since <= day) & or_(Block.until.is_(None), Block.until >= day)
    found = select(Block.reason, Block.since, Block.until).where(Block.customer_id == customer_id, is_on)
    rows = [HoldRow(*row) for row in session.execute(found.order_by(Block.since).limit(MOST_HOLDS))]
    return tuple(sorted(rows, key=lambda row: row.until or date.max, reverse=True))
