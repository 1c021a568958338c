"""What the intake screen shows while a call runs: the customer's card, choices, the answer so far.

Who is calling is found by `callers`, which unit by `intake_units`, similar tickets by `intake_similar`.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from fieldservice.domain.model.catalogue import TicketState
from fieldservice.domain.model.customer import Contact, Customer, CustomerClass, Identity, IdentityKind
from fieldservice.domain.model.order import Visit, WorkOrder
from fieldservice.domain.model.people import Technician
from fieldservice.domain.model.ticket import Request, RequestState, Ticket
from fieldservice.domain.queries.custom_fields import FieldLayout, field_layout
from fieldservice.domain.queries.dictionaries import TicketPickers, name_in, ticket_pickers
from fieldservice.domain.queries.intake_similar import SimilarAsk, SimilarTicket, similar_tickets
from fieldservice.domain.queries.intake_units import UnitChoice, only_unit
from fieldservice.domain.queries.ticket_moments import Moments, moments_of
from fieldservice.domain.queries.ticket_templates import TemplateRow, ticket_templates
from fieldservice.domain.rules.order_states import VisitState
from fieldservice.domain.rules.sla import SlaFacts
from fieldservice.domain.rules.ticket_states import TicketStateType
from fieldservice.domain.rules.verdict_values import Verdict
from fieldservice.domain.store.engine import rulebook_of
from fieldservice.domain.store.rights import Right, grants_of
from fieldservice.domain.store.service_levels import promise
from fieldservice.domain.store.verdicts import VerdictAsk, ask_verdict

MOST_CONTACTS = 200
MOST_OPEN = 8
MOST_CLOSED = 3
OVER = tuple(state for state in TicketStateType if state.is_terminal)


@dataclass(frozen=True, slots=True)
class IntakeOptions:
    """What the form offers, and how its fields stand. `may_override`: this person may accept what the verdict
    refuses.
    """

    pickers: TicketPickers
    may_override: bool
    layout: FieldLayout
    templates: tuple[TemplateRow, ...] = ()


@dataclass(frozen=True, slots=True)
class ContactChoice:
    id: UUID
    name: str
    role: str
    phone: str


@dataclass(frozen=True, slots=True)
class PanelTicket:
    """A ticket of the customer; `moment` is when it was opened, or closed when it is."""

    id: UUID
    number: str
    title: str
    state: str
    state_type: TicketStateType
    moment: datetime
    moments: Moments


@dataclass(frozen=True, slots=True)
class PanelVisit:
    """A visit to come."""

    ticket_id: UUID
    order_number: str
    technician: str
    planned_from: datetime


@dataclass(frozen=True, slots=True)
class CustomerPanel:
    """The customer's card at intake. `only_unit` is the unit when there is just one."""

    id: UUID
    number: str
    name: str
    tax_id: str
    customer_class: str
    note: str
    contacts: tuple[ContactChoice, ...]
    open_tickets: tuple[PanelTicket, ...]
    open_count: int
    visits: tuple[PanelVisit, ...]
    closed_tickets: tuple[PanelTicket, ...]
    only_unit: UnitChoice | None


@dataclass(frozen=True, slots=True)
class IntakeAsk:
    """What stands in the form. `day` is the local day of the call, `priority` set when chosen by hand."""

    day: date
    received_at: datetime
    caller: str = ""
    possible_customers: int = 0
    customer_id: UUID | None = None
    equipment_id: UUID | None = None
    serial_number: str = ""
    site_id: UUID | None = None
    product_id: UUID | None = None
    work_kind_id: UUID | None = None
    service_id: UUID | None = None
    purpose_id: UUID | None = None
    type_id: UUID | None = None
    kind_id: UUID | None = None
    channel: str = "phone"
    impact: int = 3
    urgency: int = 3
    priority: int | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class IntakePreview:
    """What would become of the request now: verdict, priority, type, promise, and tickets that are alike."""

    verdict: Verdict
    computed_priority: int
    type_id: UUID | None
    requires_purpose: bool
    sla_name: str
    closing_at: datetime | None
    similar: tuple[SimilarTicket, ...]


def intake_options(
    session: Session, language: str, user_id: UUID | None, customer_id: UUID | None = None
) -> IntakeOptions:
    """The dictionaries in the language; kinds also those of the customer's own (A04)."""
    may = any(grant.gives({Right.OVERRIDE_VERDICT}) for grant in grants_of(session, user_id))
    pickers = ticket_pickers(session, language, customer_id)
    templates = tuple(ticket_templates(session, language))
    return IntakeOptions(pickers, may, field_layout(session, language), templates)


def customer_panel(session: Session, customer_id: UUID, now: datetime, language: str) -> CustomerPanel | None:
    customer = session.get(Customer, customer_id)
    if customer is None:
        return None
    counted = select(func.count()).select_from(Ticket)
    is_open = (Ticket.customer_id == customer_id) & Ticket.state_type.not_in(OVER)
    return CustomerPanel(
        id=customer.id,
        number=customer.number,
        name=customer.name,
        tax_id=customer.tax_id or "",
        customer_class=customer.customer_class.value,
        note=customer.note,
        contacts=_contacts(session, customer_id),
        open_tickets=_open_tickets(session, customer_id, language),
        open_count=session.scalar(counted.where(is_open)) or 0,
        visits=_visits(session, customer_id, now),
        closed_tickets=_closed_tickets(session, customer_id, language),
        only_unit=only_unit(session, customer_id),
    )


