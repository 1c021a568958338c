"""Wall clock and real time: moments as whole microseconds, the moment a wall clock first reaches a time,
clock changes.

Working time is counted in real time, never by subtracting wall clock times: over the change in spring that
would say 24 hours where only 23 went by.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from fieldservice.domain.rules.errors import RuleViolation

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
WALL_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - a wall clock has no zone
SECOND = 1_000_000
DAY = 86_400 * SECOND
# No zone changes its clock and back within a week.
LOOK_EVERY = 7 * DAY


@dataclass(frozen=True, slots=True)
class ClockChange:
    """The wall clock was put forward (positive) or back (negative) at `moment` (UTC)."""

    moment: datetime
    by: timedelta


def zone_named(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        raise RuleViolation("calendar.zone_unknown", zone=name) from None


def duration_micros(duration: timedelta) -> int:
    return (duration.days * 86_400 + duration.seconds) * SECOND + duration.microseconds


def to_micros(moment: datetime) -> int:
    """Microseconds since 1970 of an aware moment in any zone; a naive one is a bug and raises TypeError."""
    return duration_micros(moment - EPOCH)


def to_moment(micros: int) -> datetime:
    return EPOCH + timedelta(microseconds=micros)


def first_reached(wall: datetime, zone: ZoneInfo) -> int:
    """When the wall clock of `zone` first shows the naive time `wall` or a later one.

    In the hour that comes twice that is the first passage; in the hour that is left out it is the change
    itself.
    """
    earlier = wall.replace(tzinfo=zone).utcoffset() or timedelta()
    later = wall.replace(tzinfo=zone, fold=1).utcoffset() or timedelta()
    shown = duration_micros(wall - WALL_EPOCH)
    if later <= earlier:
        return shown - duration_micros(earlier)
    return _change_between(shown - duration_micros(later), shown - duration_micros(earlier), zone)


def clock_changes(start: int, end: int, zone: ZoneInfo) -> Iterator[ClockChange]:
    """The clock changes of `zone` after `start` and not after `end`."""
    while start < end:
        step = min(start + LOOK_EVERY, end)
        before, after = _offset(start, zone), _offset(step, zone)
        if before != after:
            yield ClockChange(to_moment(_change_between(start, step, zone)), after - before)
        start = step


def _offset(micros: int, zone: ZoneInfo) -> timedelta:
    return to_moment(micros).astimezone(zone).utcoffset() or timedelta()


def _change_between(before: int, after: int, zone: ZoneInfo) -> int:
    """The moment between two, to the second, at which the offset becomes what it is at `after`."""
    before, after = before // SECOND, -(-after // SECOND)
    new_offset = _offset(after * SECOND, zone)
    while after - before > 1:
        middle = (before + after) // 2
        if _offset(middle * SECOND, zone) == new_offset:
            after = middle
        else:
            before = middle
    return after * SECOND
