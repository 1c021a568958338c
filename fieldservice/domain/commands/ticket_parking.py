"""What is asked for again and may not be served today waits in the tray, as any request does (P-11)."""

from dataclasses import dataclass
from uuid import UUID

from fieldservice.domain.commands.acceptance import NewTicket
from fieldservice.domain.commands.requests import Arrival, ParkRequest, park_request
from fieldservice.domain.model.base import member_id
from fieldservice.domain.model.ticket import Request, Ticket
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.reasons import Reason
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.ticket_moves import tell
from fieldservice.domain.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class ParkAgain:
    """Instead of reopening the ticket as a new one, or of splitting it; `ticket` is what that would be."""

    ticket_id: UUID
    ticket: NewTicket
    because: str = ""


def park_again(command: ParkAgain, uow: UnitOfWork, clock: Clock) -> Changes:
    """The request is of whoever the ticket is of, and comes today; the ticket tells that it waits."""
    source = uow.lock(Ticket, command.ticket_id)
    before = None if source.request_id is None else uow.session.get(Request, source.request_id)
    because = command.because.strip()
    arrival = Arrival(
        member_id(command.ticket.ticket_id, "parked"),
        source.channel,
        clock.now(),
        caller="" if before is None else before.caller,
        caller_name="" if before is None else before.caller_name,
        customer_id=source.customer_id,
        contact_id=source.contact_id,
    )
    told = {"because": because} if because else {}
    tell(uow, source, Reason("ticket.asked_again", told), clock.now(), member_id(arrival.request_id, "told"))
    return park_request(ParkRequest(arrival, command.ticket, because), uow, clock)
