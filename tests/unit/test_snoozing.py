"""Until when a notice can be put off."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from fieldservice.domain.rules.snoozing import Snooze, snooze_moments

WARSAW = ZoneInfo("Europe/Warsaw")


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=WARSAW)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (at(25, 9), [Snooze.HOUR, Snooze.AFTERNOON, Snooze.TOMORROW, Snooze.MONDAY]),
        (at(25, 13), [Snooze.HOUR, Snooze.TOMORROW, Snooze.MONDAY]),
        (at(29, 9), [Snooze.HOUR, Snooze.AFTERNOON, Snooze.TOMORROW]),
    ],
    ids=["Wednesday morning", "nearly afternoon", "Sunday: Monday is tomorrow"],
)
def test_each_choice_is_offered_once_and_lies_ahead(now: datetime, expected: list[Snooze]) -> None:
    moments = snooze_moments(now)

    assert list(moments) == expected
    assert list(moments.values()) == sorted(moments.values())
    assert all(moment > now for moment in moments.values())


def test_tomorrow_is_at_eight_also_over_a_change_of_the_clock() -> None:
    before_summer_ends = datetime(2026, 10, 24, 20, tzinfo=WARSAW)

    tomorrow = snooze_moments(before_summer_ends)[Snooze.TOMORROW]

    assert (tomorrow.day, tomorrow.hour) == (25, 8)
