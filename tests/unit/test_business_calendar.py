"""The business calendar on ordinary weeks: deadlines worked out by hand, openings, pauses, refusals."""

import pickle
from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from fieldservice.domain.rules.business_calendar import BusinessCalendar, Interval
from fieldservice.domain.rules.calendar_hours import DayHours, Span, Week, YearlyDay, spans
from fieldservice.domain.rules.errors import RuleViolation

WARSAW = ZoneInfo("Europe/Warsaw")
OFFICE = BusinessCalendar("Europe/Warsaw", Week.monday_to_friday("09:00-17:00"))
LONG_DAYS = BusinessCalendar("Europe/Warsaw", Week.monday_to_friday("08:00-18:00"))
ALL_HOURS = BusinessCalendar("Europe/Warsaw", Week.every_day("00:00-24:00"))
EVERY_DATE = frozenset(
    YearlyDay(day.month, day.day) for day in (date(2000, 1, 1) + timedelta(days=n) for n in range(366))
)
FAR_PAST, FAR_FUTURE = datetime(1700, 1, 1, tzinfo=WARSAW), datetime(9990, 1, 1, tzinfo=WARSAW)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WARSAW)


def hours(number: float) -> timedelta:
    return timedelta(hours=number)


def interval(start: str, end: str) -> Interval:
    return Interval(at(start), at(end))


def with_closed(*days: str) -> BusinessCalendar:
    closed = frozenset(date.fromisoformat(day) for day in days)
    return BusinessCalendar("Europe/Warsaw", OFFICE.week, closed_days=closed)


ONE_WEEKDAY = BusinessCalendar("Europe/Warsaw", Week.of({2: spans("09:00-17:00")}))
NIGHTS = BusinessCalendar("Europe/Warsaw", Week.monday_to_friday("22:00-06:00"))
NOVEMBER = with_closed("2026-11-11")
LUNCH = BusinessCalendar("Europe/Warsaw", Week.monday_to_friday("08:00-12:00", "13:00-17:00"))


@pytest.mark.covers("D07", "P-23", "P-28")
@pytest.mark.parametrize(
    ("calendar", "opened", "target", "due"),
    [
        pytest.param(OFFICE, "2026-11-20 23:00", 12, "2026-11-24 13:00", id="friday night"),
        pytest.param(LONG_DAYS, "2026-11-23 17:00", 4, "2026-11-24 11:00", id="monday evening"),
        pytest.param(OFFICE, "2026-11-24 03:00", 8, "2026-11-24 17:00", id="opened at 03:00, due at closing"),
        pytest.param(OFFICE, "2026-11-24 03:00", 8.5, "2026-11-25 09:30", id="opened at 03:00"),
        pytest.param(NOVEMBER, "2026-11-11 10:00", 2, "2026-11-12 11:00", id="opened on a holiday"),
        pytest.param(NOVEMBER, "2026-11-10 16:00", 2, "2026-11-12 10:00", id="over a holiday"),
        pytest.param(OFFICE, "2026-08-31 16:00", 10, "2026-09-02 10:00", id="opened on the 31st"),
        pytest.param(OFFICE, "2026-12-31 16:00", 2, "2027-01-01 10:00", id="over new year"),
        pytest.param(OFFICE, "2026-01-30 16:00", 2, "2026-02-02 10:00", id="over the end of january"),
        pytest.param(ONE_WEEKDAY, "2026-11-25 16:00", 2, "2026-12-02 10:00", id="one working day a week"),
        pytest.param(ONE_WEEKDAY, "2026-11-26 09:00", 17, "2026-12-16 10:00", id="three weeks of one day"),
        pytest.param(NIGHTS, "2026-11-24 05:00", 2, "2026-11-24 23:00", id="end of a night shift"),
        pytest.param(NIGHTS, "2026-11-28 01:00", 6, "2026-11-30 23:00", id="friday's shift reaches saturday"),
        pytest.param(LUNCH, "2026-11-24 11:30", 1, "2026-11-24 13:30", id="over lunch"),
        pytest.param(ALL_HOURS, "2026-11-20 23:00", 12, "2026-11-21 11:00", id="around the clock"),
    ],
)
def test_a_deadline_is_where_the_hand_puts_it(
    calendar: BusinessCalendar, opened: str, target: float, due: str
) -> None:
    assert calendar.advance(at(opened), hours(target)) == at(due)


