"""Each code and enum of the source has words, and all words are used: found by reading the source."""

import ast
import enum
import importlib
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter

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
    "TrayPart",
    "MergeKind",
    "Removal",
    "SortName",
}


@dataclass(frozen=True, slots=True)
class Read:
    """What one file of the source says: its literals, its composed texts as patterns, and the codes that
    each function is given as first argument.
    """

    parts: frozenset[str]
    literals: frozenset[str]
    composed: tuple[str, ...]
    given: tuple[tuple[str, str], ...]


@cache
def everything_read() -> tuple[Read, ...]:
    """All but the sentences themselves; parsed once for all tests."""
    return tuple(
        _read(path) for path in SOURCE.rglob("*.py") if "sentences" not in path.relative_to(SOURCE).parts
    )


def _read(path: Path) -> Read:
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    given = [
        (_name(node.func), literal.value)
        for node in nodes
        if isinstance(node, ast.Call) and node.args
        for literal in _branches(node.args[0])
        if isinstance(literal, ast.Constant)
        and isinstance(literal.value, str)
        and CODE.fullmatch(literal.value)
    ]
    literals = {
        node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    composed = [_pattern(node) for node in nodes if isinstance(node, ast.JoinedStr)]
    parts = frozenset(path.relative_to(SOURCE).parts)
    return Read(parts, frozenset(literals), tuple(composed), tuple(given))


def _name(called: ast.expr) -> str:
    match called:
        case ast.Name(id=name):
            return name
        case ast.Attribute(attr=name):
            return name
    return ""


def _pattern(composed: ast.JoinedStr) -> str:
    """A code of which one part is filled in: `f"equipment.{what}_missing"`."""
    return "".join(
        re.escape(part.value) if isinstance(part, ast.Constant) and isinstance(part.value, str) else "[a-z_]+"
        for part in composed.values
    )


def read_outside(outside: tuple[str, ...]) -> list[Read]:
    return [read for read in everything_read() if read.parts.isdisjoint(outside)]


def codes_given_to(names: set[str]) -> set[str]:
    """The literals that stand as first argument, also as the branches of a conditional."""
    return {code for read in everything_read() for name, code in read.given if name in names}


def _branches(argument: ast.expr) -> list[ast.expr]:
    return [argument.body, argument.orelse] if isinstance(argument, ast.IfExp) else [argument]


def is_used(code: str, literals: set[str], patterns: list[re.Pattern[str]]) -> bool:
    return code in literals or any(pattern.fullmatch(code) for pattern in patterns)


def all_literals(outside: tuple[str, ...] = ()) -> set[str]:
    return set[str]().union(*(read.literals for read in read_outside(outside)))


def composed_codes() -> list[re.Pattern[str]]:
    written = (pattern for read in read_outside(("ui", "queries")) for pattern in read.composed)
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


def test_words_name_their_values_plainly() -> None:
    """A template asks for plain names, so that translators cannot reach into values, and names no id."""
    asked = {code: _names_in(code) for code in sorted(REASONS.keys() | ERRORS.keys())}

    assert {code: names for code, names in asked.items() if not all(map(_is_plain, names))} == {}
    assert any(asked.values())


def _names_in(code: str) -> set[str]:
    pieces = list(REASONS.get(code, ()))
    if code in ERRORS:
        pieces += [*ERRORS[code].what, *ERRORS[code].data, *ERRORS[code].do]
    fields = (field for text in texts(tuple(pieces)) for field in Formatter().parse(text))
    return {name for _, name, _, _ in fields if name is not None}


def _is_plain(name: str) -> bool:
    names_a_row = name == "id" or (name.endswith("_id") and name != "tax_id")
    return re.fullmatch(r"[a-z_]+", name) is not None and not names_a_row
