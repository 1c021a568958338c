"""Where a person stands among the others, and whose hands a ticket is in: what limited roles are asked about.

A supervisor sees what their people work on, whoever of them in turn has people (E18). Who stands in for
somebody away has that person's tickets as their own.
"""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fieldservice.domain.model.catalogue import Queue
from fieldservice.domain.model.order import Visit, WorkOrder
from fieldservice.domain.model.people import Team, TeamMember, Technician, UserAccount
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.rules.rights import Standing, TicketFacts
from fieldservice.domain.rules.teams import people_under


def own_ids(session: Session, user_id: UUID, day: date | None) -> frozenset[UUID]:
    """The person, and those for whom they stand in on the day."""
    away = select(UserAccount.id).where(
        UserAccount.substitute_id == user_id, UserAccount.away_from <= day, UserAccount.away_until >= day
    )
    return frozenset((user_id, *(session.scalars(away) if day is not None else ())))


def standing_of(session: Session, user_id: UUID | None, day: date | None = None) -> Standing:
    """Own tickets, those of the team and of the people under the person, and the queues of the teams."""
    if user_id is None:
        return Standing()
    own = own_ids(session, user_id, day)
    teams = _teams_of(session, own)
    mates = session.scalars(select(TeamMember.user_id).where(TeamMember.team_id.in_(teams)))
    pairs = select(UserAccount.id, UserAccount.supervisor_id).where(UserAccount.supervisor_id.is_not(None))
    under = people_under(own, dict(session.execute(pairs).all()))
    queues = session.scalars(select(Queue.id).where(Queue.team_id.in_(teams)))
    return Standing(own, frozenset(mates) | under, frozenset(queues))


def facts_of(session: Session, ticket: Ticket) -> TicketFacts:
    """The ticket as limits see it, with everybody who has it in hand."""
    visiting = (
        select(Technician.user_id)
        .join(Visit, Visit.technician_id == Technician.id)
        .join(WorkOrder, WorkOrder.id == Visit.order_id)
        .where(WorkOrder.ticket_id == ticket.id, Technician.user_id.is_not(None))
    )
    with session.no_autoflush:
        people = {ticket.owner_id, ticket.responsible_id, *session.scalars(visiting)} - {None}
    return TicketFacts(
        ticket.queue_id, ticket.type_id, ticket.state_id, frozenset(each for each in people if each)
    )


def _teams_of(session: Session, user_ids: frozenset[UUID]) -> list[UUID]:
    member = select(TeamMember.team_id).where(TeamMember.user_id.in_(user_ids))
    leader = select(Team.id).where(Team.leader_id.in_(user_ids))
    return [*session.scalars(member), *session.scalars(leader)]
