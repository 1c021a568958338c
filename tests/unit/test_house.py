"""The house rules: each catches its planted breach and lets the good form pass.

That the tree keeps them all is a gate of its own, `house`.
"""

from pathlib import PurePosixPath

import pytest

from tools.house import (
    LONGEST_FILE,
    LONGEST_FUNCTION,
    RULES,
    Source,
    breaches,
    outside_names,
)

SAID = '"""What this is for."""\n'
LONG_BODY = "".join(f"    step_{number} = {number}\n" for number in range(LONGEST_FUNCTION))

PLANTED = [
    ("short_files", "fieldservice/big.py", SAID + "x = 1\n" * LONGEST_FILE),
    ("short_functions", "tests/unit/test_x.py", f"{SAID}def long() -> None:\n{LONG_BODY}"),
    ("few_parameters", "fieldservice/x.py", SAID + "def f(a, b, c, *, d, e, g): ...\n"),
    ("docstring_says_purpose", "tests/unit/test_x.py", "import os\n"),
    ("docstring_says_purpose", "fieldservice/sync/__init__.py", ""),
    ("empty_packages", "fieldservice/sync/__init__.py", SAID + "VERSION = 1\n"),
    ("telling_names", "fieldservice/ui/utils.py", SAID),
    ("telling_names", "fieldservice/sync/helper.py", SAID),
    ("telling_names", "fieldservice/ui/window_manager.py", SAID),
    ("imports_at_the_top", "fieldservice/x.py", SAID + "def f():\n    import os\n"),
    ("imports_at_the_top", "fieldservice/x.py", SAID + "def f():\n    if 1:\n        from os import path\n"),
    ("no_print", "fieldservice/ui/x.py", SAID + "print('here')\n"),
    ("no_unfinished_notes", "fieldservice/x.py", SAID + "x = 1  # TO" + "DO: more\n"),
    ("plain_marked_texts", "fieldservice/ui/x.py", SAID + 'title = _(f"Ticket {number}")\n'),
    ("plain_marked_texts", "fieldservice/ui/x.py", SAID + 'title = wording.ngettext("a", "b" + c, 2)\n'),
    ("no_modal_dialogs", "fieldservice/ui/screens/intake/dialogs.py", SAID + "dialog.exec()\n"),
    ("no_modal_dialogs", "fieldservice/ui/shell/x.py", SAID + "QMessageBox.question(self, 'a', 'b')\n"),
    ("no_waiting_in_tests", "tests/ui/test_x.py", SAID + "time.sleep(1)\n"),
    ("no_waiting_in_tests", "tests/ui/test_x.py", SAID + "qtbot.wait(100)\n"),
    ("no_waiting_in_tests", "tests/ui/test_x.py", SAID + "@pytest.mark.flaky(reruns=3)\ndef test(): ...\n"),
    ("no_mocks", "tests/unit/test_x.py", SAID + "from unittest.mock import MagicMock\n"),
    ("no_mocks", "tests/unit/test_x.py", SAID + "from unittest import mock\n"),
]

ALLOWED = [
    ("fieldservice/x.py", SAID + "def f(self, a, b, c, d, e): ...\n"),
    ("fieldservice/x.py", f'{SAID}def f():\n    """Long.{chr(10) * 60}"""\n    return 1\n'),
    ("fieldservice/sync/__init__.py", SAID),
    ("fieldservice/cli.py", SAID + "print('done')\n"),
    ("bench/start.py", SAID + "print(1)\n"),
    ("fieldservice/ui/x.py", SAID + 'title = _("Ticket {number}").format(number=number)\n'),
    ("fieldservice/ui/kit/dialogs.py", SAID + "dialog.exec()\n"),
    ("fieldservice/ui/screens/board/view.py", SAID + "drag.exec()\n"),
    ("fieldservice/ui/x.py", SAID + "dialog.open()\n"),
    ("fieldservice/sync/x.py", SAID + "time.sleep(1)\n"),
    ("tests/ui/test_x.py", SAID + "qtbot.waitUntil(is_painted)\n"),
]


@pytest.mark.covers("P-76")
@pytest.mark.parametrize(("rule", "path", "text"), PLANTED)
def test_a_planted_breach_is_named_by_its_rule(rule: str, path: str, text: str) -> None:
    found = list(breaches(Source(PurePosixPath(path), text)))

    assert [breach for breach in found if breach.startswith(f"{path}:") and breach.endswith(f"[{rule}]")]


@pytest.mark.parametrize(("path", "text"), ALLOWED)
def test_the_good_form_is_let_through(path: str, text: str) -> None:
    assert not list(breaches(Source(PurePosixPath(path), text)))


def test_every_rule_has_a_planted_breach() -> None:
    assert {rule.__name__ for rule in RULES} == {rule for rule, _, _ in PLANTED}


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("docs/contributing.md", "see ../sha" + "red/notes"),
        ("tests/conftest.py", 'HOME = "/wo' + 'rk/main"'),
        ("requirements.lock", "package @ https" + "://example.org/package.whl"),
        ("requirements-dev.in", "--extra-index" + "-url x"),
    ],
)
def test_a_name_from_outside_the_project_is_found(path: str, line: str) -> None:
    assert list(outside_names(PurePosixPath(path), f"first\n{line}\n"))


def test_an_address_in_prose_is_no_breach() -> None:
    assert not list(outside_names(PurePosixPath("README.md"), "https" + "://example.org"))
