"""Incidents and the problem that causes them: linked and parted by hand (C22).

All other links are made by what they tell of: a merge, a split, a reopening.
"""

from dataclasses import dataclass
from uuid import UUID

from fieldservice.domain.model.ticket import LinkKind, Ticket, TicketLink
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.store.belongings import locked_together, survivor_of
from fieldservice.domain.store.branch_holding import require_one_branch
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.finding import every, exists
from fieldservice.domain.store.unit_of_work import UnitOfWork

PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class LinkToProblem:
    """`ticket_id` is caused by `problem_id`; a ticket has one problem, another one takes its place."""

    link_id: UUID
    ticket_id: UUID
    problem_id: UUID


@dataclass(frozen=True, slots=True)
class UnlinkTicket:
    """The ticket is not caused by that problem after all."""

    link_id: UUID


def link_to_problem(command: LinkToProblem, uow: UnitOfWork, clock: Clock) -> Changes:
    """`link.same_ticket`, `link.not_a_problem`, `link.problem_itself`, `link.other_branch`."""
    ends = (survivor_of(uow.session, command.ticket_id), survivor_of(uow.session, command.problem_id))
    ticket, problem = locked_together(uow, *ends)
    uow.record("ticket.link", ticket, happened_at=clock.now(), number=ticket.number, problem=problem.number)
    _check(uow, ticket, problem)
    require_one_branch(ticket, problem)
    known = every(uow, TicketLink, from_id=ticket.id, kind=LinkKind.CAUSED_BY)
    if any(link.to_id == problem.id for link in known) or exists(uow, TicketLink, command.link_id):
        return uow.commit()
    for link in known:
        uow.session.delete(link)
    uow.add(TicketLink(id=command.link_id, from_id=ticket.id, to_id=problem.id, kind=LinkKind.CAUSED_BY))
    return uow.commit()


def unlink_ticket(command: UnlinkTicket, uow: UnitOfWork, clock: Clock) -> Changes:
    """`link.tells_history` for a merge, a split or a reopening."""
    link = uow.get(TicketLink, command.link_id)
    ticket, problem = locked_together(uow, link.from_id, link.to_id)
    uow.record("ticket.unlink", ticket, happened_at=clock.now(), number=ticket.number, problem=problem.number)
    if link.kind is not LinkKind.CAUSED_BY:
        raise RuleViolation("link.tells_history", number=ticket.number)
    uow.session.delete(link)
    return uow.commit()


def _check(uow: UnitOfWork, ticket: Ticket, problem: Ticket) -> None:
    problem_type = uow.rulebook.ticket_types.get(PROBLEM)
    if ticket.id == problem.id:
        raise RuleViolation("link.same_ticket", number=ticket.number)
    if problem.type_id != problem_type:
        raise RuleViolation("link.not_a_problem", number=problem.number)
    if ticket.type_id == problem_type:
        raise RuleViolation("link.problem_itself", number=ticket.number)
