"""The SLA's ledger: from when to when a ticket's clock ran, under which SLA, and why it stood still.

The ledger is the truth; deadline, elapsed and remaining time are computed from it (`sla_clock.py`). It holds
two lines of steps, the turns of the clock and the SLAs, each step standing until the next of its line. A step
told late is entered where it happened; the order of telling does not matter. Nothing here asks which time is
working time: that is the calendar's matter, and so a pause at night costs and gives nothing.

Decisions: a change of the SLA keeps what was counted and all pauses, and the new target applies from then on;
a correction (the wrong SLA from the start) applies from the opening. A reopened ticket goes on with what was
left of its time: the days it was solved are not counted and are not called a pause.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import takewhile
from types import MappingProxyType

from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.sla import Measure, SlaTargets
from fieldservice.domain.rules.ticket_states import TicketStateType


class ClockKind(StrEnum):
    """What a ticket's clock does."""

    RUNNING = "running"
    WAITING = "waiting"
    SOLVED = "solved"
    WITHDRAWN = "withdrawn"


KIND_BY_STATE_TYPE = MappingProxyType(
    {
        TicketStateType.NEW: ClockKind.RUNNING,
        TicketStateType.OPEN: ClockKind.RUNNING,
        TicketStateType.IN_PROGRESS: ClockKind.RUNNING,
        TicketStateType.PENDING_REMINDER: ClockKind.WAITING,
        TicketStateType.PENDING_AUTO: ClockKind.WAITING,
        TicketStateType.CLOSED: ClockKind.SOLVED,
        TicketStateType.MERGED: ClockKind.WITHDRAWN,
    }
)


@dataclass(frozen=True, slots=True)
class ClockTurn:
    """What the clock does from `at` until the next turn; `because` is a reason code for standing still."""

    at: datetime
    kind: ClockKind
    because: str = ""


@dataclass(frozen=True, slots=True)
class SlaStep:
    """The SLA in force from `at` until the next step; None for none."""

    at: datetime
    targets: SlaTargets | None


@dataclass(frozen=True, slots=True)
class LedgerInterval:
    """A stretch of the ledger in which nothing changed. It counts while the clock runs under an SLA."""

    start: datetime
    end: datetime
    kind: ClockKind
    targets: SlaTargets | None
    because: str = ""

    @property
    def is_counted(self) -> bool:
        return self.kind is ClockKind.RUNNING and self.targets is not None


