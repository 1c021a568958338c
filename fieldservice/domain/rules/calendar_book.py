"""A calendar looked up: from the written hours to stretches of working time, laid out when first asked and
remembered.

`business_calendar.py` is the door to it; here moments are microseconds since 1970.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from fieldservice.domain.rules.calendar_hours import MINUTES_A_DAY, Span, Week, YearlyDay
from fieldservice.domain.rules.calendar_zone import first_reached, to_moment
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.working_time import DAYS_A_STRETCH, STRETCH, Stretch

# Stretches from 1900 to 2400. Every search ends there, so a calendar whose last opening is past answers in
# words.
FIRST_STRETCH, LAST_STRETCH = -70, 430
# 29 February falls on a given weekday after 40 years at the latest: what has not closed by then never will.
STRETCHES_TO_BE_CERTAIN = 42
KEPT_STRETCHES = 64
MIDNIGHT = time()
A_DAY = timedelta(days=1)


class CalendarBook:
    """Working time of one calendar; `own` are the dates that do not follow the week."""

    def __init__(
        self,
        zone: ZoneInfo,
        week: Week,
        own: Mapping[date, tuple[Span, ...]],
        yearly_closed: frozenset[YearlyDay],
    ) -> None:
        self.zone = zone
        self._week = week
        self._own = own
        self._yearly_closed = {(yearly.month, yearly.day) for yearly in yearly_closed}
        self.stretch = lru_cache(maxsize=KEPT_STRETCHES)(self._lay_out)

    def own_spans(self, day: date) -> tuple[Span, ...] | None:
        """The hours of a day that does not follow the week, () for closed; None when it does."""
        own = self._own.get(day)
        return () if own is None and (day.month, day.day) in self._yearly_closed else own

    def spans_on(self, day: date) -> tuple[Span, ...]:
        own = self.own_spans(day)
        return self._week.days[day.weekday()] if own is None else own

    def worked(self, first: int, last: int) -> int:
        """Working time from `first` to `last`, `first` not being later."""
        start, end = first // STRETCH, last // STRETCH
        if start == end:
            stretch = self.stretch(start)
            return stretch.worked_until(last) - stretch.worked_until(first)
        whole = sum(self.stretch(number).total for number in range(start, end))
        return whole + self.stretch(end).worked_until(last) - self.stretch(start).worked_until(first)

    def after(self, origin: int, work: int) -> int:
        """The earliest moment with that much work since `origin`."""
        if work == 0:
            return origin
        number = origin // STRETCH
        work += self.stretch(number).worked_until(origin)
        while work > self.stretch(number).total:
            work -= self.stretch(number).total
            number = _searched(number + 1, origin)
        return self.stretch(number).earliest_with(work)

    def before(self, origin: int, work: int) -> int:
        """The latest moment with that much work until `origin`."""
        if work == 0:
            return origin
        number = origin // STRETCH
        level = self.stretch(number).worked_until(origin) - work
        while level < 0:
            number = _searched(number - 1, origin)
            level += self.stretch(number).total
        return self.stretch(number).latest_with(level)

    def open_until(self, moment: int) -> int | None:
        """The end of the open interval around `moment`, at most that of its stretch; None when closed."""
        return self.stretch(moment // STRETCH).open_until(moment)

    def next_opening(self, moment: int) -> int:
        number = moment // STRETCH
        if self.open_until(moment) is not None:
            return moment
        while (opening := self.stretch(number).opening_after(moment)) is None:
            number = _searched(number + 1, moment)
        return opening

    def next_closing(self, moment: int) -> int | None:
        reached = moment
        while (end := self.open_until(reached)) is not None:
            reached = end
            if reached // STRETCH > self._certain_after(moment):
                return None
        return reached

    def open_between(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        for number in range(first // STRETCH, last // STRETCH + 1):
            yield from self.stretch(number).intervals_between(first, last)

    def _certain_after(self, moment: int) -> int:
        """The stretch by which all own days are past and every turn of weekdays and years was seen."""
        last_own = max(self._own, default=to_moment(moment).date())
        own_number = (last_own - date(1970, 1, 1)).days // DAYS_A_STRETCH
        return min(max(own_number, moment // STRETCH) + STRETCHES_TO_BE_CERTAIN, LAST_STRETCH - 1)

    def _lay_out(self, number: int) -> Stretch:
        if not FIRST_STRETCH <= number <= LAST_STRETCH:
            raise RuleViolation("calendar.out_of_range", year=1970 + number * DAYS_A_STRETCH // 365)
        # A span begun two days before the stretch may reach into it, whatever the zone.
        first = to_moment(number * STRETCH).date() - 2 * A_DAY
        days = (first + timedelta(days=offset) for offset in range(DAYS_A_STRETCH + 4))
        return Stretch.laid_out(number, (interval for day in days for interval in self._intervals_of(day)))

    def _intervals_of(self, day: date) -> Iterator[tuple[int, int]]:
        for span in self.spans_on(day):
            stops_at_midnight = span.crosses_midnight and self.own_spans(day + A_DAY) is not None
            end = MINUTES_A_DAY if stops_at_midnight else span.end_minute
            yield self._reached(day, span.start_minute), self._reached(day, end)

    def _reached(self, day: date, minute: int) -> int:
        return first_reached(datetime.combine(day, MIDNIGHT) + timedelta(minutes=minute), self.zone)


def _searched(number: int, origin: int) -> int:
    """The stretch to look at next, unless the search has come to its end."""
    if not FIRST_STRETCH <= number <= LAST_STRETCH:
        raise RuleViolation("calendar.no_opening", moment=to_moment(origin))
    return number
