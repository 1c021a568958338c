"""The SLA's clock over a ticket's life: pauses, other SLAs, reopening, splitting."""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from fieldservice.domain.rules.business_calendar import BusinessCalendar
from fieldservice.domain.rules.calendar_hours import Week
from fieldservice.domain.rules.clock_state import ClockState
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.sla import Measure, SlaTargets, WarnBefore
from fieldservice.domain.rules.sla_clock import ClockReading, read_clock
from fieldservice.domain.rules.sla_ledger import (
    KIND_BY_STATE_TYPE,
    ClockKind,
    ClockTurn,
    LedgerInterval,
    SlaLedger,
    SlaStep,
)
from fieldservice.domain.rules.ticket_states import TicketStateType

WARSAW = ZoneInfo("Europe/Warsaw")
OFFICE = BusinessCalendar("Europe/Warsaw", Week.monday_to_friday("09:00-17:00"))
LONG_DAYS = BusinessCalendar("Europe/Warsaw", Week.monday_to_friday("08:00-18:00"))


def hours(number: float) -> timedelta:
    return timedelta(hours=number)


def at(text: str) -> datetime:
    """A moment of November 2026, `23 09:00` being a Monday."""
    return datetime.fromisoformat(f"2026-11-{text}").replace(tzinfo=WARSAW)


BRONZE = SlaTargets(UUID(int=1), "Bronze", OFFICE, hours(2), hours(12), WarnBefore(hours(2)))
GOLD = SlaTargets(UUID(int=2), "Gold", OFFICE, hours(1), hours(4), WarnBefore(hours(1)))
EVENING = SlaTargets(UUID(int=3), "Evening", LONG_DAYS, hours(1), hours(4), WarnBefore(hours(1)))
OPENED = SlaLedger.opened(at("23 09:00"), BRONZE)


def resolution(ledger: SlaLedger, now: str) -> ClockReading:
    return read_clock(ledger, Measure.RESOLUTION, at(now))


@pytest.mark.covers("D01", "D12")
@pytest.mark.parametrize(
    ("now", "state", "elapsed", "percent"),
    [
        ("23 09:00", ClockState.ON_TIME, 0, 0),
        ("24 10:59", ClockState.ON_TIME, 9 + 59 / 60, 83),
        ("24 11:00", ClockState.DUE_SOON, 10, 83),
        ("24 13:00", ClockState.DUE_SOON, 12, 100),
        ("24 13:01", ClockState.OVERDUE, 12 + 1 / 60, 100),
        ("25 17:00", ClockState.OVERDUE, 24, 200),
    ],
)
def test_a_running_clock_goes_from_on_time_to_overdue(
    now: str, state: ClockState, elapsed: float, percent: int
) -> None:
    reading = resolution(OPENED, now)

    assert (reading.state, reading.percent) == (state, percent)
    assert reading.elapsed == hours(elapsed)
    assert reading.remaining == hours(12) - reading.elapsed
    assert reading.deadline == at("24 13:00")


@pytest.mark.covers("P-23")
def test_a_warning_comes_inside_hours() -> None:
    evening = resolution(SlaLedger.opened(at("23 17:00"), EVENING), "23 17:30")
    over_night = resolution(SlaLedger.opened(at("23 15:00"), EVENING), "23 17:30")

    assert (evening.deadline, evening.warn_at) == (at("24 11:00"), at("24 10:00"))
    assert (over_night.deadline, over_night.warn_at) == (at("24 09:00"), at("24 08:00"))


@pytest.mark.parametrize(
    ("solved_at", "state"), [("24 13:00", ClockState.MET), ("24 13:01", ClockState.BREACHED)]
)
def test_a_solved_ticket_met_or_breached_its_promise_for_good(solved_at: str, state: ClockState) -> None:
    solved = OPENED.turned(at(solved_at), ClockKind.SOLVED)

    assert resolution(solved, "30 12:00").state is state
    assert resolution(solved, "30 12:00").elapsed == resolution(solved, solved_at).elapsed


