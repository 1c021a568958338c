"""Work orders made from a ticket: made, finished, cancelled, reopened. Their visits stand in `visits.py`."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fieldservice.domain.commands.visits import NewVisit, add_visit, locked_order
from fieldservice.domain.model.catalogue import WorkKind
from fieldservice.domain.model.order import Visit, WorkOrder
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.numbers import format_order_number
from fieldservice.domain.rules.order_states import OrderAction, OrderState, VisitState, next_order_state
from fieldservice.domain.rules.ticket_states import TicketStateType
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.finding import every, exists
from fieldservice.domain.store.order_facts import require_dispatchable, show_orders
from fieldservice.domain.store.settling import settle
from fieldservice.domain.store.ticket_moves import take_up
from fieldservice.domain.store.unit_of_work import UnitOfWork

DEFAULT_MINUTES = 60
MOST_MINUTES = 30 * 24 * 60


@dataclass(frozen=True, slots=True)
class NewOrder:
    """One line of the grid: what is to be done, how long it takes (minutes), and the visits planned for
    it.
    """

    order_id: UUID
    title: str
    work_kind_id: UUID | None = None
    duration_minutes: int | None = None
    visits: tuple[NewVisit, ...] = ()


@dataclass(frozen=True, slots=True)
class CreateOrders:
    """One or several orders from a ticket, at once. `override_because` plans against the rules, by right."""

    ticket_id: UUID
    orders: tuple[NewOrder, ...]
    override_because: str = ""


@dataclass(frozen=True, slots=True)
class FinishOrder:
    """Somebody says that the work is done, without a visit that says so."""

    order_id: UUID
    finished_at: datetime


@dataclass(frozen=True, slots=True)
class CancelOrder:
    order_id: UUID
    because: str


@dataclass(frozen=True, slots=True)
class ReopenOrder:
    order_id: UUID
    because: str


def create_orders(command: CreateOrders, uow: UnitOfWork, clock: Clock) -> Changes:
    """Make the orders and their visits; a ticket that was closed by its orders opens again."""
    ticket = uow.lock(Ticket, command.ticket_id)
    fresh = [new for new in command.orders if not exists(uow, WorkOrder, new.order_id)]
    uow.record("order.create", ticket, happened_at=clock.now(), number=ticket.number, count=len(fresh))
    if ticket.state_type is TicketStateType.MERGED:
        raise RuleViolation("order.ticket_merged", number=ticket.number)
    require_dispatchable(uow, ticket, command.override_because)
    taken = max((order.position for order in every(uow, WorkOrder, ticket_id=ticket.id)), default=0)
    for position, new in enumerate(fresh, start=taken + 1):
        _add_order(uow, ticket, new, position, command.override_because)
    take_up(uow, ticket)
    show_orders(uow, ticket)
    settle(uow, ticket)
    return uow.commit()


def finish_order(command: FinishOrder, uow: UnitOfWork, clock: Clock) -> Changes:
    """Finish by word; visits still planned are cancelled."""
    order, ticket = locked_order(uow, command.order_id)
    uow.record("order.finish", order, happened_at=command.finished_at, number=order.number)
    order.state = next_order_state(order.state, OrderAction.FINISH)
    order.finished_at = command.finished_at
    order.is_finished_by_word = True
    _drop_planned_visits(uow, order, clock)
    settle(uow, ticket)
    return uow.commit()


def cancel_order(command: CancelOrder, uow: UnitOfWork, clock: Clock) -> Changes:
    """Cancel with a reason; work under way is not cancelled, its visits end first."""
    order, ticket = locked_order(uow, command.order_id)
    uow.record("order.cancel", order, happened_at=clock.now(), number=order.number)
    cancel(uow, order, command.because, clock)
    settle(uow, ticket)
    return uow.commit()


def cancel(uow: UnitOfWork, order: WorkOrder, because: str, clock: Clock) -> None:
    if not because.strip():
        raise RuleViolation("order.cancel_reason_missing", number=order.number)
    order.state = next_order_state(order.state, OrderAction.CANCEL)
    order.cancelled_because = because.strip()
    _drop_planned_visits(uow, order, clock)


def reopen_order(command: ReopenOrder, uow: UnitOfWork, clock: Clock) -> Changes:
    """Open a finished or cancelled order again; a ticket that its orders closed opens with it."""
    order, ticket = locked_order(uow, command.order_id)
    uow.record("order.reopen", order, happened_at=clock.now(), number=order.number, because=command.because)
    order.state = next_order_state(order.state, OrderAction.REOPEN)
    order.finished_at = None
    order.is_finished_by_word = False
    order.cancelled_because = ""
    settle(uow, ticket)
    show_orders(uow, ticket)
    return uow.commit()


def _add_order(uow: UnitOfWork, ticket: Ticket, new: NewOrder, position: int, override_because: str) -> None:
    work_kind_id = new.work_kind_id or ticket.work_kind_id
    work = None if work_kind_id is None else uow.get(WorkKind, work_kind_id)
    order = WorkOrder(
        id=new.order_id,
        ticket_id=ticket.id,
        position=position,
        number=format_order_number(ticket.number, position),
        title=new.title.strip() or ticket.title,
        work_kind_id=work.id if work else None,
        duration_minutes=_minutes(new, work),
        priority=ticket.priority,
        state=OrderState.TO_PLAN,
    )
    if work is not None:
        order.mode = work.mode
    uow.add(order)
    for visit in new.visits:
        add_visit(uow, order, visit, override_because)


def _minutes(new: NewOrder, work: WorkKind | None) -> int:
    minutes = new.duration_minutes or (work.default_minutes if work else DEFAULT_MINUTES)
    if not 0 < minutes <= MOST_MINUTES:
        raise RuleViolation("order.duration_out_of_range", minutes=minutes)
    return minutes


def _drop_planned_visits(uow: UnitOfWork, order: WorkOrder, clock: Clock) -> None:
    from_plan = every(uow, Visit, order_id=order.id, state=VisitState.PLANNED)
    for visit in from_plan:
        visit.cancel(clock.now())
