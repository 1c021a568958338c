"""The fixed types of ticket states and the table of what may follow what."""

from itertools import product

import pytest

from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.ticket_states import (
    TICKET_TRANSITIONS,
    TicketAction,
    TicketStateType,
    check_state_change,
    next_ticket_state,
)

LIVE = [state for state in TicketStateType if not state.is_terminal]


@pytest.mark.covers("C18")
@pytest.mark.parametrize("state", LIVE)
def test_the_coordinator_may_close_at_any_moment(state: TicketStateType) -> None:
    assert next_ticket_state(state, TicketAction.CLOSE) is TicketStateType.CLOSED


def test_only_a_closed_ticket_is_reopened() -> None:
    allowed = [s for s in TicketStateType if TICKET_TRANSITIONS.permits(s, TicketAction.REOPEN)]

    assert allowed == [TicketStateType.CLOSED]


@pytest.mark.parametrize("action", TicketAction)
def test_a_merged_ticket_stays_merged(action: TicketAction) -> None:
    with pytest.raises(RuleViolation):
        next_ticket_state(TicketStateType.MERGED, action)


def test_a_refused_action_names_state_action_and_what_would_allow_it() -> None:
    with pytest.raises(RuleViolation) as refused:
        next_ticket_state(TicketStateType.CLOSED, TicketAction.START_WORK)

    assert refused.value.code == "ticket.action_refused"
    assert refused.value.values["state"] == "closed"
    assert refused.value.values["action"] == "start_work"
    assert refused.value.values["first"] == ("reopen",)
    assert "open" in refused.value.values["allowed_in"]


@pytest.mark.parametrize("state", [state for state in TicketStateType if state is not TicketStateType.MERGED])
def test_another_name_of_the_same_type_may_always_be_chosen(state: TicketStateType) -> None:
    check_state_change(state, state)


@pytest.mark.parametrize(("state", "target"), list(product(TicketStateType, TicketStateType)))
def test_a_state_may_be_chosen_exactly_when_an_action_leads_there(
    state: TicketStateType, target: TicketStateType
) -> None:
    is_allowed = any(
        TICKET_TRANSITIONS.permits(state, action) and next_ticket_state(state, action) is target
        for action in TicketAction
    )
    stays = state is target and state is not TicketStateType.MERGED

    if is_allowed or stays:
        check_state_change(state, target)
    else:
        with pytest.raises(RuleViolation):
            check_state_change(state, target)


def test_a_ticket_once_taken_up_is_never_new_again() -> None:
    with pytest.raises(RuleViolation):
        check_state_change(TicketStateType.OPEN, TicketStateType.NEW)


def test_both_kinds_of_waiting_are_told_from_work() -> None:
    assert [state.value for state in TicketStateType if state.is_waiting] == [
        "pending_reminder",
        "pending_auto",
    ]
