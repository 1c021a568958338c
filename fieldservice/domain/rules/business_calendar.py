"""The business calendar: how much working time passed, when a working duration is over, when it opens and
closes.

The rules of a day, strongest first: its own hours (`overrides`), closed days, yearly closed days, the week. A
day that is closed or has own hours is its own from midnight to midnight: a night shift begun the evening
before stops there, and the shift that would begin on it does not take place.

A span opens and closes when the wall clock of the calendar's zone first reaches its time: 22:00-06:00 lasts 7
or 9 hours when the clock changes, a span that starts in the hour left out starts at the change, one that
starts in the hour that comes twice starts the first time. Zones of the moments asked about do not matter;
answers are UTC.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from fieldservice.domain.rules.calendar_book import CalendarBook
from fieldservice.domain.rules.calendar_hours import DayHours, Span, Week, YearlyDay
from fieldservice.domain.rules.calendar_zone import (
    ClockChange,
    clock_changes,
    duration_micros,
    to_micros,
    to_moment,
    zone_named,
)
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.working_time import MicrosPair, clipped, joined

DAYS_OF_LEAP_YEAR = 366


@dataclass(frozen=True, slots=True)
class Interval:
    """From one aware moment to another, the end not included."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise RuleViolation("interval.ends_before_start", start=self.start, end=self.end)


@dataclass(frozen=True, slots=True)
class BusinessCalendar:
    """Working hours in a zone (module docstring). One that could never open does not construct.

    Keep and reuse the object: it lays out 52 weeks when first asked about them and remembers up to 64 such
    stretches.
    """

    zone: str
    week: Week
    closed_days: frozenset[date] = frozenset()
    yearly_closed_days: frozenset[YearlyDay] = frozenset()
    overrides: tuple[DayHours, ...] = ()
    _book: CalendarBook = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        own: dict[date, tuple[Span, ...]] = {own.day: own.spans for own in self.overrides}
        if len(own) < len(self.overrides):
            raise RuleViolation("calendar.override_doubled")
        if not self._may_open():
            raise RuleViolation("calendar.never_open")
        own = dict.fromkeys(self.closed_days, ()) | own
        book = CalendarBook(zone_named(self.zone), self.week, own, self.yearly_closed_days)
        object.__setattr__(self, "_book", book)

    def __reduce__(self) -> tuple[object, ...]:
        written = (self.zone, self.week, self.closed_days, self.yearly_closed_days, self.overrides)
        return BusinessCalendar, written

    def spans_on(self, day: date) -> tuple[Span, ...]:
        """The spans that start on that day."""
        return self._book.spans_on(day)

    def closed_days_between(self, start: datetime, end: datetime) -> tuple[date, ...]:
        """Local days, wholly or partly between two moments, that are closed although the week has hours for
        them.
        """
        first, last = (moment.astimezone(self._book.zone).date() for moment in (start, end))
        days = (first + timedelta(days=number) for number in range((last - first).days + 1))
        return tuple(day for day in days if self.week.days[day.weekday()] and self._book.own_spans(day) == ())

    def elapsed(self, start: datetime, end: datetime, pauses: Iterable[Interval] = ()) -> timedelta:
        """Working time between two moments, negative when `end` is before `start`.

        What lies in a pause does not count; pauses may overlap each other and closed hours.
        """
        first, last = to_micros(start), to_micros(end)
        if last < first:
            return -self.elapsed(end, start, pauses)
        paused = joined(clipped(_pairs(pauses), first, last))
        work = self._book.worked(first, last) - sum(self._book.worked(*pause) for pause in paused)
        return timedelta(microseconds=work)

    def advance(self, start: datetime, work: timedelta, pauses: Iterable[Interval] = ()) -> datetime:
        """The earliest moment by which `work` of working time has passed since `start`, pauses not counted.

        Negative work goes back, to the latest moment with that much working time until `start`; no work is
        `start`. Raises RuleViolation `calendar.no_opening` when the calendar has not that much working time.
        """
        origin, amount = to_micros(start), duration_micros(work)
        paused = [*joined(_pairs(pauses))]
        reached = (
            self._forward(origin, amount, paused) if amount >= 0 else self._back(origin, -amount, paused)
        )
        return to_moment(reached)

    def is_open(self, moment: datetime) -> bool:
        return self._book.open_until(to_micros(moment)) is not None

    def next_opening(self, moment: datetime) -> datetime:
        """The first moment at or after `moment` at which it is open; RuleViolation `calendar.no_opening` if
        none.
        """
        return to_moment(self._book.next_opening(to_micros(moment)))

    def next_closing(self, moment: datetime) -> datetime | None:
        """The first moment at or after `moment` at which it is closed; None when it never closes again."""
        closing = self._book.next_closing(to_micros(moment))
        return None if closing is None else to_moment(closing)

    def open_intervals(self, start: datetime, end: datetime) -> Iterator[Interval]:
        """The open hours between two moments, in order, those that touch made one."""
        for first, last in joined(self._book.open_between(to_micros(start), to_micros(end))):
            yield Interval(to_moment(first), to_moment(last))

    def clock_changes(self, start: datetime, end: datetime) -> tuple[ClockChange, ...]:
        """The changes of the calendar's wall clock after `start` and not after `end`."""
        return tuple(clock_changes(to_micros(start), to_micros(end), self._book.zone))

    def _may_open(self) -> bool:
        # Every date of the year falls on every weekday sooner or later, so one free date and one weekday
        # suffice.
        some_week_opens = self.week.has_hours and len(self.yearly_closed_days) < DAYS_OF_LEAP_YEAR
        return some_week_opens or any(own.spans for own in self.overrides)

    def _forward(self, origin: int, work: int, pauses: list[MicrosPair]) -> int:
        for start, end in pauses:
            if end <= origin:
                continue
            free = self._book.worked(origin, max(origin, start))
            if work <= free:
                break
            origin, work = end, work - free
        return self._book.after(origin, work)

    def _back(self, origin: int, work: int, pauses: list[MicrosPair]) -> int:
        for start, end in reversed(pauses):
            if start >= origin:
                continue
            free = self._book.worked(min(origin, end), origin)
            if work <= free:
                break
            origin, work = start, work - free
        return self._book.before(origin, work)


def _pairs(intervals: Iterable[Interval]) -> Iterator[MicrosPair]:
    return ((to_micros(interval.start), to_micros(interval.end)) for interval in intervals)
