"""What stands on the sheet that a technician takes along: one work order, and all that is known around it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, aliased

from fieldservice.domain.model.catalogue import WorkKind
from fieldservice.domain.model.customer import Contact, Customer, CustomerClass, Identity, IdentityKind, Site
from fieldservice.domain.model.equipment import Category, Equipment, Meter, Product, Reading
from fieldservice.domain.model.order import Visit, WorkOrder
from fieldservice.domain.model.people import Branch, Technician, UserAccount
from fieldservice.domain.model.ticket import Request, Ticket
from fieldservice.domain.queries.dictionaries import name_in
from fieldservice.domain.queries.settings import sender_of_papers
from fieldservice.domain.rules.coverage_facts import WorkMode
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.numbers import branch_code_of
from fieldservice.domain.rules.order_states import OrderState, VisitOutcome, VisitState
from fieldservice.domain.rules.verdict_json import verdict_from_json
from fieldservice.domain.rules.verdict_values import Verdict

MOST_VISITS = 20
MOST_PHONES = 4
MOST_METERS = 12
LATEST_VISITS = 3


@dataclass(frozen=True, slots=True)
class SheetPlace:
    """Whom and where to visit. `phones` are E.164, with `#12` for an extension."""

    customer: str = ""
    customer_number: str = ""
    is_vip: bool = False
    contact: str = ""
    contact_role: str = ""
    phones: tuple[str, ...] = ()
    site: str = ""
    site_code: str = ""
    street: str = ""
    postal_code: str = ""
    city: str = ""
    zone: str = ""


@dataclass(frozen=True, slots=True)
class SheetMeter:
    """A meter of the unit and what it showed last."""

    name: str
    unit: str
    value: Decimal | None = None
    read_on: date | None = None


@dataclass(frozen=True, slots=True)
class SheetUnit:
    category: str = ""
    product: str = ""
    serial_number: str = ""
    purchased_on: date | None = None
    warranty_until: date | None = None
    meters: tuple[SheetMeter, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetCall:
    """What the ticket came from; `channel` is the enum's value."""

    channel: str
    received_at: datetime
    caller: str
    caller_name: str
    text: str


@dataclass(frozen=True, slots=True)
class SheetVisit:
    """A visit of this order: as planned while it is to be made; as it was, once the order is done."""

    technician: str
    phone: str
    begins_at: datetime | None
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class PastVisit:
    """A visit that was made to the same unit, other than those that the sheet tells as its own."""

    order_number: str
    technician: str
    ended_at: datetime
    outcome: VisitOutcome | None
    report: str


@dataclass(frozen=True, slots=True)
class OrderSheet:
    """`close_until` is the ticket's expected closing; `branch` the office that issued the number."""

    branch: str
    number: str
    ticket_number: str
    title: str
    ticket_title: str
    description: str
    work_kind: str
    mode: WorkMode
    priority: int
    duration_minutes: int
    state: OrderState
    cancelled_because: str
    promised_from: datetime | None
    promised_to: datetime | None
    close_until: datetime | None
    place: SheetPlace
    unit: SheetUnit | None
    call: SheetCall | None
    visits: tuple[SheetVisit, ...]
    past_visits: tuple[PastVisit, ...]
    verdict: Verdict | None
    override_because: str
    override_by: str
    printed_at: datetime


def order_sheet(session: Session, order_id: UUID, language: str, now: datetime) -> OrderSheet:
    """`RuleViolation` `row.missing` when there is no such order."""
    row = session.execute(_ORDER.where(WorkOrder.id == order_id)).mappings().one_or_none()
    if row is None:
        raise RuleViolation("row.missing", table=WorkOrder.__tablename__)
    is_done = row["state"] is OrderState.FINISHED
    return OrderSheet(
        branch=branch_name(session, row["number"]),
        **{name: row[name] for name in _SAME},
        work_kind=name_in(row["work_kind"], row["work_kind_words"], language) if row["work_kind"] else "",
        place=_place(row, _phones(session, row["customer_id"], row["contact_id"])),
        unit=_unit(session, row),
        call=_call(row),
        visits=_visits_made(session, order_id) if is_done else _visits_to_make(session, order_id),
        past_visits=_past_visits(session, row["equipment_id"], order_id if is_done else None),
        verdict=None if row["verdict"] is None else verdict_from_json(row["verdict"]),
        override_by=row["override_by"] or "",
        printed_at=now,
    )


