"""Views of the ticket list that people make, name, change, share and put away."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fieldservice.domain.model.people import TeamMember
from fieldservice.domain.model.views import SavedView
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.ticket_filters import ListWish
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.finding import assign, first, take
from fieldservice.domain.store.unit_of_work import UnitOfWork

LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class SaveView:
    """Make a view, or change one that was made (`version` is what was seen of it).

    Shared with a team, with everybody (`is_shared` without a team), or with nobody.
    """

    view_id: UUID
    name: str
    wish: ListWish
    is_shared: bool = False
    team_id: UUID | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True)
class RemoveView:
    view_id: UUID


def save_view(command: SaveView, uow: UnitOfWork, clock: Clock) -> Changes:
    """`view.name_missing`, `view.name_too_long`, `view.name_taken`, `view.not_yours`, `view.not_your_team`.

    `row.changed_meanwhile` when somebody changed the view since it was seen.
    """
    del clock
    name = " ".join(command.name.split())
    _check_name(uow, command.view_id, name)
    _check_team(uow, command)
    values = {
        "name": name,
        "wish": command.wish.as_json(),
        "is_shared": command.is_shared,
        "team_id": command.team_id if command.is_shared else None,
    }
    known = uow.session.get(SavedView, command.view_id)
    if known is None:
        _add(uow, command.view_id, name, values)
    else:
        view = take(uow, SavedView, command.view_id, command.version)
        _require_own(uow, view)
        uow.record("view.change", view, name=name)
        assign(view, **values)
    return uow.commit()


def remove_view(command: RemoveView, uow: UnitOfWork, clock: Clock) -> Changes:
    """`view.not_yours`; undo brings it back, for all with whom it was shared."""
    del clock
    view = uow.get(SavedView, command.view_id)
    _require_own(uow, view)
    uow.record("view.remove", view, name=view.name)
    uow.session.delete(view)
    return uow.commit()


def _add(uow: UnitOfWork, view_id: UUID, name: str, values: dict[str, Any]) -> None:
    view = SavedView(id=view_id, owner_id=uow.actor.user_id, **values)
    uow.record("view.add", view, name=name)
    uow.add(view)


def _check_name(uow: UnitOfWork, view_id: UUID, name: str) -> None:
    if not name:
        raise RuleViolation("view.name_missing")
    if len(name) > LONGEST_NAME:
        raise RuleViolation("view.name_too_long", most=LONGEST_NAME)
    other = first(uow, SavedView, owner_id=uow.actor.user_id, name=name)
    if other is not None and other.id != view_id:
        raise RuleViolation("view.name_taken", name=name)


def _check_team(uow: UnitOfWork, command: SaveView) -> None:
    if not command.is_shared or command.team_id is None:
        return
    if first(uow, TeamMember, team_id=command.team_id, user_id=uow.actor.user_id) is None:
        raise RuleViolation("view.not_your_team")


def _require_own(uow: UnitOfWork, view: SavedView) -> None:
    if view.owner_id != uow.actor.user_id:
        raise RuleViolation("view.not_yours", name=view.name)
