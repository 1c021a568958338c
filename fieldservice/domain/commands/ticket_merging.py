"""Tickets that turn out to be one: merged, and taken apart again, each thing back where it belongs (A30, C12,
P-38, X11).
"""

from dataclasses import dataclass
from uuid import UUID

from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.order import WorkOrder
from fieldservice.domain.model.ticket import LinkKind, SlaEntry, Ticket, TicketLink
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.merging import MergeSide, check_merge
from fieldservice.domain.rules.reasons import Reason
from fieldservice.domain.rules.sla_ledger import ClockKind
from fieldservice.domain.rules.ticket_states import TicketAction, TicketStateType
from fieldservice.domain.store.belongings import (
    bring_back,
    gather,
    locked_with_survivor_of,
    merged_into,
)
from fieldservice.domain.store.branch_holding import require_one_branch
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.early_clock import renew_early_clock
from fieldservice.domain.store.finding import every, first
from fieldservice.domain.store.row_values import decode_row, encode
from fieldservice.domain.store.service_levels import turn_clock
from fieldservice.domain.store.settling import settle
from fieldservice.domain.store.ticket_moves import act, tell
from fieldservice.domain.store.unit_of_work import UnitOfWork

GIVEN_BACK = (
    "state_id",
    "state_type",
    "closed_at",
    "closed_by",
    "closed_because",
    "wait_until",
    "wait_because",
)
"""What a merged ticket loses, and has again when the merge is taken back."""

OF_SURVIVOR = ("is_held", "first_response_at")


@dataclass(frozen=True, slots=True)
class MergeTickets:
    """`ticket_id` is the one that is given up; when `into_id` was merged itself, its survivor takes it in."""

    ticket_id: UUID
    into_id: UUID
    because: str = ""


@dataclass(frozen=True, slots=True)
class UnmergeTicket:
    ticket_id: UUID
    because: str = ""


def merge_tickets(command: MergeTickets, uow: UnitOfWork, clock: Clock) -> Changes:
    """Make one of two: articles, tasks, files, orders and links lie with the survivor from now on."""
    ticket, survivor = locked_with_survivor_of(uow, command.ticket_id, command.into_id)
    uow.record("ticket.merge", survivor, happened_at=clock.now(), number=ticket.number, into=survivor.number)
    check_merge(_side(ticket), _side(survivor))
    require_one_branch(ticket, survivor)
    link = TicketLink(
        id=new_id(), from_id=ticket.id, to_id=survivor.id, kind=LinkKind.MERGED_INTO, before=_before(ticket)
    )
    found = {name: getattr(survivor, name) for name in OF_SURVIVOR}
    uow.add(link)
    _give_up(uow, ticket)
    gather(uow, ticket)
    _take_in(uow, survivor, ticket)
    link.before = {**(link.before or {}), **_changed_on(survivor, found)}
    values = {"number": ticket.number, "title": ticket.title, "because": command.because.strip()}
    tell(uow, survivor, Reason("ticket.took_in", values), clock.now())
    return uow.commit()


def unmerge_ticket(command: UnmergeTicket, uow: UnitOfWork, clock: Clock) -> Changes:
    """Take the merge back: the ticket stands as before, with all that belongs to it, also what came since.

    `merge.not_merged` when it is none, or was taken apart already.
    """
    ticket, survivor = locked_with_survivor_of(uow, command.ticket_id, command.ticket_id)
    uow.record("ticket.unmerge", ticket, happened_at=clock.now(), number=ticket.number, into=survivor.number)
    link = first(uow, TicketLink, from_id=ticket.id, kind=LinkKind.MERGED_INTO)
    if link is None or ticket.state_type is not TicketStateType.MERGED:
        raise RuleViolation("merge.not_merged", number=ticket.number)
    before = link.before or {}
    uow.session.delete(link)
    for name, value in decode_row(Ticket.metadata.tables["ticket"], _part(before, "ticket")).items():
        setattr(ticket, name, value)
    bring_back(uow, ticket, merged_into(uow, ticket.id) | {ticket.id})
    if link.to_id == survivor.id:
        _stand_alone(survivor, before)
    _run_again(uow, ticket)
    for each in (ticket, survivor):
        renew_early_clock(uow, each)
        settle(uow, each)
    values = {"number": ticket.number, "title": ticket.title, "because": command.because.strip()}
    tell(uow, survivor, Reason("ticket.gave_back", values), clock.now())
    return uow.commit()


def _side(ticket: Ticket) -> MergeSide:
    return MergeSide(ticket.id, ticket.number, ticket.state_type, ticket.customer_id)


def _before(ticket: Ticket) -> dict[str, object]:
    return {"ticket": {name: encode(getattr(ticket, name)) for name in GIVEN_BACK}}


def _part(before: dict[str, object], name: str) -> dict[str, object]:
    part = before.get(name)
    return part if isinstance(part, dict) else {}


def _give_up(uow: UnitOfWork, ticket: Ticket) -> None:
    act(uow, ticket, TicketAction.MERGE)
    ticket.first_closed_at = ticket.first_closed_at or ticket.closed_at
    ticket.closed_at = None
    ticket.closed_by = None
    ticket.closed_because = ""
    turn_clock(uow, ticket, uow.clock.now())


def _take_in(uow: UnitOfWork, survivor: Ticket, ticket: Ticket) -> None:
    """The earlier response counts; work that was done on the other one does not close a live ticket."""
    responses = [each for each in (survivor.first_response_at, ticket.first_response_at) if each]
    survivor.first_response_at = min(responses, default=None)
    if not survivor.state_type.is_terminal and not _has_work(uow, survivor):
        survivor.is_held = True
    renew_early_clock(uow, survivor)
    settle(uow, survivor)


def _has_work(uow: UnitOfWork, ticket: Ticket) -> bool:
    from_orders = every(uow, WorkOrder, ticket_id=ticket.id)
    return not from_orders or any(not order.state.is_terminal for order in from_orders)


def _changed_on(survivor: Ticket, found: dict[str, object]) -> dict[str, object]:
    """What the merge changed on the survivor: as it was, and as it became."""
    changed = [name for name in OF_SURVIVOR if getattr(survivor, name) != found[name]]
    return {
        "survivor": {name: encode(found[name]) for name in changed},
        "became": {name: encode(getattr(survivor, name)) for name in changed},
    }


def _stand_alone(survivor: Ticket, before: dict[str, object]) -> None:
    """Give the survivor back what the merge changed on it, unless somebody changed it since."""
    table = Ticket.metadata.tables["ticket"]
    became = decode_row(table, _part(before, "became"))
    for name, value in decode_row(table, _part(before, "survivor")).items():
        if getattr(survivor, name) == became[name]:
            setattr(survivor, name, value)


def _run_again(uow: UnitOfWork, ticket: Ticket) -> None:
    """The time during which it was merged by mistake counts like any other."""
    for line in every(uow, SlaEntry, ticket_id=ticket.id, kind=ClockKind.WITHDRAWN):
        uow.session.delete(line)
    uow.session.flush()  # the clock is read anew from its lines
    turn_clock(uow, ticket, uow.clock.now())
