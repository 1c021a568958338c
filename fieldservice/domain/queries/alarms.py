"""What must not be overlooked: how many of one's own tickets are past their time."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fieldservice.domain.queries.ticket_rows import Viewer
from fieldservice.domain.queries.ticket_views import condition, counted


def overdue_of(session: Session, user_id: UUID, now: datetime) -> int:
    """Tickets of this person that the list shows as overdue; never counted further than the list counts."""
    viewer = Viewer(user_id, now)
    both = (condition("mine", viewer), condition("overdue", viewer))
    return session.scalar(select(counted("own_overdue", *both))) or 0
