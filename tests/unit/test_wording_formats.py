"""Days, times, numbers and money as each language writes them."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from fieldservice.sentences.formats import Formats
from tools.translations import compile_catalogues

WARSAW = ZoneInfo("Europe/Warsaw")
NOW = datetime(2026, 11, 23, 10, 43, tzinfo=UTC)  # Monday, 11:43 in Warsaw


@pytest.fixture(autouse=True, scope="module")
def compiled() -> None:
    compile_catalogues()


def formats(language: str, country: str = "") -> Formats:
    return Formats(language, zone=WARSAW, country=country)


@pytest.mark.parametrize(
    ("language", "day", "near", "long"),
    [
        ("en", "3 Nov 2026", "Tue 3 Nov", "Tuesday 3 Nov 2026"),
        ("pl", "03.11.2026", "wt 03.11", "wtorek 03.11.2026"),
        ("cs", "3. 11. 2026", "út 3. 11.", "úterý 3. 11. 2026"),
        ("es", "03/11/2026", "mar 03/11", "martes 03/11/2026"),
        ("pt", "03/11/2026", "ter 03/11", "terça-feira 03/11/2026"),
    ],
)
def test_days_have_a_whole_year_and_near_ones_their_weekday(
    language: str, day: str, near: str, long: str
) -> None:
    spoken, third = formats(language), date(2026, 11, 3)

    assert (spoken.day(third), spoken.near_day(third), spoken.long_day(third)) == (day, near, long)


@pytest.mark.covers("P-25")
def test_a_moment_is_shown_in_the_zone_of_the_desk() -> None:
    assert formats("pl").moment(NOW) == "23.11.2026, 11:43"
    assert formats("pl").long_moment(NOW) == "poniedziałek 23.11.2026, 11:43"


def test_hours_are_padded_only_where_the_language_does() -> None:
    assert formats("pl").time(time(9, 5)) == "9:05"
    assert formats("en").time(time(9, 5)) == "09:05"


@pytest.mark.parametrize(
    ("after", "shown"),
    [
        (timedelta(hours=2), "dziś 13:43"),
        (timedelta(hours=13), "jutro 0:43"),
        (timedelta(hours=-12), "wczoraj 23:43"),
        (timedelta(days=4), "pt 27.11"),
        (timedelta(days=-4), "czw 19.11"),
        (timedelta(days=264), "14.08.2027"),
    ],
)
def test_moments_are_told_by_their_distance_in_local_days(after: timedelta, shown: str) -> None:
    assert formats("pl").near_moment(NOW + after, NOW) == shown


def test_a_day_is_told_by_its_distance() -> None:
    spoken, today = formats("es"), date(2026, 11, 23)

    told = [spoken.relative_day(today + timedelta(days=days), today) for days in (-1, 0, 1, 4, 200)]

    assert told == ["ayer", "hoy", "mañana", "vie 27/11", "11/06/2027"]


@pytest.mark.parametrize(
    ("left", "shown"),
    [
        (timedelta(minutes=48), "0:48"),
        (timedelta(hours=3, minutes=10), "3:10"),
        (timedelta(minutes=-72), "\N{MINUS SIGN}1:12"),
        (timedelta(hours=-47, minutes=-59), "\N{MINUS SIGN}47:59"),
        (timedelta(hours=-50), "\N{MINUS SIGN}2 d"),
        (timedelta(hours=5), "today 16:43"),
        (timedelta(hours=22, minutes=17), "tomorrow 10:00"),
        (timedelta(days=4), "Fri 27 Nov"),
    ],
)
def test_a_deadline_counts_down_when_near_and_up_when_overdue(left: timedelta, shown: str) -> None:
    assert formats("en").deadline(NOW + left, NOW) == shown


@pytest.mark.parametrize(
    ("length", "shown"),
    [
        (timedelta(minutes=50), "50 min"),
        (timedelta(hours=8), "8 h"),
        (timedelta(minutes=90), "1 h 30 min"),
        (timedelta(seconds=20), "0 min"),
        (timedelta(minutes=-30), "\N{MINUS SIGN}30 min"),
    ],
)
def test_durations_are_told_in_hours_and_minutes(length: timedelta, shown: str) -> None:
    assert formats("en").duration(length) == shown


@pytest.mark.parametrize(
    ("language", "country", "money"),
    [
        ("pl", "PL", "1 234 567,50 zł"),
        ("cs", "CZ", "1 234 567,50 PLN"),
        ("es", "ES", "1.234.567,50 PLN"),
        ("pt", "PT", "1 234 567,50 PLN"),
        ("en", "PL", "PLN1,234,567.50"),
    ],
)
def test_money_is_written_as_the_country_does(language: str, country: str, money: str) -> None:
    assert formats(language, country).money(123456750, "PLN").replace("\N{NO-BREAK SPACE}", " ") == money


def test_a_country_that_does_not_speak_the_language_leaves_the_home_form() -> None:
    assert formats("pl", "PT").number(12345) == formats("pl").number(12345)


def test_lists_end_with_a_word() -> None:
    assert formats("pl").listing(["a", "b", "c"]) == "a, b i c"
    assert formats("cs").choice(["a", "b", "c"]) == "a, b nebo c"
