"""Hours, durations and days as people type them in a hurry: `8-16, 17-19`, `1 h 30 min`, `24.12`."""

import re
from collections.abc import Iterable

from fieldservice.domain.rules.calendar_hours import MINUTES_A_DAY, Span, YearlyDay
from fieldservice.domain.rules.errors import RuleViolation

_TIME = r"(\d{1,2})(?:[:.](\d{2}))?"
_SPAN = re.compile(rf"\s*{_TIME}\s*(?:-|–|to)\s*{_TIME}\s*")  # noqa: RUF001 - people type both
_DURATION = re.compile(
    r"(?:(?P<days>\d+)\s*d)?\s*(?:(?P<hours>\d+)\s*h)?\s*(?:(?P<minutes>\d+)\s*(?:m|min)?\.?)?"
)
_CLOCK = re.compile(r"(\d+):(\d{2})")
_PARTS = re.compile(r"[,;+]")
_DAY_AND_MONTH = re.compile(r"\s*(\d{1,2})\s*[./-]\s*(\d{1,2})\s*\.?\s*")
MINUTES_AN_HOUR = 60


def read_spans(text: str) -> tuple[Span, ...]:
    """`8-16, 17:30-19`; over midnight `22-6`; nothing or a dash: closed; else `calendar.span_unreadable`."""
    if text.strip() in ("", "-", "–"):  # noqa: RUF001
        return ()
    return tuple(sorted(_span(part) for part in _PARTS.split(text)))


def write_spans(spans: Iterable[Span]) -> str:
    """The shortest way in which `read_spans` reads the same: `8-16, 17:30-19`."""
    return ", ".join(f"{_short(span.start_minute)}-{_end(span)}" for span in spans)


def read_minutes(text: str) -> int | None:
    """`90`, `90 min`, `1 h 30 min`, `1:30`, `2 d` (of 24 hours); None for anything else."""
    typed = text.strip().lower()
    if clock := _CLOCK.fullmatch(typed):
        return int(clock[1]) * MINUTES_AN_HOUR + int(clock[2])
    found = _DURATION.fullmatch(typed)
    if found is None or not typed:
        return None
    days, hours, minutes = (int(found[name] or 0) for name in ("days", "hours", "minutes"))
    return days * MINUTES_A_DAY + hours * MINUTES_AN_HOUR + minutes


def write_minutes(minutes: int) -> str:
    """As `read_minutes` reads it: `1 h 30 min`."""
    hours, rest = divmod(minutes, MINUTES_AN_HOUR)
    parts = ((hours, "h"), (rest, "min"))
    return " ".join(f"{number} {unit}" for number, unit in parts if number) or "0 min"


def read_yearly_days(text: str) -> tuple[YearlyDay, ...]:
    """`24.12, 31.12`: day before month; `calendar.yearly_day_unreadable` for anything else."""
    days = (part for part in _PARTS.split(text) if part.strip())
    return tuple(sorted({_yearly_day(part) for part in days}))


def write_yearly_days(days: Iterable[YearlyDay], mark: str = ".") -> str:
    """`mark` parts day and month as the reader's country does."""
    return ", ".join(f"{day.day}{mark}{day.month:02}" for day in days)


def _span(part: str) -> Span:
    found = _SPAN.fullmatch(part)
    if found is None:
        raise RuleViolation("calendar.span_unreadable", text=part.strip())
    start_hour, start_minute, end_hour, end_minute = (int(number or 0) for number in found.groups())
    return Span.parse(f"{start_hour:02}:{start_minute:02}-{end_hour:02}:{end_minute:02}")


def _yearly_day(part: str) -> YearlyDay:
    found = _DAY_AND_MONTH.fullmatch(part)
    if found is None:
        raise RuleViolation("calendar.yearly_day_unreadable", text=part.strip())
    return YearlyDay(month=int(found[2]), day=int(found[1]))


def _end(span: Span) -> str:
    return _short(span.end_minute - MINUTES_A_DAY if span.crosses_midnight else span.end_minute)


def _short(minute: int) -> str:
    hours, rest = divmod(minute, MINUTES_AN_HOUR)
    return f"{hours}:{rest:02}" if rest else str(hours)
