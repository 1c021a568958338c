"""Orders close tickets: the table of P-31, and the algebra of settling."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations
from uuid import NAMESPACE_OID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.order_states import OrderState
from fieldservice.domain.rules.settle import (
    ClosedBy,
    OrderFacts,
    SettleAction,
    Settlement,
    TicketFacts,
    automatic_article_id,
    settle_ticket,
)
from fieldservice.domain.rules.ticket_states import TicketStateType

NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)
TICKET = TicketFacts(uuid5(NAMESPACE_OID, "ticket"), TicketStateType.IN_PROGRESS)
MERGED = replace(TICKET, state=TicketStateType.MERGED)


def order(state: OrderState, position: int = 1, hour: int = 9) -> OrderFacts:
    finished_at = NINE + timedelta(hours=hour - 9) if state is OrderState.FINISHED else None
    return OrderFacts(uuid5(NAMESPACE_OID, str(position)), f"WAW-000123/{position}", state, finished_at)


def orders(*states: OrderState) -> tuple[OrderFacts, ...]:
    return tuple(order(state, position, 8 + position) for position, state in enumerate(states, start=1))


def closed(by: ClosedBy = ClosedBy.ORDERS, at: datetime = NINE) -> TicketFacts:
    return replace(TICKET, state=TicketStateType.CLOSED, closed_by=by, closed_at=at)


def applied(ticket: TicketFacts, settlement: Settlement) -> TicketFacts:
    """What the command does with a settlement."""
    written = ticket.written | ({settlement.article_id} if settlement.article_id else set())
    ticket = replace(ticket, generation=settlement.generation, written=frozenset(written))
    match settlement.action:
        case SettleAction.CLOSE:
            return replace(
                ticket, state=TicketStateType.CLOSED, closed_by=ClosedBy.ORDERS, closed_at=settlement.moment
            )
        case SettleAction.REOPEN:
            return replace(ticket, state=TicketStateType.OPEN, closed_by=None, closed_at=None)
        case _:
            return ticket


FINISHED, CANCELLED, TO_PLAN = OrderState.FINISHED, OrderState.CANCELLED, OrderState.TO_PLAN


@pytest.mark.covers("C17", "P-31")
@pytest.mark.parametrize(
    ("states", "action"),
    [
        ((), SettleAction.NONE),
        ((FINISHED,), SettleAction.CLOSE),
        ((FINISHED, FINISHED), SettleAction.CLOSE),
        ((FINISHED, CANCELLED), SettleAction.CLOSE),
        ((CANCELLED,), SettleAction.ASK_COORDINATOR),
        ((CANCELLED, CANCELLED), SettleAction.ASK_COORDINATOR),
        ((FINISHED, TO_PLAN), SettleAction.NONE),
        ((FINISHED, OrderState.PLANNED), SettleAction.NONE),
        ((FINISHED, OrderState.IN_PROGRESS), SettleAction.NONE),
        ((CANCELLED, TO_PLAN), SettleAction.NONE),
        ((TO_PLAN,), SettleAction.NONE),
    ],
)
@pytest.mark.parametrize("state", [s for s in TicketStateType if not s.is_terminal])
def test_an_open_ticket_closes_when_its_work_is_done(
    state: TicketStateType, states: tuple[OrderState, ...], action: SettleAction
) -> None:
    ticket = replace(TICKET, state=state)

    seen = {settle_ticket(ticket, arrival).action for arrival in permutations(orders(*states))}

    assert seen == {action}


@pytest.mark.covers("P-31")
def test_it_closes_at_the_moment_of_the_last_work_and_says_by_which_order() -> None:
    settlement = settle_ticket(TICKET, orders(FINISHED, FINISHED, CANCELLED))

    assert settlement.moment == NINE + timedelta(hours=1)
    assert settlement.reason is not None
    assert settlement.reason.values == {"order": "WAW-000123/2", "finished": 2, "cancelled": 1}


@pytest.mark.covers("P-31")
def test_the_last_work_is_the_one_that_ended_last_whatever_its_number() -> None:
    settlement = settle_ticket(TICKET, [order(FINISHED, 1, hour=14), order(FINISHED, 2, hour=10)])

    assert settlement.moment == NINE + timedelta(hours=5)
    assert settlement.reason is not None
    assert settlement.reason.values["order"] == "WAW-000123/1"


@pytest.mark.covers("P-31")
@pytest.mark.parametrize(
    ("left", "code"),
    [((), "ticket.reopened.orders_gone"), ((CANCELLED,), "ticket.reopened.nothing_finished")],
)
def test_a_ticket_whose_finished_orders_went_away_is_open_again(
    left: tuple[OrderState, ...], code: str
) -> None:
    """As a merge is taken back, its orders go back to the other ticket."""
    settlement = settle_ticket(closed(), orders(*left))

    assert settlement.action is SettleAction.REOPEN
    assert settlement.reason is not None
    assert settlement.reason.code == code
    assert settle_ticket(closed(ClosedBy.HAND), orders(*left)).action is SettleAction.NONE


@pytest.mark.covers("P-31")
@pytest.mark.parametrize("late", [TO_PLAN, OrderState.PLANNED, OrderState.IN_PROGRESS])
def test_an_order_added_or_reopened_later_reopens_a_ticket_that_closed_itself(late: OrderState) -> None:
    settlement = settle_ticket(closed(), orders(FINISHED, late))

    assert settlement.action is SettleAction.REOPEN
    assert settlement.generation == 1
    assert settlement.reason is not None
    assert settlement.reason.values["orders"] == ("WAW-000123/2",)


@pytest.mark.covers("C18", "P-31")
def test_a_ticket_closed_by_hand_stays_closed_and_the_late_order_is_shown_once() -> None:
    ticket = closed(ClosedBy.HAND)

    first = settle_ticket(ticket, orders(FINISHED, TO_PLAN))
    second = settle_ticket(applied(ticket, first), orders(FINISHED, TO_PLAN))

    assert first.action is SettleAction.SHOW_LATE_ORDER
    assert first.orders == (orders(FINISHED, TO_PLAN)[1].id,)
    assert second.action is SettleAction.NONE


@pytest.mark.covers("C18")
def test_an_order_left_open_knowingly_at_closing_by_hand_is_not_late() -> None:
    kept, late = orders(TO_PLAN, TO_PLAN)
    ticket = replace(closed(ClosedBy.HAND), kept_open=frozenset({kept.id}))

    assert settle_ticket(ticket, (kept,)).action is SettleAction.NONE
    assert settle_ticket(ticket, (kept, late)).orders == (late.id,)


def test_a_ticket_closed_by_hand_without_finished_work_is_left_alone() -> None:
    assert settle_ticket(closed(ClosedBy.HAND), orders(CANCELLED)).action is SettleAction.NONE


@pytest.mark.covers("P-38")
@pytest.mark.parametrize("states", [(FINISHED,), (TO_PLAN,), (CANCELLED,)])
def test_a_merged_ticket_stays_merged(states: tuple[OrderState, ...]) -> None:
    assert settle_ticket(MERGED, orders(*states)).action is SettleAction.NONE


def test_a_ticket_reopened_by_hand_is_not_closed_again_behind_the_persons_back() -> None:
    assert settle_ticket(replace(TICKET, is_held=True), orders(FINISHED)).action is SettleAction.NONE


def test_finished_work_that_arrives_late_moves_the_closing_moment_and_writes_no_second_article() -> None:
    first = settle_ticket(TICKET, orders(FINISHED))
    ticket = applied(TICKET, first)

    corrected = settle_ticket(ticket, orders(FINISHED, FINISHED))

    assert corrected.action is SettleAction.CLOSE
    assert corrected.moment == NINE + timedelta(hours=1)
    assert corrected.article_id == first.article_id
    assert corrected.generation == 0


def test_a_ticket_that_closed_itself_reopens_when_its_only_finished_order_is_cancelled() -> None:
    ticket = applied(TICKET, settle_ticket(TICKET, orders(FINISHED)))

    reopened = settle_ticket(ticket, orders(CANCELLED))
    asked = settle_ticket(applied(ticket, reopened), orders(CANCELLED))

    assert reopened.action is SettleAction.REOPEN
    assert asked.action is SettleAction.ASK_COORDINATOR


@pytest.mark.covers("P-31")
def test_closing_after_a_reopening_is_a_closing_of_its_own() -> None:
    ticket = applied(TICKET, settle_ticket(TICKET, orders(FINISHED)))
    ticket = applied(ticket, settle_ticket(ticket, orders(FINISHED, TO_PLAN)))

    again = settle_ticket(ticket, orders(FINISHED, FINISHED))

    assert again.action is SettleAction.CLOSE
    assert again.generation == 1
    assert again.article_id == automatic_article_id(TICKET.id, "autoclose|1")


def test_the_coordinator_is_asked_again_when_another_order_was_cancelled() -> None:
    ticket = applied(TICKET, settle_ticket(TICKET, orders(CANCELLED)))

    assert settle_ticket(ticket, orders(CANCELLED)).action is SettleAction.NONE
    assert settle_ticket(ticket, orders(CANCELLED, CANCELLED)).action is SettleAction.ASK_COORDINATOR


order_lists = st.lists(st.tuples(st.sampled_from(OrderState), st.integers(9, 12)), max_size=4).map(
    lambda drawn: [order(state, n, hour) for n, (state, hour) in enumerate(drawn)]
)
tickets = st.one_of(
    st.sampled_from([s for s in TicketStateType if s is not TicketStateType.CLOSED]).map(
        lambda state: replace(TICKET, state=state)
    ),
    st.builds(
        closed, st.sampled_from(ClosedBy), st.integers(0, 3).map(lambda hours: NINE + timedelta(hours=hours))
    ),
)


@pytest.mark.covers("P-31", "P-32")
@given(tickets, order_lists)
def test_settling_comes_to_rest(ticket: TicketFacts, known: list[OrderFacts]) -> None:
    """At most: reopen, then ask the coordinator; after that nothing more, however often it runs."""
    for _ in range(3):
        ticket = applied(ticket, settle_ticket(ticket, known))

    assert settle_ticket(ticket, known).action is SettleAction.NONE


@given(tickets, order_lists, st.randoms(use_true_random=False))
def test_the_order_of_the_orders_changes_nothing(
    ticket: TicketFacts, known: list[OrderFacts], random: object
) -> None:
    mixed = list(known)
    random.shuffle(mixed)  # type: ignore[attr-defined]

    assert settle_ticket(ticket, mixed) == settle_ticket(ticket, known)


@pytest.mark.covers("P-31")
@given(tickets, order_lists)
def test_a_ticket_closed_by_orders_rests_exactly_when_its_work_is_done(
    ticket: TicketFacts, known: list[OrderFacts]
) -> None:
    for _ in range(3):
        ticket = applied(ticket, settle_ticket(ticket, known))

    all_over = all(each.state.is_terminal for each in known)
    is_done = all_over and any(each.state is FINISHED for each in known)
    is_settled_by_orders = ticket.closed_by in (None, ClosedBy.ORDERS)  # else it was closed, and stays so
    if known and ticket.state is not TicketStateType.MERGED and is_settled_by_orders:
        assert (ticket.closed_by is ClosedBy.ORDERS) is is_done
        assert not is_done or ticket.closed_at == max(each.finished_at for each in known if each.finished_at)


@pytest.mark.parametrize(
    "impossible",
    [
        lambda: OrderFacts(TICKET.id, "x", FINISHED),
        lambda: OrderFacts(TICKET.id, "x", TO_PLAN, NINE),
        lambda: replace(TICKET, state=TicketStateType.CLOSED),
        lambda: replace(TICKET, closed_by=ClosedBy.HAND),
        lambda: replace(TICKET, closed_at=NINE),
        lambda: replace(closed(), closed_by=None),
        lambda: replace(closed(), closed_at=None),
    ],
)
def test_impossible_facts_do_not_construct(impossible: object) -> None:
    with pytest.raises(RuleViolation):
        impossible()  # type: ignore[operator]
