"""Which branch's desks hold a ticket: handed to another branch, it leaves those of this one (J05)."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fieldservice.domain.commands.ticket_handing import internal_note
from fieldservice.domain.model.customer import Customer
from fieldservice.domain.model.people import Branch
from fieldservice.domain.model.ticket import LinkKind, Request, Ticket, TicketLink
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.reasons import Reason
from fieldservice.domain.store.branch_holding import tickets_elsewhere
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.finding import every
from fieldservice.domain.store.ticket_moves import tell
from fieldservice.domain.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class HandTicketToBranch:
    """All that hangs on the ticket goes with it, and what it was split from, reopened from or merged with: a
    link lies with both of its tickets. None makes it everybody's. `note` is what the others should know;
    customers do not see it.
    """

    ticket_id: UUID
    branch_id: UUID | None
    note: str = ""


def hand_ticket_to_branch(command: HandTicketToBranch, uow: UnitOfWork, clock: Clock) -> Changes:
    """`branch.same`, `branch.customer_elsewhere` when only another branch holds the customer, `branch.linked`
    for a problem or an incident that the others would not hold.
    """
    ticket = uow.lock(Ticket, command.ticket_id)
    branch = None if command.branch_id is None else uow.get(Branch, command.branch_id)
    named: dict[str, Any] = {} if branch is None else {"branch": branch.name}
    uow.record("ticket.hand_to_branch", ticket, happened_at=clock.now(), number=ticket.number, **named)
    if ticket.branch_id == command.branch_id:
        raise RuleViolation("branch.same", number=ticket.number)
    going = _with_history(uow, ticket)
    for each in going:
        _require_customer_there(uow, each, command.branch_id)
        _require_links_there(uow, each, going, command.branch_id)
        each.branch_id = command.branch_id
        tell(uow, each, Reason("ticket.handed_to_branch", named), clock.now())
    for each in going:
        _move_request(uow, each)
    if command.note.strip():
        uow.add(internal_note(uow, ticket, command.note))
    return uow.commit()


def require_tickets_at(uow: UnitOfWork, customer: Customer, branch_id: UUID | None) -> None:
    """A customer may become one branch's own only when no other has a ticket of it: `branch.has_tickets`."""
    if branch_id is None or branch_id == customer.branch_id:
        return
    count, number = tickets_elsewhere(uow.session, customer.id, branch_id)
    if count:
        raise RuleViolation("branch.has_tickets", name=customer.name, count=count, number=number)


def _require_customer_there(uow: UnitOfWork, ticket: Ticket, branch_id: UUID | None) -> None:
    customer = None if ticket.customer_id is None else uow.get(Customer, ticket.customer_id)
    if customer is not None and customer.branch_id not in (None, branch_id):
        home = uow.get(Branch, customer.branch_id)
        raise RuleViolation(
            "branch.customer_elsewhere", number=ticket.number, customer=customer.name, branch=home.name
        )


def _with_history(uow: UnitOfWork, ticket: Ticket) -> list[Ticket]:
    """The ticket, and those that tell its history."""
    found, waiting = {ticket.id: ticket}, [ticket.id]
    while waiting:
        for other_id in _linked(uow, waiting.pop(), history=True) - found.keys():
            found[other_id] = uow.lock(Ticket, other_id)
            waiting.append(other_id)
    return list(found.values())


def _require_links_there(
    uow: UnitOfWork, ticket: Ticket, going: list[Ticket], branch_id: UUID | None
) -> None:
    """`branch.linked` when a link would lie where one of its tickets is not held."""
    for other_id in _linked(uow, ticket.id, history=False) - {each.id for each in going}:
        other = uow.get(Ticket, other_id)
        if other.branch_id is not None and branch_id is not None and other.branch_id != branch_id:
            place = uow.get(Branch, other.branch_id)
            raise RuleViolation("branch.linked", number=ticket.number, other=other.number, branch=place.name)


def _linked(uow: UnitOfWork, ticket_id: UUID, *, history: bool) -> set[UUID]:
    links = [*every(uow, TicketLink, from_id=ticket_id), *every(uow, TicketLink, to_id=ticket_id)]
    wanted = [link for link in links if (link.kind is not LinkKind.CAUSED_BY) is history]
    return {link.to_id if link.from_id == ticket_id else link.from_id for link in wanted}


def _move_request(uow: UnitOfWork, ticket: Ticket) -> None:
    """What a ticket came from is where the ticket is; with tickets of several branches everybody has it."""
    if ticket.request_id is None:
        return
    request = uow.lock(Request, ticket.request_id)
    tickets = every(uow, Ticket, request_id=request.id)
    places = {each.branch_id for each in tickets if each.id != ticket.id} | {ticket.branch_id}
    request.branch_id = places.pop() if len(places) == 1 else None
