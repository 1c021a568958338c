"""The tray: requests that wait or were parked, each with its frozen verdict; none is lost (A35).

What was put aside or became a ticket is looked at in parts of their own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from fieldservice.domain.formats.phones import read_phone, show_phone
from fieldservice.domain.model.catalogue import WorkKind
from fieldservice.domain.model.customer import Contact, Customer
from fieldservice.domain.model.equipment import Equipment, Product
from fieldservice.domain.model.people import UserAccount
from fieldservice.domain.model.ticket import Request, RequestState, Ticket
from fieldservice.domain.queries.dictionaries import name_in
from fieldservice.domain.rules.tray_parts import TrayPart
from fieldservice.domain.rules.verdict_json import verdict_from_json
from fieldservice.domain.rules.verdict_values import Verdict

IN_TRAY = (RequestState.WAITING, RequestState.PARKED)
MOST_ROWS = 500
STATES = {
    TrayPart.WAITING: IN_TRAY,
    TrayPart.ASIDE: (RequestState.DISMISSED,),
    TrayPart.ACCEPTED: (RequestState.ACCEPTED,),
}


@dataclass(frozen=True, slots=True)
class TrayRow:
    """A request as it came. `verdict` is what was found when it was parked, `because` what a person said,
    `wish` what else was filled in; `number` is the caller's as people write it, `ticket_id` what it became.
    """

    id: UUID
    state: str
    channel: str
    received_at: datetime
    caller: str
    caller_name: str
    customer_id: UUID | None
    customer_number: str
    customer: str
    customer_class: str
    contact_id: UUID | None
    contact: str
    equipment_id: UUID | None
    unit: str
    serial_number: str
    work_kind_id: UUID | None
    work: str
    title: str
    text: str
    outcome: str
    because: str
    requester_told: bool
    taken_by: str
    verdict: Verdict | None = None
    wish: Mapping[str, Any] = field(default_factory=dict)
    number: str = ""
    ticket_id: UUID | None = None
    ticket_number: str = ""


@dataclass(frozen=True, slots=True)
class TrayAsk:
    """A part of the tray, or that in which the request `wanted` is."""

    language: str
    part: TrayPart = TrayPart.WAITING
    wanted: UUID | None = None


@dataclass(frozen=True, slots=True)
class TrayPage:
    part: TrayPart
    rows: tuple[TrayRow, ...]


def tray_count(session: Session) -> int:
    """How many requests are in the tray, for the rail."""
    counted = select(func.count()).select_from(Request).where(Request.state.in_(IN_TRAY))
    return session.scalar(counted) or 0


def tray_page(session: Session, ask: TrayAsk) -> TrayPage:
    """The part asked for; the request wanted is among its rows, however long ago it was settled."""
    wanted = request_row(session, ask.wanted, ask.language) if ask.wanted else None
    part = _part_of(wanted.state) if wanted else ask.part
    rows = tray_rows(session, ask.language, part)
    if wanted is not None and all(row.id != wanted.id for row in rows):
        rows.append(wanted)
    return TrayPage(part, tuple(_with_tickets(session, rows) if part is TrayPart.ACCEPTED else rows))


def tray_rows(session: Session, language: str, part: TrayPart = TrayPart.WAITING) -> list[TrayRow]:
    """At most `MOST_ROWS`: of what waits the oldest first, for they are served first; else the latest."""
    statement = _requests().where(Request.state.in_(STATES[part]))
    if part is TrayPart.WAITING:
        statement = statement.order_by(Request.received_at, Request.id)
    else:
        statement = statement.order_by(Request.received_at.desc(), Request.id.desc())
    return [_row(row, language) for row in session.execute(statement.limit(MOST_ROWS))]


def request_row(session: Session, request_id: UUID, language: str) -> TrayRow | None:
    """One request, in whatever state it is."""
    row = session.execute(_requests().where(Request.id == request_id)).one_or_none()
    return None if row is None else _row(row, language)


def _part_of(state: str) -> TrayPart:
    return next(part for part, states in STATES.items() if RequestState(state) in states)


def _with_tickets(session: Session, rows: list[TrayRow]) -> list[TrayRow]:
    """With the first ticket that each became, of those that the reader sees."""
    told = (
        select(Ticket.request_id, Ticket.id, Ticket.number)
        .where(Ticket.request_id.in_([row.id for row in rows]))
        .order_by(Ticket.opened_at.desc(), Ticket.id.desc())
    )
    tickets = {request_id: (ticket_id, number) for request_id, ticket_id, number in session.execute(told)}
    return [
        replace(row, ticket_id=tickets[row.id][0], ticket_number=tickets[row.id][1])
        if row.id in tickets
        else row
        for row in rows
    ]


def _requests() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Request,
            Customer.number.label("customer_number"),
            Customer.name.label("customer"),
            Customer.customer_class,
            Contact.name.label("contact"),
            Equipment.serial_number,
            Product.name.label("product"),
            WorkKind.name.label("work"),
            WorkKind.translations,
            UserAccount.name.label("taken_by"),
        )
        .outerjoin(Customer, Customer.id == Request.customer_id)
        .outerjoin(Contact, Contact.id == Request.contact_id)
        .outerjoin(Equipment, Equipment.id == Request.equipment_id)
        .outerjoin(Product, Product.id == Equipment.product_id)
        .outerjoin(WorkKind, WorkKind.id == Request.work_kind_id)
        .outerjoin(UserAccount, UserAccount.id == Request.taken_by_id)
    )


def _row(row: Any, language: str) -> TrayRow:
    request: Request = row.Request
    return TrayRow(
        id=request.id,
        state=request.state.value,
        channel=request.channel.value,
        received_at=request.received_at,
        caller=request.caller,
        caller_name=request.caller_name,
        customer_id=request.customer_id,
        customer_number=row.customer_number or "",
        customer=row.customer or "",
        customer_class=row.customer_class.value if row.customer_class else "",
        contact_id=request.contact_id,
        contact=row.contact or "",
        equipment_id=request.equipment_id,
        unit=row.product or "",
        serial_number=row.serial_number or "",
        work_kind_id=request.work_kind_id,
        work=name_in(row.work, row.translations, language) if row.work else "",
        title=request.title,
        text=request.text,
        outcome=request.verdict_outcome or "",
        because=request.parked_because,
        requester_told=request.requester_told,
        taken_by=row.taken_by or "",
        verdict=verdict_from_json(request.verdict) if request.verdict else None,
        wish=request.wish or {},
        number=_number(request.caller),
    )


def _number(caller: str) -> str:
    phone = read_phone(caller, "")
    return show_phone(phone, "") if phone else caller
