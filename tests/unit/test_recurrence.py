"""Days of a plan: counted from its anchor, so that no short month moves the days behind it."""

from datetime import date

import pytest

from fieldservice.domain.rules.recurrence import next_due, occurrence


def test_a_short_month_does_not_move_the_days_behind_it() -> None:
    days = [occurrence(date(2026, 1, 31), 1, n) for n in range(4)]

    assert days == [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]


@pytest.mark.parametrize(
    ("anchor", "months", "day", "due"),
    [
        (date(2026, 3, 1), 12, date(2026, 11, 23), date(2027, 3, 1)),
        (date(2026, 3, 1), 3, date(2026, 12, 1), date(2026, 12, 1)),
        (date(2027, 5, 1), 6, date(2026, 11, 23), date(2027, 5, 1)),
        (date(2020, 2, 29), 12, date(2026, 2, 28), date(2026, 2, 28)),
        (date(2026, 1, 31), 1, date(2026, 2, 28), date(2026, 2, 28)),
    ],
)
def test_the_next_day_of_a_plan_is_the_first_not_before_the_day_asked(
    anchor: date, months: int, day: date, due: date
) -> None:
    assert next_due(anchor, months, day) == due
