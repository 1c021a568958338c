"""Everything that belongs to one ticket, for the right half of its screen. Its history is in `history`."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from fieldservice.domain.model.catalogue import (
    Kind,
    Purpose,
    Queue,
    Service,
    TicketState,
    TicketType,
    WorkKind,
)
from fieldservice.domain.model.contract import Contract
from fieldservice.domain.model.customer import Contact, Customer, CustomerClass, Site
from fieldservice.domain.model.equipment import Equipment, Product
from fieldservice.domain.model.people import UserAccount
from fieldservice.domain.model.ticket import ArticleKind, LinkKind, Request, Ticket, TicketLink
from fieldservice.domain.queries.attachments import AttachmentRow, ticket_attachments
from fieldservice.domain.queries.dictionaries import name_in
from fieldservice.domain.queries.orders import OrderRow, ticket_orders
from fieldservice.domain.queries.ticket_articles import ArticleRow, articles_of
from fieldservice.domain.queries.ticket_holds import HoldRow, holds_of
from fieldservice.domain.queries.ticket_rows import Moments
from fieldservice.domain.queries.ticket_tasks import TaskRow, tasks_of
from fieldservice.domain.rules.case_phase import CaseFacts, CaseStanding, VisitFacts, standing_of
from fieldservice.domain.rules.clock_state import ClockState
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.order_states import OrderState
from fieldservice.domain.rules.settle import ClosedBy
from fieldservice.domain.rules.ticket_states import TicketStateType
from fieldservice.domain.rules.verdict_json import verdict_from_json
from fieldservice.domain.rules.verdict_values import Verdict

__all__ = ["ArticleKind", "ArticleRow", "TicketDetail", "detail"]

MOST_SIBLINGS = 50


@dataclass(frozen=True, slots=True)
class RequestRow:
    """What the ticket came from; `channel` is the enum's value."""

    id: UUID
    channel: str
    received_at: datetime
    caller: str
    caller_name: str
    text: str


@dataclass(frozen=True, slots=True)
class LinkedTicket:
    """A ticket of the same call, or one that a link names: `link` is its kind's value, else empty."""

    id: UUID
    number: str
    title: str
    state: str
    state_type: TicketStateType
    link: str = ""


@dataclass(frozen=True, slots=True)
class Closing:
    """By when, why another moment than computed, and how it stands; `at` None without a target."""

    expected_at: datetime | None
    because: str
    computed_at: datetime | None
    clock: ClockState
    closed_at: datetime | None
    closed_by: ClosedBy | None
    closed_because: str
    respond_by: datetime | None = None
    responded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Customer, contact, site and unit of a ticket, by id and by the words that name them."""

    customer_id: UUID | None
    customer: str
    customer_number: str
    is_vip: bool
    contact: str
    site: str
    equipment_id: UUID | None
    product: str
    serial_number: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Entries:
    """What the ticket is, by the company's dictionaries; empty where nothing is chosen."""

    type: str
    kind: str
    purpose: str
    service: str
    work_kind: str
    queue: str