def test_a_promise_that_ends_at_closing_time_is_broken_that_evening_and_not_next_morning() -> None:
    ledger = SlaLedger.opened(at("20 13:00"), GOLD)

    assert resolution(ledger, "20 17:00").state is ClockState.DUE_SOON
    assert resolution(ledger, "21 12:00").state is ClockState.OVERDUE
    assert (
        resolution(ledger.turned(at("21 12:00"), ClockKind.SOLVED), "23 12:00").state is ClockState.BREACHED
    )


@pytest.mark.covers("D01")
def test_response_and_resolution_are_two_clocks() -> None:
    ledger = OPENED.responded(at("23 10:30")).responded(at("23 10:00")).responded(at("23 16:00"))

    response = read_clock(ledger, Measure.RESPONSE, at("23 16:00"))

    assert (response.state, response.ended_at, response.elapsed) == (ClockState.MET, at("23 10:00"), hours(1))
    assert resolution(ledger, "23 16:00").state is ClockState.ON_TIME
    assert read_clock(OPENED, Measure.RESPONSE, at("23 16:00")).state is ClockState.OVERDUE


def test_solving_without_a_word_before_is_the_response() -> None:
    ledger = OPENED.turned(at("23 10:00"), ClockKind.SOLVED).turned(at("25 10:00"), ClockKind.RUNNING)

    assert read_clock(ledger, Measure.RESPONSE, at("25 12:00")).state is ClockState.MET


@pytest.mark.covers("D08", "P-20")
@pytest.mark.parametrize("days_later", [1, 100, 2000])
def test_a_waiting_ticket_never_breaches_however_long(days_later: int) -> None:
    waiting = OPENED.turned(at("23 11:00"), ClockKind.WAITING, "waiting.customer")

    reading = read_clock(waiting, Measure.RESOLUTION, at("23 11:00") + timedelta(days=days_later))

    assert (reading.state, reading.elapsed) == (ClockState.PAUSED, hours(2))
    assert reading.deadline is not None
    assert reading.deadline > at("23 11:00") + timedelta(days=days_later)


@pytest.mark.covers("P-20")
def test_a_clock_that_stops_on_the_last_second_is_not_overdue() -> None:
    stopped = OPENED.turned(at("24 13:00"), ClockKind.WAITING, "waiting.customer")
    resumed = stopped.turned(at("26 10:00"), ClockKind.RUNNING)

    assert resolution(stopped, "25 12:00").state is ClockState.PAUSED
    assert resolution(resumed, "26 10:00").state is ClockState.DUE_SOON
    assert resolution(resumed, "26 10:01").state is ClockState.OVERDUE


@pytest.mark.covers("P-20")
def test_what_was_overdue_before_the_pause_stays_overdue() -> None:
    late = OPENED.turned(at("24 14:00"), ClockKind.WAITING, "waiting.customer")

    assert resolution(late, "30 12:00").state is ClockState.OVERDUE


@pytest.mark.covers("P-19")
def test_a_pause_over_the_weekend_extends_the_deadline_by_its_working_hours() -> None:
    ledger = SlaLedger.opened(at("20 15:00"), GOLD)
    ledger = ledger.turned(at("20 16:00"), ClockKind.WAITING).turned(at("23 10:00"), ClockKind.RUNNING)

    assert resolution(ledger, "23 10:00").deadline == at("23 13:00")
    assert resolution(ledger, "23 10:00").elapsed == hours(1)


@pytest.mark.covers("P-18")
def test_another_sla_keeps_the_pause_of_three_days() -> None:
    waited = OPENED.turned(at("23 10:00"), ClockKind.WAITING).turned(at("26 10:00"), ClockKind.RUNNING)

    changed, corrected = waited.with_sla(at("26 11:00"), GOLD), waited.with_sla_from_opening(GOLD)

    # One hour before the pause and one after it are counted, so two of Gold's four are left.
    assert resolution(changed, "26 11:00").elapsed == hours(2)
    assert resolution(changed, "26 11:00").deadline == at("26 13:00")
    assert resolution(corrected, "26 11:00").deadline == at("26 13:00")