def order_id_of(session: Session, number: str) -> UUID | None:
    """The order of that number, as it is written on paper."""
    return session.scalar(select(WorkOrder.id).where(WorkOrder.number == number))


def branch_name(session: Session, number: str) -> str:
    """Who sends the paper: the company as it calls itself, or else the branch that issued the number."""
    company = sender_of_papers(session)
    if company:
        return company
    code = branch_code_of(number)
    return session.scalar(select(Branch.name).where(Branch.code == code)) or code


def _place(row: Any, phones: tuple[str, ...]) -> SheetPlace:
    return SheetPlace(
        row["customer"] or "",
        row["customer_number"] or "",
        row["customer_class"] is CustomerClass.VIP,
        row["contact"] or "",
        row["contact_role"] or "",
        phones,
        row["site"] or "",
        row["site_code"] or "",
        row["street"] or "",
        row["postal_code"] or "",
        row["city"] or "",
        row["zone"] or "",
    )


def _phones(session: Session, customer_id: UUID | None, contact_id: UUID | None) -> tuple[str, ...]:
    """The contact's own numbers before those of the company."""
    if customer_id is None:
        return ()
    wanted = or_(Identity.contact_id == contact_id, Identity.contact_id.is_(None))
    found = session.execute(
        select(Identity.value, Identity.extension)
        .where(Identity.customer_id == customer_id, Identity.kind == IdentityKind.PHONE, wanted)
        .order_by(Identity.contact_id.is_(None), Identity.id)
        .limit(MOST_PHONES)
    )
    return tuple(f"{value}#{extension}" if extension else value for value, extension in found)


def _unit(session: Session, row: Any) -> SheetUnit | None:
    if row["product"] is None:
        return None
    return SheetUnit(
        row["category"] or "",
        row["product"],
        row["serial_number"] or "",
        row["purchased_on"],
        row["warranty_until"],
        _meters(session, row["equipment_id"]),
    )


