"""The business calendar over clock changes: the hour left out, the hour that comes twice, zones without
either.
"""

from datetime import UTC, date, datetime, timedelta

import pytest

from fieldservice.domain.rules.business_calendar import BusinessCalendar
from fieldservice.domain.rules.calendar_hours import DayHours, Week, spans

# Europe/Warsaw: 02:00 becomes 03:00 on 29 March 2026 (01:00 UTC), 03:00 becomes 02:00 on 25 October (01:00
# UTC).
SPRING, AUTUMN, ORDINARY = date(2026, 3, 29), date(2026, 10, 25), date(2026, 6, 14)


def every_day(*texts: str, zone: str = "Europe/Warsaw") -> BusinessCalendar:
    return BusinessCalendar(zone, Week.every_day(*texts))


def only_on(day: date, text: str) -> BusinessCalendar:
    return BusinessCalendar("Europe/Warsaw", Week.of({}), overrides=(DayHours(day, spans(text)),))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.covers("P-21", "P-22")
@pytest.mark.parametrize(
    ("day", "text", "worked_hours"),
    [
        (SPRING, "00:00-24:00", 23),
        (AUTUMN, "00:00-24:00", 25),
        (ORDINARY, "00:00-24:00", 24),
        (SPRING - timedelta(days=1), "22:00-06:00", 7),
        (AUTUMN - timedelta(days=1), "22:00-06:00", 9),
        (ORDINARY, "22:00-06:00", 8),
        (SPRING, "00:00-08:00", 7),
        (AUTUMN, "00:00-08:00", 9),
        (SPRING, "02:30-06:00", 3),
        (AUTUMN, "02:30-06:00", 4.5),
        (SPRING, "02:10-02:50", 0),
        (AUTUMN, "02:10-02:50", 40 / 60),
        (SPRING, "00:00-02:30", 2),
        (AUTUMN, "00:00-02:30", 2.5),
        (AUTUMN, "02:30-03:00", 1.5),
        (SPRING, "13:00-21:00", 8),
        (AUTUMN, "13:00-21:00", 8),
        (SPRING, "13:00-13:00", 24),
        (SPRING - timedelta(days=1), "13:00-13:00", 23),
        (AUTUMN - timedelta(days=1), "13:00-13:00", 25),
    ],
)
def test_a_shift_over_the_change_lasts_as_long_as_it_really_does(
    day: date, text: str, worked_hours: float
) -> None:
    start = datetime.combine(day, datetime.min.time(), UTC) - timedelta(days=1)

    worked = only_on(day, text).elapsed(start, start + timedelta(days=4))

    assert worked == timedelta(hours=worked_hours)


@pytest.mark.covers("P-21")
@pytest.mark.parametrize("opened", ["2026-03-28T12:00", "2026-10-24T12:00", "2026-06-14T12:00"])
def test_a_target_of_24_hours_around_the_clock_is_24_real_hours(opened: str) -> None:
    calendar = every_day("00:00-24:00")

    assert calendar.advance(utc(opened), timedelta(hours=24)) == utc(opened) + timedelta(hours=24)
    assert calendar.advance(utc(opened), -timedelta(hours=24)) == utc(opened) - timedelta(hours=24)


@pytest.mark.covers("P-21")
@pytest.mark.parametrize(
    ("text", "opening"),
    [
        pytest.param("00:00-08:00", "2026-03-28T23:00", id="midnight"),
        pytest.param("02:30-08:00", "2026-03-29T01:00", id="in the hour left out: at the change"),
        pytest.param("13:00-18:00", "2026-03-29T11:00", id="after the change"),
    ],
)
def test_opening_on_the_day_of_the_change_in_spring(text: str, opening: str) -> None:
    assert only_on(SPRING, text).next_opening(utc("2026-03-28T12:00")) == utc(opening)


@pytest.mark.covers("P-21")
@pytest.mark.parametrize(
    ("text", "opening", "closing"),
    [
        pytest.param("00:00-08:00", "2026-10-24T22:00", "2026-10-25T07:00", id="midnight"),
        pytest.param("02:30-08:00", "2026-10-25T00:30", "2026-10-25T07:00", id="starts the first time"),
        pytest.param("00:00-02:30", "2026-10-24T22:00", "2026-10-25T00:30", id="ends the first time"),
        pytest.param("13:00-18:00", "2026-10-25T12:00", "2026-10-25T17:00", id="after the change"),
    ],
)
def test_opening_and_closing_on_the_day_of_the_change_in_autumn(
    text: str, opening: str, closing: str
) -> None:
    calendar = only_on(AUTUMN, text)

    assert calendar.next_opening(utc("2026-10-24T12:00")) == utc(opening)
    assert calendar.next_closing(utc(opening)) == utc(closing)


@pytest.mark.covers("P-21", "D06")
@pytest.mark.parametrize(
    ("zone", "day", "worked_hours"),
    [
        pytest.param("Asia/Kathmandu", "2026-03-29", 24, id="no clock change"),
        pytest.param("America/Sao_Paulo", "2018-11-03", 24, id="before a change at midnight"),
        pytest.param("America/Sao_Paulo", "2018-11-04", 23, id="midnight itself is left out"),
        pytest.param("America/Sao_Paulo", "2018-02-17", 25, id="the last hour of a day comes twice"),
        pytest.param("America/Havana", "2026-11-01", 25, id="midnight comes twice"),
        pytest.param("Australia/Lord_Howe", "2026-04-05", 24.5, id="a change of half an hour"),
    ],
)
def test_a_day_of_another_zone_has_its_own_length(zone: str, day: str, worked_hours: float) -> None:
    own_day = DayHours(date.fromisoformat(day), spans("00:00-24:00"))
    calendar = BusinessCalendar(zone, Week.of({}), overrides=(own_day,))

    worked = calendar.elapsed(utc(day) - timedelta(days=2), utc(day) + timedelta(days=3))

    assert worked == timedelta(hours=worked_hours)


@pytest.mark.covers("P-21")
def test_a_day_that_a_zone_left_out_has_no_working_time() -> None:
    samoa = BusinessCalendar(
        "Pacific/Apia", Week.of({}), overrides=(DayHours(date(2011, 12, 30), spans("08:00-16:00")),)
    )

    assert samoa.elapsed(utc("2011-12-25T00:00"), utc("2012-01-05T00:00")) == timedelta()


@pytest.mark.covers("X3")
def test_clock_changes_are_told_with_their_moment_and_direction() -> None:
    changes = every_day("00:00-24:00").clock_changes(utc("2026-01-01T00:00"), utc("2027-01-01T00:00"))

    assert [(change.moment, change.by) for change in changes] == [
        (utc("2026-03-29T01:00"), timedelta(hours=1)),
        (utc("2026-10-25T01:00"), timedelta(hours=-1)),
    ]
