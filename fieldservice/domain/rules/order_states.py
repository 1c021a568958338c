"""States of work orders and visits, and how the state of an order follows from its visits.

An order is finished when its work is done: nothing is left open and the last word of its visits is "done", or
somebody finished it explicitly. The last word is the outcome of the visit that ended last, cancelled visits
not counted: a visit that ends partly done or without access puts the order back to plan, even after another
was done.
"""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.quick_dataclass import dataclass
from fieldservice.domain.rules.transitions import Transitions


class OrderState(StrEnum):
    TO_PLAN = "to_plan"
    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    FINISHED = "finished"
    CANCELLED = "cancelled"

    @property
    def is_terminal(self) -> bool:
        return self in (OrderState.FINISHED, OrderState.CANCELLED)


class OrderAction(StrEnum):
    """What a person does to an order as a whole; what happens to its visits moves it by `order_standing`."""

    PLAN_VISIT = "plan_visit"
    START_VISIT = "start_visit"
    FINISH = "finish"
    CANCEL = "cancel"
    REOPEN = "reopen"


class VisitState(StrEnum):
    PLANNED = "planned"
    STARTED = "started"
    ENDED = "ended"


class VisitOutcome(StrEnum):
    DONE = "done"
    PARTLY_DONE = "partly_done"
    NO_ACCESS = "no_access"
    CANCELLED = "cancelled"


class VisitAction(StrEnum):
    MOVE = "move"
    START = "start"
    END = "end"
    CORRECT = "correct"


ORDER_TRANSITIONS = Transitions(
    "order.action_refused",
    MappingProxyType(
        {
            OrderState.TO_PLAN: MappingProxyType(
                {
                    OrderAction.PLAN_VISIT: OrderState.PLANNED,
                    OrderAction.FINISH: OrderState.FINISHED,
                    OrderAction.CANCEL: OrderState.CANCELLED,
                }
            ),
            OrderState.PLANNED: MappingProxyType(
                {
                    OrderAction.PLAN_VISIT: OrderState.PLANNED,
                    OrderAction.START_VISIT: OrderState.IN_PROGRESS,
                    OrderAction.FINISH: OrderState.FINISHED,
                    OrderAction.CANCEL: OrderState.CANCELLED,
                }
            ),
            OrderState.IN_PROGRESS: MappingProxyType(
                {
                    OrderAction.PLAN_VISIT: OrderState.IN_PROGRESS,
                    OrderAction.START_VISIT: OrderState.IN_PROGRESS,
                    OrderAction.FINISH: OrderState.FINISHED,
                }
            ),
            OrderState.FINISHED: MappingProxyType({OrderAction.REOPEN: OrderState.TO_PLAN}),
            OrderState.CANCELLED: MappingProxyType({OrderAction.REOPEN: OrderState.TO_PLAN}),
        }
    ),
)

VISIT_TRANSITIONS = Transitions(
    "visit.action_refused",
    MappingProxyType(
        {
            VisitState.PLANNED: MappingProxyType(
                {
                    VisitAction.MOVE: VisitState.PLANNED,
                    VisitAction.START: VisitState.STARTED,
                    VisitAction.END: VisitState.ENDED,
                }
            ),
            VisitState.STARTED: MappingProxyType({VisitAction.END: VisitState.ENDED}),
            VisitState.ENDED: MappingProxyType({VisitAction.CORRECT: VisitState.ENDED}),
        }
    ),
)


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """A visit as its order sees it: `outcome` and `ended_at` are there exactly when it has ended."""

    state: VisitState
    outcome: VisitOutcome | None = None
    ended_at: datetime | None = None

    def __post_init__(self) -> None:
        has_ended = self.state is VisitState.ENDED
        if has_ended != (self.outcome is not None) or has_ended != (self.ended_at is not None):
            raise RuleViolation("visit.outcome_mismatch", state=self.state.value, outcome=self.outcome)


@dataclass(frozen=True, slots=True)
class OrderStanding:
    """`finished_at` is there exactly when the order is finished: when the work was done, not when we learned
    it.
    """

    state: OrderState
    finished_at: datetime | None = None


def next_order_state(state: OrderState, action: OrderAction) -> OrderState:
    """Raises RuleViolation `order.action_refused`. Work under way is not cancelled: its visits end first."""
    return ORDER_TRANSITIONS.after(state, action)


def next_visit_state(state: VisitState, action: VisitAction) -> VisitState:
    """Raises RuleViolation `visit.action_refused`. A visit may end that nobody started: it is written up
    later.
    """
    return VISIT_TRANSITIONS.after(state, action)


def order_standing(visits: Iterable[VisitFacts], decided: OrderStanding | None = None) -> OrderStanding:
    """The state that follows from the visits, unless somebody `decided` to finish or cancel the order."""
    if decided is not None and decided.state.is_terminal:
        return decided
    visits = tuple(visits)
    worked = [visit for visit in visits if _was_worked(visit)]
    if any(visit.state is VisitState.STARTED for visit in visits):
        return OrderStanding(OrderState.IN_PROGRESS)
    last = max(worked, key=_ending_order, default=None)
    is_done = last is not None and last.outcome is VisitOutcome.DONE
    if any(visit.state is VisitState.PLANNED for visit in visits):
        return OrderStanding(OrderState.IN_PROGRESS if is_done else OrderState.PLANNED)
    if last is not None and is_done:
        return OrderStanding(OrderState.FINISHED, last.ended_at)
    return OrderStanding(OrderState.TO_PLAN)


def _was_worked(visit: VisitFacts) -> bool:
    return visit.state is VisitState.ENDED and visit.outcome is not VisitOutcome.CANCELLED


def _ending_order(visit: VisitFacts) -> tuple[float, bool]:
    """By the moment of ending; of several at the same moment "done" is the last word."""
    ended = visit.ended_at.timestamp() if visit.ended_at else 0.0
    return ended, visit.outcome is VisitOutcome.DONE
