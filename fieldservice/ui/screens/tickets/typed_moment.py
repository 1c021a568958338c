"""Reads a day and a time as coordinators type them: `9`, `9:30`, `930`, `tomorrow 9`, `fri 14`, `27.11 8:15`.

Pure: the words of the language and the moment now are handed in.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta

from fieldservice.domain.rules.folding import fold
from fieldservice.domain.rules.quick_dataclass import dataclass

_CLOCK = re.compile(r"(?P<hour>[0-9]{1,2})(?:[:h](?P<minute>[0-9]{2})?)?")
_PLAIN_CLOCK = re.compile(r"(?P<hour>[0-9]{1,2})(?P<minute>[0-9]{2})")
_DOTTED_CLOCK = re.compile(r"(?P<hour>[0-9]{1,2})\.(?P<minute>[0-9]{2})")
_DAY = re.compile(r"(?P<day>[0-9]{1,2})[./-](?P<month>[0-9]{1,2})(?:[./-](?P<year>[0-9]{2,4})?)?")
_STEP = re.compile(r"\+(?P<days>[0-9]{1,3})")
_MINUTES = re.compile(r"(?:(?P<hours>[0-9]{1,3})\s*(?:h|:)\s*)?(?P<minutes>[0-9]{0,4})\s*(?:m|min)?")
_SHORTEST_WORD = 2
_CENTURY = 2000
_TWO_DIGITS = 100


@dataclass(frozen=True, slots=True)
class DayWords:
    """Names of days, as `days_ahead[folded name] = 1` for tomorrow; any beginning of two letters will do."""

    days_ahead: Mapping[str, int]

    def ahead(self, typed: str) -> int | None:
        word = fold(typed).rstrip(".")
        if len(word) < _SHORTEST_WORD:
            return None
        fitting = [days for name, days in self.days_ahead.items() if name.startswith(word)]
        return min(fitting, default=None)


def day_words(today: date, near: Mapping[str, int], names: Callable[[date], tuple[str, ...]]) -> DayWords:
    """`near` are the words for today and its neighbours, `names` the names of a day of the week."""
    week = {
        fold(name): ahead
        for ahead in range(7, 0, -1)
        for name in names(today + timedelta(days=ahead))
        if name
    }
    return DayWords(week | {fold(word): days for word, days in near.items()})


def read_moment(typed: str, now: datetime, words: DayWords) -> datetime | None:
    """The moment in the zone of `now`; a time alone is the next one to come. None for anything else."""
    parts = typed.replace(",", " ").split()
    if not parts:
        return None
    clock = read_clock(parts[-1], after_day=len(parts) > 1)
    if clock is None:
        return None
    day = read_day(" ".join(parts[:-1]), now.date(), words) if len(parts) > 1 else now.date()
    if day is None:
        return None
    moment = datetime.combine(day, clock, now.tzinfo)
    return moment + timedelta(days=1) if len(parts) == 1 and moment < now else moment


def read_day(typed: str, today: date, words: DayWords) -> date | None:
    """A day by its name, as a step (`+2`) or as a date; without a year the one nearest to today."""
    text = typed.strip()
    step = _STEP.fullmatch(text)
    if step is not None:
        return today + timedelta(days=int(step["days"]))
    ahead = words.ahead(text)
    if ahead is not None:
        return today + timedelta(days=ahead)
    match = _DAY.fullmatch(text)
    return None if match is None else _date(match, today)


def read_clock(typed: str, *, after_day: bool = True) -> time | None:
    """A time of day; `9.30` is one only where a date cannot stand, or where it could be no date."""
    match = _CLOCK.fullmatch(typed) or _PLAIN_CLOCK.fullmatch(typed)
    if match is None and (after_day or _is_no_date(typed)):
        match = _DOTTED_CLOCK.fullmatch(typed)
    if match is None:
        return None
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None  # noqa: PLR2004 - of a clock


def read_minutes(typed: str) -> int | None:
    """`90`, `1:30`, `1h30`, `2h`; None for anything else."""
    match = _MINUTES.fullmatch(typed.strip().lower())
    if match is None or not (match["hours"] or match["minutes"]):
        return None
    return int(match["hours"] or 0) * 60 + int(match["minutes"] or 0)


def _is_no_date(typed: str) -> bool:
    match = _DAY.fullmatch(typed)
    return match is None or int(match["month"]) > 12  # noqa: PLR2004 - months


def _date(match: re.Match[str], today: date) -> date | None:
    day, month = int(match["day"]), int(match["month"])
    if match["year"]:
        year = int(match["year"])
        return _real(year + _CENTURY if year < _TWO_DIGITS else year, month, day)
    candidates = [_real(today.year + step, month, day) for step in (-1, 0, 1)]
    real = [each for each in candidates if each is not None]
    return min(real, key=lambda each: abs(each - today), default=None)


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
