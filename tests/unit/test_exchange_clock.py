"""Hybrid stamps order what several sites did, and no clock carries them away."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from fieldservice.domain.rules.exchange_clock import (
    AHEAD_MILLISECONDS,
    clamped,
    first_stamp,
    milliseconds,
    moment_of,
    next_stamp,
    received,
)

MOMENTS = st.integers(0, 50_000 * 86_400_000).map(
    lambda each: datetime(1990, 1, 1, tzinfo=UTC) + timedelta(milliseconds=each)
)
TIMES = MOMENTS.map(milliseconds)
STAMPS = TIMES.map(first_stamp)


@given(STAMPS, st.lists(TIMES, min_size=1))
def test_the_stamps_of_a_site_rise_whatever_its_clock_does(last: int, clock: list[int]) -> None:
    given_stamps = [last]

    for now in clock:
        given_stamps.append(next_stamp(given_stamps[-1], now))

    assert given_stamps == sorted(set(given_stamps))


@given(MOMENTS)
def test_a_stamp_tells_its_moment_to_the_millisecond(moment: datetime) -> None:
    stamp = next_stamp(0, milliseconds(moment))

    assert timedelta(0) <= moment - moment_of(stamp) < timedelta(milliseconds=1)


@given(STAMPS, TIMES, TIMES)
def test_what_is_done_after_seeing_another_s_work_is_later(last: int, now: int, behind: int) -> None:
    other = first_stamp(max(0, now - behind % AHEAD_MILLISECONDS))

    assert next_stamp(received(last, other, now), now) > max(last, other)


@given(STAMPS, STAMPS, TIMES)
def test_a_stamp_far_ahead_carries_nobody_away(last: int, other: int, now: int) -> None:
    assert received(last, other, now) <= max(last, first_stamp(now + AHEAD_MILLISECONDS))


@given(st.integers(0, (1 << 63) - 1), STAMPS, TIMES)
def test_the_centre_takes_a_stamp_after_the_device_s_last_and_not_far_ahead(
    stamp: int, last: int, now: int
) -> None:
    taken = clamped(stamp, last, now)

    assert taken > last
    assert taken <= max(last + 1, first_stamp(now + AHEAD_MILLISECONDS))


@given(STAMPS, TIMES)
def test_an_honest_stamp_is_taken_as_it_is(last: int, now: int) -> None:
    honest = next_stamp(last, now)

    assert clamped(honest, last, now) == honest or honest > first_stamp(now + AHEAD_MILLISECONDS)