def intake_preview(session: Session, ask: IntakeAsk, now: datetime, language: str) -> IntakePreview:
    """Verdict, priority, service level and similar tickets, as the command will see them on saving."""
    verdict = ask_verdict(session, verdict_ask(ask))
    rulebook = rulebook_of(session, now)
    computed = rulebook.matrix.priority(ask.impact, ask.urgency)
    type_id = ask.type_id or rulebook.type_for(ask.kind_id, ask.service_id, ask.work_kind_id)
    facts = SlaFacts(
        priority=ask.priority or computed,
        customer_class=_customer_class(session, ask.customer_id),
        ticket_type_id=type_id,
        channel=ask.channel,
        line_sla_id=verdict.evidence.sla_id,
        customer_id=ask.customer_id,
        service_id=ask.service_id,
        kind_id=ask.kind_id,
    )
    promised = promise(rulebook, facts, ask.received_at)
    alike = SimilarAsk(ask.customer_id, ask.equipment_id, ask.title)
    return IntakePreview(
        verdict=verdict,
        computed_priority=computed,
        type_id=type_id,
        requires_purpose=type_id in rulebook.purpose_demanded,
        sla_name=promised.sla_name,
        closing_at=promised.resolution_due_at,
        similar=similar_tickets(session, alike, now, language),
    )


def verdict_ask(ask: IntakeAsk) -> VerdictAsk:
    """The form's question to the verdict."""
    return VerdictAsk(
        day=ask.day,
        caller=ask.caller,
        possible_customers=ask.possible_customers,
        customer_id=ask.customer_id,
        equipment_id=ask.equipment_id,
        serial_number=ask.serial_number,
        site_id=ask.site_id,
        product_id=ask.product_id,
        service_id=ask.service_id,
        work_kind_id=ask.work_kind_id,
        purpose_id=ask.purpose_id,
    )


def is_logged(session: Session, request_id: UUID, ticket_id: UUID, *, is_from_tray: bool = False) -> bool:
    """Whether a form with these ids was saved, as a ticket or parked. From the tray, it was parked before."""
    if session.get(Ticket, ticket_id) is not None:
        return True
    return not is_from_tray and _is_in_tray(session, request_id)


def _is_in_tray(session: Session, request_id: UUID) -> bool:
    request = session.get(Request, request_id)
    return request is not None and request.state is not RequestState.ACCEPTED


def _customer_class(session: Session, customer_id: UUID | None) -> str | None:
    found: CustomerClass | None = session.scalar(
        select(Customer.customer_class).where(Customer.id == customer_id)
    )
    return None if found is None else found.value


def _contacts(session: Session, customer_id: UUID) -> tuple[ContactChoice, ...]:
    phone = (
        select(Identity.value)
        .where(Identity.contact_id == Contact.id, Identity.kind == IdentityKind.PHONE)
        .order_by(Identity.id)
        .limit(1)
    )
    statement = (
        select(Contact.id, Contact.name, Contact.role, phone.scalar_subquery())
        .where(Contact.customer_id == customer_id, Contact.is_active)
        .order_by(Contact.name, Contact.id)
    )
    found = session.execute(statement.limit(MOST_CONTACTS))
    return tuple(ContactChoice(row_id, name, role, number or "") for row_id, name, role, number in found)


def _open_tickets(session: Session, customer_id: UUID, language: str) -> tuple[PanelTicket, ...]:
    statement = _tickets(customer_id).where(Ticket.state_type.not_in(OVER))
    newest = statement.order_by(Ticket.opened_at.desc(), Ticket.id.desc()).limit(MOST_OPEN)
    return tuple(
        _panel_ticket(ticket, state, ticket.opened_at, language) for ticket, state in session.execute(newest)
    )


def _closed_tickets(session: Session, customer_id: UUID, language: str) -> tuple[PanelTicket, ...]:
    statement = _tickets(customer_id).where(Ticket.state_type == TicketStateType.CLOSED)
    newest = statement.order_by(Ticket.closed_at.desc(), Ticket.id.desc()).limit(MOST_CLOSED)
    return tuple(
        _panel_ticket(ticket, state, ticket.closed_at or ticket.opened_at, language)
        for ticket, state in session.execute(newest)
    )


def _tickets(customer_id: UUID) -> Select[Ticket, TicketState]:
    joined = select(Ticket, TicketState).join(TicketState, TicketState.id == Ticket.state_id)
    return joined.where(Ticket.customer_id == customer_id)


def _panel_ticket(ticket: Ticket, state: TicketState, moment: datetime, language: str) -> PanelTicket:
    name = name_in(state.name, state.translations, language)
    return PanelTicket(
        ticket.id, ticket.number, ticket.title, name, ticket.state_type, moment, moments_of(ticket)
    )


def _visits(session: Session, customer_id: UUID, now: datetime) -> tuple[PanelVisit, ...]:
    statement = (
        select(WorkOrder.ticket_id, WorkOrder.number, Technician.name, Visit.planned_from)
        .join(WorkOrder, WorkOrder.id == Visit.order_id)
        .join(Ticket, Ticket.id == WorkOrder.ticket_id)
        .join(Technician, Technician.id == Visit.technician_id)
        .where(
            Ticket.customer_id == customer_id,
            Ticket.state_type.not_in(OVER),
            Visit.state == VisitState.PLANNED,
            Visit.planned_from >= now,
        )
        .order_by(Visit.planned_from, Visit.id)
    )
    found = session.execute(statement.limit(MOST_OPEN))
    return tuple(
        PanelVisit(ticket_id, number, technician, planned_from)
        for ticket_id, number, technician, planned_from in found
        if planned_from is not None
    )
