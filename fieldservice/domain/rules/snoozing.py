"""Until when something can be put off: an hour, the afternoon, tomorrow morning, Monday morning."""

import enum
from datetime import datetime, time, timedelta

MORNING, AFTERNOON = time(8), time(14)
_WEEK = 7


class Snooze(enum.Enum):
    HOUR = "hour"
    AFTERNOON = "afternoon"
    TOMORROW = "tomorrow"
    MONDAY = "monday"


def snooze_moments(local: datetime) -> dict[Snooze, datetime]:
    """The choices at this moment of the reader's own clock, soonest first; none that has passed already."""
    today, zone = local.date(), local.tzinfo
    to_monday = timedelta(days=_WEEK - today.weekday())
    found = {
        Snooze.HOUR: local + timedelta(hours=1),
        Snooze.AFTERNOON: datetime.combine(today, AFTERNOON, zone),
        Snooze.TOMORROW: datetime.combine(today + timedelta(days=1), MORNING, zone),
        Snooze.MONDAY: datetime.combine(today + to_monday, MORNING, zone),
    }
    if found[Snooze.AFTERNOON] <= found[Snooze.HOUR]:
        del found[Snooze.AFTERNOON]
    if found.get(Snooze.MONDAY) == found[Snooze.TOMORROW]:
        del found[Snooze.MONDAY]
    return found
