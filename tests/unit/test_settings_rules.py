"""Placeholders, ways of new tickets, spellings of numbers, looks of states: pure rules of the settings."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.numbers import DIGITS, HumanNumber, format_number, parse_number, read_number
from fieldservice.domain.rules.placeholders import (
    Placeholder,
    filled,
    missing_values,
    require_known,
    unknown_placeholders,
)
from fieldservice.domain.rules.routing import Routes, Way
from fieldservice.domain.rules.state_looks import StateShape, StateTone, require_look
from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.painting import Shape
from fieldservice.ui.kit.state_shapes import state_shape

KIND, SERVICE, TYPE, QUEUE, OTHER, PERSON, TEAM = (UUID(int=number) for number in range(1, 8))


def test_a_placeholder_without_a_value_stays_so_that_nobody_sends_a_gap() -> None:
    text = "{customer}: {contact}, {number}"

    assert filled(text, {Placeholder.CUSTOMER: "Lis", Placeholder.CONTACT: ""}) == "Lis: {contact}, {number}"
    assert missing_values(text, {Placeholder.CUSTOMER: "Lis"}) == ("contact", "number")


def test_words_in_braces_that_mean_nothing_are_named() -> None:
    assert unknown_placeholders("{klient} { number } {number} {}") == ("klient", "")
    with pytest.raises(RuleViolation, match="placeholder_unknown"):
        require_known("Dear {client}")


@given(st.text(), st.dictionaries(st.sampled_from(list(Placeholder)), st.text()))
def test_filling_in_never_fails_whatever_is_written(text: str, values: dict[Placeholder, str]) -> None:
    assert isinstance(filled(text, values), str)


def test_what_is_more_special_decides_the_way() -> None:
    ways = {KIND: Way(None, QUEUE), SERVICE: Way(TYPE, OTHER), TYPE: Way(None, OTHER)}
    routes = Routes(ways, queue_owners={QUEUE: PERSON})

    assert routes.type_of(KIND, SERVICE) == TYPE
    assert routes.queue_of(KIND, SERVICE, TYPE) == QUEUE
    assert routes.queue_of(None, None, TYPE) == OTHER
    assert (routes.owner_of(QUEUE), routes.owner_of(OTHER), routes.owner_of(None)) == (PERSON, None, None)


@pytest.mark.covers("C30")
@pytest.mark.parametrize(
    ("type_teams", "queue_teams", "fits"),
    [
        ({}, {QUEUE: TEAM}, True),
        ({TYPE: frozenset({TEAM})}, {QUEUE: TEAM}, True),
        ({TYPE: frozenset({OTHER})}, {QUEUE: TEAM}, False),
        ({TYPE: frozenset({OTHER})}, {}, True),
    ],
)
def test_a_type_goes_only_to_teams_that_work_on_it(
    type_teams: dict[UUID, frozenset[UUID]],
    queue_teams: dict[UUID, UUID],
    fits: bool,  # noqa: FBT001 - a case of the table
) -> None:
    routes = Routes(queue_teams=queue_teams, type_teams=type_teams)

    if fits:
        routes.require_team(TYPE, QUEUE)
    else:
        with pytest.raises(RuleViolation, match=r"queue\.type_not_for_team"):
            routes.require_team(TYPE, QUEUE)


@given(st.integers(1, 10_000_000), st.sampled_from(list(DIGITS)))
def test_a_number_is_found_however_many_digits_it_was_printed_with(counter: int, digits: int) -> None:
    printed = format_number("WAW", counter, digits)

    assert printed in HumanNumber("WAW", counter).spellings()
    assert parse_number(printed) == read_number(printed, "WAW") == HumanNumber("WAW", counter)


def test_every_look_that_may_be_kept_can_be_painted() -> None:
    for tone, shape in zip(StateTone, StateShape, strict=False):
        require_look(tone, shape)

    assert {Tone(tone.value) for tone in StateTone} == set(Tone)
    assert {state_shape(shape.value) for shape in StateShape} == set(Shape)
    assert state_shape("") is state_shape("star") is Shape.NONE
    with pytest.raises(RuleViolation, match="look_unknown"):
        require_look("pink", None)
