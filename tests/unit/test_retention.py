"""Terms of retention: the closest one holds, counted in months and local days."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest

from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.retention import (
    RetentionAct,
    RetentionOutcome,
    RetentionTerm,
    is_over,
    months_before,
    term_for,
)

LEAK, NOISE = uuid4(), uuid4()
BY_ORDERS, BY_HAND = RetentionOutcome.BY_ORDERS, RetentionOutcome.BY_HAND
WARSAW = ZoneInfo("Europe/Warsaw")


def term(months: int, kind: UUID | None = None, outcome: RetentionOutcome | None = None) -> RetentionTerm:
    return RetentionTerm(uuid4(), RetentionAct.ARCHIVE, months, kind, outcome)


@pytest.mark.covers("C28")
@pytest.mark.parametrize(
    ("kind", "outcome", "months"),
    [(LEAK, BY_HAND, 6), (LEAK, BY_ORDERS, 36), (NOISE, BY_HAND, 12), (NOISE, BY_ORDERS, 24)],
)
def test_the_closest_term_holds(kind: UUID, outcome: RetentionOutcome, months: int) -> None:
    terms = [term(24), term(12, outcome=BY_HAND), term(36, LEAK), term(6, LEAK, BY_HAND)]

    found = term_for(terms, RetentionAct.ARCHIVE, kind, outcome)

    assert found is not None
    assert found.months == months
    assert term_for(terms, RetentionAct.ANONYMISE, kind, outcome) is None


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2026, 11, 23), 60, date(2021, 11, 23)),
    ],
)
def test_months_are_counted_back_to_the_same_day(day: date, months: int, expected: date) -> None:
    assert months_before(day, months) == expected


def test_a_term_is_over_the_day_after_its_last_one() -> None:
    ended = datetime(2025, 11, 22, 23, 30, tzinfo=UTC)  # already the 23rd in Warsaw
    year = term(12)

    assert not is_over(year, ended, datetime(2026, 11, 23, 12, tzinfo=UTC), WARSAW)
    assert is_over(year, ended, datetime(2026, 11, 24, 12, tzinfo=UTC), WARSAW)


@pytest.mark.parametrize("months", [0, -1, 601])
def test_a_term_without_sense_does_not_construct(months: int) -> None:
    with pytest.raises(RuleViolation, match=r"retention\.months"):
        term(months)
