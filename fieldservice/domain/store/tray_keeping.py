"""Trays: which one a request waits in, who may accept it there, and where its ticket goes at first."""

from uuid import UUID

from fieldservice.domain.model.customer import Customer
from fieldservice.domain.model.people import Team, TeamMember, Tray, UserAccount
from fieldservice.domain.model.ticket import Request, Ticket
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.rights import Right
from fieldservice.domain.store.finding import assign, every, first
from fieldservice.domain.store.rights import grants_of
from fieldservice.domain.store.unit_of_work import UnitOfWork


def tray_of(uow: UnitOfWork, channel: str) -> Tray | None:
    """The tray that takes this channel, else the one that takes what is left over, else none."""
    trays = sorted(every(uow, Tray, is_active=True), key=lambda tray: (tray.position, tray.name))
    named = (tray for tray in trays if channel in tray.channels)
    return next(named, None) or next((tray for tray in trays if not tray.channels), None)


def require_keeper(uow: UnitOfWork, request: Request) -> None:
    """`tray.of_another_team` unless the person belongs to the team of the tray, or may everything."""
    tray = tray_of(uow, request.channel.value)
    if tray is None or tray.team_id is None or uow.actor.user_id is None:
        return
    team, user_id = uow.get(Team, tray.team_id), uow.actor.user_id
    if team.leader_id == user_id or first(uow, TeamMember, team_id=team.id, user_id=user_id) is not None:
        return
    if not any(Right.EVERYTHING in grant.rights for grant in grants_of(uow.session, user_id)):
        raise RuleViolation("tray.of_another_team", tray=tray.name, team=team.name)


def send_to_destination(uow: UnitOfWork, ticket: Ticket) -> None:
    """Give an accepted ticket the customer's preferred agent, else the owner of its tray, and the tray's
    queue, where nobody chose others. An owner who is away is stood in for; one who left is passed over.
    """
    tray = tray_of(uow, ticket.channel.value)
    if ticket.queue_id is None and tray is not None:
        assign(ticket, queue_id=tray.queue_id)
    if ticket.owner_id is None:
        customer = None if ticket.customer_id is None else uow.get(Customer, ticket.customer_id)
        wished = (customer.preferred_agent_id if customer else None, tray.owner_id if tray else None)
        present = (_present(uow, user_id) for user_id in wished if user_id is not None)
        assign(ticket, owner_id=next((user_id for user_id in present if user_id is not None), None))


def _present(uow: UnitOfWork, user_id: UUID) -> UUID | None:
    user, day = uow.get(UserAccount, user_id), uow.local(uow.clock.now()).date()
    since, until = user.away_from, user.away_until
    if since is not None and until is not None and since <= day <= until and user.substitute_id is not None:
        return user.substitute_id
    return user.id if user.is_active else None
