"""When a plan is due: anchor + n x period, never the last date plus one period (DESIGN 4.8)."""

from calendar import monthrange
from datetime import date

MONTHS_A_YEAR = 12


def occurrence(anchor: date, period_months: int, n: int) -> date:
    """The n-th day of a plan; a month that lacks the anchor's day gives its last one."""
    months = anchor.year * MONTHS_A_YEAR + anchor.month - 1 + n * period_months
    year, month = divmod(months, MONTHS_A_YEAR)
    last_day = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(anchor.day, last_day))


def next_due(anchor: date, period_months: int, day: date) -> date:
    """The first day of the plan that is not before `day`."""
    passed = (day.year - anchor.year) * MONTHS_A_YEAR + day.month - anchor.month
    n = max(0, passed // max(period_months, 1) - 1)
    while (due := occurrence(anchor, max(period_months, 1), n)) < day:
        n += 1
    return due
