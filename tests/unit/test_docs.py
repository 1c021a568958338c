"""The documents say what the program does: commands, options, settings, keys, exit codes, columns; and their
links and pictures are there.
"""

import argparse
import ast
import re
import shlex
from collections.abc import Iterator
from dataclasses import fields
from importlib import import_module
from pathlib import Path

import pytest

from fieldservice.cli import COMMANDS, _read
from fieldservice.commandline.exits import Exit
from fieldservice.commandline.import_file import Exit as ImportExit
from fieldservice.config import Settings, Theme, refusal
from fieldservice.domain.rules.verdict_values import Outcome
from fieldservice.sentences.speech import LANGUAGES
from fieldservice.workbooks.fields import FIELDS, Kind
from fieldservice.workbooks.vocabulary import header_names

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PICTURES = DOCS / "pictures"
LARGEST_PICTURE_BYTES = 250 * 1024
DOCUMENTS = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
RECORDS = sorted((DOCS / "adr").glob("*.md"))
GUIDE = (DOCS / "user-guide.md").read_text("utf-8")

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
CONSOLE = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
TABLE_ROW = re.compile(r"^\| *`?([^|`]+?)`? *\|(.*)$", re.MULTILINE)
IN_RUN = "python3 run.py"
DECLARING, KEYS_AT = ("ActionSpec", "_action"), 2
SCREENS = {
    "desk": "Everywhere",
    "intake": "New request",
    "tickets": "Tickets",
    "trays": "Tray",
    "customers": "Customers",
    "equipment": "Units",
    "products": "Products",
    "contracts": "Contracts",
    "exchange": "Exchange",
    "imports": "Import",
    "safekeeping": "Data and backup",
    "settings": "Settings",
    "staff": "People",
}
OF_EVERY_COMMAND = {"--help", "--home", "--version"}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def section(title: str) -> str:
    """The part of the guide below a heading, up to the next of its rank."""
    return GUIDE.split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]


def rows(title: str) -> dict[str, str]:
    """The tables of a section: what stands in the first column, with the rest of its row."""
    return dict(TABLE_ROW.findall(section(title)))


def anchors(path: Path) -> set[str]:
    """The anchors of a document, as GitHub makes them of its headings."""
    titles = HEADING.findall(FENCE.sub("", path.read_text("utf-8")))
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def links(path: Path) -> list[str]:
    found = LINK.findall(FENCE.sub("", path.read_text("utf-8")))
    return [link for link in found if not link.startswith(("http:", "https:", "mailto:"))]


def options_of(command: str) -> set[str]:
    parser = argparse.ArgumentParser(add_help=False)
    import_module(f"fieldservice.commandline.{COMMANDS[command].module}").declare(parser)
    return {option for action in parser._actions for option in action.option_strings}


def console_lines() -> list[str]:
    return [line for block in CONSOLE.findall(GUIDE) for line in block.splitlines() if line]


def declared_keys() -> Iterator[tuple[str, str]]:
    """Each action of the window and its screens with its keys, written as a literal or a constant."""
    texts = [path.read_text("utf-8") for path in (ROOT / "fieldservice" / "ui").rglob("*.py")]
    speaking = (*DECLARING, "_KEYS")  # few files do, and reading each as a tree takes seconds
    trees = [ast.parse(text) for text in texts if any(word in text for word in speaking)]
    of_all = _constants(trees)
    for tree in trees:
        constants = of_all | _constants([tree])
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _called(node) in DECLARING and len(node.args) > KEYS_AT:
                action, keys = _text(node.args[0]), node.args[KEYS_AT]
                written = constants.get(keys.id, "") if isinstance(keys, ast.Name) else _text(keys)
                if action and written:
                    yield action, written


def _called(node: ast.Call) -> str:
    """The name of what is called, whatever it belongs to."""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def _constants(trees: list[ast.Module]) -> dict[str, str]:
    assigned = [node for tree in trees for node in tree.body if isinstance(node, ast.Assign)]
    return {
        target.id: text
        for node in assigned
        for target in node.targets
        if isinstance(target, ast.Name) and (text := _text(node.value))
    }


def _text(node: ast.expr | None) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_guide_with_its_options(command: str) -> None:
    table = {first.split()[1]: rest for first, rest in rows("Command line").items() if " " in first}

    assert command in table
    assert {option for option in options_of(command) if f"`{option}`" not in table[command]} == set()


def test_the_guide_names_no_option_that_does_not_exist() -> None:
    known = {option for command in COMMANDS for option in options_of(command)}

    assert set(re.findall(r"`(--[a-z-]+)", section("Command line"))) <= known | OF_EVERY_COMMAND


