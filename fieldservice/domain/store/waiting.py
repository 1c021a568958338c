"""Tickets that wait: put on wait with reason and date, and what ends it (C08, C09, C32, P-30, P-37)."""

from datetime import datetime

from fieldservice.domain.model.catalogue import TicketState
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.rules.reasons import Reason
from fieldservice.domain.rules.ticket_states import TicketAction
from fieldservice.domain.rules.waiting import check_wait
from fieldservice.domain.store.order_facts import show_orders
from fieldservice.domain.store.service_levels import turn_clock
from fieldservice.domain.store.ticket_moves import act, put_in_state, tell
from fieldservice.domain.store.unit_of_work import UnitOfWork


def wait(uow: UnitOfWork, ticket: Ticket, state: TicketState, until: datetime | None, because: str) -> None:
    """Let the ticket wait in one of the company's states; its clock stands still."""
    now = uow.clock.now()
    check_wait(state.state_type, until, now)
    put_in_state(ticket, state)
    ticket.wait_until = until
    ticket.wait_because = because.strip()
    turn_clock(uow, ticket, now)


def answered(uow: UnitOfWork, ticket: Ticket, at: datetime) -> None:
    """The customer said something, by whatever channel: a wait is over and the clock runs again (P-30).

    Call it with the ticket locked. What is noted here inside the house ends no wait (P-37).
    """
    if not ticket.state_type.is_waiting:
        return
    act(uow, ticket, TicketAction.TAKE_UP)
    show_orders(uow, ticket)
    turn_clock(uow, ticket, at)
    tell(uow, ticket, Reason("ticket.wait_answered"), uow.clock.now())
