"""A calendar as the settings draw it: open now or not, what is next, days that do not follow the week."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fieldservice.domain.formats.holidays import Region, public_holidays, regions_of
from fieldservice.domain.model.catalogue import Calendar, CalendarDay
from fieldservice.domain.model.company import CompanyProfile
from fieldservice.domain.rules.business_calendar import BusinessCalendar
from fieldservice.domain.rules.calendar_hours import Span, YearlyDay
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.weeks import MONDAY, first_weekday
from fieldservice.domain.store.rulebook import calendar_of

__all__ = ["CalendarView", "Region", "SpecialDay", "calendar_view", "regions"]


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day that differs: own hours (`is_own`), a holiday of the country, or a day closed every year."""

    day: date
    name: str
    spans: tuple[Span, ...] = ()
    is_own: bool = False
    is_yearly: bool = False


@dataclass(frozen=True, slots=True)
class CalendarView:
    """`until` is when it closes next while it is open, `opens` when it opens next while it is closed."""

    id: UUID
    week: tuple[tuple[Span, ...], ...]
    zone: str
    is_open: bool
    until: datetime | None
    opens: datetime | None
    days: tuple[SpecialDay, ...]
    first_weekday: int = MONDAY


def calendar_view(session: Session, calendar_id: UUID, year: int, now: datetime) -> CalendarView:
    row = session.get_one(Calendar, calendar_id)
    own = session.scalars(select(CalendarDay).where(CalendarDay.calendar_id == calendar_id)).all()
    calendar = calendar_of(row, own, now.year)
    is_open = calendar.is_open(now)
    return CalendarView(
        id=row.id,
        week=calendar.week.days,
        zone=row.zone,
        is_open=is_open,
        until=calendar.next_closing(now) if is_open else None,
        opens=None if is_open else _next_opening(calendar, now),
        days=tuple(sorted(_days(row, own, year), key=lambda each: (each.day, not each.is_own))),
        first_weekday=_first_weekday(session, row.country or ""),
    )


def regions(session: Session, country: str) -> tuple[Region, ...]:
    """The regions of a country that have holidays of their own; none for a country that is not known."""
    del session
    try:
        return regions_of(country)
    except RuleViolation:
        return ()


def _first_weekday(session: Session, country: str) -> int:
    """The company's; while it says nothing that of its country, or of the calendar's."""
    company = session.execute(select(CompanyProfile.first_weekday, CompanyProfile.country)).first()
    said, home = (0, "") if company is None else company
    return first_weekday(said, home or country)


def _next_opening(calendar: BusinessCalendar, now: datetime) -> datetime | None:
    try:
        return calendar.next_opening(now)
    except RuleViolation:
        return None


def _days(row: Calendar, own: Sequence[CalendarDay], year: int) -> Iterator[SpecialDay]:
    holidays = () if row.country is None else public_holidays(row.country, row.region, year, year)
    named = {holiday.day: holiday.name for holiday in holidays}
    for each in own:
        if each.day.year == year:
            name = each.name or named.get(each.day, "")
            named.pop(each.day, None)  # its own hours are stronger
            yield SpecialDay(each.day, name, tuple(Span(*span) for span in each.spans), is_own=True)
    for month, day in row.yearly_closed:
        if YearlyDay(month, day).falls_in(year):
            yield SpecialDay(date(year, month, day), "", is_yearly=True)
    yield from (SpecialDay(day, name) for day, name in named.items())
