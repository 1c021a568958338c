"""What a person likes: kept as soon as it is chosen. Not journaled."""

from dataclasses import dataclass
from typing import Any

from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.preferences import keep_values
from fieldservice.domain.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class KeepPreferences:
    """Values by name, as JSON knows them; they are the person's who works here."""

    values: tuple[tuple[str, Any], ...]


def keep_preferences(command: KeepPreferences, uow: UnitOfWork, clock: Clock) -> Changes:
    """Keep the values; the last one of a name wins."""
    del clock
    return keep_values(uow, dict(command.values))
