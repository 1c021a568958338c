"""What is taken from CLDR: the only module that imports Babel, when the first date or number is written.

Its data of a language take longer to load than the first rows take to be read, and most of what a list shows
first is words and clock times.
"""

from datetime import date
from decimal import Decimal

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, format_percent

_HOME_LOCALES = {"en": "en_GB", "pl": "pl_PL", "cs": "cs_CZ", "es": "es_ES", "pt": "pt_PT"}


def locale_for(language: str, country: str) -> Locale:
    """The language as the country writes it, else as its home country does.

    English is always British: a desk in Warsaw read in English must not see month before day.
    """
    if language != "en" and country:
        try:
            return Locale(language, territory=country.upper())
        except UnknownLocaleError:
            pass
    return Locale.parse(_HOME_LOCALES[language])


def day(value: date, pattern: str, locale: Locale) -> str:
    return str(format_date(value, pattern, locale=locale))


def number(value: int | Decimal, locale: Locale) -> str:
    return str(format_decimal(value, locale=locale))


def percent(share: Decimal | float, locale: Locale) -> str:
    return str(format_percent(share, locale=locale))


def money(amount: Decimal, currency: str, locale: Locale) -> str:
    return str(format_currency(amount, currency, locale=locale))


def listing(items: list[str], locale: Locale) -> str:
    return str(format_list(items, locale=locale))


def choice(items: list[str], locale: Locale) -> str:
    return str(format_list(items, style="or", locale=locale))
