"""How a person likes the desk: look, size, language, first screen, notices. Kept as values by name.

What is stored may be older or newer than the program, or wrong: a value that cannot be used is passed over
and the default taken.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from datetime import time
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from fieldservice.domain.rules.quick_dataclass import dataclass

SMALLEST_SCALE_PERCENT, LARGEST_SCALE_PERCENT = 80, 200
LONGEST_LOCK_MINUTES = 480

LAST_PLACE = "last"
"""The first screen of whoever begins where they were last."""

IS_DEMO = "demo"
"""Under this name a desk full of invented data says so among its person's preferences."""


class ThemeChoice(StrEnum):
    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


class Density(StrEnum):
    COMFORTABLE = "comfortable"
    COMPACT = "compact"


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From one time of day until another, on the reader's own clock; over midnight when it ends earlier."""

    begins: time
    ends: time

    def hold_at(self, local: time) -> bool:
        if self.begins <= self.ends:
            return self.begins <= local < self.ends
        return local >= self.begins or local < self.ends


@dataclass(frozen=True, slots=True)
class Preferences:
    """`lock_minutes` 0 is never. `muted_notices` are values of kinds of notices that nobody wants to see."""

    theme: ThemeChoice = ThemeChoice.SYSTEM
    scale_percent: int = 100
    density: Density = Density.COMFORTABLE
    language: str = "en"
    zone: str = "UTC"
    first_screen: str = LAST_PLACE
    lock_minutes: int = 0
    quiet_hours: QuietHours | None = None
    muted_notices: tuple[str, ...] = ()
    minimises_to_tray: bool = False


def preferences_from(values: Mapping[str, Any], defaults: Preferences) -> Preferences:
    """The defaults, with every stored value that can be used in its place."""
    usable: dict[str, Any] = {}
    for name, read in _READ.items():
        if name in values:
            try:
                usable[name] = read(values[name])
            except (ValueError, TypeError, KeyError, OSError):
                continue
    return replace(defaults, **usable)


def changed_values(old: Preferences, new: Preferences) -> dict[str, Any]:
    """What to store so that `old` becomes `new`: values by name, as JSON knows them."""
    return {
        field.name: _written(getattr(new, field.name))
        for field in fields(Preferences)
        if getattr(old, field.name) != getattr(new, field.name)
    }


def _written(value: Any) -> Any:
    if isinstance(value, QuietHours):
        return [value.begins.isoformat("minutes"), value.ends.isoformat("minutes")]
    if value is None or isinstance(value, tuple):
        return list(value or ())
    return value


def _whole(lowest: int, highest: int) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not lowest <= value <= highest:
            raise ValueError(value)
        return value

    return read


def _word(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError(value)
    return value


def _zone(value: Any) -> str:
    return ZoneInfo(_word(value)).key


def _quiet_hours(value: Any) -> QuietHours | None:
    if not value:
        return None
    begins, ends = value
    return QuietHours(time.fromisoformat(begins), time.fromisoformat(ends))


def _yes(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError(value)
    return value


_READ: Mapping[str, Callable[[Any], Any]] = {
    "theme": ThemeChoice,
    "scale_percent": _whole(SMALLEST_SCALE_PERCENT, LARGEST_SCALE_PERCENT),
    "density": Density,
    "language": _word,
    "zone": _zone,
    "first_screen": _word,
    "lock_minutes": _whole(0, LONGEST_LOCK_MINUTES),
    "quiet_hours": _quiet_hours,
    "muted_notices": lambda value: tuple(_word(each) for each in value),
    "minimises_to_tray": _yes,
}
