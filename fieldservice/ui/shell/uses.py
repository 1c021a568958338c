"""What this person uses often and lately, kept with their preferences: actions, and where they have been."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Protocol
from uuid import UUID

from fieldservice.domain.rules.habits import used, uses_from, written
from fieldservice.domain.rules.preferences import LAST_PLACE
from fieldservice.ui.kit.places import Place

_ACTIONS, _PLACES, _LAST = "actions", "places", "last_place"


class Memory(Protocol):
    """Remembers a value of this person by its name, whatever the size of the screen."""

    def recall(self, name: str) -> Any | None: ...

    def remember(self, name: str, value: Any) -> None: ...


class HabitsOf:
    """Read from the memory when they are first asked for: the window's first picture does without."""

    def __init__(self, memory: Memory, now: Callable[[], datetime]) -> None:
        self._memory = memory
        self._now = now

    def note_action(self, action_id: str) -> None:
        self._note(_ACTIONS, action_id)

    def note_place(self, place: Place | None) -> None:
        """Only what has an id is a place to come back to."""
        if place is not None and isinstance(place.argument, UUID):
            self._note(_PLACES, _name_of(place))

    def note_last(self, place: Place) -> None:
        """Where one is: there the desk opens the next time. Of an argument only ids and codes are kept."""
        argument = getattr(place.argument, "value", place.argument)
        row_id = argument.hex if isinstance(argument, UUID) else ""
        self._memory.remember(_LAST, [place.screen, row_id, argument if isinstance(argument, str) else ""])

    def last_place(self) -> Place | None:
        """None when nothing was kept that can be used."""
        try:
            screen, row_id, code = self._memory.recall(_LAST) or ("", "", "")
            argument = UUID(hex=row_id) if row_id else str(code) or None
        except (TypeError, ValueError, AttributeError):
            return None
        return Place(str(screen), argument) if screen else None

    def first_place(self, chosen: str, place_of: Callable[[str, Place], Place], usual: Place) -> Place:
        """Where the desk opens: where this person was last, unless they chose another screen to begin with.

        `place_of` gives a screen, or `usual` when the desk has no such screen.
        """
        last = self.last_place()
        if last is None or chosen not in (LAST_PLACE, last.screen):
            return place_of(chosen, usual)
        return last if place_of(last.screen, usual).screen == last.screen else usual

    def of_actions(self) -> Mapping[str, float]:
        """How much each action is used, by its id; those that never were are left out."""
        return self._weights(_ACTIONS)

    def of_places(self) -> Mapping[Place, float]:
        """How much one has been at each place."""
        found = {_place_of(name): weight for name, weight in self._weights(_PLACES).items()}
        return {place: weight for place, weight in found.items() if place is not None}

    def latest_places(self) -> tuple[Place, ...]:
        """Where one has been, the latest first, in this session and before it."""
        uses = uses_from(self._memory.recall(_PLACES))
        latest = sorted(uses, key=lambda name: uses[name].at, reverse=True)
        return tuple(place for name in latest if (place := _place_of(name)) is not None)

    def _note(self, kind: str, name: str) -> None:
        uses = used(uses_from(self._memory.recall(kind)), name, self._now())
        self._memory.remember(kind, written(uses))

    def _weights(self, kind: str) -> dict[str, float]:
        now = self._now()
        return {name: use.weight_at(now) for name, use in uses_from(self._memory.recall(kind)).items()}


class _NoMemory:
    """Remembers nothing: for windows that stand alone, as in tests."""

    def recall(self, name: str) -> Any | None:
        """Nothing was remembered."""
        del name
        return None

    def remember(self, name: str, value: Any) -> None:
        """Nothing is remembered."""


def no_habits() -> HabitsOf:
    """Of somebody of whom nothing is known."""
    return HabitsOf(_NoMemory(), lambda: datetime.fromtimestamp(0, UTC))


def _name_of(place: Place) -> str:
    argument = place.argument.hex if isinstance(place.argument, UUID) else ""
    return f"{place.screen}/{argument}"


def _place_of(name: str) -> Place | None:
    screen, _slash, row_id = name.partition("/")
    try:
        return Place(screen, UUID(hex=row_id))
    except ValueError:
        return None
