"""What is used often and lately weighs more; what cannot be read is passed over."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldservice.domain.rules.habits import MOST_KEPT, Use, used, uses_from, written

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)


def test_what_was_used_twice_weighs_more_than_what_was_used_once() -> None:
    uses = used(used(used({}, "a", NOW), "b", NOW), "b", NOW)

    assert uses["b"].weight_at(NOW) > uses["a"].weight_at(NOW)


def test_one_use_now_outweighs_three_of_a_quarter_ago() -> None:
    uses = used({}, "once", NOW)
    for _time in range(3):
        uses = used(uses, "often", NOW - timedelta(days=90))

    assert uses["once"].weight_at(NOW) > uses["often"].weight_at(NOW)


def test_a_figure_fades_by_half_in_two_weeks() -> None:
    assert Use(4.0, NOW).weight_at(NOW + timedelta(days=14)) == pytest.approx(2.0)


def test_a_clock_that_was_set_back_makes_nothing_heavier() -> None:
    assert Use(1.0, NOW).weight_at(NOW - timedelta(days=400)) == 1.0


def test_only_so_many_are_kept_and_the_newest_is_among_them() -> None:
    uses = {f"act{number}": Use(5.0, NOW) for number in range(MOST_KEPT)}

    kept = used(uses, "new", NOW)

    assert len(kept) == MOST_KEPT
    assert "new" in kept


@given(st.dictionaries(st.text(), st.floats(0.01, 1_000.0), max_size=20))
def test_what_was_written_is_read_again(weights: dict[str, float]) -> None:
    uses = {name: Use(round(weight, 4), NOW) for name, weight in weights.items()}

    assert uses_from(written(uses)) == uses


@pytest.mark.parametrize(
    "wrong", [None, [], "x", {"a": None}, {"a": [1]}, {"a": ["x", 1]}, {"a": [1, 1e300]}]
)
def test_what_cannot_be_read_is_passed_over(wrong: object) -> None:
    assert uses_from(wrong) == {}