@dataclass(frozen=True, slots=True)
class TicketDetail:
    id: UUID
    version: int
    number: str
    title: str
    description: str
    state_id: UUID
    state: str
    state_type: TicketStateType
    impact: int
    urgency: int
    priority: int
    opened_at: datetime
    channel: str
    owner_id: UUID | None
    owner: str
    responsible_id: UUID | None
    responsible: str
    override_because: str
    override_by: str
    contract_id: UUID | None
    is_held: bool
    wait_until: datetime | None
    wait_because: str
    contract_number: str
    place: Place
    entries: Entries
    closing: Closing
    verdict: Verdict | None
    request: RequestRow | None = None
    orders: tuple[OrderRow, ...] = ()
    articles: tuple[ArticleRow, ...] = ()
    tasks: tuple[TaskRow, ...] = ()
    files: tuple[AttachmentRow, ...] = ()
    holds: tuple[HoldRow, ...] = ()
    linked: tuple[LinkedTicket, ...] = field(default=())
    look: tuple[str, str] = ("", "")

    @property
    def standing(self) -> CaseStanding:
        """In which phase the case is (F23)."""
        visits = [visit for order in self.orders for visit in order.visits if visit.outcome is None]
        facts = [VisitFacts(each.technician, each.planned_from, each.started_at) for each in visits]
        orders = [order.state for order in self.orders]
        closed_at = self.closing.closed_at
        return standing_of(CaseFacts(self.state_type, closed_at, self.wait_until, orders, facts))

    @property
    def open_tasks(self) -> tuple[TaskRow, ...]:
        return tuple(task for task in self.tasks if not task.is_done)

    @property
    def open_orders(self) -> tuple[OrderRow, ...]:
        return tuple(order for order in self.orders if not order.state.is_terminal)

    @property
    def orders_done(self) -> int:
        return sum(order.state is OrderState.FINISHED for order in self.orders)

    @property
    def orders_total(self) -> int:
        """Without those that were cancelled."""
        return sum(order.state is not OrderState.CANCELLED for order in self.orders)

    @property
    def late_orders(self) -> tuple[OrderRow, ...]:
        """Open orders of a ticket that was closed by hand, but for those that were kept open knowingly."""
        if self.closing.closed_by in (None, ClosedBy.ORDERS):
            return ()
        return tuple(order for order in self.open_orders if not order.is_kept_open)

    @property
    def is_all_cancelled(self) -> bool:
        """All that was to be done was called off: somebody must say what becomes of the ticket."""
        return bool(self.orders) and not self.orders_total and not self.state_type.is_terminal

    @property
    def closes_after(self) -> OrderRow | None:
        """The last order still open, with which the ticket closes by itself."""
        is_live = not self.state_type.is_terminal and not self.is_held
        return self.open_orders[0] if is_live and len(self.open_orders) == 1 else None


def detail(session: Session, ticket_id: UUID, language: str, now: datetime) -> TicketDetail:
    """`RuleViolation` `row.missing` when there is no such ticket."""
    row = session.execute(_TICKET.where(Ticket.id == ticket_id)).mappings().one_or_none()
    if row is None:
        raise RuleViolation("row.missing", table=Ticket.__tablename__)
    same: dict[str, Any] = {name: row[name] for name in _SAME}
    return TicketDetail(
        **same,
        owner=row["owner"] or "",
        responsible=row["responsible"] or "",
        override_by=row["override_by"] or "",
        contract_number=row["contract_number"] or "",
        channel=row["channel"].value,
        state=_named(row, "state", language),
        look=(row["state_tone"] or "", row["state_shape"] or ""),
        place=_place(row),
        entries=Entries(*(_named(row, name, language) for name in _DICTIONARIES)),
        closing=_closing(row, now),
        verdict=None if row["verdict"] is None else verdict_from_json(row["verdict"]),
        request=_request(session, row["request_id"]),
        orders=ticket_orders(session, ticket_id, language),
        articles=articles_of(session, ticket_id),
        tasks=tasks_of(session, ticket_id),
        files=ticket_attachments(session, ticket_id),
        holds=holds_of(session, row["customer_id"], now),
        linked=_linked(session, ticket_id, row["request_id"], language),
    )


def _named(row: Any, name: str, language: str) -> str:
    return name_in(row[f"{name}_name"], row[f"{name}_translations"], language) if row[f"{name}_name"] else ""


def _place(row: Any) -> Place:
    return Place(
        row["customer_id"],
        row["customer"] or "",
        row["customer_number"] or "",
        row["customer_class"] is CustomerClass.VIP,
        row["contact"] or "",
        _site(row["site"] or "", row["city"] or ""),
        row["equipment_id"],
        row["product"] or "",
        row["serial_number"] or "",
        row["language"] or "",
    )


def _site(name: str, city: str) -> str:
    return name if city in name else f"{name} {city}"


def _closing(row: Any, now: datetime) -> Closing:
    expected_at, closed_at = row["expected_closing_at"], row["closed_at"]
    respond_by, responded_at = row["response_due_at"], row["first_response_at"]
    moments = Moments(
        expected_at, closed_at, row["wait_until"], respond_by, responded_at, row["resolution_due_at"]
    )
    return Closing(
        expected_at,
        row["expected_closing_because"],
        row["resolution_due_at"],
        moments.clock(row["state_type"], now),
        closed_at,
        row["closed_by"],
        row["closed_because"],
        respond_by,
        responded_at,
    )


