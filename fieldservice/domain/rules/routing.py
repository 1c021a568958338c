"""Where a new ticket goes: its kind, service and type decide type and queue, the queue its owner (A09, E02).

The more special says first: kind before service before type. What the desk chose itself stands.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from fieldservice.domain.rules.errors import RuleViolation


@dataclass(frozen=True, slots=True)
class Way:
    """What one entry of a dictionary decides; None leaves it to others."""

    type_id: UUID | None = None
    queue_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Routes:
    """The ways of kinds, services and types by id, who gets what comes into a queue, who works on what.

    `queue_teams` is the team of a queue; `type_teams` those that a type is limited to (C30).
    """

    ways: Mapping[UUID, Way] = field(default_factory=dict)
    queue_owners: Mapping[UUID, UUID] = field(default_factory=dict)
    queue_teams: Mapping[UUID, UUID] = field(default_factory=dict)
    type_teams: Mapping[UUID, frozenset[UUID]] = field(default_factory=dict)

    def type_of(self, kind_id: UUID | None, service_id: UUID | None) -> UUID | None:
        """The type that the kind or the service stands for (A05)."""
        return next((way.type_id for way in self._ways(kind_id, service_id) if way.type_id), None)

    def queue_of(self, kind_id: UUID | None, service_id: UUID | None, type_id: UUID | None) -> UUID | None:
        ways = self._ways(kind_id, service_id, type_id)
        return next((way.queue_id for way in ways if way.queue_id), None)

    def owner_of(self, queue_id: UUID | None) -> UUID | None:
        """Who gets the queue's tickets when nobody was named (E05)."""
        return None if queue_id is None else self.queue_owners.get(queue_id)

    def require_team(self, type_id: UUID | None, queue_id: UUID | None) -> None:
        """`queue.type_not_for_team` when the queue's team does not work on tickets of the type (C30)."""
        teams = self.type_teams.get(type_id) if type_id is not None else None
        team = None if queue_id is None else self.queue_teams.get(queue_id)
        if teams and team is not None and team not in teams:
            raise RuleViolation("queue.type_not_for_team")

    def _ways(self, *ids: UUID | None) -> Iterable[Way]:
        return (self.ways[each] for each in ids if each is not None and each in self.ways)
