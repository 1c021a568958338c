"""Opening hours as a company writes them: spans of a day, a week of them, days that repeat every year, days
of their own.

Only what is written on the wall. What it means in real time, over clock changes, is told by
`working_time.py`.
"""

import calendar
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from fieldservice.domain.rules.errors import RuleViolation

MINUTES_A_DAY = 24 * 60
LEAP_YEAR = 2000
SPAN_PATTERN = re.compile(r"\s*(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})\s*")  # noqa: RUF001 - people type both


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From one time of the wall clock to another, in minutes since the midnight its day begins with.

    A span belongs to the day on which it starts. `end_minute` may lie up to 24 hours after the start:
    22:00-06:00 is `Span(1320, 1800)`, the whole day `Span(0, 1440)`.
    """

    start_minute: int
    end_minute: int

    def __post_init__(self) -> None:
        starts_today = 0 <= self.start_minute < MINUTES_A_DAY
        if not starts_today or not 0 < self.end_minute - self.start_minute <= MINUTES_A_DAY:
            raise RuleViolation("calendar.span_wrong", start=self.start_minute, end=self.end_minute)

    @classmethod
    def parse(cls, text: str) -> "Span":
        """Read `09:00-17:00`, `18:00-24:00`, `22:00-06:00` (over midnight) or `06:00-06:00` (24 hours)."""
        found = SPAN_PATTERN.fullmatch(text)
        if found is None:
            raise RuleViolation("calendar.span_unreadable", text=text)
        start_hour, start_minute, end_hour, end_minute = (int(number) for number in found.groups())
        start, end = start_hour * 60 + start_minute, end_hour * 60 + end_minute
        if max(start_minute, end_minute) >= 60 or end > MINUTES_A_DAY:  # noqa: PLR2004 - minutes of an hour
            raise RuleViolation("calendar.span_unreadable", text=text)
        return cls(start, end if end > start else end + MINUTES_A_DAY)

    @property
    def crosses_midnight(self) -> bool:
        return self.end_minute > MINUTES_A_DAY

    def __str__(self) -> str:
        end = self.end_minute - MINUTES_A_DAY if self.crosses_midnight else self.end_minute
        return f"{self.start_minute // 60:02}:{self.start_minute % 60:02}-{end // 60:02}:{end % 60:02}"


def spans(*texts: str) -> tuple[Span, ...]:
    """Several spans of one day: `spans("08:00-12:00", "13:00-17:00")`."""
    return tuple(sorted(Span.parse(text) for text in texts))


@dataclass(frozen=True, slots=True)
class Week:
    """The ordinary hours of the seven weekdays, Monday first. Spans that overlap count once."""

    days: tuple[tuple[Span, ...], ...]

    def __post_init__(self) -> None:
        if len(self.days) != 7:  # noqa: PLR2004 - a week
            raise RuleViolation("calendar.week_wrong", days=len(self.days))

    @classmethod
    def of(cls, hours: Mapping[int, Iterable[Span]]) -> "Week":
        """A week from weekday numbers (Monday is 0) to spans; days not named are closed."""
        if not set(hours) <= set(range(7)):
            raise RuleViolation("calendar.week_wrong", days=len(hours))
        return cls(tuple(tuple(sorted(hours.get(weekday, ()))) for weekday in range(7)))

    @classmethod
    def monday_to_friday(cls, *texts: str) -> "Week":
        return cls.of(dict.fromkeys(range(5), spans(*texts)))

    @classmethod
    def every_day(cls, *texts: str) -> "Week":
        return cls.of(dict.fromkeys(range(7), spans(*texts)))

    @property
    def has_hours(self) -> bool:
        return any(self.days)


@dataclass(frozen=True, slots=True, order=True)
class YearlyDay:
    """A day that is closed every year. 29 February is one, in leap years."""

    month: int
    day: int

    def __post_init__(self) -> None:
        try:
            date(LEAP_YEAR, self.month, self.day)
        except ValueError:
            raise RuleViolation("calendar.yearly_day_wrong", month=self.month, day=self.day) from None

    def falls_in(self, year: int) -> bool:
        return calendar.isleap(year) or (self.month, self.day) != (2, 29)


@dataclass(frozen=True, slots=True, order=True)
class DayHours:
    """One date with hours of its own, whatever the week and the holidays say; no spans: closed."""

    day: date
    spans: tuple[Span, ...] = ()
