"""The same change for many tickets: each a journal entry of its own, all taken back by one undo.

A transaction a ticket keeps the desk answering, and what was done before a power cut stays done.
"""

from dataclasses import dataclass, replace
from uuid import UUID

from fieldservice.domain.commands.tickets import (
    ChangeTicket,
    CloseTicket,
    OpenOrders,
    PutInState,
    change_ticket,
    close_ticket,
    put_ticket_in_state,
)
from fieldservice.domain.model.lifecycle import BulkChange, BulkPart
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.rules.bulk import BulkWhat, BulkWish, check_wish, would_change
from fieldservice.domain.rules.changes import Changes, RowRef
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.reasons import Reason
from fieldservice.domain.store.bulk_facts import facts_of, target_state
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.finding import exists
from fieldservice.domain.store.unit_of_work import UnitOfWork

WHOLE = "ticket.change_many"
FIELDS = {BulkWhat.OWNER: "owner_id", BulkWhat.QUEUE: "queue_id", BulkWhat.PRIORITY: "priority"}


@dataclass(frozen=True, slots=True)
class ChangeInBulk:
    """One of the tickets of a bulk change; `position` is its place in it."""

    bulk_id: UUID
    position: int
    ticket_id: UUID
    wish: BulkWish


@dataclass(frozen=True, slots=True)
class FinishBulk:
    """The bulk change is through: these tickets became others, so many were refused."""

    bulk_id: UUID
    what: BulkWhat
    changed: tuple[UUID, ...]
    refused: int = 0


def change_in_bulk(command: ChangeInBulk, uow: UnitOfWork, clock: Clock) -> Changes:
    """Change one of them, judged again under its lock; refused as the dry run says. A ticket that is so
    already is left alone. Lists hear of it when the whole is through.
    """
    uow.lock(Ticket, command.ticket_id)
    state = target_state(uow.session, command.wish)
    check_wish(command.wish, state, clock.now())
    (facts,) = facts_of(uow.session, [command.ticket_id])
    label = Reason(WHOLE, {"count": 1})
    if not would_change(command.wish, facts, state):
        return Changes(None, label, undoable=False)
    uow.add(BulkPart(bulk_id=command.bulk_id, position=command.position, entry_id=uow.entry_id))
    _change(uow, command, clock)
    return Changes(None, label, undoable=False)


def finish_bulk(command: FinishBulk, uow: UnitOfWork, clock: Clock) -> Changes:
    """Name the whole, so that it can be taken back as one."""
    if not command.changed:
        raise RuleViolation("bulk.nothing_chosen")
    whole = BulkChange(
        id=command.bulk_id,
        what=command.what.value,
        changed=len(command.changed),
        refused=command.refused,
    )
    uow.record("ticket.change_many", whole, happened_at=clock.now(), count=len(command.changed))
    if not exists(uow, BulkChange, command.bulk_id):
        uow.add(whole)
    changes = uow.commit()
    tickets = {RowRef(Ticket.__tablename__, ticket_id) for ticket_id in command.changed}
    return replace(changes, touched=changes.touched | tickets)


def _change(uow: UnitOfWork, command: ChangeInBulk, clock: Clock) -> None:
    wish, ticket_id = command.wish, command.ticket_id
    if wish.what in FIELDS:
        value = wish.priority if wish.what is BulkWhat.PRIORITY else wish.target_id
        change_ticket(ChangeTicket(ticket_id, None, ((FIELDS[wish.what], value),)), uow, clock)
    elif wish.what is BulkWhat.STATE and wish.target_id is not None:
        put_ticket_in_state(PutInState(ticket_id, wish.target_id, wish.until, wish.because), uow, clock)
    else:
        orders = OpenOrders.CANCEL if wish.cancels_orders else OpenOrders.REFUSE
        close_ticket(CloseTicket(ticket_id, wish.because, orders), uow, clock)
