"""How a ticket's clock looks, the same on every list, card and hit: by shape, colour and word."""

from datetime import datetime
from typing import TYPE_CHECKING

from fieldservice.domain.rules.clock_state import ClockState
from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.painting import Shape
from fieldservice.wording import Wording

if TYPE_CHECKING:
    from fieldservice.domain.queries.ticket_rows import Moments
    from fieldservice.domain.rules.ticket_states import TicketStateType

CLOCK_MARKS: dict[ClockState, tuple[Shape, Tone]] = {
    ClockState.OVERDUE: (Shape.TRIANGLE, Tone.STOP),
    ClockState.BREACHED: (Shape.TRIANGLE, Tone.STOP),
    ClockState.ESCALATED: (Shape.TRIANGLE, Tone.CARE),
    ClockState.DUE_SOON: (Shape.DIAMOND, Tone.CARE),
    ClockState.WAIT_OVER: (Shape.PLAY, Tone.CARE),
    ClockState.PAUSED: (Shape.CIRCLE, Tone.NEUTRAL),
    ClockState.MET: (Shape.TICK, Tone.GOOD),
}
URGENT = frozenset({ClockState.OVERDUE, ClockState.ESCALATED, ClockState.DUE_SOON, ClockState.WAIT_OVER})
"""What a list that has no column for it says beside the state."""

NO_MARK = (Shape.NONE, Tone.NEUTRAL)


def clock_mark(clock: ClockState) -> tuple[Shape, Tone]:
    return CLOCK_MARKS.get(clock, NO_MARK)


def urgent_mark(
    moments: "Moments", state_type: "TicketStateType", now: datetime, wording: Wording
) -> tuple[str, Tone, Shape] | None:
    """Word, colour and shape for a ticket that somebody should look at; None for others."""
    clock = moments.clock(state_type, now)
    shape, tone = clock_mark(clock)
    return (wording.word(clock), tone, shape) if clock in URGENT else None
