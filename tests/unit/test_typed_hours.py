"""Hours and durations typed in a hurry are read, and what is written is read again as the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldservice.domain.rules.calendar_hours import Span, YearlyDay
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.typed_hours import (
    read_minutes,
    read_spans,
    read_yearly_days,
    write_minutes,
    write_spans,
    write_yearly_days,
)


@pytest.mark.covers("K09")
@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("8-16", ((480, 960),)),
        ("8-16, 17-19", ((480, 960), (1020, 1140))),
        ("17:30-19; 8.15 - 12", ((495, 720), (1050, 1140))),
        ("22-6", ((1320, 1800),)),
        ("0-24", ((0, 1440),)),
        ("", ()),
        ("-", ()),
    ],
)
def test_hours_are_read_as_people_type_them(text: str, spans: tuple[tuple[int, int], ...]) -> None:
    assert read_spans(text) == tuple(Span(*span) for span in spans)


@pytest.mark.parametrize("text", ["8", "8-", "8-26", "8:70-9", "closed"])
def test_what_are_no_hours_is_refused(text: str) -> None:
    with pytest.raises(RuleViolation, match=r"calendar\.span_"):
        read_spans(text)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("90", 90),
        ("90 min", 90),
        ("1 h 30 min", 90),
        ("1h30", 90),
        ("1:30", 90),
        ("2 d", 2880),
        ("8 h", 480),
        ("", None),
        ("soon", None),
        ("-5", None),
    ],
)
def test_durations_are_read_as_people_type_them(text: str, minutes: int | None) -> None:
    assert read_minutes(text) == minutes


def test_days_of_the_year_are_read_day_before_month() -> None:
    assert read_yearly_days("31.12, 24. 12., 1/1") == (YearlyDay(1, 1), YearlyDay(12, 24), YearlyDay(12, 31))
    with pytest.raises(RuleViolation, match=r"calendar\.yearly_day_unreadable"):
        read_yearly_days("Christmas")


STARTS = st.integers(0, 1439)
SPANS = st.builds(lambda start, length: Span(start, start + length), STARTS, st.integers(1, 1440))


@given(st.lists(SPANS, max_size=3))
def test_hours_written_are_read_as_the_same(spans: list[Span]) -> None:
    assert read_spans(write_spans(sorted(spans))) == tuple(sorted(spans))


@given(st.integers(0, 20_000))
def test_durations_written_are_read_as_the_same(minutes: int) -> None:
    assert read_minutes(write_minutes(minutes)) == minutes


@given(st.sets(st.dates()), st.sampled_from("./"))
def test_days_written_are_read_as_the_same(days: set[object], mark: str) -> None:
    yearly = sorted({YearlyDay(day.month, day.day) for day in days})  # type: ignore[attr-defined]

    assert read_yearly_days(write_yearly_days(yearly, mark)) == tuple(yearly)
