"""What holds for every business calendar, against a count minute by minute and against the library
`workclock`.
"""

from bisect import bisect_left
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate, pairwise
from zoneinfo import ZoneInfo

import pytest
import workclock
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldservice.domain.rules.business_calendar import BusinessCalendar, Interval
from fieldservice.domain.rules.calendar_hours import DayHours, Span, Week

# Every example lays out a calendar of its own; run with more of them after a change here.
quick = settings(max_examples=25)
MINUTE = timedelta(minutes=1)
A_DAY = timedelta(days=1)
# Zones with a day on which something happens to the wall clock (and Kathmandu, where nothing does).
TURNING_DAYS = {
    "Europe/Warsaw": [date(2026, 3, 29), date(2026, 10, 25), date(2026, 6, 3)],
    "America/Sao_Paulo": [date(2018, 11, 4), date(2018, 2, 17)],
    "America/Havana": [date(2026, 3, 8), date(2026, 11, 1)],
    "Australia/Lord_Howe": [date(2026, 4, 5), date(2026, 10, 4)],
    "Africa/Casablanca": [date(2026, 2, 15), date(2026, 3, 22)],
    "Pacific/Apia": [date(2011, 12, 30)],
    "Asia/Kathmandu": [date(2026, 3, 29)],
}

SPANS = st.builds(
    lambda start, length: Span(start * 10, (start + length) * 10), st.integers(0, 143), st.integers(1, 144)
)
DAY_SPANS = st.lists(SPANS, max_size=3).map(tuple)
WEEKS = st.lists(DAY_SPANS, min_size=7, max_size=7).map(tuple).map(Week).filter(lambda week: week.has_hours)
PLACES = st.sampled_from([(zone, day) for zone, days in TURNING_DAYS.items() for day in days])


@st.composite
def calendars(draw: st.DrawFn) -> tuple[BusinessCalendar, datetime]:
    """A calendar and a moment (UTC) three days before something happens in its zone."""
    zone, turning_day = draw(PLACES)
    near = st.integers(-2, 2).map(lambda days: turning_day + days * A_DAY)
    own = draw(st.dictionaries(near, DAY_SPANS, max_size=2))
    calendar = BusinessCalendar(
        zone,
        draw(WEEKS),
        closed_days=frozenset(draw(st.sets(near, max_size=2))),
        overrides=tuple(DayHours(day, day_spans) for day, day_spans in own.items()),
    )
    return calendar, datetime.combine(turning_day, time(), UTC) - 3 * A_DAY


def moments_after(start: datetime, days: int) -> st.SearchStrategy[datetime]:
    return st.integers(0, days * 1440 * 60).map(lambda seconds: start + timedelta(seconds=seconds))


