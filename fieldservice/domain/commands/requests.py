"""Requests: logged while the call runs, accepted into tickets, parked with a reason, taken from the tray
later.

A refused request stays recorded and countable (A35); who asked is told why (A11, F24) or it says that they
were not.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from fieldservice.domain.commands.acceptance import NewTicket, accept, ask_of
from fieldservice.domain.model.base import member_id
from fieldservice.domain.model.ticket import Channel, Request, RequestState, Ticket
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.parked_wish import KEPT, wish_to_json
from fieldservice.domain.rules.verdict_json import verdict_to_json
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.finding import exists
from fieldservice.domain.store.tray_keeping import require_keeper, send_to_destination
from fieldservice.domain.store.unit_of_work import UnitOfWork
from fieldservice.domain.store.verdicts import ask_verdict

IN_TRAY = (RequestState.WAITING, RequestState.PARKED)


@dataclass(frozen=True, slots=True)
class Arrival:
    """What came in: by which channel, when, from whom.

    `caller` is the number or address as it came, `possible_customers` how many customers it fits when nobody
    said which.
    """

    request_id: UUID
    channel: Channel
    received_at: datetime
    caller: str = ""
    caller_name: str = ""
    customer_id: UUID | None = None
    contact_id: UUID | None = None
    possible_customers: int = 0


@dataclass(frozen=True, slots=True)
class LogRequest:
    """A request that becomes one or several tickets at once (A28)."""

    arrival: Arrival
    tickets: tuple[NewTicket, ...]


@dataclass(frozen=True, slots=True)
class ParkRequest:
    """A request that is not served now: kept in the tray with its verdict and, if given, a reason in
    words.
    """

    arrival: Arrival
    wish: NewTicket
    because: str = ""
    requester_told: bool = False


@dataclass(frozen=True, slots=True)
class AcceptParked:
    """A parked request that is served after all; judged again as of today."""

    request_id: UUID
    customer_id: UUID | None
    contact_id: UUID | None
    ticket: NewTicket


@dataclass(frozen=True, slots=True)
class DismissRequest:
    """A request that nothing will come of; it stays recorded."""

    request_id: UUID
    because: str


def log_request(command: LogRequest, uow: UnitOfWork, clock: Clock) -> Changes:
    """Accept what came in; the same form sent again makes nothing more (P-40)."""
    fresh: Sequence[NewTicket] = command.tickets
    request = uow.session.get(Request, command.arrival.request_id)
    if request is not None:
        fresh = [new for new in command.tickets if not exists(uow, Ticket, new.ticket_id)]
    else:
        request = _arrived(uow, command.arrival, RequestState.ACCEPTED)
        request.settled_at = clock.now()
        _describe(request, command.tickets[0])
    tickets = [accept(uow, request, new) for new in fresh]
    uow.add(request)  # after what is read for the tickets: it is written together with them
    numbers = [ticket.number for ticket in tickets]
    uow.record("ticket.create", tickets[0] if tickets else request, happened_at=clock.now(), numbers=numbers)
    return uow.commit()


def park_request(command: ParkRequest, uow: UnitOfWork, clock: Clock) -> Changes:
    """Keep the request in the tray with the verdict that it got.

    What cannot be served of a call that gave tickets already is a request of its own: a settled one never
    returns to the tray, and `request.settled_already` tells that this very wish became a ticket.
    """
    request = _to_park(uow, command)
    _describe(request, command.wish)
    request.wish = wish_to_json({name: getattr(command.wish, name) for name in KEPT})
    ask = ask_of(uow, request, command.wish)
    verdict = ask_verdict(uow.session, replace(ask, possible_customers=command.arrival.possible_customers))
    request.verdict = verdict_to_json(verdict)
    request.verdict_outcome = verdict.outcome.value
    request.parked_because = command.because.strip()
    request.requester_told = command.requester_told
    uow.record("request.park", request, happened_at=clock.now(), caller=request.caller or request.caller_name)
    return uow.commit()


def accept_parked(command: AcceptParked, uow: UnitOfWork, clock: Clock) -> Changes:
    """Serve a parked request; the verdict is asked again, as of today."""
    request = uow.lock(Request, command.request_id)
    if request.state not in IN_TRAY:
        raise RuleViolation("request.settled_already", state=request.state.value)
    require_keeper(uow, request)
    request.customer_id = command.customer_id
    request.contact_id = command.contact_id
    ticket = accept(uow, request, command.ticket, judged_at=clock.now())
    request.state = RequestState.ACCEPTED
    request.settled_at = clock.now()
    request.taken_by_id = uow.actor.user_id
    uow.record("request.accept", ticket, happened_at=clock.now(), number=ticket.number)
    send_to_destination(uow, ticket)
    return uow.commit()


def dismiss_request(command: DismissRequest, uow: UnitOfWork, clock: Clock) -> Changes:
    """Put a request aside for good, with a reason; it stays countable."""
    request = uow.lock(Request, command.request_id)
    if request.state not in IN_TRAY:
        raise RuleViolation("request.settled_already", state=request.state.value)
    require_keeper(uow, request)
    if not command.because.strip():
        raise RuleViolation("request.dismiss_reason_missing")
    request.state = RequestState.DISMISSED
    request.settled_at = clock.now()
    request.parked_because = command.because.strip()
    uow.record(
        "request.dismiss", request, happened_at=clock.now(), caller=request.caller or request.caller_name
    )
    return uow.commit()


def _to_park(uow: UnitOfWork, command: ParkRequest) -> Request:
    arrival = command.arrival
    request = uow.session.get(Request, arrival.request_id)
    if request is not None and request.state not in IN_TRAY:
        if exists(uow, Ticket, command.wish.ticket_id):
            raise RuleViolation("request.settled_already", state=request.state.value)
        arrival = replace(arrival, request_id=member_id(request.id, command.wish.ticket_id))
        request = uow.session.get(Request, arrival.request_id)
    if request is None:
        request = _arrived(uow, arrival, RequestState.PARKED)
        uow.add(request)
    elif request.state not in IN_TRAY:
        raise RuleViolation("request.settled_already", state=request.state.value)
    request.state = RequestState.PARKED
    request.caller, request.caller_name = arrival.caller, arrival.caller_name
    request.customer_id, request.contact_id = arrival.customer_id, arrival.contact_id
    return request


def _arrived(uow: UnitOfWork, arrival: Arrival, state: RequestState) -> Request:
    return Request(
        id=arrival.request_id,
        channel=arrival.channel,
        state=state,
        received_at=arrival.received_at,
        caller=arrival.caller,
        caller_name=arrival.caller_name,
        customer_id=arrival.customer_id,
        contact_id=arrival.contact_id,
        taken_by_id=uow.actor.user_id,
        branch_id=uow.actor.branch_id,
    )


def _describe(request: Request, wish: NewTicket) -> None:
    request.title = wish.title.strip()
    request.text = wish.description.strip()
    request.equipment_id = wish.equipment_id
    request.work_kind_id = wish.work_kind_id
