"""Days and times as coordinators type them, in the languages of the desk."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from fieldservice.ui.kit.day_field import short_day
from fieldservice.ui.screens.tickets.typed_moment import (
    DayWords,
    day_words,
    read_clock,
    read_day,
    read_minutes,
    read_moment,
)
from fieldservice.wording import Wording

ZONE = ZoneInfo("Europe/Warsaw")
NOW = datetime(2026, 11, 23, 11, 5, tzinfo=ZONE)  # a Monday
NEAR = {
    "pl": {"dziś": 0, "jutro": 1, "pojutrze": 2, "wczoraj": -1},
    "en": {"today": 0, "tomorrow": 1, "day after tomorrow": 2, "yesterday": -1},
}


def words(language: str) -> DayWords:
    wording = Wording(language, zone=ZONE)
    return day_words(
        NOW.date(),
        NEAR[language],
        lambda day: (wording.near_day(day).split()[0], wording.long_day(day).split()[0]),
    )


@pytest.mark.covers("G06")
@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("13", (23, 13, 0)),
        ("13:30", (23, 13, 30)),
        ("1330", (23, 13, 30)),
        ("13h30", (23, 13, 30)),
        ("13.30", (23, 13, 30)),
        ("9", (24, 9, 0)),
        ("dziś 9", (23, 9, 0)),
        ("jutro 9", (24, 9, 0)),
        ("ju 9:15", (24, 9, 15)),
        ("pojutrze 8", (25, 8, 0)),
        ("śr 14", (25, 14, 0)),
        ("sroda 14", (25, 14, 0)),
        ("pon 8", (30, 8, 0)),
        ("27.11 8:15", (27, 8, 15)),
        ("27.11. 8.15", (27, 8, 15)),
        ("27/11/2026, 8", (27, 8, 0)),
        ("+2 10", (25, 10, 0)),
        ("wczoraj 16", (22, 16, 0)),
    ],
)
def test_a_moment_is_read_as_it_is_typed_in_polish(typed: str, expected: tuple[int, int, int]) -> None:
    day, hour, minute = expected

    assert read_moment(typed, NOW, words("pl")) == datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize("typed", ["fri 8", "friday 8", "Fri. 8:00"])
def test_a_day_of_the_week_is_the_next_one(typed: str) -> None:
    assert read_moment(typed, NOW, words("en")) == datetime(2026, 11, 27, 8, 0, tzinfo=ZONE)


@pytest.mark.parametrize(
    "typed", ["", "x", "25", "9:75", "jutro", "32.11 9", "31.2 9", "9 jutro", "+ 9", "dz"]
)
def test_what_cannot_be_meant_is_nothing(typed: str) -> None:
    assert read_moment(typed, NOW, words("pl")) is None


def test_a_day_without_a_year_is_the_one_nearest_to_today() -> None:
    after_new_year = read_moment("4.1 9", NOW, words("pl"))

    assert after_new_year is not None
    assert after_new_year.date() == date(2027, 1, 4)


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [("90", 90), ("1:30", 90), ("1h30", 90), ("2h", 120), ("45 min", 45), ("", None), ("x", None)],
)
def test_a_duration_is_read_in_minutes_or_hours(typed: str, minutes: int | None) -> None:
    assert read_minutes(typed) == minutes


def test_a_time_of_day_alone_may_be_written_with_a_full_stop() -> None:
    assert read_clock("9.05") == time(9, 5)


@pytest.mark.parametrize(
    ("language", "written"),
    [("pl", "27.11."), ("cs", "27.11."), ("es", "27/11"), ("pt", "27/11"), ("en", "27.11.")],
)
def test_a_day_shown_in_a_field_is_written_as_in_the_country_and_read_as_the_same(
    language: str, written: str
) -> None:
    day = date(2026, 11, 27)

    shown = short_day(day, language)

    assert shown == written
    assert read_day(shown, NOW.date(), DayWords({})) == day
