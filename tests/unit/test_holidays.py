"""Public holidays by country and region, in the country's own words."""

from datetime import UTC, date, datetime, timedelta
from itertools import islice

import pytest

from fieldservice.domain.formats.holidays import PublicHoliday, closed_days, public_holidays, regions_of
from fieldservice.domain.rules.business_calendar import BusinessCalendar
from fieldservice.domain.rules.calendar_hours import Week
from fieldservice.domain.rules.errors import RuleViolation


@pytest.mark.parametrize(
    ("country", "region", "holiday"),
    [
        ("PL", None, PublicHoliday(date(2026, 11, 11), "Narodowe Święto Niepodległości")),
        ("PL", None, PublicHoliday(date(2026, 12, 24), "Wigilia Bożego Narodzenia")),
        ("CZ", None, PublicHoliday(date(2026, 9, 28), "Den české státnosti")),
        ("ES", None, PublicHoliday(date(2026, 10, 12), "Fiesta Nacional de España")),
        ("ES", "CT", PublicHoliday(date(2026, 9, 11), "Fiesta Nacional de Cataluña")),
        ("PT", None, PublicHoliday(date(2026, 4, 25), "Dia da Liberdade")),
        ("PT", "11", PublicHoliday(date(2026, 6, 13), "Dia de Santo António")),
        ("BR", None, PublicHoliday(date(2026, 9, 7), "Independência do Brasil")),
        ("BR", "SP", PublicHoliday(date(2026, 7, 9), "Revolução Constitucionalista")),
    ],
)
@pytest.mark.parametrize("language", ["en_US", "de"])
def test_holidays_bear_their_native_names_whatever_the_computer_speaks(
    monkeypatch: pytest.MonkeyPatch, country: str, region: str | None, holiday: PublicHoliday, language: str
) -> None:
    monkeypatch.setenv("LANGUAGE", language)

    found = list(public_holidays(country, region, 2026, 2026))

    assert holiday in found


@pytest.mark.parametrize(("country", "count"), [("PL", 14), ("CZ", 13), ("ES", 8), ("PT", 13), ("BR", 10)])
def test_a_country_has_its_number_of_holidays(country: str, count: int) -> None:
    assert len(list(public_holidays(country, None, 2026, 2026))) == count


def test_a_holiday_of_a_region_is_none_of_the_country() -> None:
    region_only = closed_days(public_holidays("BR", "SP", 2026, 2026)) - closed_days(
        public_holidays("BR", None, 2026, 2026)
    )

    assert region_only == {date(2026, 7, 9)}


def test_years_come_in_order_and_only_when_asked_for() -> None:
    rows = public_holidays("PL", None, 2026, 2100)

    first_two_years = list(islice(rows, 28))

    assert first_two_years == sorted(first_two_years)
    assert {row.day.year for row in first_two_years} == {2026, 2027}


@pytest.mark.covers("P-28")
def test_a_calendar_closes_on_the_holidays_of_its_region() -> None:
    closed = closed_days(public_holidays("ES", "CT", 2026, 2026))
    calendar = BusinessCalendar("Europe/Madrid", Week.monday_to_friday("09:00-17:00"), closed)
    opened = datetime(2026, 9, 10, 14, tzinfo=UTC)

    due = calendar.advance(opened, timedelta(hours=2))

    assert due == datetime(2026, 9, 14, 8, tzinfo=UTC)


def test_regions_are_listed_by_name() -> None:
    regions = {region.code: region.name for region in regions_of("PT")}

    assert regions["11"] == "Lisboa"
    assert regions_of("CZ") == ()


@pytest.mark.parametrize("country", ["XX", "", "pl", "Poland", "date", "HolidayBase"])
def test_an_unknown_country_is_refused(country: str) -> None:
    with pytest.raises(RuleViolation, match=r"holidays\.country_unknown"):
        public_holidays(country, None, 2026, 2026)


@pytest.mark.parametrize(("country", "region"), [("PL", "ZZ"), ("CZ", "10"), ("ES", "")])
def test_an_unknown_region_is_refused(country: str, region: str) -> None:
    with pytest.raises(RuleViolation, match=r"holidays\.region_unknown"):
        public_holidays(country, region, 2026, 2026)


@pytest.mark.parametrize(("first_year", "last_year"), [(1700, 2026), (2026, 2101)])
def test_years_that_the_library_does_not_know_are_refused(first_year: int, last_year: int) -> None:
    with pytest.raises(RuleViolation, match=r"holidays\.years_unknown"):
        public_holidays("PL", None, first_year, last_year)
