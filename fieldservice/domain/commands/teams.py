"""Teams: people who work together, by trade, level, function, product, class of customers or channel."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from fieldservice.domain.model.base import member_id
from fieldservice.domain.model.people import Team, TeamMember, TeamTechnician, Technician, UserAccount
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.folding import fold
from fieldservice.domain.rules.teams import TeamBasis
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.finding import assign, every, exists, over_stored, today
from fieldservice.domain.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class TeamData:
    """What a person enters about a team. `served` are the levels, classes, channels or names it serves."""

    name: str
    basis: TeamBasis = TeamBasis.FUNCTION
    served: tuple[str, ...] = ()
    leader_id: UUID | None = None
    user_ids: frozenset[UUID] = frozenset()
    technician_ids: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class AddTeam:
    team_id: UUID
    data: TeamData


@dataclass(frozen=True, slots=True)
class ChangeTeam:
    """With `seen`, what another person changed meanwhile is kept beside it, field by field (P-39)."""

    team_id: UUID
    version: int
    data: TeamData
    seen: TeamData | None = None


@dataclass(frozen=True, slots=True)
class SetTeamActive:
    """Disband a team, or call it together again; what it did stays its."""

    team_id: UUID
    is_active: bool


def add_team(command: AddTeam, uow: UnitOfWork, clock: Clock) -> Changes:
    """`team.name_missing`, `team.name_taken`."""
    del clock
    team = Team(id=command.team_id, name=command.data.name.strip())
    uow.record("team.add", team, name=team.name)
    if not exists(uow, Team, command.team_id):
        _fill(uow, team, command.data)
        uow.add(team)
        _gather(uow, team, command.data)
    return uow.commit()


def change_team(command: ChangeTeam, uow: UnitOfWork, clock: Clock) -> Changes:
    """`team.name_missing`, `team.name_taken`, `row.changed_meanwhile`, `row.fields_in_conflict`."""
    del clock
    team = uow.get(Team, command.team_id)
    data = over_stored(team, command.version, _stored(uow, team), command.data, command.seen)
    uow.record("team.change", team, name=data.name.strip())
    _fill(uow, team, data)
    _gather(uow, team, data)
    return uow.commit()


def set_team_active(command: SetTeamActive, uow: UnitOfWork, clock: Clock) -> Changes:
    del clock
    team = uow.get(Team, command.team_id)
    uow.record("team.gather" if command.is_active else "team.disband", team, name=team.name)
    assign(team, disbanded_on=None if command.is_active else today(uow))
    return uow.commit()


def _stored(uow: UnitOfWork, team: Team) -> TeamData:
    """The team as its form enters it."""
    return TeamData(
        team.name,
        team.basis,
        tuple(team.served or ()),
        team.leader_id,
        frozenset(row.user_id for row in every(uow, TeamMember, team_id=team.id)),
        frozenset(row.technician_id for row in every(uow, TeamTechnician, team_id=team.id)),
    )


def _fill(uow: UnitOfWork, team: Team, data: TeamData) -> None:
    name = data.name.strip()
    if not name:
        raise RuleViolation("team.name_missing")
    for other in every(uow, Team):
        if other.id != team.id and fold(other.name) == fold(name):
            raise RuleViolation("team.name_taken", name=other.name)
    assign(team, name=name, basis=data.basis, served=list(data.served), leader_id=data.leader_id)


def _gather(uow: UnitOfWork, team: Team, data: TeamData) -> None:
    """Let the team have just these people."""
    members = {row.user_id: row for row in every(uow, TeamMember, team_id=team.id)}
    crew = {row.technician_id: row for row in every(uow, TeamTechnician, team_id=team.id)}
    _part(uow, members.items(), data.user_ids)
    _part(uow, crew.items(), data.technician_ids)
    for user_id in sorted(data.user_ids - members.keys()):
        user = uow.get(UserAccount, user_id)
        uow.add(TeamMember(id=member_id(user.id, team.id), team_id=team.id, user_id=user.id))
    for technician_id in sorted(data.technician_ids - crew.keys()):
        member = uow.get(Technician, technician_id)
        joined = member_id(member.id, team.id)
        uow.add(TeamTechnician(id=joined, team_id=team.id, technician_id=member.id))


def _part(
    uow: UnitOfWork,
    rows: Collection[tuple[UUID, TeamMember]] | Collection[tuple[UUID, TeamTechnician]],
    staying: frozenset[UUID],
) -> None:
    for person_id, row in rows:
        if person_id not in staying:
            uow.session.delete(row)
