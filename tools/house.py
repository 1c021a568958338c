"""House rules that no linter knows: sizes, names, and what must not stand where (docs/contributing.md).

`python -m tools.house` names every breach as file:line. Each rule is a function from a source file to its
breaches; tests/unit/test_house.py plants a breach of every one.
"""

import ast
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TypeAlias

ROOT = Path(__file__).resolve().parent.parent
LONGEST_FILE, LONGEST_FUNCTION, MOST_PARAMETERS = 500, 50, 5

_CODE = ("fieldservice", "tests", "tools", "bench")
_TEXTS = (".py", ".md", ".toml", ".in", ".lock", ".cfg", ".ini", ".po", ".sh")
_FORBIDDEN_NAMES = re.compile(r"(utils?|helpers?|common|(.*_)?managers?)")
_MODAL = re.compile(
    r"(QMessageBox\.(question|warning|information|critical|about)|QFileDialog\.get|QInputDialog\.get)"
)
_DIALOG_SERVICE = frozenset(
    PurePosixPath(f"fieldservice/ui/kit/{name}.py") for name in ("dialogs", "files_of_system")
)
_MARKS = {"_", "ngettext", "pgettext", "marked"}
_UNFINISHED = re.compile(r"#.*\b(TO" r"DO|FIX" r"ME|X" r"XX)\b")
# Split, or this very file would be a breach.
_OUTSIDE = re.compile(r"\.\./sha" r"red|/wo" r"rk/|/opt/whe" r"els")
_ADDRESS = re.compile(r"://|--(extra-)?index-url|--find-links|--trusted-host")

Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Source:
    """One Python file, named by its path inside the checkout."""

    path: PurePosixPath
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        return tuple(ast.walk(self.tree))

    @property
    def room(self) -> str:
        return self.path.parts[0]

    def functions(self) -> Iterator[Function]:
        return (node for node in self.nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))

    def calls(self) -> Iterator[tuple[int, str, ast.Call]]:
        """Line, dotted name and node of each call whose name can be read off the source."""
        for node in self.nodes:
            if isinstance(node, ast.Call):
                yield node.lineno, ast.unparse(node.func), node


Breach: TypeAlias = tuple[int, str]
Rule: TypeAlias = Callable[[Source], Iterator[Breach]]


def short_files(source: Source) -> Iterator[Breach]:
    if _is_migration(source):
        return
    lines = len(source.text.splitlines())
    if lines > LONGEST_FILE:
        yield 1, f"{lines} lines; split what has two subjects (at most {LONGEST_FILE})"


def short_functions(source: Source) -> Iterator[Breach]:
    if _is_migration(source):
        return
    for function in source.functions():
        lines = _code_lines(function)
        if lines > LONGEST_FUNCTION:
            yield function.lineno, f"{function.name} has {lines} lines (at most {LONGEST_FUNCTION})"


def few_parameters(source: Source) -> Iterator[Breach]:
    for function in source.functions():
        spec = function.args
        named = [
            a.arg for a in (*spec.posonlyargs, *spec.args, *spec.kwonlyargs) if a.arg not in ("self", "cls")
        ]
        if len(named) > MOST_PARAMETERS:
            yield (
                function.lineno,
                f"{function.name} takes {len(named)} parameters (at most {MOST_PARAMETERS})",
            )


def docstring_says_purpose(source: Source) -> Iterator[Breach]:
    if not ast.get_docstring(source.tree):
        yield 1, "the module does not say what it is for"


def empty_packages(source: Source) -> Iterator[Breach]:
    if source.path.name == "__init__.py" and len(source.tree.body) > 1:
        yield source.tree.body[1].lineno, "an __init__.py holds its docstring and nothing else"


def telling_names(source: Source) -> Iterator[Breach]:
    if _FORBIDDEN_NAMES.fullmatch(source.path.stem):
        yield 1, f"{source.path.name} says nothing about what is inside"


def imports_at_the_top(source: Source) -> Iterator[Breach]:
    for function in source.functions():
        for node in ast.walk(function):
            if isinstance(node, ast.Import | ast.ImportFrom):
                yield node.lineno, "an import inside a function"


def no_print(source: Source) -> Iterator[Breach]:
    if source.room == "bench" or source.path.parts[:2] == ("fieldservice", "cli.py"):
        return
    yield from ((line, "print") for line, name, _ in source.calls() if name == "print")


