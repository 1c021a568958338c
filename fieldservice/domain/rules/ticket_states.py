"""The fixed types of ticket states. Behaviour hangs on the type; the names are the company's own.

A company has any number of named states of each type; going from one name to another of the same type is no
change of type and always allowed, except for merged tickets.
"""

from enum import StrEnum
from types import MappingProxyType

from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.transitions import Transitions


class TicketStateType(StrEnum):
    NEW = "new"
    OPEN = "open"
    IN_PROGRESS = "in_progress"
    PENDING_REMINDER = "pending_reminder"
    PENDING_AUTO = "pending_auto"
    CLOSED = "closed"
    MERGED = "merged"

    @property
    def is_terminal(self) -> bool:
        return self in (TicketStateType.CLOSED, TicketStateType.MERGED)

    @property
    def is_waiting(self) -> bool:
        return self in (TicketStateType.PENDING_REMINDER, TicketStateType.PENDING_AUTO)


class TicketAction(StrEnum):
    """What moves a ticket from one type of state to another."""

    TAKE_UP = "take_up"
    START_WORK = "start_work"
    WAIT_WITH_REMINDER = "wait_with_reminder"
    WAIT_TO_CLOSE = "wait_to_close"
    CLOSE = "close"
    REOPEN = "reopen"
    MERGE = "merge"


_FROM_ANY_LIVE_STATE = {
    TicketAction.TAKE_UP: TicketStateType.OPEN,
    TicketAction.START_WORK: TicketStateType.IN_PROGRESS,
    TicketAction.WAIT_WITH_REMINDER: TicketStateType.PENDING_REMINDER,
    TicketAction.WAIT_TO_CLOSE: TicketStateType.PENDING_AUTO,
    TicketAction.CLOSE: TicketStateType.CLOSED,
    TicketAction.MERGE: TicketStateType.MERGED,
}
_FROM_CLOSED = {
    TicketAction.REOPEN: TicketStateType.OPEN,
    TicketAction.MERGE: TicketStateType.MERGED,
}

TICKET_TRANSITIONS = Transitions(
    "ticket.action_refused",
    MappingProxyType(
        {
            TicketStateType.NEW: MappingProxyType(_FROM_ANY_LIVE_STATE),
            TicketStateType.OPEN: MappingProxyType(_FROM_ANY_LIVE_STATE),
            TicketStateType.IN_PROGRESS: MappingProxyType(_FROM_ANY_LIVE_STATE),
            TicketStateType.PENDING_REMINDER: MappingProxyType(_FROM_ANY_LIVE_STATE),
            TicketStateType.PENDING_AUTO: MappingProxyType(_FROM_ANY_LIVE_STATE),
            TicketStateType.CLOSED: MappingProxyType(_FROM_CLOSED),
            TicketStateType.MERGED: MappingProxyType(dict[TicketAction, TicketStateType]()),
        }
    ),
)


def next_ticket_state(state: TicketStateType, action: TicketAction) -> TicketStateType:
    """Raises RuleViolation `ticket.action_refused`."""
    return TICKET_TRANSITIONS.after(state, action)


def check_state_change(state: TicketStateType, target: TicketStateType) -> None:
    """Whether somebody may choose a state of the target type; raises RuleViolation `ticket.change_refused`.

    Nothing goes back to new: a ticket that was taken up has been seen.
    """
    stays = state is target and state is not TicketStateType.MERGED
    reachable = TICKET_TRANSITIONS.allowed[state].values()
    if stays or target in reachable:
        return
    raise RuleViolation(
        "ticket.change_refused",
        state=state.value,
        target=target.value,
        possible=tuple(each.value for each in reachable),
    )