@dataclass(frozen=True, slots=True)
class SlaLedger:
    """The turns and the SLAs of a ticket, both beginning with its opening, and when it was first responded
    to.
    """

    turns: tuple[ClockTurn, ...]
    slas: tuple[SlaStep, ...]
    responded_at: datetime | None = None

    def __post_init__(self) -> None:
        for moments in ([turn.at for turn in self.turns], [step.at for step in self.slas]):
            if not moments or moments[0] != self.turns[0].at or moments != sorted(set(moments)):
                raise RuleViolation("sla.ledger_out_of_order")

    @classmethod
    def opened(cls, at: datetime, targets: SlaTargets | None) -> "SlaLedger":
        return cls((ClockTurn(at, ClockKind.RUNNING),), (SlaStep(at, targets),))

    @classmethod
    def restored(
        cls, intervals: Iterable[LedgerInterval], responded_at: datetime | None = None
    ) -> "SlaLedger":
        """The ledger from its stored intervals, in order; their ends are not looked at."""
        rows = tuple(intervals)
        turns = tuple(ClockTurn(row.start, row.kind, row.because) for row in rows)
        return cls(turns, tuple(SlaStep(row.start, row.targets) for row in rows), responded_at)

    @property
    def opened_at(self) -> datetime:
        return self.turns[0].at

    def turn_at(self, moment: datetime) -> ClockTurn:
        """The turn that holds at that moment; the first one for moments before the opening."""
        return next((turn for turn in reversed(self.turns) if turn.at <= moment), self.turns[0])

    def targets_at(self, moment: datetime) -> SlaTargets | None:
        """The SLA in force at that moment; the first one for moments before the opening."""
        return next((step.targets for step in reversed(self.slas) if step.at <= moment), self.slas[0].targets)

    def turned(self, at: datetime, kind: ClockKind, because: str = "") -> "SlaLedger":
        """The clock does `kind` from then until the next turn already known."""
        self._refuse_before_opening(at)
        others = (turn for turn in self.turns if turn.at != at)
        turns = sorted([*others, ClockTurn(at, kind, because)], key=lambda turn: turn.at)
        return replace(self, turns=tuple(turns))

    def responded(self, at: datetime) -> "SlaLedger":
        """Somebody responded; the earliest response is the one that counts."""
        return replace(self, responded_at=at if self.responded_at is None else min(at, self.responded_at))

    def with_sla(self, at: datetime, targets: SlaTargets | None) -> "SlaLedger":
        """Another SLA from then on. What was counted stays counted, pauses stay pauses."""
        self._refuse_before_opening(at)
        others = (step for step in self.slas if step.at != at)
        return replace(self, slas=tuple(sorted([*others, SlaStep(at, targets)], key=lambda step: step.at)))

    def with_sla_from_opening(self, targets: SlaTargets | None) -> "SlaLedger":
        """The right SLA instead of wrong ones, as if it had always been there."""
        return replace(self, slas=(SlaStep(self.opened_at, targets),))

    def split_off(self, at: datetime, *, from_source: bool = False) -> "SlaLedger":
        """The ledger of a ticket split from this one: its own clock, running, neither responded to nor
        solved.

        It starts at the split, or (`from_source`) with the source; pauses and solved days of the source then
        count as little as they did there.
        """
        self._refuse_before_opening(at)
        if not from_source:
            return SlaLedger.opened(at, self.targets_at(at))
        turns = tuple(_as_past(turn) for turn in self.turns if turn.at <= at)
        slas = tuple(step for step in self.slas if step.at <= at)
        return SlaLedger(turns, slas).turned(at, ClockKind.RUNNING)

    def intervals(self, until: datetime) -> tuple[LedgerInterval, ...]:
        """The ledger up to a moment, without gaps; nothing before the opening."""
        steps = {turn.at for turn in self.turns} | {step.at for step in self.slas}
        found: list[LedgerInterval] = []
        for start in sorted(step for step in steps if step < until):
            turn, targets = self.turn_at(start), self.targets_at(start)
            interval = LedgerInterval(start, until, turn.kind, targets, turn.because)
            if found and interval == replace(found[-1], start=start):
                continue
            found[-1:] = [replace(last, end=start) for last in found[-1:]]
            found.append(interval)
        return tuple(found)

    def sla_since(self, moment: datetime) -> datetime:
        """Since when the SLA in force at that moment has been in force."""
        current = self.targets_at(moment)
        known = [step for step in self.slas if step.at <= moment]
        unchanged = takewhile(lambda step: step.targets == current, reversed(known))
        return min((step.at for step in unchanged), default=self.opened_at)

    def ended_at(self, measure: Measure, now: datetime) -> datetime | None:
        """When the promise was fulfilled, as known at `now`; None while it is open.

        A ticket that is solved has been responded to, and stays so when it is reopened; its resolution is
        open again.
        """
        known = [turn for turn in self.turns if turn.at <= now]
        if measure is Measure.RESOLUTION:
            solved = takewhile(lambda turn: turn.kind is ClockKind.SOLVED, reversed(known))
            return min((turn.at for turn in solved), default=None)
        responses = [turn.at for turn in known if turn.kind is ClockKind.SOLVED]
        if self.responded_at is not None and self.responded_at <= now:
            responses.append(self.responded_at)
        return min(responses, default=None)

    def _refuse_before_opening(self, at: datetime) -> None:
        if at < self.opened_at:
            raise RuleViolation("sla.before_opening", opened_at=self.opened_at, at=at)


def _as_past(turn: ClockTurn) -> ClockTurn:
    """A turn of the source as the split ticket remembers it: solved or withdrawn there, here only not
    counted.
    """
    if turn.kind in (ClockKind.SOLVED, ClockKind.WITHDRAWN):
        return ClockTurn(turn.at, ClockKind.WAITING, turn.because or f"sla.{turn.kind}")
    return turn
