"""Tickets exchanged with another ticket system: theirs come in once, what is said and done then follows.

A ticket of theirs is a request like any other: judged by the one verdict, accepted or parked. Our own tickets
are followed up once the system told its key for them.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from fieldservice.domain.commands.acceptance import NewTicket, Origin, ask_of
from fieldservice.domain.commands.articles import AddArticle, add_article
from fieldservice.domain.commands.requests import (
    Arrival,
    LogRequest,
    ParkRequest,
    log_request,
    park_request,
)
from fieldservice.domain.commands.ticket_reopening import ReopenTicket, reopen_ticket
from fieldservice.domain.commands.tickets import CloseTicket, PutInState, close_ticket, put_ticket_in_state
from fieldservice.domain.model.customer import Contact, Customer, Site
from fieldservice.domain.model.equipment import Equipment
from fieldservice.domain.model.ticket import ArticleKind, Channel, Direction, Request, Ticket
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.ticket_states import TicketStateType
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.finding import exists, first
from fieldservice.domain.store.outside_keys import connected, known_row, named_row, remember, row_id_of
from fieldservice.domain.store.ticket_moves import usual_state
from fieldservice.domain.store.unit_of_work import UnitOfWork
from fieldservice.domain.store.verdicts import ask_verdict


@dataclass(frozen=True, slots=True)
class TicketPlaces:
    """Whom and what a ticket is about, by the system's keys; empty for what it does not know."""

    customer: str = ""
    contact: str = ""
    site: str = ""
    equipment: str = ""


@dataclass(frozen=True, slots=True)
class PutTicket:
    """A ticket of the other system. Told again it changes nothing: from then on it is worked on here."""

    system_id: UUID
    key: str
    title: str
    description: str = ""
    caller_name: str = ""
    places: TicketPlaces = TicketPlaces()
    serial_number: str = ""
    opened_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NameTicket:
    """Our ticket is called `key` in the other system."""

    system_id: UUID
    key: str
    number: str


@dataclass(frozen=True, slots=True)
class PutOutsideArticle:
    """What was said or noted in the other system; told again it changes nothing."""

    system_id: UUID
    ticket_key: str
    key: str
    text: str
    happened_at: datetime
    author_name: str = ""
    is_internal: bool = False


@dataclass(frozen=True, slots=True)
class PutOutsideState:
    """How the other system's ticket stands; `because` is why, `until` when a wait ends."""

    system_id: UUID
    ticket_key: str
    state: TicketStateType
    because: str = ""
    until: datetime | None = None


def put_ticket(command: PutTicket, uow: UnitOfWork, clock: Clock) -> Changes:
    """`ticket.title_missing`, `outside.unknown_key`. What may not be served is parked, with its verdict."""
    connected(uow, command.system_id)
    known = ticket_of(uow, command.system_id, command.key) or known_row(
        uow, command.system_id, Request, command.key
    )
    if known is not None:
        uow.record("ticket.create", known, numbers=[])
        return uow.commit()
    if not command.title.strip():
        raise RuleViolation("ticket.title_missing")
    arrival, wish = _arrival(uow, command, clock), _wish(uow, command)
    origin = Origin(None, Channel.API, arrival.received_at, arrival.customer_id, arrival.contact_id)
    verdict = ask_verdict(uow.session, ask_of(uow, replace(origin, caller_name=arrival.caller_name), wish))
    remember(uow, command.system_id, Request, command.key, arrival.request_id)
    if not verdict.is_ok:
        return park_request(ParkRequest(arrival, wish), uow, clock)
    remember(uow, command.system_id, Ticket, command.key, wish.ticket_id)
    return log_request(LogRequest(arrival, (wish,)), uow, clock)


