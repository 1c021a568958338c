"""Teams: by what the people of a company are grouped."""

from collections.abc import Mapping
from enum import Enum
from uuid import UUID


class TeamBasis(Enum):
    """By trade (electricity, plumbing), level, function, product, class of customers, or channel."""

    TRADE = "trade"
    LEVEL = "level"
    FUNCTION = "function"
    PRODUCT = "product"
    CUSTOMER_CLASS = "customer_class"
    CHANNEL = "channel"


def people_under(chiefs: frozenset[UUID], supervisor_of: Mapping[UUID, UUID | None]) -> frozenset[UUID]:
    """Everybody whose supervisor, or whose supervisor's supervisor and so on, is one of the chiefs."""
    below: set[UUID] = set()
    found = set(chiefs)
    while found:
        found = {person for person, above in supervisor_of.items() if above in found} - below - chiefs
        below |= found
    return frozenset(below)


def would_go_round(person: UUID, above: UUID | None, supervisor_of: Mapping[UUID, UUID | None]) -> bool:
    """Whether a person would, with this supervisor, stand above themselves."""
    below = people_under(frozenset({person}), supervisor_of)
    return above is not None and (above == person or above in below)
