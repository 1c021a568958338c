"""How a person left a panel, a table, a fold: kept under a name, for this person and this size of screen."""

from typing import Any, Protocol


class Layouts(Protocol):
    """Values are what JSON knows: numbers, words, lists. Names are like `tickets.split`."""

    def load(self, name: str) -> Any | None:
        """What was kept last under this name; None when nothing was."""

    def keep(self, name: str, value: Any) -> None:
        """Keep it; it is written a little later."""


class NoLayouts:
    """Keeps nothing: for pages that stand alone, as in tests."""

    def load(self, name: str) -> Any | None:
        """Nothing was remembered."""
        del name
        return None

    def keep(self, name: str, value: Any) -> None:
        """Nothing is remembered."""
