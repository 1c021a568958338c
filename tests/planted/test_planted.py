"""The planted bugs are still bugs of this program, every case has one, and the quickest are really caught.

All of them, each against its own tests: `python -m bench soak planted`.
"""

import ast
from collections import Counter
from pathlib import Path

import pytest

from tests.planted.all_bugs import BUGS, CASES
from tests.planted.bug import Bug, NotThereError
from tests.planted.workshop import ROOT, NotTestedError, Workshop, read_report

QUICK = ("open work is written over by what comes", "a bucket counts and does not sum")
PASSING = '<testsuite><testcase classname="tests.unit.test_a" name="test_b"/></testsuite>'
FAILING = (
    '<testsuite><testcase classname="tests.unit.test_a" name="test_b"/>'
    '<testcase classname="tests.unit.test_a" name="test_c"><failure message="{}"/></testcase></testsuite>'
)


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_each_bug_can_be_planted_and_its_tests_are_there(bug: Bug) -> None:
    text = (ROOT / bug.path).read_text("utf-8")

    planted = bug.plant(text)

    assert ast.dump(ast.parse(planted)) != ast.dump(ast.parse(text))
    for test in bug.tests:
        file, _, name = test.partition("::")
        assert (ROOT / file).is_file(), file
        assert f"def {name}" in (ROOT / file).read_text("utf-8")


def test_every_case_has_a_bug_and_every_bug_a_name_of_its_own() -> None:
    assert {bug.case for bug in BUGS} == CASES
    assert [name for name, times in Counter(bug.name for bug in BUGS).items() if times > 1] == []
    assert set(QUICK) <= {bug.name for bug in BUGS}


def test_quick_ones_are_caught(tmp_path: Path) -> None:
    """Without them these tests pass: they are run with all the others."""
    workshop = Workshop(tmp_path)
    for bug in [bug for bug in BUGS if bug.name in QUICK]:
        with workshop.altered(bug.path, bug.plant(workshop.text(bug.path))):
            assert workshop.test(bug.tests).is_caught, bug.name


def test_a_bug_whose_text_is_not_there_any_more_is_told() -> None:
    bug = Bug("a bug", "a case", "sync/engine.py", "x = 1", "x = 2", ())

    for text in ("y = 1", "x = 1\nx = 1"):
        with pytest.raises(NotThereError):
            bug.plant(text)
    with pytest.raises(SyntaxError):
        Bug("a bug", "a case", "sync/engine.py", "x = 1", "x =", ()).plant("x = 1")


def test_only_a_test_that_failed_has_noticed(tmp_path: Path) -> None:
    """What cannot be imported was not tested."""
    report = tmp_path / "report.xml"
    report.write_text(PASSING)
    assert not read_report(report, 1.0).is_caught

    report.write_text(FAILING.format("AssertionError: assert 1 == 2"))
    noticed = read_report(report, 1.0)
    assert (noticed.is_caught, noticed.noticed_by) == (True, "unit.test_a::test_c")

    for fault in ("ImportError: cannot import name", "NameError: name", "SyntaxError: invalid syntax"):
        report.write_text(FAILING.format(fault))
        with pytest.raises(NotTestedError):
            read_report(report, 1.0)
