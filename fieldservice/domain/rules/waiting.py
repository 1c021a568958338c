"""What a ticket that waits must say: until when, at least where somebody is to be reminded (C09)."""

from datetime import datetime

from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.ticket_states import TicketStateType


def check_wait(state: TicketStateType, until: datetime | None, now: datetime) -> None:
    """`wait.not_a_wait`, `wait.until_missing`, `wait.until_past`."""
    if not state.is_waiting:
        raise RuleViolation("wait.not_a_wait")
    if until is None and state is TicketStateType.PENDING_REMINDER:
        raise RuleViolation("wait.until_missing")
    if until is not None and until <= now:
        raise RuleViolation("wait.until_past", until=until)
