"""Which rows of the catalogue that were promised are cited by a test, and which by none.

`python -m tools.covered` lists the rows with their tests; it ends with 1 when a row has none. A test cites a
row with `@pytest.mark.covers("A12", "P-11")`; the rows stand in `promised_rows`.
"""

import ast
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from tools.promised_rows import NOT_YET, PROMISED

ROOT = Path(__file__).resolve().parent.parent
MARK = "covers"


def citations(tests: Path) -> dict[str, list[str]]:
    """Each row that is cited, with the names of the tests that cite it, in the order of files."""
    cited: dict[str, list[str]] = defaultdict(list)
    for path in sorted(tests.rglob("*.py")):
        for row, test in _cited_in(ast.parse(path.read_text(encoding="utf-8"))):
            cited[row].append(f"{path.relative_to(tests.parent).as_posix()}::{test}")
    return dict(cited)


def report(promised: Mapping[str, str], cited: Mapping[str, list[str]]) -> Iterator[str]:
    """A line for each promised row, those without a test last, and the count."""
    bare = [row for row in promised if row not in cited]
    for row, meaning in promised.items():
        if row in cited:
            yield f"{row:14} {len(cited[row]):3} tests  {meaning}"
    for row in bare:
        yield f"{row:14}  no test   {promised[row]}"
    yield f"{len(promised) - len(bare)} of {len(promised)} rows are cited by a test."


def main(tests: Path = ROOT / "tests") -> int:
    cited = citations(tests)
    sys.stdout.write("\n".join(report(PROMISED | NOT_YET, cited)) + "\n")
    return 0 if PROMISED.keys() <= cited.keys() else 1


def _cited_in(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            for decorator in node.decorator_list:
                for row in _rows_of(decorator):
                    yield (f"expectation {row}" if row.isdecimal() else row), node.name


def _rows_of(decorator: ast.expr) -> list[str]:
    match decorator:
        case ast.Call(func=ast.Attribute(attr=name), args=arguments) if name == MARK:
            return [str(each.value) for each in arguments if isinstance(each, ast.Constant)]
    return []


if __name__ == "__main__":
    sys.exit(main())
