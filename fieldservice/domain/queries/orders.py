"""The orders of a ticket with their visits, what forms for them offer, and the conflicts of a plan."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, or_, select
from sqlalchemy.orm import Session

from fieldservice.domain.model.catalogue import WorkKind
from fieldservice.domain.model.contract import Contract
from fieldservice.domain.model.customer import Block, Customer
from fieldservice.domain.model.order import LineKind, Visit, WorkLine, WorkOrder
from fieldservice.domain.model.people import Absence, Technician
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.queries.dictionaries import WorkKindChoice, name_in, work_kinds
from fieldservice.domain.queries.double_bookings import BookedTwice, booked_twice
from fieldservice.domain.queries.people import TechnicianRow, technicians
from fieldservice.domain.rules.coverage_facts import WorkMode
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.order_states import OrderState, VisitOutcome, VisitState

__all__ = ["LineKind", "OrderForm", "OrderRow", "PlanAsk", "VisitForm", "VisitRow"]

MOST_ORDERS = 200


@dataclass(frozen=True, slots=True)
class VisitRow:
    id: UUID
    technician_id: UUID
    technician: str
    planned_from: datetime | None
    planned_to: datetime | None
    state: VisitState
    outcome: VisitOutcome | None
    started_at: datetime | None
    ended_at: datetime | None
    report: str
    booked_twice: tuple[BookedTwice, ...] = ()


@dataclass(frozen=True, slots=True)
class OrderTotals:
    """What an order took: minutes of work and travel, and the money of parts and costs."""

    work_minutes: Decimal = Decimal(0)
    travel_minutes: Decimal = Decimal(0)
    amount_cents: int = 0


@dataclass(frozen=True, slots=True)
class OrderRow:
    id: UUID
    number: str
    position: int
    title: str
    work_kind: str
    mode: WorkMode
    duration_minutes: int
    state: OrderState
    finished_at: datetime | None
    is_kept_open: bool
    cancelled_because: str
    visits: tuple[VisitRow, ...]
    totals: OrderTotals

    @property
    def is_remote(self) -> bool:
        return self.mode is WorkMode.REMOTE


@dataclass(frozen=True, slots=True)
class OrderForm:
    """What the grid of new orders needs: whom the work is for, what it is usually, and who could do it."""

    ticket_id: UUID
    number: str
    title: str
    customer: str
    work_kind_id: UUID | None
    next_position: int
    work_kinds: tuple[WorkKindChoice, ...]
    technicians: tuple[TechnicianRow, ...]


@dataclass(frozen=True, slots=True)
class BookedLine:
    """What is booked for a visit already."""

    kind: str
    description: str
    quantity: Decimal
    unit: str
    amount_cents: int


@dataclass(frozen=True, slots=True)
class VisitForm:
    """A visit to be recorded or moved, and the contract to which its time, costs and parts are booked."""

    visit: VisitRow
    order_id: UUID
    order_number: str
    title: str
    duration_minutes: int
    contract_number: str
    customer: str
    booked: tuple[BookedLine, ...]
    technicians: tuple[TechnicianRow, ...]


@dataclass(frozen=True, slots=True)
class PlanAsk:
    """A visit that somebody is about to plan; `visit_id` is the visit itself when it is moved."""

    technician_id: UUID
    planned_from: datetime
    planned_to: datetime
    visit_id: UUID | None = None


def ticket_orders(session: Session, ticket_id: UUID, language: str) -> tuple[OrderRow, ...]:
    """All orders of a ticket in the order in which they were made, in three statements."""
    columns = (
        WorkOrder.id,
        WorkOrder.number,
        WorkOrder.position,
        WorkOrder.title,
        WorkKind.name,
        WorkKind.translations,
        WorkOrder.mode,
        WorkOrder.duration_minutes,
        WorkOrder.state,
        WorkOrder.finished_at,
        WorkOrder.is_kept_open,
        WorkOrder.cancelled_because,
    )
    found = session.execute(
        select(*columns)
        .outerjoin(WorkKind, WorkKind.id == WorkOrder.work_kind_id)
        .where(WorkOrder.ticket_id == ticket_id)
        .order_by(WorkOrder.position)
        .limit(MOST_ORDERS)
    ).all()
    ids = [row.id for row in found]
    visits, totals = _visits(session, ids), _totals(session, ids)
    return tuple(
        _order_row(row, language, visits.get(row.id, ()), totals.get(row.id, OrderTotals())) for row in found
    )


def order_form(session: Session, ticket_id: UUID, language: str, day: date) -> OrderForm:
    """`RuleViolation` `row.missing` when the ticket is not there."""
    row = session.execute(
        select(
            Ticket.number,
            Ticket.title,
            Customer.name,
            Ticket.work_kind_id,
            select(func.max(WorkOrder.position)).where(WorkOrder.ticket_id == ticket_id).scalar_subquery(),
        )
        .outerjoin(Customer, Customer.id == Ticket.customer_id)
        .where(Ticket.id == ticket_id)
    ).one_or_none()
    if row is None:
        raise RuleViolation("row.missing", table=Ticket.__tablename__)
    number, title, customer, work_kind_id, last = row
    return OrderForm(
        ticket_id,
        number,
        title,
        customer or "",
        work_kind_id,
        (last or 0) + 1,
        work_kinds(session, language),
        tuple(technicians(session, day=day)),
    )


def visit_form(session: Session, visit_id: UUID, day: date) -> VisitForm:
    """`RuleViolation` `row.missing` when the visit is not there."""
    visit = session.execute(_VISITS.where(Visit.id == visit_id)).one_or_none()
    if visit is None:
        raise RuleViolation("row.missing", table=Visit.__tablename__)
    order = session.execute(
        select(
            WorkOrder.id,
            WorkOrder.number,
            WorkOrder.title,
            WorkOrder.duration_minutes,
            Contract.number,
            Customer.name,
        )
        .join(Ticket, Ticket.id == WorkOrder.ticket_id)
        .outerjoin(Contract, Contract.id == Ticket.contract_id)
        .outerjoin(Customer, Customer.id == Ticket.customer_id)
        .where(WorkOrder.id == visit.order_id)
    ).one()
    order_id, number, title, minutes, contract, customer = order
    return VisitForm(
        _visit_row(visit),
        order_id,
        number,
        title,
        minutes,
        contract or "",
        customer or "",
        _booked(session, visit_id),
        tuple(technicians(session, day=day)),
    )


def customer_hold(session: Session, ticket_id: UUID, day: date) -> RuleViolation | None:
    """The block that stops the release of work from this ticket today, as the command refuses it (P-47)."""
    holds = (
        select(Ticket.number, Block.reason, Block.since)
        .join(Block, Block.customer_id == Ticket.customer_id)
        .where(Ticket.id == ticket_id, Block.since <= day, or_(Block.until.is_(None), Block.until >= day))
        .limit(1)
    )
    row = session.execute(holds).one_or_none()
    if row is None:
        return None
    number, reason, since = row
    return RuleViolation("order.customer_blocked", number=number, reason=reason, since=since)


def plan_conflicts(
    session: Session, asked: Sequence[PlanAsk], days: Sequence[tuple[date, date]]
) -> tuple[RuleViolation | None, ...]:
    """What speaks against each of the visits, as the command would refuse it; also among themselves.

    `days` are the local days on which each begins and ends.
    """
    return tuple(
        _clash(session, ask, asked[:place]) or _away(session, ask, days[place])
        for place, ask in enumerate(asked)
    )


def _clash(session: Session, ask: PlanAsk, earlier: Iterable[PlanAsk]) -> RuleViolation | None:
    name = session.scalar(select(Technician.name).where(Technician.id == ask.technician_id)) or ""
    for other in earlier:
        if other.technician_id == ask.technician_id and _meets(ask, other):
            return _overlap(name, "", other.planned_from, other.planned_to)
    others = (
        select(WorkOrder.number, Visit.planned_from, Visit.planned_to)
        .join(WorkOrder, WorkOrder.id == Visit.order_id)
        .where(
            Visit.technician_id == ask.technician_id,
            Visit.state != VisitState.ENDED,
            Visit.planned_from < ask.planned_to,
            Visit.planned_to > ask.planned_from,
        )
        .order_by(Visit.planned_from)
        .limit(1)
    )
    if ask.visit_id is not None:
        others = others.where(Visit.id != ask.visit_id)
    found = session.execute(others).one_or_none()
    if found is None or found[1] is None or found[2] is None:
        return None
    return _overlap(name, found[0], found[1], found[2])


def _meets(one: PlanAsk, other: PlanAsk) -> bool:
    return one.planned_from < other.planned_to and other.planned_from < one.planned_to


def _overlap(technician: str, order: str, start: datetime, end: datetime) -> RuleViolation:
    return RuleViolation(
        "visit.overlaps", technician=technician, order=order, planned_from=start, planned_to=end
    )


def _away(session: Session, ask: PlanAsk, days: tuple[date, date]) -> RuleViolation | None:
    absences = (
        select(Technician.name, Absence.first_day, Absence.last_day)
        .join(Technician, Technician.id == Absence.technician_id)
        .where(
            Absence.technician_id == ask.technician_id,
            Absence.first_day <= days[1],
            Absence.last_day >= days[0],
        )
        .limit(1)
    )
    row = session.execute(absences).one_or_none()
    if row is None:
        return None
    name, first_day, last_day = row
    return RuleViolation("visit.technician_absent", technician=name, first_day=first_day, last_day=last_day)


_VISITS = select(
    Visit.id,
    Visit.order_id,
    Visit.technician_id,
    Technician.name.label("technician"),
    Visit.planned_from,
    Visit.planned_to,
    Visit.state,
    Visit.outcome,
    Visit.started_at,
    Visit.ended_at,
    Visit.report,
).join(Technician, Technician.id == Visit.technician_id)


def _visits(session: Session, order_ids: list[UUID]) -> dict[UUID, tuple[VisitRow, ...]]:
    moment = func.coalesce(Visit.started_at, Visit.planned_from)
    ordered = _VISITS.where(Visit.order_id.in_(order_ids)).order_by(moment, Visit.id)
    by_order: dict[UUID, tuple[VisitRow, ...]] = {}
    rows = session.execute(ordered).all()
    twice = booked_twice(session, [row.id for row in rows])
    for row in rows:
        visit = replace(_visit_row(row), booked_twice=twice.get(row.id, ()))
        by_order[row.order_id] = (*by_order.get(row.order_id, ()), visit)
    return by_order


def _visit_row(row: Row[*tuple[Any, ...]]) -> VisitRow:
    return VisitRow(
        row.id,
        row.technician_id,
        row.technician,
        row.planned_from,
        row.planned_to,
        row.state,
        row.outcome,
        row.started_at,
        row.ended_at,
        row.report,
    )


def _order_row(row: Any, language: str, visits: tuple[VisitRow, ...], totals: OrderTotals) -> OrderRow:
    return OrderRow(
        row.id,
        row.number,
        row.position,
        row.title,
        name_in(row.name, row.translations, language) if row.name else "",
        row.mode,
        row.duration_minutes,
        row.state,
        row.finished_at,
        row.is_kept_open,
        row.cancelled_because,
        visits,
        totals,
    )


def _totals(session: Session, order_ids: list[UUID]) -> dict[UUID, OrderTotals]:
    lines = select(WorkLine.order_id, WorkLine.kind, WorkLine.quantity, WorkLine.amount_cents)
    totals: dict[UUID, OrderTotals] = {}
    for order_id, kind, quantity, cents in session.execute(lines.where(WorkLine.order_id.in_(order_ids))):
        known = totals.get(order_id, OrderTotals())
        totals[order_id] = OrderTotals(
            known.work_minutes + (quantity if kind is LineKind.TIME else 0),
            known.travel_minutes + (quantity if kind is LineKind.TRAVEL else 0),
            known.amount_cents + cents,
        )
    return totals


def _booked(session: Session, visit_id: UUID) -> tuple[BookedLine, ...]:
    lines = select(
        WorkLine.kind, WorkLine.description, WorkLine.quantity, WorkLine.unit, WorkLine.amount_cents
    )
    found = session.execute(
        lines.where(WorkLine.visit_id == visit_id).order_by(WorkLine.id).limit(MOST_ORDERS)
    )
    return tuple(
        BookedLine(kind.value, description, quantity, unit, cents)
        for kind, description, quantity, unit, cents in found
    )
