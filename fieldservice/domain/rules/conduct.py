"""How tickets of a type behave: once closed, when split, when nobody says anything. A setting of the type."""

from dataclasses import dataclass, field

from fieldservice.domain.rules.idleness import check_hours
from fieldservice.domain.rules.reopening import ReopeningRule


@dataclass(frozen=True, slots=True)
class Conduct:
    """Without a setting: reopened at any time, split with a clock of its own, never closed for inactivity."""

    reopening: ReopeningRule = field(default_factory=ReopeningRule)
    split_keeps_clock: bool = False
    idle_hours: int = 0

    def __post_init__(self) -> None:
        check_hours(self.idle_hours)
