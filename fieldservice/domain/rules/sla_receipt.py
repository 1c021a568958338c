"""The SLA receipt: the ledger written out line by line, so that anybody can add up how the clock came to its
figure.

Open hours count; closed hours, closed days, pauses, solved days and time without an SLA do not, each with its
reason.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain

from fieldservice.domain.rules.business_calendar import Interval
from fieldservice.domain.rules.calendar_zone import ClockChange
from fieldservice.domain.rules.reasons import Reason
from fieldservice.domain.rules.sla import SlaTargets
from fieldservice.domain.rules.sla_clock import working_time
from fieldservice.domain.rules.sla_ledger import ClockKind, LedgerInterval, SlaLedger


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """A line: from, to, whether it counts, why, and how much working time lies in it.

    On a line that does not count, the working time is what the pause spared. `clock_changes` lie in the line.
    """

    start: datetime
    end: datetime
    is_counted: bool
    reason: Reason
    working_time: timedelta
    clock_changes: tuple[ClockChange, ...] = ()


@dataclass(frozen=True, slots=True)
class SlaReceipt:
    lines: tuple[ReceiptLine, ...]

    @property
    def counted(self) -> timedelta:
        return sum((line.working_time for line in self.lines if line.is_counted), timedelta())

    @property
    def spared(self) -> timedelta:
        """Working time that was not counted, because the clock stood still."""
        return sum((line.working_time for line in self.lines if not line.is_counted), timedelta())


def write_receipt(ledger: SlaLedger, until: datetime) -> SlaReceipt:
    """The ledger up to a moment; its lines follow each other without a gap."""
    return SlaReceipt(tuple(chain.from_iterable(_lines(each) for each in ledger.intervals(until))))


def _lines(interval: LedgerInterval) -> Iterator[ReceiptLine]:
    targets = interval.targets
    if targets is None or not interval.is_counted:
        yield _still_line(interval)
        return
    reached = interval.start
    for hours in targets.calendar.open_intervals(interval.start, interval.end):
        if reached < hours.start:
            yield _closed_line(targets, Interval(reached, hours.start))
        yield _line(targets, hours, Reason("sla.open_hours", {"sla": targets.name}), is_counted=True)
        reached = hours.end
    if reached < interval.end:
        yield _closed_line(targets, Interval(reached, interval.end))


def _still_line(interval: LedgerInterval) -> ReceiptLine:
    no_sla = interval.kind is ClockKind.RUNNING
    reason = Reason(interval.because or ("sla.none" if no_sla else f"sla.{interval.kind}"))
    targets = interval.targets
    changes = targets.calendar.clock_changes(interval.start, interval.end) if targets else ()
    return ReceiptLine(interval.start, interval.end, False, reason, working_time(interval), changes)


def _closed_line(targets: SlaTargets, between: Interval) -> ReceiptLine:
    days = list(targets.calendar.closed_days_between(between.start, between.end))
    reason = Reason("sla.closed_days", {"days": days}) if days else Reason("sla.closed_hours")
    return _line(targets, between, reason, is_counted=False)


def _line(targets: SlaTargets, between: Interval, reason: Reason, *, is_counted: bool) -> ReceiptLine:
    worked = targets.calendar.elapsed(between.start, between.end)
    changes = targets.calendar.clock_changes(between.start, between.end)
    return ReceiptLine(between.start, between.end, is_counted, reason, worked, changes)
