"""Orders and visits: what may follow what, and how an order follows its visits."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

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

NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)
PLANNED = VisitFacts(VisitState.PLANNED)
STARTED = VisitFacts(VisitState.STARTED)


def ended(outcome: VisitOutcome, hour: int = 9) -> VisitFacts:
    return VisitFacts(VisitState.ENDED, outcome, NINE + timedelta(hours=hour - 9))


DONE = ended(VisitOutcome.DONE)
PARTLY = ended(VisitOutcome.PARTLY_DONE)
NO_ACCESS = ended(VisitOutcome.NO_ACCESS)
CALLED_OFF = ended(VisitOutcome.CANCELLED)


@pytest.mark.covers("G02", "P-31")
@pytest.mark.parametrize(
    ("visits", "state"),
    [
        ((), OrderState.TO_PLAN),
        ((PLANNED,), OrderState.PLANNED),
        ((STARTED,), OrderState.IN_PROGRESS),
        ((PLANNED, STARTED), OrderState.IN_PROGRESS),
        ((DONE,), OrderState.FINISHED),
        ((DONE, PLANNED), OrderState.IN_PROGRESS),
        ((PARTLY,), OrderState.TO_PLAN),
        ((NO_ACCESS,), OrderState.TO_PLAN),
        ((CALLED_OFF,), OrderState.TO_PLAN),
        ((PARTLY, PLANNED), OrderState.PLANNED),
        ((PARTLY, ended(VisitOutcome.DONE, 11)), OrderState.FINISHED),
        ((DONE, ended(VisitOutcome.PARTLY_DONE, 11)), OrderState.TO_PLAN),
        ((DONE, ended(VisitOutcome.CANCELLED, 11)), OrderState.FINISHED),
        ((DONE, PARTLY), OrderState.FINISHED),
    ],
)
def test_the_state_of_an_order_follows_from_its_visits(
    visits: tuple[VisitFacts, ...], state: OrderState
) -> None:
    standings = {order_standing(order) for order in permutations(visits)}

    assert {standing.state for standing in standings} == {state}
    assert len(standings) == 1


def test_an_order_is_finished_when_its_last_work_was_done() -> None:
    standing = order_standing((DONE, ended(VisitOutcome.DONE, 11)))

    assert standing == OrderStanding(OrderState.FINISHED, NINE + timedelta(hours=2))


@pytest.mark.parametrize(
    "decided", [OrderStanding(OrderState.CANCELLED), OrderStanding(OrderState.FINISHED, NINE)]
)
def test_what_somebody_decided_outweighs_the_visits(decided: OrderStanding) -> None:
    assert order_standing((PARTLY, PLANNED), decided) == decided


@pytest.mark.parametrize(
    ("state", "action", "reached"),
    [
        (OrderState.TO_PLAN, OrderAction.PLAN_VISIT, OrderState.PLANNED),
        (OrderState.PLANNED, OrderAction.START_VISIT, OrderState.IN_PROGRESS),
        (OrderState.TO_PLAN, OrderAction.FINISH, OrderState.FINISHED),
        (OrderState.PLANNED, OrderAction.CANCEL, OrderState.CANCELLED),
        (OrderState.FINISHED, OrderAction.REOPEN, OrderState.TO_PLAN),
        (OrderState.CANCELLED, OrderAction.REOPEN, OrderState.TO_PLAN),
    ],
)
def test_allowed_actions_on_orders(state: OrderState, action: OrderAction, reached: OrderState) -> None:
    assert next_order_state(state, action) is reached


@pytest.mark.parametrize(
    ("state", "action"),
    [
        (OrderState.IN_PROGRESS, OrderAction.CANCEL),
        (OrderState.FINISHED, OrderAction.PLAN_VISIT),
        (OrderState.CANCELLED, OrderAction.FINISH),
        (OrderState.TO_PLAN, OrderAction.REOPEN),
    ],
)
def test_refused_actions_on_orders_name_state_and_action(state: OrderState, action: OrderAction) -> None:
    with pytest.raises(RuleViolation) as refused:
        next_order_state(state, action)

    assert refused.value.values["state"] == state.value
    assert refused.value.values["action"] == action.value
    assert refused.value.values["allowed_in"]


def test_planning_on_a_finished_order_says_to_reopen_it_first() -> None:
    with pytest.raises(RuleViolation) as refused:
        next_order_state(OrderState.FINISHED, OrderAction.PLAN_VISIT)

    assert refused.value.values["first"] == ("reopen",)


def test_a_visit_written_up_later_ends_without_having_been_started() -> None:
    assert next_visit_state(VisitState.PLANNED, VisitAction.END) is VisitState.ENDED


@pytest.mark.parametrize(
    ("state", "action"),
    [
        (VisitState.STARTED, VisitAction.MOVE),
        (VisitState.ENDED, VisitAction.START),
        (VisitState.PLANNED, VisitAction.CORRECT),
    ],
)
def test_refused_actions_on_visits(state: VisitState, action: VisitAction) -> None:
    with pytest.raises(RuleViolation):
        next_visit_state(state, action)


@pytest.mark.parametrize(
    "impossible",
    [
        lambda: VisitFacts(VisitState.ENDED),
        lambda: VisitFacts(VisitState.PLANNED, VisitOutcome.DONE, NINE),
        lambda: VisitFacts(VisitState.ENDED, VisitOutcome.DONE),
    ],
)
def test_a_visit_has_an_outcome_exactly_when_it_has_ended(impossible: object) -> None:
    with pytest.raises(RuleViolation):
        impossible()  # type: ignore[operator]
