"""What the SLA's clock shows at a moment: state, deadline, elapsed, remaining and percent, computed from the
ledger.

A clock that stands still cannot breach: the deadline of a waiting ticket is the one it would have if it went
on now. A target whose last second passes at closing time is due at closing time, not at the next opening.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from fieldservice.domain.rules.clock_state import ClockState
from fieldservice.domain.rules.sla import Measure, SlaTargets
from fieldservice.domain.rules.sla_ledger import ClockKind, LedgerInterval, SlaLedger


@dataclass(frozen=True, slots=True)
class ClockReading:
    """A clock read at a moment. Durations are working time; `remaining` is negative past the target."""

    measure: Measure
    state: ClockState
    elapsed: timedelta = timedelta()
    target: timedelta | None = None
    deadline: datetime | None = None
    warn_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def remaining(self) -> timedelta | None:
        return None if self.target is None else self.target - self.elapsed

    @property
    def percent(self) -> int | None:
        """The used part of the target, rounded down; above 100 past it."""
        return None if self.target is None else self.elapsed * 100 // self.target


def read_clock(ledger: SlaLedger, measure: Measure, now: datetime) -> ClockReading:
    """The clock of one promise at `now`; the zone of `now` does not matter."""
    ended_at = ledger.ended_at(measure, now)
    until = max(ledger.opened_at, now if ended_at is None else ended_at)
    intervals = ledger.intervals(until)
    elapsed = counted_time(intervals)
    kind, targets = ledger.turn_at(until).kind, ledger.targets_at(until)
    target = None if targets is None else targets.target(measure)
    if targets is None or target is None or kind is ClockKind.WITHDRAWN:
        return ClockReading(measure, ClockState.NO_TARGET, elapsed, ended_at=ended_at)
    course = _Course(targets, intervals, ledger.sla_since(until), until)
    deadline = course.when_counted(target)
    warn_at = course.warned_at(target, deadline)
    state = _ended_state(ended_at, deadline) if ended_at else _open_state(kind, now, deadline, warn_at)
    return ClockReading(measure, state, elapsed, target, deadline, warn_at, ended_at)


def counted_time(intervals: Sequence[LedgerInterval]) -> timedelta:
    """Working time of the counted intervals, each by the calendar of its own SLA."""
    return sum((working_time(interval) for interval in intervals if interval.is_counted), timedelta())


def working_time(interval: LedgerInterval) -> timedelta:
    """Working time of an interval, counted or not; none without an SLA."""
    if interval.targets is None:
        return timedelta()
    return interval.targets.calendar.elapsed(interval.start, interval.end)


@dataclass(frozen=True, slots=True)
class _Course:
    """The way of a clock towards its target: what earlier SLAs counted, then interval by interval."""

    targets: SlaTargets
    intervals: tuple[LedgerInterval, ...]
    since: datetime
    until: datetime

    def when_counted(self, amount: timedelta) -> datetime:
        """When that much is counted, if the clock runs from `until` on; not before the present SLA began.

        Is it reached just as the clock stops, then only when the clock goes on.
        """
        left = amount - counted_time([each for each in self.intervals if each.start < self.since])
        left = max(left, timedelta())
        for interval in self.intervals:
            if interval.start < self.since or not interval.is_counted:
                continue
            available = working_time(interval)
            reached = (
                self.targets.calendar.advance(interval.start, left) if left <= available else interval.end
            )
            if reached < interval.end:
                return reached
            left -= min(left, available)
        return self.targets.calendar.advance(self.until, left)

    def warned_at(self, target: timedelta, deadline: datetime) -> datetime:
        """When a warning is due: inside opening hours, and never after the deadline."""
        warned = self.when_counted(target - self.targets.warning.left_of(target))
        if self.targets.calendar.is_open(warned):
            return warned
        return min(self.targets.calendar.next_opening(warned), deadline)


def _ended_state(ended_at: datetime, deadline: datetime) -> ClockState:
    return ClockState.MET if ended_at <= deadline else ClockState.BREACHED


def _open_state(kind: ClockKind, now: datetime, deadline: datetime, warn_at: datetime) -> ClockState:
    if now > deadline:
        return ClockState.OVERDUE
    if kind is not ClockKind.RUNNING:
        return ClockState.PAUSED
    return ClockState.DUE_SOON if now >= warn_at else ClockState.ON_TIME
