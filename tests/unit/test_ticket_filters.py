"""Filters of lists as plain values: chips come and go, JSON keeps them, days move with the calendar."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldservice.domain.rules.ordered_ids import OrderedIds
from fieldservice.domain.rules.ticket_filters import (
    DaySpan,
    FilterField,
    ListWish,
    SortKey,
    SortName,
    TicketFilter,
    between,
    days_of,
    sorted_by,
)
from fieldservice.domain.rules.weeks import first_weekday

MONDAY = date(2026, 11, 23)
FILTERS = st.dictionaries(
    st.sampled_from(FilterField), st.lists(st.text(max_size=8), min_size=1, max_size=3, unique=True)
).map(lambda chosen: TicketFilter.from_json({field.value: values for field, values in chosen.items()}))


@given(FILTERS)
def test_a_filter_is_read_back_as_it_was_written(chosen: TicketFilter) -> None:
    assert TicketFilter.from_json(chosen.as_json()) == chosen


@given(FILTERS)
def test_a_filter_is_empty_when_every_chip_was_taken_off(chosen: TicketFilter) -> None:
    left = chosen
    for field, values in chosen.chosen:
        for value in values:
            left = left.without(field, value)

    assert left.is_empty


def test_what_a_later_program_wrote_narrows_nothing() -> None:
    said = {"state": ["a"], "mood": ["bad"], "type": "nonsense"}

    assert TicketFilter.from_json(said) == TicketFilter(((FilterField.STATE, ("a",)),))
    assert TicketFilter.from_json(None).is_empty


def test_a_list_is_read_back_with_order_and_columns() -> None:
    wish = ListWish(
        "mine",
        TicketFilter().having(FilterField.DUE, ("today",)),
        (SortKey(SortName.PRIORITY, descending=True), SortKey(SortName.DUE)),
        ("title", "due"),
    )

    assert ListWish.from_json(wish.as_json()) == wish
    assert ListWish.from_json({}) == ListWish("open")


def test_a_press_turns_the_order_and_shift_puts_it_behind_the_others() -> None:
    one = sorted_by((), SortName.DUE, adds=False)
    turned = sorted_by(one, SortName.DUE, adds=False)
    two = sorted_by(turned, SortName.CUSTOMER, adds=True)
    turned_first = sorted_by(two, SortName.DUE, adds=True)
    alone = sorted_by(turned_first, SortName.CUSTOMER, adds=False)

    assert turned == (SortKey(SortName.DUE, descending=True),)
    assert two == (SortKey(SortName.DUE, descending=True), SortKey(SortName.CUSTOMER))
    assert turned_first == (SortKey(SortName.DUE), SortKey(SortName.CUSTOMER))
    assert alone == (SortKey(SortName.CUSTOMER, descending=True),)


@pytest.mark.parametrize(
    ("span", "first", "last"),
    [
        ("today", MONDAY, MONDAY),
        ("this_week", MONDAY, date(2026, 11, 29)),
        ("last_7_days", date(2026, 11, 17), MONDAY),
        ("this_month", date(2026, 11, 1), date(2026, 11, 30)),
        ("last_month", date(2026, 10, 1), date(2026, 10, 31)),
        ("this_year", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-02-03..2026-02-05", date(2026, 2, 3), date(2026, 2, 5)),
    ],
)
def test_a_span_of_days_hangs_on_today(span: str, first: date, last: date) -> None:
    assert days_of(span, MONDAY) == (first, last)


@pytest.mark.parametrize(
    ("said", "country", "first"),
    [(0, "PL", MONDAY), (0, "PT", date(2026, 11, 22)), (0, "EG", date(2026, 11, 21)), (1, "PT", MONDAY)],
)
def test_a_week_begins_as_the_company_says_or_its_country_does(said: int, country: str, first: date) -> None:
    found = days_of(DaySpan.THIS_WEEK.value, MONDAY, first_weekday(said, country))

    assert found == (first, first + timedelta(days=6))


@given(st.sampled_from(DaySpan), st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_every_span_has_its_days_in_order(span: DaySpan, today: date) -> None:
    days = days_of(span.value, today)

    assert days is not None
    assert days[0] <= days[1] <= days[0] + timedelta(days=365)
    assert days_of(between(*days), date(2000, 1, 1)) == days


@pytest.mark.parametrize("said", ["", "soon", "..", "2026-01-01..x"])
def test_what_is_no_span_is_none(said: str) -> None:
    assert days_of(said, MONDAY) is None


@given(st.lists(st.uuids(), max_size=40, unique=True))
def test_ids_keep_their_places(ids: list[object]) -> None:
    order = OrderedIds.from_hex("".join(str(each) for each in ids))

    assert list(order) == ids
    assert [order.place_of(each) for each in order] == list(range(len(ids)))
    assert order.place_of(uuid4()) is None


def test_a_place_beyond_the_end_is_none_of_the_ids() -> None:
    order = OrderedIds.of(uuid4() for _ in range(5))

    assert order.between(3, 99) == tuple(order)[3:]
    with pytest.raises(IndexError):
        order[5]
