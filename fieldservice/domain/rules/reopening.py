"""Whether and how a closed ticket comes back: four ways, a setting of its type (C13 to C16, P-34)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from fieldservice.domain.rules.errors import RuleViolation

MOST_URGENT = 5
MOST_DAYS = 3650


class Reopening(StrEnum):
    """What a type allows once its tickets are closed."""

    ALWAYS = "always"
    WITHIN_DAYS = "within_days"
    AS_NEW = "as_new"
    NEVER = "never"


class ReopeningWay(StrEnum):
    """How a closed ticket comes back: itself, as a new ticket linked to it, or not at all."""

    ITSELF = "itself"
    AS_NEW = "as_new"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class ReopeningRule:
    """`days` count from the closing; after them a new linked ticket is made instead."""

    reopening: Reopening = Reopening.ALWAYS
    days: int = 0
    raises_priority: bool = False

    def __post_init__(self) -> None:
        needs_days = self.reopening is Reopening.WITHIN_DAYS
        if not 0 <= self.days <= MOST_DAYS or (needs_days and not self.days):
            raise RuleViolation("reopening.days_out_of_range", days=self.days, most=MOST_DAYS)

    def until(self, closed_at: datetime) -> datetime | None:
        """The last moment at which the ticket itself is reopened; None without a limit of days."""
        return closed_at + timedelta(days=self.days) if self.reopening is Reopening.WITHIN_DAYS else None

    def way(self, closed_at: datetime, now: datetime) -> ReopeningWay:
        if self.reopening is Reopening.NEVER:
            return ReopeningWay.REFUSED
        if self.reopening is Reopening.AS_NEW:
            return ReopeningWay.AS_NEW
        until = self.until(closed_at)
        return ReopeningWay.ITSELF if until is None or now <= until else ReopeningWay.AS_NEW

    def priority_after(self, priority: int) -> int:
        """One grade more urgent where the company wants it so (C16)."""
        return min(MOST_URGENT, priority + 1) if self.raises_priority else priority
