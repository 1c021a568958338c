"""Public holidays of a country or one of its regions, in the country's own language, from the library
`holidays`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import holidays

from fieldservice.domain.rules.errors import RuleViolation

COUNTRY_CODE = re.compile("[A-Z]{2}")


@dataclass(frozen=True, slots=True, order=True)
class PublicHoliday:
    """A day off by law, named as people there call it. Holidays that fall together share one row."""

    day: date
    name: str


@dataclass(frozen=True, slots=True, order=True)
class Region:
    """A part of a country with holidays of its own; `name` is the code where the library knows no other."""

    code: str
    name: str


def public_holidays(
    country: str, region: str | None, first_year: int, last_year: int
) -> Iterator[PublicHoliday]:
    """The holidays of those years, in order, each year worked out when it is asked for.

    `country` is an ISO 3166 code (PL), `region` a code of `regions_of`. Raises RuleViolation for ones not
    known and for years outside what the library knows, which would else look like years without holidays.
    """
    entity = _entity(country)
    if region is not None and region not in entity.subdivisions:
        raise RuleViolation("holidays.region_unknown", country=country, region=region)
    if first_year < entity.start_year or last_year > entity.end_year:
        known = {"first_known": entity.start_year, "last_known": entity.end_year}
        raise RuleViolation("holidays.years_unknown", country=country, **known)
    return _year_by_year(country, region, range(first_year, last_year + 1))


def closed_days(rows: Iterable[PublicHoliday]) -> frozenset[date]:
    """The closed days of a `BusinessCalendar`."""
    return frozenset(row.day for row in rows)


def regions_of(country: str) -> tuple[Region, ...]:
    """The regions of a country by name; none for a country whose holidays are the same everywhere."""
    entity = _entity(country)
    names = {code: name for name, code in entity.subdivisions_aliases.items()}
    found = (Region(code, names.get(code, code)) for code in entity.subdivisions)
    return tuple(sorted(found, key=lambda region: region.name))


def _year_by_year(country: str, region: str | None, years: range) -> Iterator[PublicHoliday]:
    for year in years:
        # The language is named, because without it the library takes that of the environment.
        language = _entity(country).default_language
        found = holidays.country_holidays(country, subdiv=region, years=year, language=language)
        yield from (PublicHoliday(day, name) for day, name in sorted(found.items()))


def _entity(country: str) -> holidays.HolidayBase:
    """The library's object for a country, holding no year yet."""
    try:
        if COUNTRY_CODE.fullmatch(country):
            return holidays.country_holidays(country)
    except NotImplementedError:
        pass
    raise RuleViolation("holidays.country_unknown", country=country)
