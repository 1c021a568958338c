"""A quota that two branches used up at once: each saw a case left, together they took more than there are."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

OVERDRAWN = "quota_overdrawn"
"""The rule of news about it: both tickets stay covered as they were judged, people decide."""


@dataclass(frozen=True, slots=True)
class Overdrawn:
    """Of which contract, how many cases of how many, and the other branch's ticket."""

    contract: str
    used: int
    limit: Decimal
    number: str
    branch: str

    def stored(self) -> dict[str, Any]:
        return {
            "contract": self.contract,
            "used": self.used,
            "limit": str(self.limit),
            "number": self.number,
            "branch": self.branch,
        }


def is_overdrawn(used: int, limit: Decimal) -> bool:
    """More cases than the terms grant; the last one of them is still in order."""
    return used > limit


def overdrawn_of(stored: Any) -> Overdrawn | None:
    """As the centre wrote it; None for what this program cannot read."""
    try:
        return Overdrawn(
            str(stored["contract"]),
            int(stored["used"]),
            Decimal(stored["limit"]),
            str(stored["number"]),
            str(stored["branch"]),
        )
    except (KeyError, TypeError, ValueError, ArithmeticError):
        return None
