"""Where one is in the window: a screen and what it shows. Values only, so that one can go back to it."""

from collections.abc import Hashable

from fieldservice.domain.rules.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """`argument` is what the screen is opened at: an id, a frozen value, or None for its beginning."""

    screen: str
    argument: Hashable = None
