"""Placeholders in texts that are written once and used often: `Dear {contact}, your case {number} …`."""

import re
from collections.abc import Mapping
from enum import StrEnum

from fieldservice.domain.rules.errors import RuleViolation

_FOUND = re.compile(r"\{([^{}\s]{0,40})\}")


class Placeholder(StrEnum):
    """What a text may name; the words in braces are the same in every language."""

    CUSTOMER = "customer"
    CONTACT = "contact"
    NUMBER = "number"
    TITLE = "title"
    SITE = "site"
    UNIT = "unit"
    SERIAL = "serial"
    KIND = "kind"
    STATE = "state"
    OPENED = "opened"
    DUE = "due"
    VISIT = "visit"
    TECHNICIAN = "technician"
    AGENT = "agent"
    COMPANY = "company"
    TODAY = "today"


def unknown_placeholders(text: str) -> tuple[str, ...]:
    """Words in braces that mean nothing, in the order in which they stand."""
    known = set(Placeholder)
    return tuple(dict.fromkeys(word for word in _FOUND.findall(text) if word not in known))


def require_known(text: str) -> None:
    """`text_block.placeholder_unknown` with the first one that means nothing."""
    unknown = unknown_placeholders(text)
    if unknown:
        raise RuleViolation("text_block.placeholder_unknown", word=unknown[0])


def filled(text: str, values: Mapping[Placeholder, str]) -> str:
    """The text with each placeholder replaced; one without a value stays, so that nobody sends a gap."""
    return _FOUND.sub(lambda found: _value(found[0], found[1], values), text)


def missing_values(text: str, values: Mapping[Placeholder, str]) -> tuple[str, ...]:
    """The placeholders of the text that nothing is known for."""
    known = {each.value for each in Placeholder if values.get(each)}
    return tuple(dict.fromkeys(word for word in _FOUND.findall(text) if word not in known))


def _value(whole: str, word: str, values: Mapping[Placeholder, str]) -> str:
    return (values.get(Placeholder(word)) or whole) if word in set(Placeholder) else whole
