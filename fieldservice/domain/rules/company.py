"""Codes by which a company says where it is and in what it counts."""

import re

from fieldservice.domain.rules.errors import RuleViolation

_COUNTRY, _CURRENCY = re.compile(r"[A-Z]{2}"), re.compile(r"[A-Z]{3}")


def require_codes(country: str, currency: str) -> None:
    """ISO 3166 and ISO 4217, or empty: `company.country_unknown`, `company.currency_unknown`."""
    if country and not _COUNTRY.fullmatch(country):
        raise RuleViolation("company.country_unknown", country=country)
    if currency and not _CURRENCY.fullmatch(currency):
        raise RuleViolation("company.currency_unknown", currency=currency)