@pytest.mark.covers("P-23")
@pytest.mark.parametrize(
    ("due", "before", "warned"),
    [
        ("2026-11-24 11:00", 1, "2026-11-24 10:00"),
        ("2026-11-24 08:30", 1, "2026-11-23 17:30"),
        ("2026-11-24 09:00", 1, "2026-11-24 08:00"),
        ("2026-11-23 09:00", 2, "2026-11-20 17:00"),
        ("2026-11-22 12:00", 1, "2026-11-20 17:00"),
    ],
)
def test_a_moment_before_a_deadline_lies_inside_hours(due: str, before: float, warned: str) -> None:
    assert LONG_DAYS.advance(at(due), -hours(before)) == at(warned)


def test_no_work_moves_nothing_even_when_closed() -> None:
    assert OFFICE.advance(at("2026-11-22 12:00"), hours(0)) == at("2026-11-22 12:00")


@pytest.mark.covers("P-22")
def test_around_the_clock_loses_no_minute_at_midnight() -> None:
    assert ALL_HOURS.elapsed(at("2026-11-01 00:00"), at("2026-11-11 00:00")) == hours(240)


def test_elapsed_time_is_negative_when_reversed() -> None:
    assert OFFICE.elapsed(at("2026-11-24 12:00"), at("2026-11-23 16:00")) == -hours(4)


def test_answers_are_utc_and_the_zone_of_the_question_does_not_matter() -> None:
    from_tokyo = at("2026-11-23 16:00").astimezone(ZoneInfo("Asia/Tokyo"))

    due = OFFICE.advance(from_tokyo, hours(2))

    assert due.isoformat() == "2026-11-24T09:00:00+00:00"


def test_a_naive_moment_is_a_bug() -> None:
    with pytest.raises(TypeError):
        OFFICE.is_open(datetime(2026, 11, 23, 12))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("moment", "opening", "closing"),
    [
        ("2026-11-23 08:59", "2026-11-23 09:00", "2026-11-23 08:59"),
        ("2026-11-23 09:00", "2026-11-23 09:00", "2026-11-23 17:00"),
        ("2026-11-23 16:59", "2026-11-23 16:59", "2026-11-23 17:00"),
        ("2026-11-23 17:00", "2026-11-24 09:00", "2026-11-23 17:00"),
        ("2026-11-27 20:00", "2026-11-30 09:00", "2026-11-27 20:00"),
    ],
)
def test_the_next_opening_is_now_when_open_and_the_next_closing_is_now_when_closed(
    moment: str, opening: str, closing: str
) -> None:
    assert OFFICE.next_opening(at(moment)) == at(opening)
    assert OFFICE.next_closing(at(moment)) == at(closing)
    assert OFFICE.is_open(at(moment)) is (opening == moment)


def test_a_calendar_around_the_clock_closes_only_on_its_closed_days() -> None:
    christmas = BusinessCalendar(
        "Europe/Warsaw", ALL_HOURS.week, yearly_closed_days=frozenset({YearlyDay(12, 25)})
    )

    assert ALL_HOURS.next_closing(at("2026-11-23 12:00")) is None
    assert christmas.next_closing(at("2026-12-26 12:00")) == at("2027-12-25 00:00")
    assert christmas.next_opening(at("2026-12-25 12:00")) == at("2026-12-26 00:00")


def test_a_closed_day_far_ahead_is_found() -> None:
    closed = BusinessCalendar("Europe/Warsaw", ALL_HOURS.week, closed_days=frozenset({date(2090, 5, 4)}))

    assert closed.next_closing(at("2026-11-23 12:00")) == at("2090-05-04 00:00")


def test_open_hours_between_two_moments_are_cut_at_both_ends() -> None:
    found = list(LUNCH.open_intervals(at("2026-11-23 10:00"), at("2026-11-24 09:00")))

    assert found == [
        interval("2026-11-23 10:00", "2026-11-23 12:00"),
        interval("2026-11-23 13:00", "2026-11-23 17:00"),
        interval("2026-11-24 08:00", "2026-11-24 09:00"),
    ]


