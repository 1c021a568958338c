"""Teams with the people who make them up."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fieldservice.domain.model.catalogue import Queue
from fieldservice.domain.model.people import Team, TeamMember, TeamTechnician, Technician, UserAccount
from fieldservice.domain.rules.teams import TeamBasis

MOST_TEAMS = 500
MOST_MEMBERS = 10_000


@dataclass(frozen=True, slots=True)
class TeamRow:
    """`people` are the names of users and technicians, each once; `queues` those that the team works off."""

    id: UUID
    version: int
    name: str
    basis: TeamBasis
    served: tuple[str, ...]
    leader_id: UUID | None
    leader: str
    user_ids: frozenset[UUID]
    technician_ids: frozenset[UUID]
    people: tuple[str, ...]
    queues: tuple[str, ...]
    is_active: bool


def teams(session: Session) -> list[TeamRow]:
    """All teams, those disbanded at the end."""
    statement = (
        select(Team, UserAccount.name)
        .outerjoin(UserAccount, UserAccount.id == Team.leader_id)
        .order_by(Team.disbanded_on.is_not(None), Team.name, Team.id)
    )
    members = _by_team(
        session.execute(
            select(TeamMember.team_id, UserAccount.id, UserAccount.name)
            .join(UserAccount, UserAccount.id == TeamMember.user_id)
            .limit(MOST_MEMBERS)
        )
    )
    crew = _by_team(
        session.execute(
            select(TeamTechnician.team_id, Technician.id, Technician.name)
            .join(Technician, Technician.id == TeamTechnician.technician_id)
            .limit(MOST_MEMBERS)
        )
    )
    queues: dict[UUID | None, list[str]] = defaultdict(list)
    for team_id, name in session.execute(select(Queue.team_id, Queue.name).where(Queue.is_active)):
        queues[team_id].append(name)
    return [
        _row(team, leader or "", members[team.id], crew[team.id], tuple(queues[team.id]))
        for team, leader in session.execute(statement.limit(MOST_TEAMS))
    ]


def _by_team(found: Iterable[tuple[UUID, UUID, str]]) -> dict[UUID, dict[UUID, str]]:
    by_team: dict[UUID, dict[UUID, str]] = defaultdict(dict)
    for team_id, person_id, name in found:
        by_team[team_id][person_id] = name
    return by_team


def _row(
    team: Team, leader: str, members: dict[UUID, str], crew: dict[UUID, str], queues: tuple[str, ...]
) -> TeamRow:
    return TeamRow(
        id=team.id,
        version=team.version,
        name=team.name,
        basis=team.basis,
        served=tuple(team.served or ()),
        leader_id=team.leader_id,
        leader=leader,
        user_ids=frozenset(members),
        technician_ids=frozenset(crew),
        people=tuple(sorted({*members.values(), *crew.values()})),
        queues=queues,
        is_active=team.disbanded_on is None,
    )
