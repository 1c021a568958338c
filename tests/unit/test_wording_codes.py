"""Each code and enum of the source has words, and all words are used: found by reading the source."""

import ast
import enum
import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import fieldservice.domain.rules
from fieldservice.sentences.marks import Either, Piece, Pieces, Plural
from fieldservice.sentences.table import ERRORS, REASONS, WORDS

SOURCE = Path(__file__).resolve().parents[2] / "fieldservice"
CODE = re.compile(r"[a-z_]+(\.[a-z_]+)+")
REASON_CALLS = {"Reason", "record"}
ERROR_CALLS = {"RuleViolation", "EnvironmentProblem", "refusal"}
# Enums that steer the program and are never shown.
UNSHOWN = {
    "VerdictCode",
    "Obstacle",
    "OpenPoint",
    "Closeness",
    "SettleAction",
    "ChangeKind",
    "BeginningKind",
    "MergeKind",
    "Removal",
    "SortName",
}


def trees(outside: tuple[str, ...] = ()) -> Iterator[ast.Module]:
    for path in SOURCE.rglob("*.py"):
        if not {"sentences", *outside}.intersection(path.relative_to(SOURCE).parts):
            yield ast.parse(path.read_text(encoding="utf-8"))


def calls(names: set[str]) -> Iterator[ast.Call]:
    for tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _name(node.func) in names:
                yield node


def _name(called: ast.expr) -> str:
    match called:
        case ast.Name(id=name):
            return name
        case ast.Attribute(attr=name):
            return name
    return ""


def codes_given_to(names: set[str]) -> set[str]:
    """The literals that stand as first argument, also as the branches of a conditional."""
    return {
        literal.value
        for call in calls(names)
        if call.args
        for literal in _branches(call.args[0])
        if isinstance(literal, ast.Constant)
        and isinstance(literal.value, str)
        and CODE.fullmatch(literal.value)
    }


def _branches(argument: ast.expr) -> list[ast.expr]:
    return [argument.body, argument.orelse] if isinstance(argument, ast.IfExp) else [argument]


def is_used(code: str, literals: set[str], patterns: list[re.Pattern[str]]) -> bool:
    return code in literals or any(pattern.fullmatch(code) for pattern in patterns)


def all_literals(outside: tuple[str, ...] = ()) -> set[str]:
    return {
        node.value
        for tree in trees(outside)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def composed_codes() -> list[re.Pattern[str]]:
    """Codes of which one part is filled in: `f"equipment.{what}_missing"`."""
    written = (
        "".join(
            re.escape(part.value)
            if isinstance(part, ast.Constant) and isinstance(part.value, str)
            else "[a-z_]+"
            for part in node.values
        )
        for tree in trees(outside=("ui", "queries"))
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
    )
    return [re.compile(pattern) for pattern in written if re.match(r"[a-z_]+\\\.", pattern)]


def rule_enums() -> list[type[enum.Enum]]:
    package = fieldservice.domain.rules
    modules = [
        importlib.import_module(f"{package.__name__}.{found.name}")
        for found in pkgutil.iter_modules(package.__path__)
    ]
    return [
        kind
        for module in modules
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, enum.Enum) and kind.__module__ == module.__name__
    ]


def texts(pieces: Pieces | tuple[Piece, ...]) -> Iterator[str]:
    for piece in pieces:
        match piece:
            case Either(choices):
                yield from texts(choices)
            case Plural(singular, plural, _):
                yield from (singular, plural)
            case str():
                yield piece


def test_each_reason_has_words() -> None:
    assert sorted(codes_given_to(REASON_CALLS) - REASONS.keys()) == []


def test_each_code_that_is_handed_on_has_words() -> None:
    """Codes also travel through functions and tables: each of a known subject counts.

    Those of `events.py` are told to programs, as they are.
    """
    subjects = {code.partition(".")[0] for code in REASONS.keys() | ERRORS.keys()}
    found = {
        text
        for text in all_literals(outside=("ui", "emails.py", "sight.py", "events.py"))
        if CODE.fullmatch(text) and text.partition(".")[0] in subjects
    }

    assert sorted(text for text in found - REASONS.keys() - ERRORS.keys() if not text.endswith(".id")) == []


def test_each_error_has_words() -> None:
    assert sorted(codes_given_to(ERROR_CALLS) - ERRORS.keys()) == []


def test_each_code_of_a_verdict_has_words() -> None:
    from_enums = {str(code.value) for kind in rule_enums() if kind.__name__.endswith("Code") for code in kind}

    assert sorted(from_enums - REASONS.keys()) == []


def test_no_words_wait_for_a_code_that_nobody_uses() -> None:
    literals, patterns = all_literals(), composed_codes()

    assert [
        code for code in sorted(REASONS.keys() | ERRORS.keys()) if not is_used(code, literals, patterns)
    ] == []


def test_each_enum_of_the_rules_has_words_or_is_never_shown() -> None:
    shown = [kind for kind in rule_enums() if kind.__name__ not in UNSHOWN]

    assert (
        sorted(
            f"{kind.__name__}.{member.value}"
            for kind in shown
            for member in kind
            if (kind.__name__, str(member.value)) not in WORDS
        )
        == []
    )


@pytest.mark.parametrize("code", sorted(REASONS.keys() | ERRORS.keys()))
def test_words_name_their_values_plainly(code: str) -> None:
    """A template asks for plain names, so that translators cannot reach into values, and names no id."""
    pieces = list(REASONS.get(code, ()))
    if code in ERRORS:
        pieces += [*ERRORS[code].what, *ERRORS[code].data, *ERRORS[code].do]

    names = {
        name for text in texts(tuple(pieces)) for _, name, _, _ in Formatter().parse(text) if name is not None
    }

    assert all(re.fullmatch(r"[a-z_]+", name) for name in names)
    assert not any(name == "id" or name.endswith("_id") for name in names - {"tax_id"})
