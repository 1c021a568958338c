"""Days of a calendar that do not follow its week: hours of their own, or closed. Weeks are changed as entries
of a dictionary.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from fieldservice.domain.model.base import member_id
from fieldservice.domain.model.catalogue import Calendar, CalendarDay
from fieldservice.domain.rules.calendar_hours import Span
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.finding import assign, every, first
from fieldservice.domain.store.rulebook import calendar_of
from fieldservice.domain.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class SetCalendarDay:
    """Hours of one date, whatever the week and the holidays say; without spans it is closed."""

    calendar_id: UUID
    day: date
    spans: tuple[Span, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class FreeCalendarDay:
    """Let the date follow the week and the holidays again."""

    calendar_id: UUID
    day: date


def set_calendar_day(command: SetCalendarDay, uow: UnitOfWork, clock: Clock) -> Changes:
    """`calendar.never_open` when nothing would be left to work in."""
    del clock
    calendar = uow.get(Calendar, command.calendar_id)
    uow.record("calendar.set_day", calendar, name=calendar.name, day=command.day)
    row = first(uow, CalendarDay, calendar_id=calendar.id, day=command.day)
    if row is None:
        key = member_id(calendar.id, command.day.isoformat())
        row = CalendarDay(id=key, calendar_id=calendar.id, day=command.day, spans=[], name="")
        uow.add(row)
    spans = [[span.start_minute, span.end_minute] for span in sorted(command.spans)]
    assign(row, spans=spans, name=command.name.strip())
    _require_open(uow, calendar)
    return uow.commit()


def free_calendar_day(command: FreeCalendarDay, uow: UnitOfWork, clock: Clock) -> Changes:
    del clock
    calendar = uow.get(Calendar, command.calendar_id)
    uow.record("calendar.free_day", calendar, name=calendar.name, day=command.day)
    for row in every(uow, CalendarDay, calendar_id=calendar.id, day=command.day):
        uow.session.delete(row)
    uow.session.flush()  # the days that are left are looked at next
    _require_open(uow, calendar)
    return uow.commit()


def _require_open(uow: UnitOfWork, calendar: Calendar) -> None:
    calendar_of(calendar, every(uow, CalendarDay, calendar_id=calendar.id), uow.clock.now().year)
