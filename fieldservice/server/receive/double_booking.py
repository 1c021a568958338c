"""A technician whom two branches have booked for the same time: both visits stay, and both sides are told.

No desk can see it: the visits of another branch are not held there. It is told to the workstations that
planned the two, as news that ask for a decision.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Connection, select
from sqlalchemy.orm import aliased

from fieldservice.domain.model.order import Visit, WorkOrder
from fieldservice.domain.model.people import Branch, Technician
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.rules.exchange_restoring import DOUBLE_BOOKING
from fieldservice.domain.rules.order_states import VisitState
from fieldservice.domain.rules.quota_overdrawn import OVERDRAWN
from fieldservice.server.receive.merging import Outcome
from fieldservice.server.receive.work import Work
from fieldservice.server.store.listed import among
from fieldservice.sync import wire

VISIT = Visit.__tablename__
PLANNING = frozenset({"technician_id", "planned_from", "planned_to"})

Told = tuple[wire.Conflict, UUID | None, UUID | None]


@dataclass(frozen=True, slots=True)
class _Planned:
    """A visit that is still to come: who planned it, where."""

    id: UUID
    technician: str
    number: str
    branch: str
    start: datetime
    end: datetime
    user: UUID | None
    device: UUID | None

    def told(self) -> dict[str, Any]:
        return {
            "technician": self.technician,
            "number": self.number,
            "branch": self.branch,
            "planned_from": self.start.isoformat(),
            "planned_to": self.end.isoformat(),
        }


def double_bookings(
    connection: Connection, outcomes: Iterable[Outcome], device: UUID, now: datetime
) -> Iterator[tuple[Work, Told]]:
    """For each visit that the work has planned: what others had planned for the same technician and time."""
    planned = {visit_id: outcome.work for outcome in outcomes for visit_id in _planned_in(outcome)}
    for mine, other in _pairs(connection, planned, now):
        if other.device is not None and other.device != device:
            work = planned[mine.id]
            yield work, (_conflict(mine, other, work.user_id, now), other.device, device)
            yield work, (_conflict(other, mine, other.user, now), device, other.device)


def is_told_to(device: UUID, conflict: wire.Conflict, lost_device: UUID | None) -> bool:
    """Each side hears of its own visit or ticket; of everything else that gave way both do."""
    return conflict.rule not in (DOUBLE_BOOKING, OVERDRAWN) or lost_device == device


def _planned_in(outcome: Outcome) -> Iterator[UUID]:
    for (table, row_id), image in outcome.after.items():
        if table != VISIT or image.values is None or not image.values.get("planned_from"):
            continue
        before = outcome.before[table, row_id] or {}
        if any(before.get(name) != image.values.get(name) for name in PLANNING):
            yield row_id


def _pairs(
    connection: Connection, planned: Iterable[UUID], now: datetime
) -> Iterator[tuple[_Planned, _Planned]]:
    ids = sorted(planned)
    if not ids:
        return
    mine, other = aliased(Visit), aliased(Visit)
    met = (
        select(mine.id, other.id)
        .join(other, (other.technician_id == mine.technician_id) & (other.id != mine.id))
        .where(
            among(mine.id, ids),
            mine.state == VisitState.PLANNED,
            other.state == VisitState.PLANNED,
            mine.planned_from < other.planned_to,
            other.planned_from < mine.planned_to,
            mine.planned_to > now,
            other.planned_to > now,
        )
    )
    pairs = connection.execute(met).all()
    known = _known(connection, {each for pair in pairs for each in pair})
    for mine_id, other_id in pairs:
        yield known[mine_id], known[other_id]


def _known(connection: Connection, ids: set[UUID]) -> dict[UUID, _Planned]:
    if not ids:
        return {}
    wanted = (
        select(
            Visit.id,
            Technician.name,
            WorkOrder.number,
            Branch.name.label("branch"),
            Visit.planned_from,
            Visit.planned_to,
        )
        .join(Technician, Technician.id == Visit.technician_id)
        .join(WorkOrder, WorkOrder.id == Visit.order_id)
        .join(Ticket, Ticket.id == WorkOrder.ticket_id)
        .outerjoin(Branch, Branch.id == Ticket.branch_id)
        .where(among(Visit.id, sorted(ids)))
    )
    planners = _planners(connection, ids)
    return {
        row.id: _Planned(
            row.id,
            row.name,
            row.number,
            row.branch or "",
            row.planned_from,
            row.planned_to,
            *planners.get(row.id, (None, None)),
        )
        for row in connection.execute(wanted)
    }


_PLANNERS = """
SELECT s.id, s.user_id, coalesce((s.fields -> 'planned_from' ->> 2)::uuid, s.made_device)
FROM unnest(%s::uuid[]) w(id) JOIN sync_table t ON t.name = 'visit'
JOIN sync_row s ON s.tbl = t.number AND s.id = w.id"""


def _planners(connection: Connection, ids: set[UUID]) -> dict[UUID, tuple[UUID | None, UUID | None]]:
    """Who changed a visit last, and the workstation that set its time."""
    rows = connection.exec_driver_sql(_PLANNERS, (sorted(ids),))
    return {row_id: (user_id, device) for row_id, user_id, device in rows}


def _conflict(told_of: _Planned, other: _Planned, user: UUID | None, now: datetime) -> wire.Conflict:
    """Told once for these two times: moved onto each other again, they are told again."""
    named = f"{DOUBLE_BOOKING}|{other.id}|{told_of.start.isoformat()}|{other.start.isoformat()}"
    return wire.Conflict(
        id=uuid5(told_of.id, named).hex,
        table=VISIT,
        row=told_of.id.hex,
        field="",
        rule=DOUBLE_BOOKING,
        at=now.isoformat(),
        kept=other.told(),
        lost=told_of.told(),
        kept_by=None if other.user is None else other.user.hex,
        lost_by=None if user is None else user.hex,
    )