def name_ticket(command: NameTicket, uow: UnitOfWork, clock: Clock) -> Changes:
    """`outside.no_such_ticket`, `outside.key_taken`."""
    del clock
    connected(uow, command.system_id)
    ticket = first(uow, Ticket, number=command.number)
    if ticket is None:
        raise RuleViolation("outside.no_such_ticket", number=command.number)
    uow.record("outside.name_ticket", ticket, number=ticket.number, key=command.key)
    remember(uow, command.system_id, Ticket, command.key, ticket.id)
    return uow.commit()


def put_outside_article(command: PutOutsideArticle, uow: UnitOfWork, clock: Clock) -> Changes:
    """As `add_article`, and `outside.unknown_key`."""
    connected(uow, command.system_id)
    ticket = require_ticket(uow, command.system_id, command.ticket_key)
    if not command.key.strip():
        raise RuleViolation("outside.key_missing")
    said = AddArticle(
        ticket.id,
        row_id_of(command.system_id, Ticket, f"{command.ticket_key}|{command.key}"),
        ArticleKind.UPDATE,
        command.text,
        command.happened_at,
        command.is_internal,
        command.author_name,
        None if command.is_internal else Direction.IN,
    )
    return add_article(said, uow, clock)


def put_outside_state(command: PutOutsideState, uow: UnitOfWork, clock: Clock) -> Changes:
    """Close, reopen or put in the usual state of that type, as people do and refused as to them."""
    connected(uow, command.system_id)
    ticket = require_ticket(uow, command.system_id, command.ticket_key)
    wanted = command.state
    if wanted is ticket.state_type or wanted is TicketStateType.MERGED:
        uow.record("ticket.put_in_state", ticket, number=ticket.number, state=wanted.value)
        return uow.commit()
    if wanted is TicketStateType.CLOSED:
        return close_ticket(CloseTicket(ticket.id, command.because), uow, clock)
    if ticket.state_type.is_terminal:
        return reopen_ticket(ReopenTicket(ticket.id, command.because), uow, clock)
    state = PutInState(ticket.id, usual_state(uow, wanted), command.until, command.because)
    return put_ticket_in_state(state, uow, clock)


def ticket_of(uow: UnitOfWork, system_id: UUID, key: str) -> Ticket | None:
    """The ticket that the system calls so, or that its parked request became."""
    ticket = known_row(uow, system_id, Ticket, key)
    if ticket is not None:
        return ticket
    request = known_row(uow, system_id, Request, key)
    return None if request is None else first(uow, Ticket, request_id=request.id)


def require_ticket(uow: UnitOfWork, system_id: UUID, key: str) -> Ticket:
    """As `ticket_of`; `outside.still_parked` while its request waits, `outside.unknown_key`."""
    ticket = ticket_of(uow, system_id, key)
    if ticket is not None:
        return ticket
    named_row(uow, system_id, Request, key)
    raise RuleViolation("outside.still_parked", key=key)


def _arrival(uow: UnitOfWork, command: PutTicket, clock: Clock) -> Arrival:
    places, system_id = command.places, command.system_id
    customer = named_row(uow, system_id, Customer, places.customer).id if places.customer else None
    contact = named_row(uow, system_id, Contact, places.contact).id if places.contact else None
    request_id = row_id_of(system_id, Request, command.key)
    if exists(uow, Request, request_id):
        raise RuleViolation("outside.key_taken", key=command.key)
    received_at = min(command.opened_at or clock.now(), clock.now())
    name = command.caller_name.strip()
    return Arrival(request_id, Channel.API, received_at, "", name, customer, contact)


def _wish(uow: UnitOfWork, command: PutTicket) -> NewTicket:
    places, system_id = command.places, command.system_id
    unit = named_row(uow, system_id, Equipment, places.equipment) if places.equipment else None
    site = named_row(uow, system_id, Site, places.site).id if places.site else None
    return NewTicket(
        row_id_of(system_id, Ticket, command.key),
        command.title,
        command.description,
        site_id=site or (unit.site_id if unit else None),
        equipment_id=unit.id if unit else None,
        product_id=unit.product_id if unit else None,
        serial_number=command.serial_number,
    )