def _request(session: Session, request_id: UUID | None) -> RequestRow | None:
    if request_id is None:
        return None
    columns = (
        Request.id,
        Request.channel,
        Request.received_at,
        Request.caller,
        Request.caller_name,
        Request.text,
    )
    row = session.execute(select(*columns).where(Request.id == request_id)).one_or_none()
    return None if row is None else RequestRow(row.id, row.channel.value, *row[2:])


def _linked(
    session: Session, ticket_id: UUID, request_id: UUID | None, language: str
) -> tuple[LinkedTicket, ...]:
    links = select(TicketLink.to_id, TicketLink.kind).where(TicketLink.from_id == ticket_id)
    named: dict[UUID, LinkKind] = {row.to_id: row.kind for row in session.execute(links.limit(MOST_SIBLINGS))}
    fits = (
        Ticket.id.in_(named)
        if request_id is None
        else (Ticket.request_id == request_id) | Ticket.id.in_(named)
    )
    columns = (
        Ticket.id,
        Ticket.number,
        Ticket.title,
        TicketState.name,
        TicketState.translations,
        Ticket.state_type,
    )
    joined = select(*columns).join(TicketState, TicketState.id == Ticket.state_id)
    found = session.execute(
        joined.where(fits, Ticket.id != ticket_id).order_by(Ticket.number).limit(MOST_SIBLINGS)
    )
    return tuple(
        LinkedTicket(
            row.id,
            row.number,
            row.title,
            name_in(row.name, row.translations, language),
            row.state_type,
            named[row.id].value if row.id in named else "",
        )
        for row in found
    )


_SAME = (
    "id",
    "version",
    "number",
    "title",
    "description",
    "state_id",
    "state_type",
    "impact",
    "urgency",
    "priority",
    "opened_at",
    "owner_id",
    "responsible_id",
    "override_because",
    "contract_id",
    "is_held",
    "wait_until",
    "wait_because",
)
_DICTIONARIES = ("type", "kind", "purpose", "service", "work_kind", "queue")
_KINDS: dict[str, Any] = {
    "state": TicketState,
    "type": TicketType,
    "kind": Kind,
    "purpose": Purpose,
    "service": Service,
    "work_kind": WorkKind,
    "queue": Queue,
}
_OWNER, _RESPONSIBLE, _OVERRIDER = (aliased(UserAccount) for _number in range(3))


def _ticket_statement() -> Any:
    statement: Any = select(
        *(getattr(Ticket, name) for name in _SAME),
        Ticket.channel,
        Ticket.request_id,
        Ticket.customer_id,
        Ticket.equipment_id,
        Ticket.verdict,
        Ticket.expected_closing_at,
        Ticket.expected_closing_because,
        Ticket.resolution_due_at,
        Ticket.response_due_at,
        Ticket.first_response_at,
        Ticket.closed_at,
        Ticket.closed_by,
        Ticket.closed_because,
        Customer.name.label("customer"),
        Customer.number.label("customer_number"),
        Customer.customer_class,
        Customer.language,
        Contact.name.label("contact"),
        Site.name.label("site"),
        Site.city,
        Equipment.serial_number,
        Product.name.label("product"),
        Contract.number.label("contract_number"),
        _OWNER.name.label("owner"),
        _RESPONSIBLE.name.label("responsible"),
        _OVERRIDER.name.label("override_by"),
        TicketState.tone.label("state_tone"),
        TicketState.shape.label("state_shape"),
        *(kind.name.label(f"{name}_name") for name, kind in _KINDS.items()),
        *(kind.translations.label(f"{name}_translations") for name, kind in _KINDS.items()),
    )
    joins = (
        (Customer, Customer.id == Ticket.customer_id),
        (Contact, Contact.id == Ticket.contact_id),
        (Site, Site.id == Ticket.site_id),
        (Equipment, Equipment.id == Ticket.equipment_id),
        (Product, Product.id == func.coalesce(Equipment.product_id, Ticket.product_id)),
        (Contract, Contract.id == Ticket.contract_id),
        (_OWNER, _OWNER.id == Ticket.owner_id),
        (_RESPONSIBLE, _RESPONSIBLE.id == Ticket.responsible_id),
        (_OVERRIDER, _OVERRIDER.id == Ticket.override_by_id),
        *((kind, kind.id == getattr(Ticket, f"{name}_id")) for name, kind in _KINDS.items()),
    )
    for target, condition in joins:
        statement = statement.outerjoin(target, condition)
    return statement


_TICKET = _ticket_statement()