def test_open_hours_around_the_clock_are_one_interval() -> None:
    start, end = at("2020-01-01 00:00"), at("2026-01-01 00:00")

    assert list(ALL_HOURS.open_intervals(start, end)) == [Interval(start, end)]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        pytest.param("2026-12-24", "09:00-12:00", id="own hours"),
        pytest.param("2026-12-25", "", id="yearly"),
        pytest.param("2026-12-26", "10:00-14:00", id="own hours win over a yearly closed saturday"),
        pytest.param("2026-11-11", "", id="closed day"),
        pytest.param("2026-11-12", "09:00-17:00", id="week"),
        pytest.param("2026-11-13", "", id="closed by hours of its own"),
        pytest.param("2026-11-14", "", id="saturday"),
    ],
)
def test_the_strongest_rule_of_a_day_wins(day: str, expected: str) -> None:
    calendar = BusinessCalendar(
        "Europe/Warsaw",
        OFFICE.week,
        closed_days=frozenset({date(2026, 11, 11), date(2026, 12, 24)}),
        yearly_closed_days=frozenset({YearlyDay(12, 25), YearlyDay(12, 26)}),
        overrides=(
            DayHours(date(2026, 12, 24), spans("09:00-12:00")),
            DayHours(date(2026, 12, 26), spans("10:00-14:00")),
            DayHours(date(2026, 11, 13)),
        ),
    )

    assert " ".join(str(span) for span in calendar.spans_on(date.fromisoformat(day))) == expected


def test_a_closed_day_is_closed_from_midnight_to_midnight_and_starts_no_shift() -> None:
    nights = BusinessCalendar("Europe/Warsaw", NIGHTS.week, closed_days=frozenset({date(2026, 11, 11)}))

    found = list(nights.open_intervals(at("2026-11-10 12:00"), at("2026-11-13 12:00")))

    assert found == [
        interval("2026-11-10 22:00", "2026-11-11 00:00"),
        interval("2026-11-12 22:00", "2026-11-13 06:00"),
    ]


def test_closed_days_between_are_those_the_week_would_have_opened() -> None:
    calendar = with_closed("2026-11-11", "2026-11-14", "2026-11-20")

    found = calendar.closed_days_between(at("2026-11-10 18:00"), at("2026-11-16 09:00"))

    assert found == (date(2026, 11, 11),)


@pytest.mark.covers("P-19")
def test_only_the_working_part_of_a_pause_moves_the_deadline() -> None:
    over_holiday_and_weekend = [interval("2026-11-10 16:00", "2026-11-16 10:00")]

    due = NOVEMBER.advance(at("2026-11-10 15:00"), hours(2), over_holiday_and_weekend)

    # Paused hours that work: 1 on Tuesday, none on the holiday, 16 on Thursday and Friday, 1 on Monday.
    assert due == at("2026-11-16 11:00")
    assert NOVEMBER.elapsed(at("2026-11-10 15:00"), due, over_holiday_and_weekend) == hours(2)
    assert NOVEMBER.elapsed(at("2026-11-10 15:00"), due) == hours(2 + 18)


@pytest.mark.covers("P-19")
def test_a_pause_at_night_or_before_the_start_changes_nothing() -> None:
    idle = [
        interval("2026-11-22 12:00", "2026-11-23 09:00"),
        interval("2026-11-23 18:00", "2026-11-24 08:00"),
    ]

    assert OFFICE.advance(at("2026-11-23 10:00"), hours(10), idle) == at("2026-11-24 12:00")


@pytest.mark.covers("P-19")
def test_overlapping_pauses_count_once() -> None:
    pauses = [
        interval("2026-11-23 12:00", "2026-11-23 14:00"),
        interval("2026-11-23 11:00", "2026-11-23 13:00"),
        interval("2026-11-23 12:30", "2026-11-23 12:40"),
    ]

    assert OFFICE.advance(at("2026-11-23 10:00"), hours(2), pauses) == at("2026-11-23 15:00")
    assert OFFICE.advance(at("2026-11-23 15:00"), -hours(2), pauses) == at("2026-11-23 10:00")
    assert OFFICE.elapsed(at("2026-11-23 10:00"), at("2026-11-23 15:00"), pauses) == hours(2)
    assert OFFICE.elapsed(at("2026-11-23 15:00"), at("2026-11-23 10:00"), pauses) == -hours(2)


def test_work_that_is_done_when_a_pause_begins_does_not_wait_for_its_end() -> None:
    pause = [interval("2026-11-23 11:00", "2026-11-23 13:00")]

    assert OFFICE.advance(at("2026-11-23 10:00"), hours(1), pause) == at("2026-11-23 11:00")
    assert OFFICE.advance(at("2026-11-23 14:00"), -hours(1), pause) == at("2026-11-23 13:00")


def test_one_open_day_a_year_is_enough() -> None:
    week = Week.every_day("10:00-14:00")
    closed = EVERY_DATE - {YearlyDay(2, 29)}
    leap_days = BusinessCalendar("Europe/Warsaw", week, yearly_closed_days=closed)

    assert leap_days.advance(at("2026-01-01 00:00"), hours(6)) == at("2032-02-29 12:00")
    assert leap_days.advance(at("2026-01-01 00:00"), -hours(2)) == at("2024-02-29 12:00")