@pytest.mark.covers("P-18")
def test_another_sla_during_a_pause_leaves_it_paused() -> None:
    waiting = OPENED.turned(at("23 10:00"), ClockKind.WAITING).with_sla(at("24 10:00"), GOLD)

    assert resolution(waiting, "27 10:00").state is ClockState.PAUSED
    assert resolution(waiting, "27 10:00").elapsed == hours(1)


@pytest.mark.covers("P-18")
def test_a_shorter_promise_is_never_due_before_it_was_made() -> None:
    raised = OPENED.with_sla(at("24 11:00"), GOLD)

    assert resolution(raised, "24 11:00").state is ClockState.DUE_SOON
    assert resolution(raised, "24 11:00").deadline == at("24 11:00")
    assert resolution(raised, "24 11:01").state is ClockState.OVERDUE


def test_a_correction_counts_by_the_right_calendar_from_the_opening() -> None:
    opened = SlaLedger.opened(at("23 08:00"), BRONZE)

    assert resolution(opened, "23 10:00").elapsed == hours(1)
    assert resolution(opened.with_sla_from_opening(EVENING), "23 10:00").elapsed == hours(2)
    assert resolution(opened.with_sla(at("23 09:30"), EVENING), "23 10:00").elapsed == hours(1)


@pytest.mark.covers("P-20")
def test_a_ticket_reopened_after_a_month_goes_on_with_what_was_left() -> None:
    solved = SlaLedger.opened(at("02 09:00"), BRONZE).turned(at("02 13:00"), ClockKind.SOLVED)

    reopened = solved.turned(at("30 09:00"), ClockKind.RUNNING)

    assert resolution(solved, "29 12:00").state is ClockState.MET
    assert resolution(reopened, "30 09:00").state is ClockState.ON_TIME
    assert resolution(reopened, "30 09:00").remaining == hours(8)
    assert resolution(reopened, "30 09:00").ended_at is None


@pytest.mark.covers("P-25")
@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo", "America/Los_Angeles", "Europe/Warsaw"])
def test_a_new_ticket_has_its_whole_time_left_whatever_the_zones(zone: str) -> None:
    tokyo = BusinessCalendar("Asia/Tokyo", Week.every_day("00:00-24:00"))
    targets = SlaTargets(UUID(int=4), "Tokyo", tokyo, resolution=hours(4))
    opened_at = at("23 23:30").astimezone(ZoneInfo(zone))

    reading = read_clock(SlaLedger.opened(opened_at, targets), Measure.RESOLUTION, at("23 23:30"))

    assert reading == read_clock(SlaLedger.opened(at("23 23:30"), targets), Measure.RESOLUTION, opened_at)
    assert (reading.state, reading.remaining) == (ClockState.ON_TIME, hours(4))
    assert reading.deadline == at("24 03:30")


@pytest.mark.covers("P-25")
def test_a_clock_that_goes_wrong_by_minutes_shows_a_full_reserve() -> None:
    assert resolution(OPENED, "23 08:55").remaining == hours(12)


@pytest.mark.covers("P-26")
def test_a_split_ticket_starts_a_clock_of_its_own() -> None:
    source = OPENED.responded(at("23 09:30")).turned(at("23 12:00"), ClockKind.SOLVED)

    split = source.split_off(at("25 10:00"))

    assert resolution(split, "25 11:00").elapsed == hours(1)
    assert resolution(split, "25 11:00").state is ClockState.ON_TIME
    assert read_clock(split, Measure.RESPONSE, at("25 11:00")).ended_at is None


@pytest.mark.covers("P-26")
def test_a_split_ticket_may_take_over_the_time_but_never_the_fulfilment() -> None:
    source = OPENED.responded(at("23 09:30")).turned(at("23 12:00"), ClockKind.SOLVED)

    split = source.split_off(at("25 10:00"), from_source=True)

    assert split.opened_at == source.opened_at
    assert resolution(split, "25 11:00").elapsed == hours(3 + 1)
    assert resolution(split, "25 11:00").state is ClockState.ON_TIME
    assert read_clock(split, Measure.RESPONSE, at("25 11:00")).ended_at is None


