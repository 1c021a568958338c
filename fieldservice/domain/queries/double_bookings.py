"""Visits of a technician whom another branch has booked for the same time, as the centre told this desk."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fieldservice.domain.model.exchange import ExchangeNews
from fieldservice.domain.model.order import Visit
from fieldservice.domain.rules.exchange_restoring import DOUBLE_BOOKING
from fieldservice.domain.rules.order_states import VisitState


@dataclass(frozen=True, slots=True)
class BookedTwice:
    """The other visit: by its order's number, in which branch, when."""

    technician: str
    number: str
    branch: str
    planned_from: datetime
    planned_to: datetime

    def meets(self, visit: Visit) -> bool:
        """Whether the visit here still stands in the other's time."""
        start, end = visit.planned_from, visit.planned_to
        is_planned = visit.state is VisitState.PLANNED and start is not None and end is not None
        return is_planned and start < self.planned_to and self.planned_from < end  # type: ignore[operator]


def booked_twice(session: Session, visit_ids: Collection[UUID]) -> dict[UUID, tuple[BookedTwice, ...]]:
    """By visit, until somebody has moved one of the two or put the news aside."""
    found: dict[UUID, tuple[BookedTwice, ...]] = {}
    news = select(ExchangeNews, Visit).join(Visit, Visit.id == ExchangeNews.row_id)
    wanted = news.where(
        ExchangeNews.row_id.in_(visit_ids),
        ExchangeNews.rule == DOUBLE_BOOKING,
        ExchangeNews.settled_at.is_(None),
    )
    for told, visit in session.execute(wanted):
        booking = booking_of(told.kept)
        if booking is not None and booking.meets(visit):
            found[visit.id] = (*found.get(visit.id, ()), booking)
    return found


def booking_of(stored: Any) -> BookedTwice | None:
    """As the centre wrote it; None for what this program cannot read."""
    try:
        return BookedTwice(
            str(stored["technician"]),
            str(stored["number"]),
            str(stored["branch"]),
            datetime.fromisoformat(stored["planned_from"]),
            datetime.fromisoformat(stored["planned_to"]),
        )
    except (KeyError, TypeError, ValueError):
        return None