def test_a_search_without_an_opening_ends_in_words() -> None:
    once = BusinessCalendar(
        "Europe/Warsaw", Week.of({}), overrides=(DayHours(date(2026, 5, 4), spans("08:00-16:00")),)
    )

    assert once.next_opening(at("2025-01-01 00:00")) == at("2026-05-04 08:00")
    with pytest.raises(RuleViolation, match=r"calendar\.no_opening"):
        once.next_opening(at("2026-05-04 16:00"))
    with pytest.raises(RuleViolation, match=r"calendar\.no_opening"):
        once.advance(at("2026-05-04 09:00"), hours(8))
    with pytest.raises(RuleViolation, match=r"calendar\.no_opening"):
        once.advance(at("2026-05-04 09:00"), -hours(2))


@pytest.mark.parametrize("moment", [FAR_PAST, FAR_FUTURE])
def test_moments_beyond_any_business_are_refused(moment: datetime) -> None:
    with pytest.raises(RuleViolation, match=r"calendar\.out_of_range"):
        OFFICE.elapsed(moment, moment)


@pytest.mark.parametrize(
    ("code", "build"),
    [
        ("calendar.never_open", lambda: BusinessCalendar("Europe/Warsaw", Week.of({}))),
        (
            "calendar.never_open",
            lambda: BusinessCalendar("Europe/Warsaw", Week.of({}), overrides=(DayHours(date(2026, 1, 1)),)),
        ),
        (
            "calendar.never_open",
            lambda: BusinessCalendar(
                "Europe/Warsaw",
                OFFICE.week,
                yearly_closed_days=EVERY_DATE,
            ),
        ),
        ("calendar.zone_unknown", lambda: BusinessCalendar("Europe/Warszawa", OFFICE.week)),
        ("calendar.zone_unknown", lambda: BusinessCalendar("../Warsaw", OFFICE.week)),
        ("calendar.zone_unknown", lambda: BusinessCalendar("", OFFICE.week)),
        (
            "calendar.override_doubled",
            lambda: BusinessCalendar(
                "Europe/Warsaw",
                OFFICE.week,
                overrides=(DayHours(date(2026, 1, 1)), DayHours(date(2026, 1, 1))),
            ),
        ),
        ("calendar.week_wrong", lambda: Week.of({7: spans("09:00-17:00")})),
        ("calendar.week_wrong", lambda: Week(())),
        ("calendar.yearly_day_wrong", lambda: YearlyDay(2, 30)),
        ("calendar.span_wrong", lambda: Span(1440, 1500)),
        ("calendar.span_wrong", lambda: Span(600, 600)),
        ("calendar.span_wrong", lambda: Span(600, 600 + 1441)),
        ("interval.ends_before_start", lambda: interval("2026-01-02 00:00", "2026-01-01 00:00")),
    ],
)
def test_a_calendar_that_makes_no_sense_does_not_construct(code: str, build: Callable[[], object]) -> None:
    with pytest.raises(RuleViolation, match=code.replace(".", r"\.")):
        build()


@pytest.mark.parametrize(
    ("text", "span", "shown"),
    [
        ("9:00-17:00", Span(540, 1020), "09:00-17:00"),
        (" 09:00 \u2013 17:30 ", Span(540, 1050), "09:00-17:30"),
        ("00:00-24:00", Span(0, 1440), "00:00-24:00"),
        ("00:00-00:00", Span(0, 1440), "00:00-24:00"),
        ("22:00-06:00", Span(1320, 1800), "22:00-06:00"),
        ("06:00-06:00", Span(360, 1800), "06:00-06:00"),
    ],
)
def test_spans_are_read_as_people_write_them(text: str, span: Span, shown: str) -> None:
    assert Span.parse(text) == span
    assert str(span) == shown
    assert Span.parse(shown) == span


@pytest.mark.parametrize(
    "text", ["", "9-17", "25:00-26:00", "09:60-10:00", "09:00-24:30", "09:00", "24:00-25:00"]
)
def test_a_span_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(RuleViolation, match=r"calendar\.span_unreadable"):
        Span.parse(text)


def test_a_calendar_is_a_value_that_can_be_sent_to_another_process() -> None:
    calendar = with_closed("2026-11-11")
    calendar.is_open(at("2026-11-23 12:00"))

    copy = pickle.loads(pickle.dumps(calendar))  # noqa: S301 - our own bytes

    assert copy == calendar
    assert hash(copy) == hash(calendar)
    assert copy.is_open(at("2026-11-23 12:00"))
