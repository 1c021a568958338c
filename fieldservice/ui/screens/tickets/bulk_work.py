"""The long work of changing many tickets: one after the other on the writer, with progress, able to stop.

What is done stays done when it is stopped, and is taken back by one undo.
"""

from dataclasses import dataclass, field
from threading import Event
from typing import TYPE_CHECKING
from uuid import UUID

from fieldservice.domain.rules.bulk import BulkWish
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.ui.screens.tickets import life_calls as calls

if TYPE_CHECKING:
    from fieldservice.domain.rules.changes import Changes
    from fieldservice.ui.kit.work import JobControl

_STEP = 10


@dataclass(frozen=True, slots=True)
class BulkOrder:
    """Which tickets, and what becomes of them. `stop` is set by whoever has seen enough."""

    bulk_id: UUID
    ids: tuple[UUID, ...]
    wish: BulkWish
    stop: Event = field(default_factory=Event)


@dataclass(frozen=True, slots=True)
class BulkResult:
    """How many were changed, which were refused meanwhile, and what undo takes back."""

    changed: int
    refusals: tuple[RuleViolation, ...]
    changes: "Changes | None"


def change_many(job: "JobControl", order: BulkOrder) -> BulkResult:
    """Runs on a thread of its own."""
    changed: list[UUID] = []
    refusals: list[RuleViolation] = []
    for position, ticket_id in enumerate(order.ids):
        if order.stop.is_set():
            break
        if position % _STEP == 0:
            job.progress(position, len(order.ids))
        step = calls.ChangeInBulk(order.bulk_id, position, ticket_id, order.wish)
        try:
            job.write(calls.change_in_bulk, step)
            changed.append(ticket_id)
        except RuleViolation as refusal:
            refusals.append(refusal)
    if not changed:
        return BulkResult(0, tuple(refusals), None)
    whole = calls.FinishBulk(order.bulk_id, order.wish.what, tuple(changed), len(refusals))
    return BulkResult(len(changed), tuple(refusals), job.write(calls.finish_bulk, whole))
