"""The quota of a coverage line: how many cases or hours a term grants, and how close to the end it is.

A quota counts cases or hours and never units: how many units a line covers stands in its extent
(`coverage_facts`). Mixing the two is how a limit of items hides a contract from tickets.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from fieldservice.domain.rules.errors import RuleViolation


class QuotaKind(StrEnum):
    CASES = "cases"
    HOURS = "hours"


class QuotaLevel(StrEnum):
    """Which of the three warning levels the quota reaches once this piece of work is counted."""

    CALM = "calm"
    FIRST = "first"
    SECOND = "second"
    THIRD = "third"
    BEYOND = "beyond"


class BeyondQuota(StrEnum):
    """What the company wants when nothing is left of a quota: refuse, or serve with a warning."""

    REFUSE = "refuse"
    ALLOW = "allow"


@dataclass(frozen=True, slots=True)
class QuotaFacts:
    """`used` counts what the term has used before this question; `warn_at` are three rising percentages."""

    kind: QuotaKind
    limit: Decimal
    used: Decimal = Decimal(0)
    warn_at: tuple[int, int, int] = (75, 90, 100)
    beyond: BeyondQuota = BeyondQuota.REFUSE

    def __post_init__(self) -> None:
        if self.limit < 0 or self.used < 0:
            raise RuleViolation("quota.negative", limit=self.limit, used=self.used)
        if sorted(self.warn_at) != list(self.warn_at):
            raise RuleViolation("quota.levels_not_rising", levels=self.warn_at)

    def level(self, expected_hours: Decimal | None = None) -> QuotaLevel:
        """The level after this work: one more case, or `expected_hours` more hours (if known)."""
        needed = Decimal(1) if self.kind is QuotaKind.CASES else (expected_hours or Decimal(0))
        after = self.used + needed
        if after > self.limit or self.used >= self.limit:
            return QuotaLevel.BEYOND
        reached = sum(after * 100 >= self.limit * percent for percent in self.warn_at)
        return (QuotaLevel.CALM, QuotaLevel.FIRST, QuotaLevel.SECOND, QuotaLevel.THIRD)[reached]

    def refuses(self, level: QuotaLevel) -> bool:
        return level is QuotaLevel.BEYOND and self.beyond is BeyondQuota.REFUSE
