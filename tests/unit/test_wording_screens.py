"""No text of the window or of a paper goes past the translation: found by reading the source."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "fieldservice"
# What nobody reads on a screen: marked texts are translated; the others go to the log or to a programmer.
UNREAD_CALLS = {
    "_",
    "marked",
    "ngettext",
    "pgettext",
    "Plural",
    "debug",
    "info",
    "warning",
    "error",
    "exception",
}
SHOWING_CALLS = {
    "label",
    "quiet",
    "primary",
    "bare",
    "filter_button",
    "setText",
    "setToolTip",
    "setWindowTitle",
    "setPlaceholderText",
    "setAccessibleName",
}
NO_WORDS_FOR_PEOPLE = {"style_sheet.py", "theme.py", "markup.py"}
PHRASE = re.compile(r"[^\W\d_]{2,} [^\W\d_]{2,}")
WORD = re.compile(r"[^\W\d_]{2,}")


def read_by_people() -> Iterator[tuple[str, ast.Module]]:
    for folder in ("ui", "reports"):
        for path in sorted((SOURCE / folder).rglob("*.py")):
            if path.name not in NO_WORDS_FOR_PEOPLE:
                yield path.name, ast.parse(path.read_text(encoding="utf-8"))


def texts(tree: ast.AST) -> dict[ast.Constant, str]:
    """The literals below a node, each node for itself: equal texts may stand in and outside a mark."""
    return {
        node: node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def phrases(tree: ast.Module) -> list[str]:
    """Texts of two words or more that no mark holds."""
    held = {literal for node in ast.walk(tree) if is_unread(node) for literal in texts(node)}
    return [text for literal, text in texts(tree).items() if literal not in held and PHRASE.search(text)]


def single_words(tree: ast.Module) -> list[str]:
    """Plain literals handed straight to something that shows them."""
    return [
        text
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and name_of(call.func) in SHOWING_CALLS
        for argument in call.args[:1]
        if isinstance(argument, ast.Constant)
        for text in texts(argument).values()
        if WORD.search(text)
    ]


def is_unread(node: ast.AST) -> bool:
    match node:
        case ast.Call(func=called):
            return name_of(called) in UNREAD_CALLS
        case ast.Expr(value=ast.Constant()) | ast.Raise():
            return True
        case ast.Assign(targets=[ast.Name(id="message")]):
            return True  # the house's way to word an error of the programmer
    return False


def name_of(called: ast.expr) -> str:
    match called:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def test_no_phrase_goes_past_the_translation() -> None:
    assert [(name, found) for name, tree in read_by_people() if (found := phrases(tree))] == []


def test_no_single_word_is_shown_past_the_translation() -> None:
    assert [(name, found) for name, tree in read_by_people() if (found := single_words(tree))] == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('button = quiet("Save all")', ["Save all"]),
        ('title = f"Work of {name}"', ["Work of "]),
        ('button = quiet(_("Save all"))', []),
        ('_log.info("visit %s was planned", id)', []),
        ('raise ValueError("two of a kind")', []),
        ('"""What the file is for."""', []),
    ],
)
def test_a_phrase_outside_a_mark_is_found(source: str, found: list[str]) -> None:
    assert phrases(ast.parse(source)) == found


@pytest.mark.parametrize(
    ("source", "found"),
    [('label("Save")', ["Save"]), ('label(_("Save"))', []), ('label("·")', []), ("label(text)", [])],
)
def test_a_word_shown_outside_a_mark_is_found(source: str, found: list[str]) -> None:
    assert single_words(ast.parse(source)) == found
