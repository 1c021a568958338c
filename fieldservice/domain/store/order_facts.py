"""What dispatch must know before it acts: blocks of the customer, other visits and absences of the
technician.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from fieldservice.domain.model.customer import Block
from fieldservice.domain.model.order import Visit, WorkOrder
from fieldservice.domain.model.people import Absence, Technician
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.order_states import OrderState, VisitState
from fieldservice.domain.store.finding import today
from fieldservice.domain.store.rights import Right
from fieldservice.domain.store.ticket_moves import show_progress
from fieldservice.domain.store.unit_of_work import UnitOfWork


def require_dispatchable(uow: UnitOfWork, ticket: Ticket, override_because: str) -> None:
    """Refuse to release work for a customer blocked meanwhile (P-47), unless somebody with the right
    overrides.
    """
    if ticket.customer_id is None:
        return
    day = today(uow)
    holds = select(Block).where(Block.customer_id == ticket.customer_id, Block.since <= day)
    block = uow.session.scalars(holds.where((Block.until.is_(None)) | (Block.until >= day)).limit(1)).first()
    if block is None:
        return
    if override_because.strip():
        uow.require(Right.OVERRIDE_PLAN)
        return
    raise RuleViolation(
        "order.customer_blocked", number=ticket.number, reason=block.reason, since=block.since
    )


def require_free(uow: UnitOfWork, visit: Visit, override_because: str) -> None:
    """Refuse a visit that overlaps another of the same technician, or an absence (P-50). Touching ends are
    allowed.
    """
    technician = uow.lock(Technician, visit.technician_id)
    if visit.planned_from is None or visit.planned_to is None:
        return
    clash = _overlapping(uow, visit, visit.planned_from, visit.planned_to)
    away = _absence(uow, visit.technician_id, visit.planned_from, visit.planned_to)
    if clash is None and away is None:
        return
    if override_because.strip():
        uow.require(Right.OVERRIDE_PLAN)
        return
    if clash is not None:
        start, end, number = clash
        raise RuleViolation(
            "visit.overlaps", technician=technician.name, order=number, planned_from=start, planned_to=end
        )
    if away is not None:
        raise RuleViolation(
            "visit.technician_absent",
            technician=technician.name,
            first_day=away.first_day,
            last_day=away.last_day,
        )


def _overlapping(
    uow: UnitOfWork, visit: Visit, start: datetime, end: datetime
) -> tuple[datetime, datetime, str] | None:
    others = (
        select(Visit.planned_from, Visit.planned_to, WorkOrder.number)
        .join(WorkOrder, WorkOrder.id == Visit.order_id)
        .where(
            Visit.technician_id == visit.technician_id,
            Visit.id != visit.id,
            Visit.state != VisitState.ENDED,
            Visit.planned_from < end,
            Visit.planned_to > start,
        )
        .order_by(Visit.planned_from)
        .limit(1)
    )
    found = uow.session.execute(others).one_or_none()
    if found is None or found[0] is None or found[1] is None:
        return None
    return found[0], found[1], found[2]


def _absence(uow: UnitOfWork, technician_id: UUID, start: datetime, end: datetime) -> Absence | None:
    return uow.session.scalars(
        select(Absence)
        .where(
            Absence.technician_id == technician_id,
            Absence.first_day <= uow.local(end).date(),
            Absence.last_day >= uow.local(start).date(),
        )
        .limit(1)
    ).first()


def show_orders(uow: UnitOfWork, ticket: Ticket) -> None:
    """Let the ticket's state say how far its orders are."""
    uow.session.flush()  # the orders of this very command must be seen
    states = set(uow.session.scalars(select(WorkOrder.state).where(WorkOrder.ticket_id == ticket.id)))
    if states - {OrderState.CANCELLED}:
        show_progress(uow, ticket, has_begun=bool(states & {OrderState.IN_PROGRESS, OrderState.FINISHED}))
