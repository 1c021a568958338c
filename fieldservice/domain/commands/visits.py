"""Visits of technicians: planned, moved, started, recorded with outcome, time, cost and parts."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from fieldservice.domain.model.order import LineKind, Visit, WorkLine, WorkOrder
from fieldservice.domain.model.people import Technician
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.order_states import (
    OrderAction,
    OrderStanding,
    OrderState,
    VisitAction,
    VisitFacts,
    VisitOutcome,
    VisitState,
    next_order_state,
    next_visit_state,
    order_standing,
)
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.finding import every, exists
from fieldservice.domain.store.order_facts import require_dispatchable, require_free, show_orders
from fieldservice.domain.store.settling import settle
from fieldservice.domain.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class NewVisit:
    """One technician's appearance; without `planned_from` it is assigned but has no time yet."""

    visit_id: UUID
    technician_id: UUID
    planned_from: datetime | None = None
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class PlanVisit:
    """Plan a further visit for an order; `override_because` plans against the rules, by right."""

    order_id: UUID
    visit: NewVisit
    override_because: str = ""


@dataclass(frozen=True, slots=True)
class MoveVisit:
    """Give a planned visit another technician or time."""

    visit_id: UUID
    technician_id: UUID
    planned_from: datetime
    planned_to: datetime
    override_because: str = ""


@dataclass(frozen=True, slots=True)
class StartVisit:
    visit_id: UUID
    started_at: datetime


@dataclass(frozen=True, slots=True)
class NewWorkLine:
    """Time or travel in minutes, parts in pieces, costs as one; `amount_cents` is the money of the whole
    line.
    """

    line_id: UUID
    kind: LineKind
    quantity: Decimal
    description: str = ""
    unit: str = ""
    amount_cents: int = 0


@dataclass(frozen=True, slots=True)
class RecordVisit:
    """How a visit went, told now or later: `ended_at` is when the work was done."""

    visit_id: UUID
    outcome: VisitOutcome
    started_at: datetime
    ended_at: datetime
    report: str = ""
    lines: tuple[NewWorkLine, ...] = ()


def plan_visit(command: PlanVisit, uow: UnitOfWork, clock: Clock) -> Changes:
    """Plan a visit; refused when the technician is not free (P-50) or the customer is blocked (P-47)."""
    order, ticket = locked_order(uow, command.order_id)
    uow.record("visit.plan", order, happened_at=clock.now(), number=order.number)
    require_dispatchable(uow, ticket, command.override_because)
    if not exists(uow, Visit, command.visit.visit_id):
        add_visit(uow, order, command.visit, command.override_because)
    show_orders(uow, ticket)
    settle(uow, ticket)
    return uow.commit()


def add_visit(uow: UnitOfWork, order: WorkOrder, new: NewVisit, override_because: str) -> None:
    """Add a planned visit to an order, which says so by its state."""
    order.state = next_order_state(order.state, OrderAction.PLAN_VISIT)
    minutes = timedelta(minutes=new.minutes or order.duration_minutes)
    visit = Visit(
        id=new.visit_id,
        order_id=order.id,
        technician_id=new.technician_id,
        planned_from=new.planned_from,
        planned_to=None if new.planned_from is None else new.planned_from + minutes,
        state=VisitState.PLANNED,
    )
    require_free(uow, visit, override_because)
    uow.add(visit)


def move_visit(command: MoveVisit, uow: UnitOfWork, clock: Clock) -> Changes:
    """Move a planned visit; one that has begun stays where it is."""
    visit = uow.lock(Visit, command.visit_id)
    order, _ticket = locked_order(uow, visit.order_id)
    uow.record("visit.move", order, happened_at=clock.now(), number=order.number)
    if command.planned_to <= command.planned_from:
        raise RuleViolation(
            "visit.times_reversed", planned_from=command.planned_from, planned_to=command.planned_to
        )
    visit.state = next_visit_state(visit.state, VisitAction.MOVE)
    visit.technician_id = command.technician_id
    visit.planned_from, visit.planned_to = command.planned_from, command.planned_to
    require_free(uow, visit, command.override_because)
    return uow.commit()


def start_visit(command: StartVisit, uow: UnitOfWork, clock: Clock) -> Changes:
    visit = uow.lock(Visit, command.visit_id)
    order, ticket = locked_order(uow, visit.order_id)
    uow.record("visit.start", order, happened_at=command.started_at, number=order.number)
    visit.state = next_visit_state(visit.state, VisitAction.START)
    visit.started_at = command.started_at
    _stand(uow, order)
    show_orders(uow, ticket)
    return uow.commit()


def record_visit(command: RecordVisit, uow: UnitOfWork, clock: Clock) -> Changes:
    """Record how a visit went; the last order done closes the ticket. Needs no right on the ticket (P-33)."""
    visit = uow.lock(Visit, command.visit_id)
    order, ticket = locked_order(uow, visit.order_id)
    technician = uow.get(Technician, visit.technician_id)
    uow.record(
        "visit.record",
        order,
        happened_at=command.ended_at,
        number=order.number,
        technician=technician.name,
        outcome=command.outcome.value,
    )
    if command.ended_at < command.started_at:
        raise RuleViolation(
            "visit.times_reversed", planned_from=command.started_at, planned_to=command.ended_at
        )
    visit.end(command.outcome, command.ended_at)
    visit.started_at = command.started_at
    visit.report = command.report.strip()
    _book(uow, order, ticket, command)
    _stand(uow, order)
    show_orders(uow, ticket)
    settle(uow, ticket)
    return uow.commit()


def locked_order(uow: UnitOfWork, order_id: UUID) -> tuple[WorkOrder, Ticket]:
    """The order and its ticket, the ticket locked first: always in this order, so that no two wait for each
    other.
    """
    ticket_id = uow.get(WorkOrder, order_id).ticket_id
    ticket = uow.lock(Ticket, ticket_id)
    return uow.lock(WorkOrder, order_id), ticket


def _book(uow: UnitOfWork, order: WorkOrder, ticket: Ticket, command: RecordVisit) -> None:
    """Book time, cost and parts to the contract, hence to the customer (B07, B08)."""
    for line in command.lines:
        if line.quantity <= 0 or line.amount_cents < 0:
            raise RuleViolation("work_line.not_positive", quantity=line.quantity)
        if exists(uow, WorkLine, line.line_id):
            continue
        uow.add(
            WorkLine(
                id=line.line_id,
                order_id=order.id,
                visit_id=command.visit_id,
                contract_id=ticket.contract_id,
                kind=line.kind,
                description=line.description.strip(),
                quantity=line.quantity,
                unit=line.unit,
                amount_cents=line.amount_cents,
                happened_at=command.ended_at,
            )
        )


def _stand(uow: UnitOfWork, order: WorkOrder) -> None:
    """Derive the order's state from its visits, unless it was finished or cancelled by word."""
    visits = [VisitFacts(v.state, v.outcome, v.ended_at) for v in every(uow, Visit, order_id=order.id)]
    by_word = order.state is OrderState.CANCELLED or order.is_finished_by_word
    decided = OrderStanding(order.state, order.finished_at) if by_word else None
    standing = order_standing(visits, decided)
    order.state, order.finished_at = standing.state, standing.finished_at