def no_unfinished_notes(source: Source) -> Iterator[Breach]:
    for number, line in enumerate(source.text.splitlines(), start=1):
        if _UNFINISHED.search(line):
            yield number, "a note to finish later; finish it or open an issue"


def plain_marked_texts(source: Source) -> Iterator[Breach]:
    """What the extractor cannot read is never translated."""
    for line, name, call in source.calls():
        built = any(isinstance(argument, ast.JoinedStr | ast.BinOp) for argument in call.args)
        if name.rpartition(".")[2] in _MARKS and built:
            yield line, f"{name}() of a text that is put together; mark a plain literal"


def no_modal_dialogs(source: Source) -> Iterator[Breach]:
    """P-76: a nested event loop hangs tests and freezes what runs beside it; the dialog service opens all."""
    if source.path.parts[:2] != ("fieldservice", "ui") or source.path in _DIALOG_SERVICE:
        return
    for line, name, _ in source.calls():
        receiver, _, method = name.rpartition(".")
        # A drag is a nested loop by Qt's design; there is no other way to start one.
        nested = method in ("exec", "exec_") and not receiver.endswith("drag")
        if nested or _MODAL.match(name):
            yield line, f"{name}() blocks; open dialogs through the dialog service"


def no_waiting_in_tests(source: Source) -> Iterator[Breach]:
    if source.room != "tests":
        return
    for line, name, _ in source.calls():
        if name in ("time.sleep", "sleep", "qtbot.wait", "QTest.qWait", "asyncio.sleep"):
            yield line, f"{name}() in a test; wait for what a user would see"
        if name.endswith(("mark.flaky", "mark.retry")):
            yield line, "a test that is retried"


def no_mocks(source: Source) -> Iterator[Breach]:
    for node in source.nodes:
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
        module = node.module or "" if isinstance(node, ast.ImportFrom) else ""
        if any(f"{module}.{name}".strip(".").startswith(("unittest.mock", "mock")) for name in names):
            yield getattr(node, "lineno", 1), "a mock; write a fake that keeps the same contract"


RULES: tuple[Rule, ...] = (
    short_files,
    short_functions,
    few_parameters,
    docstring_says_purpose,
    empty_packages,
    telling_names,
    imports_at_the_top,
    no_print,
    no_unfinished_notes,
    plain_marked_texts,
    no_modal_dialogs,
    no_waiting_in_tests,
    no_mocks,
)


def breaches(source: Source) -> Iterator[str]:
    for rule in RULES:
        for line, what in rule(source):
            yield f"{source.path}:{line}: {what} [{rule.__name__}]"


def outside_names(path: PurePosixPath, text: str) -> Iterator[str]:
    """The project stands alone: it names no folder beside it and no host to fetch from."""
    for number, line in enumerate(text.splitlines(), start=1):
        if _OUTSIDE.search(line):
            yield f"{path}:{number}: names a folder outside the project [outside_names]"
        if path.name.startswith("requirements") and path.suffix != ".md" and _ADDRESS.search(line):
            yield f"{path}:{number}: names an address [outside_names]"


def all_breaches(root: Path) -> list[str]:
    found: list[str] = []
    for path, text in _texts(root).items():
        found += outside_names(path, text)
        if path.suffix == ".py":
            found += breaches(Source(path, text))
    return found


def _texts(root: Path) -> Mapping[PurePosixPath, str]:
    places = [
        *root.glob("*"),
        *(root / ".ci").glob("*"),
        *(root / "docs").rglob("*"),
        *(root / "resources").rglob("*"),
    ]
    for folder in _CODE:
        places += (root / folder).rglob("*")
    files = (path for path in sorted(set(places)) if path.suffix in _TEXTS or path.parent.name == ".ci")
    return {
        PurePosixPath(path.relative_to(root).as_posix()): path.read_text("utf-8")
        for path in files
        if path.is_file()
    }


def _is_migration(source: Source) -> bool:
    """A migration spells out every table (M2): a list that is as long as the schema."""
    return "migrations" in source.path.parts


def _code_lines(function: Function) -> int:
    docstring = function.body[0] if ast.get_docstring(function) else None
    skipped = (docstring.end_lineno or 0) - docstring.lineno + 1 if docstring else 0
    return (function.end_lineno or 0) - function.lineno + 1 - skipped


def main() -> int:
    found = all_breaches(ROOT)
    sys.stdout.writelines(f"{breach}\n" for breach in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
