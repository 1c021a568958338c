"""Tickets that wait and on which nobody says anything any more: closed after the hours set for their type.

How a ticket is put on wait stands in `tickets.put_ticket_in_state`.
"""

from dataclasses import dataclass
from uuid import UUID

from fieldservice.domain.model.order import WorkOrder
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.idleness import require_idle
from fieldservice.domain.rules.reasons import Reason
from fieldservice.domain.rules.settle import ClosedBy
from fieldservice.domain.rules.ticket_states import TicketAction
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.conduct import conduct_of
from fieldservice.domain.store.finding import every
from fieldservice.domain.store.idle_tickets import idle_since_of
from fieldservice.domain.store.service_levels import turn_clock
from fieldservice.domain.store.ticket_moves import act, tell
from fieldservice.domain.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class CloseIdleTicket:
    ticket_id: UUID


def close_idle_ticket(command: CloseIdleTicket, uow: UnitOfWork, clock: Clock) -> Changes:
    """Close a waiting ticket on which nobody said anything for long; looks again under the lock, so that the
    answer that has just come wins (P-36).

    `idle.off`, `idle.not_waiting`, `idle.spoken_since`, `ticket.open_orders`.
    """
    ticket = uow.lock(Ticket, command.ticket_id)
    hours = conduct_of(uow.session, ticket.type_id).idle_hours
    uow.record("ticket.close_idle", ticket, happened_at=clock.now(), number=ticket.number, hours=hours)
    require_idle(ticket.state_type, idle_since_of(uow.session, ticket), hours, clock.now())
    _require_no_work(uow, ticket)
    act(uow, ticket, TicketAction.CLOSE)
    ticket.closed_at = clock.now()
    ticket.closed_by = ClosedBy.IDLENESS
    turn_clock(uow, ticket, clock.now())
    tell(uow, ticket, Reason("ticket.closed.idle", {"hours": hours}), clock.now())
    return uow.commit()


def _require_no_work(uow: UnitOfWork, ticket: Ticket) -> None:
    still_open = [
        order for order in every(uow, WorkOrder, ticket_id=ticket.id) if not order.state.is_terminal
    ]
    if still_open:
        numbers = [order.number for order in still_open]
        raise RuleViolation("ticket.open_orders", number=ticket.number, orders=numbers)
