"""Reads a moment as coordinators type it: `14:00`, `27.11 14:00`, `wtorek 24.11.2026, 13:00`."""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo

_CLOCK = re.compile(r"(?<![\d.])(?P<hour>\d{1,2}):(?P<minute>\d{2})(?!\d)")
_DAY = re.compile(r"(?<!\d)(?P<day>\d{1,2})\s*[./\- ]\s*(?P<month>\d{1,2})(?:\s*[./\- ]\s*(?P<year>\d{4}))?")
_ISO_DAY = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_LATEST = time(16)


def read_moment(text: str, now: datetime, zone: tzinfo) -> datetime | None:
    """The moment in UTC; None when it cannot be read. The day stands before the month.

    Without a day the next such hour is meant, without a year the next such day, without an hour 16:00.
    """
    clock = _CLOCK.search(text)
    rest = text.replace(clock.group(), " ") if clock else text
    found = _ISO_DAY.search(rest) or _DAY.search(rest)
    if clock is None and found is None:
        return None
    local = now.astimezone(zone)
    try:
        hour = time(int(clock["hour"]), int(clock["minute"])) if clock else _LATEST
        day = _day(found, local.date()) if found else _next_day_with(hour, local)
        return datetime.combine(day, hour, zone).astimezone(UTC)
    except ValueError:
        return None


def _day(found: re.Match[str], today: date) -> date:
    day, month = int(found["day"]), int(found["month"])
    if found["year"]:
        return date(int(found["year"]), month, day)
    this_year = date(today.year, month, day)
    return this_year if this_year >= today else date(today.year + 1, month, day)


def _next_day_with(hour: time, local: datetime) -> date:
    return local.date() if hour > local.time() else local.date() + timedelta(days=1)
