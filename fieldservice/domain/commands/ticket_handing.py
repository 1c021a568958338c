"""Whose a ticket is: pulled from a queue by an agent, handed over to a queue or a person (E01, E19)."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.catalogue import Queue
from fieldservice.domain.model.people import UserAccount
from fieldservice.domain.model.ticket import Article, ArticleKind, Ticket
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.reasons import Reason
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.ticket_moves import take_up, tell
from fieldservice.domain.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class TakeTicket:
    """Make the ticket mine; `seen_owner_id` is whose it was when I looked."""

    ticket_id: UUID
    seen_owner_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class HandOver:
    """To a queue, a person, or a person of a queue; a queue alone leaves it to whoever pulls it first.

    `note` tells the receiver what to know; customers do not see it.
    """

    ticket_id: UUID
    queue_id: UUID | None = None
    owner_id: UUID | None = None
    note: str = ""


def take_ticket(command: TakeTicket, uow: UnitOfWork, clock: Clock) -> Changes:
    """`take.taken_already` when somebody else was quicker, `ticket.not_live`."""
    ticket = uow.lock(Ticket, command.ticket_id)
    uow.record("ticket.take", ticket, happened_at=clock.now(), number=ticket.number)
    require_live(ticket)
    if ticket.owner_id not in (command.seen_owner_id, uow.actor.user_id, None):
        owner = uow.get(UserAccount, ticket.owner_id)
        raise RuleViolation("take.taken_already", number=ticket.number, owner=owner.name)
    ticket.owner_id = uow.actor.user_id
    take_up(uow, ticket)
    return uow.commit()


def hand_over(command: HandOver, uow: UnitOfWork, clock: Clock) -> Changes:
    """`hand_over.nowhere` when it would stay where it is, `ticket.not_live`, `queue.type_not_for_team`."""
    ticket = uow.lock(Ticket, command.ticket_id)
    queue = None if command.queue_id is None else uow.get(Queue, command.queue_id)
    owner = None if command.owner_id is None else uow.get(UserAccount, command.owner_id)
    values: dict[str, Any] = {
        "number": ticket.number,
        **({"queue": queue.name} if queue else {}),
        **({"owner": owner.name} if owner else {}),
    }
    uow.record("ticket.hand_over", ticket, happened_at=clock.now(), **values)
    require_live(ticket)
    place = (command.queue_id or ticket.queue_id, command.owner_id)
    if not (queue or owner) or place == (ticket.queue_id, ticket.owner_id):
        raise RuleViolation("hand_over.nowhere", number=ticket.number)
    if queue is not None:
        uow.rulebook.routes.require_team(ticket.type_id, queue.id)
    ticket.queue_id, ticket.owner_id = place
    take_up(uow, ticket)
    tell(uow, ticket, Reason("ticket.handed_over", values), clock.now())
    if command.note.strip():
        uow.add(internal_note(uow, ticket, command.note))
    return uow.commit()


def require_live(ticket: Ticket) -> None:
    if ticket.state_type.is_terminal:
        raise RuleViolation("ticket.not_live", number=ticket.number, state=ticket.state_type.value)


def internal_note(uow: UnitOfWork, ticket: Ticket, text: str) -> Article:
    """What the receiver should know, written by who hands over."""
    now = uow.clock.now()
    return Article(
        id=new_id(),
        ticket_id=ticket.id,
        kind=ArticleKind.NOTE,
        is_internal=True,
        author_id=uow.actor.user_id,
        happened_at=now,
        recorded_at=now,
        text=text.strip(),
    )
