"""Human numbers of tickets and orders."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.numbers import (
    HumanNumber,
    branch_code_of,
    check_branch_code,
    format_number,
    format_order_number,
    parse_number,
    read_number,
)


def test_a_ticket_number_has_the_branch_and_six_digits_and_grows() -> None:
    assert format_number("WAW", 123) == "WAW-000123"
    assert format_number("WAW", 1_234_567) == "WAW-1234567"


def test_an_order_number_is_the_tickets_with_a_position() -> None:
    assert format_order_number("WAW-000123", 1) == "WAW-000123/1"


@pytest.mark.parametrize("code", ["", "W", "waw", "WARSZAWA", "WA1", "ŁÓD", "WAW\n"])
def test_a_branch_code_is_two_to_six_letters(code: str) -> None:
    with pytest.raises(RuleViolation):
        check_branch_code(code)


@pytest.mark.parametrize(
    "issue", [lambda: format_number("WAW", 0), lambda: format_order_number("WAW-000001", 0)]
)
def test_counting_starts_at_one(issue: object) -> None:
    with pytest.raises(RuleViolation):
        issue()  # type: ignore[operator]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("waw123", HumanNumber("WAW", 123)),
        ("WAW-000123", HumanNumber("WAW", 123)),
        (" waw 123 ", HumanNumber("WAW", 123)),
        ("123", HumanNumber("KRK", 123)),
        ("#123", HumanNumber("KRK", 123)),
        ("123/2", HumanNumber("KRK", 123, 2)),
        ("waw-000123/12", HumanNumber("WAW", 123, 12)),
        ("WAW-2-000123", HumanNumber("WAW-2", 123)),
        ("waw2 123/1", HumanNumber("WAW-2", 123, 1)),
        ("waw 2 123", HumanNumber("WAW-2", 123)),
    ],
)
def test_a_typed_number_is_understood_and_the_own_branch_is_assumed(typed: str, meant: HumanNumber) -> None:
    assert read_number(typed, own_branch="KRK") == meant


def test_a_counter_alone_is_that_of_ones_own_workstation() -> None:
    assert read_number("123", own_branch="KRK-3") == HumanNumber("KRK-3", 123)


def test_the_branch_of_a_number_is_read_past_the_slot() -> None:
    assert (branch_code_of("WAW-2-000123/1"), branch_code_of("WAW-000123")) == ("WAW", "WAW")


@pytest.mark.parametrize(
    "typed", ["", "waw", "0", "waw-0", "12/0", "12/", "K0091", "22 123 45 67", "12a", "١٢٣"]
)
def test_other_things_are_no_numbers(typed: str) -> None:
    assert read_number(typed, own_branch="KRK") is None


@given(
    st.from_regex(r"[A-Z]{2,6}(-[1-9][0-9]{0,2})?", fullmatch=True),
    st.integers(1, 10**11),
    st.none() | st.integers(1, 9999),
)
def test_a_printed_number_reads_back(branch: str, counter: int, position: int | None) -> None:
    number = HumanNumber(branch, counter, position)

    assert parse_number(str(number)) == number


@pytest.mark.parametrize("text", ["123", "waw-000123", "WAW-12", "WAW-000123/", ""])
def test_only_a_number_as_printed_is_parsed(text: str) -> None:
    with pytest.raises(RuleViolation):
        parse_number(text)
