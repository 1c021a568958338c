"""Rules of forms: shown, hidden, required, limited; values that fit their kind; rings of rules end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.form_conditions import (
    Comparison,
    Condition,
    Effect,
    FieldKind,
    FieldProblem,
    FieldRule,
    FormRule,
    field_states,
    is_fitting,
    kept_values,
    problems,
    rule_from_json,
    rule_to_json,
)

LIFT = FieldRule("lift", FieldKind.YES_NO)
TRAPPED = FieldRule("trapped", FieldKind.YES_NO)
FLOOR = FieldRule("floor", FieldKind.NUMBER)
COLOUR = FieldRule("colour", FieldKind.CHOICE, options=("red", "green", "blue"))

IS_LIFT = Condition("lift", Comparison.IS, "1")
SHOW_TRAPPED = FormRule((IS_LIFT,), Effect.SHOW, "trapped")
REQUIRE_FLOOR = FormRule((Condition("trapped", Comparison.IS, "1"),), Effect.REQUIRE, "floor")


@pytest.mark.parametrize(
    ("condition", "given_value", "holds"),
    [
        (Condition("f", Comparison.IS, "Łódź"), "lodz", True),
        (Condition("f", Comparison.IS, "1"), "0", False),
        (Condition("f", Comparison.IS_NOT, "1"), "", True),
        (Condition("f", Comparison.FILLED), "x", True),
        (Condition("f", Comparison.FILLED), "", False),
        (Condition("f", Comparison.EMPTY), "", True),
        (Condition("f", Comparison.CONTAINS, "wind"), "Winda towarowa", True),
        (Condition("f", Comparison.CONTAINS, ""), "", False),
        (Condition("f", Comparison.AT_LEAST, "9"), "10", True),
        (Condition("f", Comparison.AT_LEAST, "9"), "", False),
        (Condition("f", Comparison.AT_MOST, "2026-12-24"), "2026-11-30", True),
        (Condition("f", Comparison.AT_MOST, "-2"), "-2.5", True),
    ],
)
def test_a_condition_compares_what_stands_in_a_field(
    condition: Condition, given_value: str, *, holds: bool
) -> None:
    assert condition.holds({"f": given_value}) is holds


@pytest.mark.covers("A37", "expectation 34")
def test_a_field_that_a_rule_shows_is_hidden_until_it_does() -> None:
    fields = (LIFT, TRAPPED)

    assert not field_states(fields, [SHOW_TRAPPED], {})["trapped"].is_shown
    assert field_states(fields, [SHOW_TRAPPED], {"lift": "1"})["trapped"].is_shown


def test_hiding_is_stronger_than_showing() -> None:
    hide = FormRule((IS_LIFT,), Effect.HIDE, "trapped")

    states = field_states((LIFT, TRAPPED), [SHOW_TRAPPED, hide], {"lift": "1"})

    assert not states["trapped"].is_shown


def test_what_stands_in_a_hidden_field_counts_for_no_other_rule() -> None:
    values = {"lift": "0", "trapped": "1"}

    states = field_states((LIFT, TRAPPED, FLOOR), [SHOW_TRAPPED, REQUIRE_FLOOR], values)

    assert not states["floor"].is_required


def test_a_rule_requires_a_field_only_while_it_applies() -> None:
    fields, rules = (LIFT, TRAPPED, FLOOR), [SHOW_TRAPPED, REQUIRE_FLOOR]

    assert problems(fields, rules, {"lift": "1", "trapped": "1"}) == (
        FieldProblem("floor", "form.value_missing"),
    )
    assert problems(fields, rules, {"lift": "1", "trapped": "0"}) == ()


def test_two_limits_that_apply_leave_what_both_allow() -> None:
    rules = [
        FormRule((IS_LIFT,), Effect.LIMIT, "colour", ("red", "green")),
        FormRule((IS_LIFT,), Effect.LIMIT, "colour", ("green", "blue")),
    ]

    assert field_states((LIFT, COLOUR), rules, {"lift": "1"})["colour"].options == ("green",)
    assert problems((LIFT, COLOUR), rules, {"lift": "1", "colour": "red"}) == (
        FieldProblem("colour", "form.option_not_offered"),
    )


def test_answers_in_hidden_fields_are_not_kept() -> None:
    values = {"lift": "0", "trapped": "1", "floor": "", "unknown": "x"}

    assert kept_values((LIFT, TRAPPED, FLOOR), [SHOW_TRAPPED], values) == {"lift": "0"}


@pytest.mark.parametrize(
    ("kind", "fitting", "unfit"),
    [
        (FieldKind.NUMBER, ["12.5", "-3", "0"], ["12,5", "NaN", "Infinity", "x"]),
        (FieldKind.DATE, ["2026-02-28"], ["2026-02-30", "28.02.2026", "20260228"]),
        (FieldKind.YES_NO, ["1", "0"], ["yes", "2"]),
        (FieldKind.TEXT, ["x" * 200], ["x" * 201]),
        (FieldKind.LONG_TEXT, ["x" * 10_000], ["x" * 10_001]),
    ],
)
def test_a_value_fits_its_kind_or_not(kind: FieldKind, fitting: list[str], unfit: list[str]) -> None:
    assert all(is_fitting(kind, value) for value in fitting)
    assert not any(is_fitting(kind, value) for value in unfit)


def test_a_rule_says_when_it_applies_and_what_it_leaves() -> None:
    with pytest.raises(RuleViolation, match=r"form\.rule_without_condition"):
        FormRule((), Effect.SHOW, "floor")
    with pytest.raises(RuleViolation, match=r"form\.limit_without_options"):
        FormRule((IS_LIFT,), Effect.LIMIT, "colour")


CODES = st.sampled_from(["lift", "trapped", "floor", "colour"])
CONDITIONS = st.builds(
    Condition, CODES, st.sampled_from(list(Comparison)), st.sampled_from(["", "0", "1", "red", "7"])
)
RULES = st.builds(
    FormRule,
    st.lists(CONDITIONS, min_size=1, max_size=2).map(tuple),
    st.sampled_from(list(Effect)),
    CODES,
    st.just(("red",)),
)
VALUES = st.dictionaries(CODES, st.sampled_from(["", "0", "1", "red", "green", "7"]))


@given(st.lists(RULES, max_size=8), VALUES)
def test_whatever_the_rules_the_states_settle_and_kept_answers_are_shown_ones(
    rules: list[FormRule], values: dict[str, str]
) -> None:
    fields = (LIFT, TRAPPED, FLOOR, COLOUR)

    states = field_states(fields, rules, values)
    kept = kept_values(fields, rules, values)

    assert set(states) == {field.code for field in fields}
    assert all(states[code].is_shown and value for code, value in kept.items())
    assert all(states[problem.field].is_shown for problem in problems(fields, rules, values))


@given(RULES)
def test_a_rule_survives_being_written_down(rule: FormRule) -> None:
    assert rule_from_json(rule_to_json(rule)) == rule
