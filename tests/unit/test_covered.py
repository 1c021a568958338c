"""The list of promised rows and their tests: nothing that was promised goes without a test."""

from pathlib import Path

import pytest

from tools.covered import citations, main, report
from tools.promised_rows import NOT_YET, PROMISED

TESTS = Path(__file__).resolve().parents[1]
CITING = """
import pytest

@pytest.mark.covers("A12", "P-11")
def test_a_blocked_customer_is_refused(): ...

@pytest.mark.parametrize("day", ["A14"])
def test_of_something_else(day): ...
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    tests = tmp_path / "tests"
    tests.mkdir()
    (tests / "test_calls.py").write_text(CITING, encoding="utf-8")
    return tests


def test_the_rows_that_a_test_names_are_found_and_no_others(folder: Path) -> None:
    place = "tests/test_calls.py::test_a_blocked_customer_is_refused"

    assert citations(folder) == {"A12": [place], "P-11": [place]}


def test_a_row_without_a_test_is_named_last_and_counted(folder: Path) -> None:
    lines = list(report({"A14": "no contract", "A12": "blocked"}, citations(folder)))

    assert lines == [
        "A12              1 tests  blocked",
        "A14             no test   no contract",
        "1 of 2 rows are cited by a test.",
    ]


def test_a_gap_ends_the_tool_with_an_error(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(folder) == 1
    assert "D07             no test" in capsys.readouterr().out


def test_every_promised_row_is_cited_by_a_test() -> None:
    cited = citations(TESTS)

    assert [row for row in PROMISED if row not in cited] == []
    assert [row for row in NOT_YET if row in cited] == []