def _meters(session: Session, equipment_id: UUID | None) -> tuple[SheetMeter, ...]:
    newest = aliased(Reading)
    latest = (
        select(newest.id)
        .where(newest.meter_id == Meter.id)
        .order_by(newest.read_on.desc(), newest.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    found = session.execute(
        select(Meter.name, Meter.unit, Reading.value, Reading.read_on)
        .outerjoin(Reading, Reading.id == latest)
        .where(Meter.equipment_id == equipment_id)
        .order_by(Meter.name)
        .limit(MOST_METERS)
    )
    return tuple(SheetMeter(*row) for row in found)


def _call(row: Any) -> SheetCall | None:
    if row["received_at"] is None:
        return None
    return SheetCall(row["channel"].value, row["received_at"], row["caller"], row["caller_name"], row["said"])


def _visits_to_make(session: Session, order_id: UUID) -> tuple[SheetVisit, ...]:
    return _visits(session, order_id, (Visit.planned_from, Visit.planned_to), Visit.state != VisitState.ENDED)


def _visits_made(session: Session, order_id: UUID) -> tuple[SheetVisit, ...]:
    made = (Visit.state == VisitState.ENDED) & (Visit.outcome != VisitOutcome.CANCELLED)
    return _visits(session, order_id, (Visit.started_at, Visit.ended_at), made)


def _visits(
    session: Session, order_id: UUID, times: tuple[Any, Any], which: ColumnElement[bool]
) -> tuple[SheetVisit, ...]:
    found = session.execute(
        select(Technician.name, Technician.phone, *times)
        .join(Technician, Technician.id == Visit.technician_id)
        .where(Visit.order_id == order_id, which)
        .order_by(times[0], Technician.name, Visit.id)
        .limit(MOST_VISITS)
    )
    return tuple(SheetVisit(*row) for row in found)


def _past_visits(session: Session, equipment_id: UUID | None, but_of: UUID | None) -> tuple[PastVisit, ...]:
    if equipment_id is None:
        return ()
    ended_at = func.coalesce(Visit.ended_at, Visit.planned_to)
    found = session.execute(
        select(WorkOrder.number, Technician.name, ended_at, Visit.outcome, Visit.report)
        .join(WorkOrder, WorkOrder.id == Visit.order_id)
        .join(Ticket, Ticket.id == WorkOrder.ticket_id)
        .join(Technician, Technician.id == Visit.technician_id)
        .where(
            Ticket.equipment_id == equipment_id,
            Visit.state == VisitState.ENDED,
            Visit.outcome != VisitOutcome.CANCELLED,
            ended_at.is_not(None),
            WorkOrder.id.is_distinct_from(but_of),
        )
        .order_by(ended_at.desc(), Visit.id.desc())
        .limit(LATEST_VISITS)
    )
    return tuple(PastVisit(*row) for row in found)


_SAME = (
    "number",
    "ticket_number",
    "title",
    "ticket_title",
    "description",
    "mode",
    "priority",
    "duration_minutes",
    "state",
    "cancelled_because",
    "promised_from",
    "promised_to",
    "close_until",
    "override_because",
)
_OVERRIDER = aliased(UserAccount)


_COLUMNS: tuple[Any, ...] = (
    WorkOrder.number,
    WorkOrder.title,
    WorkOrder.mode,
    WorkOrder.priority,
    WorkOrder.duration_minutes,
    WorkOrder.state,
    WorkOrder.cancelled_because,
    WorkOrder.promised_from,
    WorkOrder.promised_to,
    WorkKind.name.label("work_kind"),
    WorkKind.translations.label("work_kind_words"),
    Ticket.number.label("ticket_number"),
    Ticket.title.label("ticket_title"),
    Ticket.description,
    Ticket.expected_closing_at.label("close_until"),
    Ticket.customer_id,
    Ticket.contact_id,
    Ticket.equipment_id,
    Ticket.verdict,
    Ticket.override_because,
    _OVERRIDER.name.label("override_by"),
    Customer.name.label("customer"),
    Customer.number.label("customer_number"),
    Customer.customer_class,
    Contact.name.label("contact"),
    Contact.role.label("contact_role"),
    Site.name.label("site"),
    Site.code.label("site_code"),
    Site.street,
    Site.postal_code,
    Site.city,
    Site.zone,
    Equipment.serial_number,
    Equipment.purchased_on,
    Equipment.warranty_until,
    Product.name.label("product"),
    Category.name.label("category"),
    Request.channel,
    Request.received_at,
    Request.caller,
    Request.caller_name,
    Request.text.label("said"),
)


def _order_statement() -> Any:
    statement: Any = select(*_COLUMNS).join(Ticket, Ticket.id == WorkOrder.ticket_id)
    joins: tuple[tuple[Any, Any], ...] = (
        (WorkKind, WorkKind.id == func.coalesce(WorkOrder.work_kind_id, Ticket.work_kind_id)),
        (Customer, Customer.id == Ticket.customer_id),
        (Contact, Contact.id == Ticket.contact_id),
        (Equipment, Equipment.id == Ticket.equipment_id),
        (Site, Site.id == func.coalesce(Ticket.site_id, Equipment.site_id)),
        (Product, Product.id == func.coalesce(Equipment.product_id, Ticket.product_id)),
        (Category, Category.id == Product.category_id),
        (Request, Request.id == Ticket.request_id),
        (_OVERRIDER, _OVERRIDER.id == Ticket.override_by_id),
    )
    for target, condition in joins:
        statement = statement.outerjoin(target, condition)
    return statement


_ORDER = _order_statement()
