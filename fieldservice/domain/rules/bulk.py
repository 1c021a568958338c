"""The same change for many tickets: what becomes of each is said beforehand and held to afterwards.

The dry run and the command ask this one rule, the command with the ticket locked.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.priority import checked_grade
from fieldservice.domain.rules.ticket_states import TicketStateType, check_state_change
from fieldservice.domain.rules.waiting import check_wait


class BulkWhat(StrEnum):
    """What is changed on many tickets at once."""

    OWNER = "owner"
    QUEUE = "queue"
    PRIORITY = "priority"
    STATE = "state"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class BulkWish:
    """`target_id` is a person (or nobody), a queue or a state; `priority` a grade; `until` and `because`
    belong to a wait or a closing. Tickets with open orders are closed only when these are cancelled too.
    """

    what: BulkWhat
    target_id: UUID | None = None
    priority: int | None = None
    until: datetime | None = None
    because: str = ""
    cancels_orders: bool = False


@dataclass(frozen=True, slots=True)
class StateFacts:
    id: UUID
    name: str
    type: TicketStateType


@dataclass(frozen=True, slots=True)
class BulkFacts:
    """One of the tickets, as the rule sees it; `open_orders` are numbers."""

    id: UUID
    number: str
    state: TicketStateType
    state_id: UUID
    owner_id: UUID | None
    queue_id: UUID | None
    priority: int
    type_id: UUID | None
    open_orders: tuple[str, ...] = ()


def check_wish(wish: BulkWish, state: StateFacts | None, now: datetime) -> None:
    """What is wrong with the wish itself, whatever the tickets: `wait.until_missing`, `wait.until_past`,
    `ticket.close_by_closing`, `bulk.because_missing`, `priority.grade_out_of_range`.
    """
    if wish.what is BulkWhat.PRIORITY:
        checked_grade(wish.priority or 0, "priority")
    if wish.what is BulkWhat.CLOSE and not wish.because.strip():
        raise RuleViolation("bulk.because_missing")
    if wish.what is BulkWhat.STATE and state is not None:
        if state.type.is_terminal:
            raise RuleViolation("ticket.close_by_closing", state=state.name)
        if state.type.is_waiting:
            check_wait(state.type, wish.until, now)


def would_change(wish: BulkWish, ticket: BulkFacts, state: StateFacts | None) -> bool:
    """Whether the ticket becomes another one by it; raises what it would be refused for.

    `ticket.not_live`, `ticket.change_refused`, `ticket.open_orders`.
    """
    if ticket.state.is_terminal:
        raise RuleViolation("ticket.not_live", number=ticket.number, state=ticket.state.value)
    if wish.what is BulkWhat.OWNER:
        return ticket.owner_id != wish.target_id
    if wish.what is BulkWhat.QUEUE:
        return ticket.queue_id != wish.target_id
    if wish.what is BulkWhat.PRIORITY:
        return ticket.priority != wish.priority
    if wish.what is BulkWhat.STATE and state is not None:
        check_state_change(ticket.state, state.type)
        return ticket.state_id != state.id or state.type.is_waiting
    if ticket.open_orders and not wish.cancels_orders:
        raise RuleViolation("ticket.open_orders", number=ticket.number, orders=ticket.open_orders)
    return True
