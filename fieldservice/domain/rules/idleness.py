"""Since when nobody has said anything on a ticket, and when that is long enough to close it (P-36, C19).

Only what people say counts: what the program writes, and any other change of the ticket, does not.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.ticket_states import TicketStateType

MOST_HOURS = 24 * 365


@dataclass(frozen=True, slots=True)
class Word:
    """An entry of the time line: when it was known here, and whether a person said it."""

    recorded_at: datetime
    is_human: bool


def idle_since(opened_at: datetime, words: Iterable[Word]) -> datetime:
    """The last human word; the opening when there is none."""
    return max((word.recorded_at for word in words if word.is_human), default=opened_at)


def check_hours(hours: int) -> int:
    """`idle.hours_out_of_range`; 0 means never."""
    if not 0 <= hours <= MOST_HOURS:
        raise RuleViolation("idle.hours_out_of_range", hours=hours, most=MOST_HOURS)
    return hours


def is_idle(since: datetime, hours: int, now: datetime) -> bool:
    return hours > 0 and now - since >= timedelta(hours=hours)


def require_idle(state: TicketStateType, since: datetime, hours: int, now: datetime) -> None:
    """`idle.off`, `idle.not_waiting`, `idle.spoken_since`."""
    if hours <= 0:
        raise RuleViolation("idle.off")
    if not state.is_waiting:
        raise RuleViolation("idle.not_waiting")
    if not is_idle(since, hours, now):
        raise RuleViolation("idle.spoken_since", since=since, hours=hours)
