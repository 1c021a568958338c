"""The SLA receipt: its lines add up to the clock, for any life of a ticket."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldservice.domain.rules.business_calendar import BusinessCalendar
from fieldservice.domain.rules.calendar_hours import Week
from fieldservice.domain.rules.clock_state import ClockState
from fieldservice.domain.rules.sla import Measure, SlaTargets, WarnBefore
from fieldservice.domain.rules.sla_clock import read_clock
from fieldservice.domain.rules.sla_ledger import ClockKind, ClockTurn, SlaLedger, SlaStep
from fieldservice.domain.rules.sla_receipt import write_receipt

WARSAW = ZoneInfo("Europe/Warsaw")
MINUTE = timedelta(minutes=1)
# The clocks go forward in the night to 29 March 2026; Monday the 30th is closed.
BEFORE_THE_CHANGE = datetime(2026, 3, 27, tzinfo=UTC)
DAYS = 5


def sla(
    number: int, week: Week, *, closed: frozenset[date] = frozenset(), zone: str = "Europe/Warsaw"
) -> SlaTargets:
    calendar = BusinessCalendar(zone, week, closed)
    target = timedelta(hours=4 * number)
    return SlaTargets(
        UUID(int=number), f"SLA {number}", calendar, MINUTE * 45, target, WarnBefore(target / 4)
    )


OFFICE = sla(1, Week.monday_to_friday("09:00-17:00"), closed=frozenset({date(2026, 3, 30)}))
ALWAYS = sla(2, Week.every_day("00:00-24:00"))
NIGHTS = sla(3, Week.every_day("22:00-06:00"))
ABROAD = sla(4, Week.every_day("08:00-12:00", "13:00-20:00"), zone="America/New_York")


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=WARSAW)


@pytest.mark.covers("X3", "D08")
def test_a_receipt_names_each_line_and_its_reason() -> None:
    ledger = SlaLedger.opened(at(27, 8), OFFICE).turned(at(27, 10), ClockKind.WAITING, "waiting.customer")
    ledger = ledger.turned(at(27, 12), ClockKind.RUNNING).turned(at(31, 10), ClockKind.SOLVED)

    receipt = write_receipt(ledger, at(31, 12))

    assert [
        (line.start, line.reason.code, line.is_counted, line.working_time // MINUTE) for line in receipt.lines
    ] == [
        (at(27, 8), "sla.closed_hours", False, 0),
        (at(27, 9), "sla.open_hours", True, 60),
        (at(27, 10), "waiting.customer", False, 120),
        (at(27, 12), "sla.open_hours", True, 300),
        (at(27, 17), "sla.closed_days", False, 0),
        (at(31, 9), "sla.open_hours", True, 60),
        (at(31, 10), "sla.solved", False, 120),
    ]
    assert receipt.lines[4].reason.values == {"days": [date(2026, 3, 30)]}
    assert receipt.counted == timedelta(hours=7)
    assert receipt.spared == timedelta(hours=4)


@pytest.mark.covers("X3", "P-21")
def test_a_receipt_notes_the_clock_change() -> None:
    receipt = write_receipt(SlaLedger.opened(at(28, 22), NIGHTS), at(29, 12))

    night = receipt.lines[0]

    assert (night.working_time, [change.by for change in night.clock_changes]) == (
        timedelta(hours=7),
        [timedelta(hours=1)],
    )


@pytest.mark.covers("P-27")
def test_time_without_an_sla_is_a_line_that_does_not_count() -> None:
    receipt = write_receipt(SlaLedger.opened(at(27, 9), None), at(27, 12))

    assert [(line.reason.code, line.is_counted) for line in receipt.lines] == [("sla.none", False)]
    assert receipt.counted == timedelta()


MINUTES = st.integers(0, DAYS * 1440)
TURNS = st.lists(
    st.tuples(MINUTES, st.sampled_from(ClockKind), st.sampled_from(["", "waiting.supplier"])), max_size=8
)
SLAS = st.sampled_from([OFFICE, ALWAYS, NIGHTS, ABROAD, None])
CHANGES = st.lists(st.tuples(MINUTES, SLAS), max_size=4)


@st.composite
def ledgers(draw: st.DrawFn) -> SlaLedger:
    """A random life, its turns and changes told in random order."""
    ledger = SlaLedger.opened(BEFORE_THE_CHANGE, draw(SLAS))
    for minute, kind, because in draw(TURNS):
        ledger = ledger.turned(BEFORE_THE_CHANGE + minute * MINUTE, kind, because)
    for minute, targets in draw(CHANGES):
        ledger = ledger.with_sla(BEFORE_THE_CHANGE + minute * MINUTE, targets)
    return ledger


def counted_minutes(ledger: SlaLedger, until: datetime) -> timedelta:
    """Minute by minute: what the clock does, under which SLA, and whether its calendar is open."""
    turns = {turn.at: turn for turn in ledger.turns}
    steps = {step.at: step for step in ledger.slas}
    turn, step, count, moment = ledger.turns[0], ledger.slas[0], 0, ledger.opened_at
    while moment < until:
        turn, step = turns.get(moment, turn), steps.get(moment, step)
        count += _counts(turn, step, moment)
        moment += MINUTE
    return count * MINUTE


def _counts(turn: ClockTurn, step: SlaStep, moment: datetime) -> bool:
    return (
        turn.kind is ClockKind.RUNNING and step.targets is not None and step.targets.calendar.is_open(moment)
    )


@pytest.mark.covers("X3", "P-18", "P-21")
@settings(max_examples=40, deadline=None)
@given(ledgers(), MINUTES)
def test_the_lines_of_any_history_add_up_to_the_clock(ledger: SlaLedger, minute: int) -> None:
    until = BEFORE_THE_CHANGE + minute * MINUTE

    receipt = write_receipt(ledger, until)

    assert receipt.counted == counted_minutes(ledger, until)
    assert all(left.end == right.start for left, right in pairwise(receipt.lines))
    assert sum((line.end - line.start for line in receipt.lines), timedelta()) == until - BEFORE_THE_CHANGE
    assert all(line.working_time == line.end - line.start for line in receipt.lines if line.is_counted)


@pytest.mark.covers("X3", "P-20")
@settings(max_examples=150, deadline=None)
@given(ledgers(), MINUTES)
def test_the_clock_of_any_history_agrees_with_itself(ledger: SlaLedger, minute: int) -> None:
    now = BEFORE_THE_CHANGE + minute * MINUTE

    reading = read_clock(ledger, Measure.RESOLUTION, now)

    assert reading.elapsed == write_receipt(ledger, reading.ended_at or now).counted
    if reading.state is ClockState.NO_TARGET:
        assert reading.deadline is None
    else:
        assert reading.deadline is not None
        assert reading.warn_at is not None
        assert reading.warn_at <= reading.deadline
        late = reading.state in {ClockState.OVERDUE, ClockState.BREACHED}
        assert late is ((reading.ended_at or now) > reading.deadline)
        assert reading.remaining is not None
        assert not late or reading.remaining <= timedelta()
        # More than a shorter promise allows may be counted already; it is late only once the clock runs.
        assert late or reading.remaining >= timedelta() or reading.deadline >= ledger.sla_since(now)


@settings(max_examples=80, deadline=None)
@given(ledgers(), MINUTES)
def test_a_ledger_restored_from_its_intervals_shows_the_same(ledger: SlaLedger, minute: int) -> None:
    now = BEFORE_THE_CHANGE + minute * MINUTE
    stored = ledger.intervals(BEFORE_THE_CHANGE + timedelta(days=DAYS, minutes=1))

    restored = SlaLedger.restored(stored)

    assert read_clock(restored, Measure.RESOLUTION, now) == read_clock(ledger, Measure.RESOLUTION, now)
    assert write_receipt(restored, now) == write_receipt(ledger, now)


@given(ledgers(), MINUTES)
@settings(max_examples=80, deadline=None)
def test_a_deadline_does_not_move_while_the_clock_runs(ledger: SlaLedger, minute: int) -> None:
    now = BEFORE_THE_CHANGE + timedelta(days=DAYS)
    running = ledger.turned(now, ClockKind.RUNNING)

    first = read_clock(running, Measure.RESOLUTION, now)
    later = read_clock(running, Measure.RESOLUTION, now + minute * MINUTE)

    assert first.deadline == later.deadline
    assert first.warn_at == later.warn_at
