"""How tickets, orders and visits are said on this screen: chips, marks, spans of time, names of fields."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from fieldservice.domain.rules.clock_state import ClockState
from fieldservice.domain.rules.order_states import OrderState, VisitOutcome, VisitState
from fieldservice.domain.rules.ticket_states import TicketStateType
from fieldservice.ui.kit.clock_marks import CLOCK_MARKS, NO_MARK
from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.deferred import Deferred
from fieldservice.ui.kit.painting import Shape
from fieldservice.ui.kit.state_shapes import state_shape
from fieldservice.wording import Wording, _

if TYPE_CHECKING:
    from fieldservice.domain.queries.orders import OrderRow, VisitRow
    from fieldservice.ui.screens.tickets.typed_moment import DayWords, day_words
else:
    day_words = Deferred("fieldservice.ui.screens.tickets.typed_moment", "day_words")

Mark = tuple[Shape, Tone]

_STATE_TONES = {
    TicketStateType.IN_PROGRESS: Tone.ACCENT,
    TicketStateType.OPEN: Tone.ACCENT,
    TicketStateType.PENDING_REMINDER: Tone.CARE,
    TicketStateType.PENDING_AUTO: Tone.CARE,
    TicketStateType.CLOSED: Tone.GOOD,
}
_ORDER_MARKS: dict[OrderState, Mark] = {
    OrderState.TO_PLAN: (Shape.DIAMOND, Tone.CARE),
    OrderState.PLANNED: (Shape.CIRCLE, Tone.NEUTRAL),
    OrderState.IN_PROGRESS: (Shape.PLAY, Tone.ACCENT),
    OrderState.FINISHED: (Shape.TICK, Tone.GOOD),
    OrderState.CANCELLED: (Shape.NONE, Tone.NEUTRAL),
}
_OUTCOME_MARKS: dict[VisitOutcome, Mark] = {
    VisitOutcome.DONE: (Shape.TICK, Tone.GOOD),
    VisitOutcome.PARTLY_DONE: (Shape.DIAMOND, Tone.CARE),
    VisitOutcome.NO_ACCESS: (Shape.TRIANGLE, Tone.STOP),
    VisitOutcome.CANCELLED: (Shape.NONE, Tone.NEUTRAL),
}
_DASH = "\N{EN DASH}"
_ANSWERED: Mark = (Shape.TICK, Tone.GOOD)


def state_tone(state_type: TicketStateType) -> Tone:
    return _STATE_TONES.get(state_type, Tone.NEUTRAL)


def state_mark(state_type: TicketStateType, look: tuple[str, str]) -> Mark:
    """As the company wants the state to look, or else as its type does."""
    tone, shape = look
    return state_shape(shape), Tone(tone) if tone else state_tone(state_type)


def due_words(due_at: datetime | None, clock: ClockState, now: datetime, wording: Wording) -> str:
    """What the column of deadlines shows."""
    if clock is ClockState.WAIT_OVER:
        return wording.word(clock)
    if due_at is None:
        return ""
    if clock is ClockState.PAUSED:
        return _("paused")
    return wording.deadline(due_at, now)


def response_words(
    due_at: datetime | None, responded_at: datetime | None, now: datetime, wording: Wording
) -> tuple[str, Mark]:
    """By when somebody must answer, or that somebody did; late by a mark."""
    if due_at is None:
        return "", NO_MARK
    if responded_at is not None:
        is_late = responded_at > due_at
        return (_("late"), CLOCK_MARKS[ClockState.BREACHED]) if is_late else (_("answered"), _ANSWERED)
    mark = CLOCK_MARKS[ClockState.OVERDUE] if due_at < now else NO_MARK
    return wording.deadline(due_at, now), mark


def priority_words(priority: int) -> str:
    return _("Prio {priority}").format(priority=priority)


def order_name(order: "OrderRow") -> str:
    """`/1 Repair`: the number of the ticket stands above already. An order that came with a merged ticket has
    a number of its own, as it is printed.
    """
    is_own = order.number.endswith(f"/{order.position}")
    return f"/{order.position} {order.title}" if is_own else f"{order.number} {order.title}"


def place_words(order: "OrderRow", wording: Wording) -> str:
    """The kind of work, and where it is not done at the site, that it is not (G05)."""
    place = wording.word(order.mode) if order.is_remote else ""
    return " · ".join(part for part in (order.work_kind, place) if part)


def visit_result(order: "OrderRow", visit: "VisitRow | None", wording: Wording) -> tuple[str, Mark]:
    """How a line of the orders' table stands: by the visit's outcome, else by the order."""
    if visit is None or (visit.outcome is None and visit.state is VisitState.PLANNED):
        return wording.word(order.state), _ORDER_MARKS[order.state]
    if visit.outcome is None:
        return wording.word(visit.state), _ORDER_MARKS[OrderState.IN_PROGRESS]
    return wording.word(visit.outcome), _OUTCOME_MARKS[visit.outcome]


def visit_span(visit: "VisitRow | None", now: datetime, wording: Wording) -> str:
    """`9:00-9:50` on the same day, with the day before it on another one; as made, else as planned."""
    if visit is None:
        return ""
    start = visit.started_at or visit.planned_from
    end = visit.ended_at or visit.planned_to
    return "" if start is None else span(start, end, now, wording)


def span(start: datetime, end: datetime | None, now: datetime, wording: Wording) -> str:
    until = "" if end is None or end == start else f"{_DASH}{wording.time(end)}"
    times = f"{wording.time(start)}{until}"
    day, today = start.astimezone(wording.zone).date(), now.astimezone(wording.zone).date()
    return times if day == today else f"{wording.relative_day(day, today)} {times}"


def when_words(moment: datetime, now: datetime, wording: Wording) -> str:
    """How the time line says when: the time today, the day else."""
    day, today = moment.astimezone(wording.zone).date(), now.astimezone(wording.zone).date()
    return wording.time(moment) if day == today else wording.relative_day(day, today)


def day_words_of(today: date, wording: Wording) -> "DayWords":
    """The names of days in the reader's language."""
    near = {_("today"): 0, _("tomorrow"): 1, _("day after tomorrow"): 2, _("yesterday"): -1}
    return day_words(today, near, _week_names(wording))


def minutes_words(minutes: int, wording: Wording) -> str:
    return wording.duration(timedelta(minutes=minutes))


def _week_names(wording: Wording) -> Callable[[date], tuple[str, ...]]:
    return lambda day: (wording.near_day(day).split()[0], wording.long_day(day).split()[0])
