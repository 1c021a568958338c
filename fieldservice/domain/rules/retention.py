"""How long closed tickets are kept as they are: terms by kind and outcome, and what is done then."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from enum import Enum
from uuid import UUID

from fieldservice.domain.rules.errors import RuleViolation

FEWEST_MONTHS, MOST_MONTHS = 1, 600
MONTHS_OF_YEAR = 12


class RetentionOutcome(Enum):
    """How a ticket ended."""

    BY_ORDERS = "by_orders"
    BY_HAND = "by_hand"
    MERGED = "merged"


class RetentionAct(Enum):
    """Archived tickets are seen by those who may see the archive; anonymised ones tell of nobody."""

    ARCHIVE = "archive"
    ANONYMISE = "anonymise"


@dataclass(frozen=True, slots=True)
class RetentionTerm:
    """What is done so many months after the end; without kind or outcome it holds for each."""

    id: UUID
    act: RetentionAct
    months: int
    kind_id: UUID | None = None
    outcome: RetentionOutcome | None = None

    def __post_init__(self) -> None:
        if not FEWEST_MONTHS <= self.months <= MOST_MONTHS:
            raise RuleViolation("retention.months", fewest=FEWEST_MONTHS, most=MOST_MONTHS)

    def fits(self, kind_id: UUID | None, outcome: RetentionOutcome) -> bool:
        return self.kind_id in (None, kind_id) and self.outcome in (None, outcome)

    @property
    def closeness(self) -> tuple[bool, bool]:
        """A term for the kind is closer than one for the outcome, both closer than one for all."""
        return self.kind_id is not None, self.outcome is not None


def term_for(
    terms: Iterable[RetentionTerm], act: RetentionAct, kind_id: UUID | None, outcome: RetentionOutcome
) -> RetentionTerm | None:
    """The closest term that fits; of two alike the longer one, for what is gone is gone."""
    fitting = [term for term in terms if term.act is act and term.fits(kind_id, outcome)]
    return max(fitting, key=lambda term: (term.closeness, term.months), default=None)


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last one of a shorter month."""
    year, month = divmod(day.year * MONTHS_OF_YEAR + day.month - 1 - months, MONTHS_OF_YEAR)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def is_over(term: RetentionTerm, ended_at: datetime, now: datetime, zone: tzinfo) -> bool:
    """Whether the term of something that ended then is over, counted in local days."""
    return ended_at.astimezone(zone).date() < months_before(now.astimezone(zone).date(), term.months)
