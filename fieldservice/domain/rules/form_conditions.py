"""Fields of the company's own: what may stand in them, and rules that show, require or limit them.

A value is text in one fixed form: a number `12.5`, a day `2026-11-23`, `1` for yes and `0` for no, the code
of an option; empty is no answer. Rules are written by the company, without programming (expectation 34).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.folding import fold


class FieldKind(StrEnum):
    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    DATE = "date"
    YES_NO = "yes_no"
    CHOICE = "choice"


class Comparison(StrEnum):
    """What a condition asks of a field."""

    IS = "is"
    IS_NOT = "is_not"
    FILLED = "filled"
    EMPTY = "empty"
    CONTAINS = "contains"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


class Effect(StrEnum):
    """What a rule does to its field while its conditions hold."""

    SHOW = "show"
    HIDE = "hide"
    REQUIRE = "require"
    LIMIT = "limit"


YES, NO = "1", "0"
LONGEST_SHORT, LONGEST_TEXT = 200, 10_000
ANSWERED_BY_PRESENCE = frozenset({Comparison.FILLED, Comparison.EMPTY})


@dataclass(frozen=True, slots=True)
class Condition:
    """`field` is the code of an own field, or one of the ticket's: `kind`, `type`, `service`, `channel`."""

    field: str
    test: Comparison
    value: str = ""

    def holds(self, values: Mapping[str, str]) -> bool:
        return _HOLDS[self.test](values.get(self.field, ""), self.value)


@dataclass(frozen=True, slots=True)
class FormRule:
    """While all of `when` hold, `effect` falls on the field `target`; LIMIT leaves only these options."""

    when: tuple[Condition, ...]
    effect: Effect
    target: str
    options: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.when:
            raise RuleViolation("form.rule_without_condition", field=self.target)
        if self.effect is Effect.LIMIT and not self.options:
            raise RuleViolation("form.limit_without_options", field=self.target)

    def applies(self, values: Mapping[str, str]) -> bool:
        return all(condition.holds(values) for condition in self.when)


@dataclass(frozen=True, slots=True)
class FieldRule:
    """What the rules need to know of a field; `options` are the codes of a choice."""

    code: str
    kind: FieldKind
    is_required: bool = False
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldState:
    """How a field stands on the form now."""

    is_shown: bool
    is_required: bool
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """Why a form cannot be saved; `code` is that of an error in words, `field` the field's code."""

    field: str
    code: str


def field_states(
    fields: Iterable[FieldRule], rules: Iterable[FormRule], values: Mapping[str, str]
) -> dict[str, FieldState]:
    """Each field as the rules leave it for these values.

    A field that some rule shows is hidden until one does; hiding is stronger than showing. What stands in a
    hidden field counts as empty for other rules, in turn, until nothing changes: a ring of rules ends after
    as many rounds as there are fields.
    """
    known, written = tuple(fields), tuple(rules)
    states = _states(known, written, values)
    for _round in known:
        hidden = {code for code, state in states.items() if not state.is_shown}
        seen = {code: "" if code in hidden else value for code, value in values.items()}
        following = _states(known, written, seen)
        if following == states:
            break
        states = following
    return states


def problems(
    fields: Iterable[FieldRule], rules: Iterable[FormRule], values: Mapping[str, str]
) -> tuple[FieldProblem, ...]:
    """What hinders saving, in the order of the fields; hidden fields are not asked."""
    known = tuple(fields)
    states = field_states(known, rules, values)
    found = (_problem(field, states[field.code], values.get(field.code, "")) for field in known)
    return tuple(problem for problem in found if problem is not None)


def kept_values(
    fields: Iterable[FieldRule], rules: Iterable[FormRule], values: Mapping[str, str]
) -> dict[str, str]:
    """The answers that are saved: those of the fields shown that hold one."""
    known = tuple(fields)
    states = field_states(known, rules, values)
    return {
        field.code: values[field.code]
        for field in known
        if states[field.code].is_shown and values.get(field.code)
    }


def is_fitting(kind: FieldKind, value: str) -> bool:
    """Whether the text is one that a field of this kind may hold."""
    match kind:
        case FieldKind.NUMBER:
            return _number(value) is not None
        case FieldKind.DATE:
            return _is_day(value)
        case FieldKind.YES_NO:
            return value in (YES, NO)
        case FieldKind.LONG_TEXT:
            return len(value) <= LONGEST_TEXT
        case _:
            return len(value) <= LONGEST_SHORT


def rule_to_json(rule: FormRule) -> dict[str, Any]:
    return {
        "when": [[each.field, each.test.value, each.value] for each in rule.when],
        "effect": rule.effect.value,
        "target": rule.target,
        "options": list(rule.options),
    }


def rule_from_json(written: Mapping[str, Any]) -> FormRule:
    when = tuple(Condition(field, Comparison(test), value) for field, test, value in written["when"])
    return FormRule(when, Effect(written["effect"]), written["target"], tuple(written.get("options", ())))


def _is(given: str, wanted: str) -> bool:
    return fold(given) == fold(wanted)


def _contains(given: str, wanted: str) -> bool:
    return bool(given) and fold(wanted) in fold(given)


def _reaches(given: str, wanted: str) -> bool:
    return bool(given) and _order(given) >= _order(wanted)


def _stays_within(given: str, wanted: str) -> bool:
    return bool(given) and _order(given) <= _order(wanted)


_HOLDS: Mapping[Comparison, Callable[[str, str], bool]] = MappingProxyType(
    {
        Comparison.IS: _is,
        Comparison.IS_NOT: lambda given, wanted: not _is(given, wanted),
        Comparison.FILLED: lambda given, _wanted: bool(given),
        Comparison.EMPTY: lambda given, _wanted: not given,
        Comparison.CONTAINS: _contains,
        Comparison.AT_LEAST: _reaches,
        Comparison.AT_MOST: _stays_within,
    }
)


def _states(
    fields: tuple[FieldRule, ...], rules: tuple[FormRule, ...], values: Mapping[str, str]
) -> dict[str, FieldState]:
    return {
        field.code: _state(field, [r for r in rules if r.target == field.code], values) for field in fields
    }


def _state(field: FieldRule, rules: list[FormRule], values: Mapping[str, str]) -> FieldState:
    applying = [rule for rule in rules if rule.applies(values)]
    effects = {rule.effect for rule in applying}
    waits_to_be_shown = any(rule.effect is Effect.SHOW for rule in rules) and Effect.SHOW not in effects
    options = field.options
    for rule in applying:
        if rule.effect is Effect.LIMIT:
            options = tuple(option for option in options if option in rule.options)
    return FieldState(
        is_shown=not waits_to_be_shown and Effect.HIDE not in effects,
        is_required=field.is_required or Effect.REQUIRE in effects,
        options=options,
    )


def _problem(field: FieldRule, state: FieldState, value: str) -> FieldProblem | None:
    if not state.is_shown:
        return None
    if not value:
        return FieldProblem(field.code, "form.value_missing") if state.is_required else None
    if not is_fitting(field.kind, value):
        return FieldProblem(field.code, "form.value_unfit")
    if field.kind is FieldKind.CHOICE and value not in state.options:
        return FieldProblem(field.code, "form.option_not_offered")
    return None


def _number(value: str) -> Decimal | None:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _order(value: str) -> tuple[int, Decimal, str]:
    """Numbers by size and before texts; days in their fixed form sort as texts."""
    number = _number(value)
    return (1, Decimal(), value) if number is None else (0, number, "")
