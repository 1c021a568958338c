"""Following a ticket without owning it (F17), and showing others that one has it open (E15)."""

from dataclasses import dataclass
from uuid import UUID

from fieldservice.domain.model.base import member_id
from fieldservice.domain.model.content import Follow
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.finding import exists
from fieldservice.domain.store.presence import leave_tickets, show_presence
from fieldservice.domain.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class FollowTicket:
    """Whoever works here wants to be told what happens to the ticket."""

    ticket_id: UUID


@dataclass(frozen=True, slots=True)
class UnfollowTicket:
    ticket_id: UUID


@dataclass(frozen=True, slots=True)
class ShowPresence:
    """Whoever works here has this ticket open, and no other; `is_writing` while something is half typed."""

    ticket_id: UUID
    is_writing: bool = False


@dataclass(frozen=True, slots=True)
class EndPresence:
    """Whoever works here has no ticket open any more."""


def follow_ticket(command: FollowTicket, uow: UnitOfWork, clock: Clock) -> Changes:
    del clock
    ticket = uow.get(Ticket, command.ticket_id)
    uow.record("ticket.follow", ticket, number=ticket.number)
    user_id = uow.actor.user_id
    if user_id is not None and not exists(uow, Follow, member_id(ticket.id, user_id)):
        uow.add(Follow(id=member_id(ticket.id, user_id), ticket_id=ticket.id, user_id=user_id))
    return uow.commit()


def unfollow_ticket(command: UnfollowTicket, uow: UnitOfWork, clock: Clock) -> Changes:
    del clock
    ticket = uow.get(Ticket, command.ticket_id)
    uow.record("ticket.unfollow", ticket, number=ticket.number)
    user_id = uow.actor.user_id
    if user_id is not None and exists(uow, Follow, member_id(ticket.id, user_id)):
        uow.session.delete(uow.get(Follow, member_id(ticket.id, user_id)))
    return uow.commit()


def tell_presence(command: ShowPresence, uow: UnitOfWork, clock: Clock) -> Changes:
    """Not journaled, as a draft; it runs out by itself (`rules/notices.py`)."""
    return show_presence(uow, command.ticket_id, is_writing=command.is_writing, now=clock.now())


def end_presence(command: EndPresence, uow: UnitOfWork, clock: Clock) -> Changes:
    del command, clock
    return leave_tickets(uow)
