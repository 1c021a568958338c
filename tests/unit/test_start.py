"""What makes the start short must not change what the program does."""

import subprocess
import sys

import pytest

from fieldservice.cli import _home, _parser, _read


@pytest.mark.parametrize("given", [[], ["--home", "somewhere"]])
def test_a_plain_start_has_the_options_that_reading_them_would_give(given: list[str]) -> None:
    name, options = _read(given)

    assert name == _read([*given, "desk"])[0]
    read = vars(_read([*given, "desk"])[1])
    assert {option: read[option] for option in vars(options)} == vars(options)


@pytest.mark.parametrize(
    "given", [[], ["--home", "a"], ["--home=a"], ["verdict", "x"], ["--home", "a", "backup"]]
)
def test_the_home_is_found_where_the_parser_finds_it(given: list[str]) -> None:
    known, _rest = _parser().parse_known_args(given)

    assert _home(given) == known.home


def test_qt_leaves_imports_as_python_does_them() -> None:
    code = (
        "import builtins, sys; plain = builtins.__import__; import fieldservice.commandline.desk; "
        "sys.exit(builtins.__import__ is not plain or 'PySide6.QtWidgets' not in sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
