"""How much something is used: often and lately, in one figure that fades by half every two weeks.

What is stored may be older or newer than the program, or wrong: what cannot be read is passed over.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from fieldservice.domain.rules.quick_dataclass import dataclass

HALF_LIFE_SECONDS = 14 * 86_400
MOST_KEPT = 80


@dataclass(frozen=True, slots=True)
class Use:
    """`weight` is what the figure was `at` the last use."""

    weight: float
    at: datetime

    def weight_at(self, now: datetime) -> float:
        age = max(0.0, (now - self.at).total_seconds())
        return float(self.weight * 0.5 ** (age / HALF_LIFE_SECONDS))


Uses = Mapping[str, Use]


def used(uses: Uses, name: str, now: datetime) -> Uses:
    """With one more use; of more than `MOST_KEPT` names the least used are forgotten."""
    before = uses.get(name)
    weight = 1.0 + (before.weight_at(now) if before else 0.0)
    after = {**uses, name: Use(weight, now)}
    most = sorted(after, key=lambda each: (each == name, after[each].weight_at(now)), reverse=True)
    return {each: after[each] for each in most[:MOST_KEPT]}


def uses_from(values: Any) -> Uses:
    """As they were written: by name the figure and the second of the last use."""
    if not isinstance(values, dict):
        return {}
    found = {str(name): _use_from(value) for name, value in values.items()}
    return {name: use for name, use in found.items() if use is not None}


def written(uses: Uses) -> dict[str, list[float]]:
    """As JSON knows them."""
    return {name: [round(use.weight, 4), int(use.at.timestamp())] for name, use in uses.items()}


def _use_from(value: Any) -> Use | None:
    try:
        weight, second = value
        return Use(max(0.0, float(weight)), datetime.fromtimestamp(float(second), UTC))
    except (TypeError, ValueError, OverflowError, OSError):
        return None
