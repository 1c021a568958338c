"""How long the business calendar takes to count a month, beside the library `workclock` doing the same.

Both are asked again and again through one object each, as a list of tickets does it.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from statistics import median
from time import perf_counter_ns

import workclock

from fieldservice.domain.rules.business_calendar import BusinessCalendar
from fieldservice.domain.rules.calendar_hours import Week

ZONE = "Europe/Warsaw"
CLOSED = frozenset({date(2026, 11, 11), date(2026, 12, 24), date(2026, 12, 25)})
OPENED = datetime(2026, 11, 3, 8, 17, tzinfo=UTC)
A_MONTH_LATER = OPENED + timedelta(days=31)
ROUNDS = 3000
LIMIT_MICROSECONDS = 20


def measure() -> dict[str, float]:
    """Median microseconds of a call, ours and the peer's, their ratio, the limit, and our very first call."""
    ours = BusinessCalendar(ZONE, Week.monday_to_friday("08:00-12:00", "13:00-17:00"), CLOSED)
    peer = workclock.Schedule(
        [
            workclock.WorkDay(time(8), time(12)),
            workclock.WorkDay(time(13), time(17)),
            workclock.Holidays(CLOSED),
        ],
        time_zone=ZONE,
    )
    if ours.elapsed(OPENED, A_MONTH_LATER) != peer.between(OPENED, A_MONTH_LATER):
        raise AssertionError("the calendar and its peer do not agree")
    fresh = BusinessCalendar(ZONE, ours.week, CLOSED)
    first = _microseconds(lambda: fresh.elapsed(OPENED, A_MONTH_LATER))
    mine = median(_microseconds(lambda: ours.elapsed(OPENED, A_MONTH_LATER)) for _ in range(ROUNDS))
    theirs = median(_microseconds(lambda: peer.between(OPENED, A_MONTH_LATER)) for _ in range(ROUNDS))
    return {
        "elapsed_us": mine,
        "workclock_us": theirs,
        "ratio": mine / theirs,
        "limit_us": LIMIT_MICROSECONDS,
        "first_call_us": first,
    }


def _microseconds(call: Callable[[], object]) -> float:
    started = perf_counter_ns()
    call()
    return (perf_counter_ns() - started) / 1000