@pytest.mark.parametrize("line", console_lines())
def test_every_command_line_of_the_guide_is_understood(line: str) -> None:
    words = shlex.split(line.removeprefix(IN_RUN), comments=True)
    given = [word for word in words if word not in ("fieldservice", "cli")]

    name, _options = _read(given)

    assert name in COMMANDS


@pytest.mark.parametrize("setting", [field.name for field in fields(Settings)])
def test_every_setting_is_in_the_guide(setting: str) -> None:
    assert setting in rows("Settings")


def test_the_settings_shown_in_the_guide_are_accepted() -> None:
    shown = re.findall(r'^(\w+) = (?:"([^"]*)"|(\d+))$', section("Settings"), re.MULTILINE)

    refused = [refusal(name, text or int(number)) for name, text, number in shown]

    assert {name for name, *_value in shown} == {field.name for field in fields(Settings)}
    assert refused == [None] * len(shown)


@pytest.mark.parametrize(
    ("setting", "value"), [*(("language", each) for each in LANGUAGES), *(("theme", str(t)) for t in Theme)]
)
def test_every_value_of_a_setting_is_in_the_guide(setting: str, value: str) -> None:
    assert f"`{value}`" in rows("Settings")[setting]


@pytest.mark.parametrize("code", sorted({*map(int, Exit), *map(int, ImportExit)}))
def test_every_exit_code_is_in_the_guide(code: int) -> None:
    assert str(code) in rows("Command line")


def test_the_import_gives_the_exit_codes_of_every_command_their_meaning() -> None:
    own = (ImportExit.ALL_IN, ImportExit.SOME_REFUSED, ImportExit.FILE_UNREADABLE, ImportExit.DATABASE)
    shared = (Exit.DONE, Exit.SOME_REFUSED, Exit.UNREADABLE, Exit.NOT_DONE)

    assert list(map(int, own)) == list(map(int, shared))


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_of_a_verdict_is_explained(outcome: Outcome) -> None:
    assert f"| `{outcome.value}` |" in section("Read the verdict")


@pytest.mark.parametrize("kind", Kind)
def test_every_column_of_an_import_is_in_the_guide(kind: Kind) -> None:
    names = {field: written[0] for field, written in header_names(kind)}
    told = rows("Import a workbook")[kind.value]

    missing = [field.name for field in FIELDS[kind].fields if names[field.name] not in told]
    unmarked = [name for name in FIELDS[kind].required if f"**{names[name]}**" not in told]

    assert (missing, unmarked) == ([], [])


@pytest.mark.parametrize(("action", "keys"), sorted(set(declared_keys())))
def test_every_key_is_in_the_guide_where_its_screen_is_told(action: str, keys: str) -> None:
    screen = SCREENS[action.partition(".")[0]]
    told = section("Keys").split(f"\n{screen}:\n", 1)[1].split(":\n", 1)[0]
    shown = keys.replace("Return", "Enter")

    assert re.search(rf"(?<![\w+]){re.escape(shown)}(?![\w+])", told), action


def test_the_keys_of_all_screens_are_found() -> None:
    assert {action.partition(".")[0] for action, _keys in declared_keys()} == set(SCREENS)


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_relative_link_leads_somewhere(document: Path) -> None:
    broken = []
    for link in links(document):
        place, _sign, anchor = link.partition("#")
        target = (document.parent / place).resolve() if place else document
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)

    assert broken == []


def test_every_picture_is_shown_somewhere_and_small() -> None:
    shown = {(document.parent / link).resolve() for document in DOCUMENTS for link in links(document)}
    pictures = sorted(PICTURES.iterdir())

    assert pictures
    assert [picture.name for picture in pictures if picture not in shown] == []
    assert [p.name for p in pictures if p.stat().st_size > LARGEST_PICTURE_BYTES] == []


def test_decision_records_are_numbered_without_a_gap_and_complete() -> None:
    assert [int(record.name[:4]) for record in RECORDS] == list(range(1, len(RECORDS) + 1))


@pytest.mark.parametrize("record", RECORDS, ids=name_of)
def test_a_decision_record_tells_why_what_and_what_else(record: Path) -> None:
    text = record.read_text("utf-8")

    assert text.startswith(f"# {int(record.name[:4])}. ")
    parts = ("Context", "Decision", "Consequences", "Alternatives")
    assert [part for part in parts if f"**{part}.**" not in text] == []


def test_the_readme_leads_to_every_document() -> None:
    told = set(links(ROOT / "README.md"))

    written = {path.relative_to(ROOT).as_posix() for path in DOCS.glob("*.md")}

    assert written - told == set()