@pytest.mark.covers("P-27")
def test_a_ticket_without_an_sla_has_a_clock_that_shows_nothing() -> None:
    ledger = SlaLedger.opened(at("23 09:00"), None).turned(at("23 12:00"), ClockKind.SOLVED)

    reading = resolution(ledger, "25 10:00")

    assert (reading.state, reading.elapsed, reading.deadline) == (ClockState.NO_TARGET, hours(0), None)
    assert (reading.remaining, reading.percent) == (None, None)


@pytest.mark.covers("P-27")
def test_an_sla_given_later_counts_from_then_and_one_taken_away_stops() -> None:
    given = SlaLedger.opened(at("23 09:00"), None).with_sla(at("23 12:00"), GOLD)

    assert resolution(given, "23 13:00").deadline == at("23 16:00")
    assert resolution(given.with_sla(at("23 13:00"), None), "23 17:00").state is ClockState.NO_TARGET
    assert resolution(given.with_sla(at("23 13:00"), None), "23 17:00").elapsed == hours(1)


@pytest.mark.covers("P-24", "D08")
def test_every_type_of_state_has_its_clock() -> None:
    states = {
        state_type: resolution(OPENED.turned(at("23 10:00"), kind), "30 12:00").state
        for state_type, kind in KIND_BY_STATE_TYPE.items()
    }

    assert states == {
        TicketStateType.NEW: ClockState.OVERDUE,
        TicketStateType.OPEN: ClockState.OVERDUE,
        TicketStateType.IN_PROGRESS: ClockState.OVERDUE,
        TicketStateType.PENDING_REMINDER: ClockState.PAUSED,
        TicketStateType.PENDING_AUTO: ClockState.PAUSED,
        TicketStateType.CLOSED: ClockState.MET,
        TicketStateType.MERGED: ClockState.NO_TARGET,
    }
    assert set(states) == set(TicketStateType)


def test_turns_told_late_are_entered_where_they_happened() -> None:
    in_order = (
        OPENED.turned(at("23 10:00"), ClockKind.WAITING)
        .with_sla(at("23 10:30"), GOLD)
        .turned(at("23 11:00"), ClockKind.RUNNING)
    )
    told_late = (
        OPENED.turned(at("23 11:00"), ClockKind.RUNNING)
        .turned(at("23 10:00"), ClockKind.WAITING)
        .with_sla(at("23 10:30"), GOLD)
    )

    assert told_late == in_order
    assert resolution(told_late, "23 12:00").elapsed == hours(2)


def test_waiting_for_another_reason_is_an_interval_of_its_own() -> None:
    ledger = OPENED.turned(at("23 10:00"), ClockKind.WAITING, "waiting.customer")
    ledger = ledger.turned(at("23 11:00"), ClockKind.WAITING, "waiting.supplier")

    found = ledger.intervals(at("23 12:00"))

    assert found == (
        LedgerInterval(at("23 09:00"), at("23 10:00"), ClockKind.RUNNING, BRONZE),
        LedgerInterval(at("23 10:00"), at("23 11:00"), ClockKind.WAITING, BRONZE, "waiting.customer"),
        LedgerInterval(at("23 11:00"), at("23 12:00"), ClockKind.WAITING, BRONZE, "waiting.supplier"),
    )


def test_what_happened_before_the_opening_is_refused() -> None:
    early = at("23 08:59")

    with pytest.raises(RuleViolation, match=r"sla\.before_opening"):
        OPENED.turned(early, ClockKind.WAITING)
    with pytest.raises(RuleViolation, match=r"sla\.before_opening"):
        OPENED.with_sla(early, GOLD)
    with pytest.raises(RuleViolation, match=r"sla\.before_opening"):
        OPENED.split_off(early)


def test_a_ledger_out_of_order_does_not_construct() -> None:
    turn, step = ClockTurn(at("23 09:00"), ClockKind.RUNNING), SlaStep(at("23 10:00"), GOLD)

    with pytest.raises(RuleViolation, match=r"sla\.ledger_out_of_order"):
        SlaLedger((turn,), (step,))
    with pytest.raises(RuleViolation, match=r"sla\.ledger_out_of_order"):
        SlaLedger((turn, turn), (SlaStep(turn.at, GOLD),))
    with pytest.raises(RuleViolation, match=r"sla\.ledger_out_of_order"):
        SlaLedger((), ())