def open_minutes(calendar: BusinessCalendar, start: datetime, end: datetime) -> list[bool]:
    """For each minute from start to end whether it is open, by looking at a wall clock minute by minute."""
    begin = start - 3 * A_DAY
    zone = ZoneInfo(calendar.zone)
    minutes = range((end - begin) // MINUTE + 1)
    shown = [(begin + number * MINUTE).astimezone(zone).replace(tzinfo=None) for number in minutes]
    furthest = list(accumulate(shown, max))
    is_open = [False] * len(shown)
    day = shown[0].date()
    while day <= shown[-1].date():
        for opens, closes in written_hours(calendar, day):
            for number in range(bisect_left(furthest, opens), bisect_left(furthest, closes)):
                is_open[number] = True
        day += A_DAY
    return is_open[(start - begin) // MINUTE : (end - begin) // MINUTE]


def written_hours(calendar: BusinessCalendar, day: date) -> Iterator[tuple[datetime, datetime]]:
    own: dict[date, tuple[Span, ...]] = {hours.day: hours.spans for hours in calendar.overrides}
    special = dict.fromkeys(calendar.closed_days, ()) | own
    midnight = datetime.combine(day, time())
    for span in special.get(day, calendar.week.days[day.weekday()]):
        closes = midnight + timedelta(minutes=span.end_minute)
        if day + A_DAY in special:
            closes = min(closes, midnight + A_DAY)
        yield midnight + timedelta(minutes=span.start_minute), closes


@pytest.mark.covers("P-21", "P-22")
@quick
@given(calendars(), st.integers(0, 2880), st.integers(0, 4000))
def test_elapsed_is_what_counting_the_minutes_gives(
    place: tuple[BusinessCalendar, datetime], skipped: int, length: int
) -> None:
    calendar, origin = place
    start = origin + skipped * MINUTE
    end = start + length * MINUTE

    counted = open_minutes(calendar, start, end + MINUTE)

    assert calendar.elapsed(start, end) == sum(counted[:-1]) * MINUTE
    assert calendar.is_open(end) is counted[-1]


@quick
@given(calendars(), st.data())
def test_elapsed_adds_up_and_never_runs_backwards(
    place: tuple[BusinessCalendar, datetime], data: st.DataObject
) -> None:
    calendar, origin = place
    first, middle, last = sorted(data.draw(st.lists(moments_after(origin, 800), min_size=3, max_size=3)))

    parts = calendar.elapsed(first, middle), calendar.elapsed(middle, last)

    assert sum(parts, timedelta()) == calendar.elapsed(first, last)
    assert all(timedelta() <= part for part in parts)
    assert parts[0] <= middle - first
    assert calendar.elapsed(last, first) == -calendar.elapsed(first, last)


@quick
@given(calendars())
def test_elapsed_is_the_sum_over_its_days(place: tuple[BusinessCalendar, datetime]) -> None:
    calendar, origin = place
    days = [origin + number * A_DAY for number in range(30)]

    total = sum((calendar.elapsed(day, day + A_DAY) for day in days), timedelta())

    assert total == calendar.elapsed(origin, origin + 30 * A_DAY)


@quick
@given(calendars(), st.data())
def test_open_hours_add_up_to_elapsed_and_lie_between_an_opening_and_a_closing(
    place: tuple[BusinessCalendar, datetime], data: st.DataObject
) -> None:
    calendar, origin = place
    start, end = sorted(data.draw(st.lists(moments_after(origin, 10), min_size=2, max_size=2)))

    found = list(calendar.open_intervals(start, end))

    assert sum((each.end - each.start for each in found), timedelta()) == calendar.elapsed(start, end)
    assert all(calendar.next_opening(each.start - timedelta(microseconds=1)) <= each.start for each in found)
    assert all(calendar.next_closing(each.start) == each.end for each in found if each.end < end)


@st.composite
def pauses_after(draw: st.DrawFn, start: datetime) -> list[Interval]:
    edges = draw(st.lists(moments_after(start, 9), max_size=6).filter(lambda found: len(found) % 2 == 0))
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return [Interval(min(pair), max(pair)) for pair in pairs]


@pytest.mark.covers("P-19")
@quick
@given(calendars(), st.data())
def test_advance_is_the_inverse_of_elapsed_in_both_directions_and_with_pauses(
    place: tuple[BusinessCalendar, datetime], data: st.DataObject
) -> None:
    calendar, origin = place
    start = data.draw(moments_after(origin, 6))
    pauses = data.draw(pauses_after(origin))
    work = timedelta(seconds=data.draw(st.integers(1, 3_000_000)))
    a_blink = timedelta(microseconds=1)

    due, back = calendar.advance(start, work, pauses), calendar.advance(start, -work, pauses)

    assert calendar.elapsed(start, due, pauses) == work
    assert calendar.elapsed(start, due - a_blink, pauses) == work - a_blink
    assert calendar.elapsed(back, start, pauses) == work
    assert calendar.elapsed(back + a_blink, start, pauses) == work - a_blink


@pytest.mark.covers("P-19")
@quick
@given(calendars(), st.data())
def test_elapsed_with_pauses_is_what_is_left_of_the_open_hours(
    place: tuple[BusinessCalendar, datetime], data: st.DataObject
) -> None:
    calendar, origin = place
    start, end = sorted(data.draw(st.lists(moments_after(origin, 9), min_size=2, max_size=2)))
    pauses = data.draw(pauses_after(origin))
    edges = sorted(
        {start, end, *(min(max(edge, start), end) for each in pauses for edge in (each.start, each.end))}
    )

    unpaused = sum(
        (
            calendar.elapsed(left, right)
            for left, right in pairwise(edges)
            if not any(each.start <= left and right <= each.end for each in pauses)
        ),
        timedelta(),
    )

    assert calendar.elapsed(start, end, pauses) == unpaused


@pytest.mark.covers("P-22")
@quick
@given(st.sampled_from(sorted(TURNING_DAYS)), st.data())
def test_around_the_clock_working_time_is_real_time(zone: str, data: st.DataObject) -> None:
    always = BusinessCalendar(zone, Week.every_day("00:00-24:00"))
    start, end = data.draw(
        st.lists(moments_after(datetime(2011, 1, 1, tzinfo=UTC), 6000), min_size=2, max_size=2)
    )

    assert always.elapsed(start, end) == end - start
    assert always.advance(start, end - start) == end


# workclock opens a span that starts inside the hour left out later than the change, and a closed day of its
# does not stop the shift that starts on it at midnight; so half past two is left out, and closed days go with
# day spans only.
FULL_HALF_HOURS = st.sampled_from(
    [minute for minute in range(0, 1440, 30) if minute not in {60, 90, 120, 150, 180}]
)
LIBRARY_ZONES = st.sampled_from(["Europe/Warsaw", "Europe/Lisbon", "Asia/Kathmandu", "America/New_York"])


@st.composite
def beside_library(draw: st.DrawFn) -> tuple[BusinessCalendar, workclock.Schedule]:
    zone, over_midnight = draw(LIBRARY_ZONES), draw(st.booleans())
    rows = draw(st.lists(st.tuples(FULL_HALF_HOURS, FULL_HALF_HOURS), min_size=1, max_size=4))
    edges = [pair if over_midnight else sorted(pair) for pair in rows if pair[0] != pair[1]] or [(540, 1020)]
    weekdays = draw(st.sets(st.integers(0, 6), min_size=1))
    days = frozenset(
        date(2026, 1, 1) + number * A_DAY for number in draw(st.sets(st.integers(0, 364), max_size=20))
    )
    closed = frozenset() if over_midnight else days
    written = tuple(Span(start, end if end > start else end + 1440) for start, end in edges)
    calendar = BusinessCalendar(zone, Week.of(dict.fromkeys(weekdays, written)), closed)
    rules = [workclock.WorkDay(clock(start), clock(end), days=weekdays) for start, end in edges]
    return calendar, workclock.Schedule([*rules, workclock.Holidays(closed)], time_zone=zone)


def clock(minute: int) -> time:
    return time(minute // 60, minute % 60)


@pytest.mark.covers("P-21")
@quick
@given(beside_library(), st.data())
def test_the_library_workclock_agrees(
    pair: tuple[BusinessCalendar, workclock.Schedule], data: st.DataObject
) -> None:
    calendar, schedule = pair
    in_2026 = moments_after(datetime(2026, 1, 1, tzinfo=UTC), 365)
    start, end = data.draw(in_2026), data.draw(in_2026)
    work = timedelta(minutes=data.draw(st.integers(1, 6000)))

    assert calendar.elapsed(start, end) == schedule.between(start, end)
    assert calendar.advance(start, work) == schedule.add(start, work)
