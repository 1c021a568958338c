"""Runs tests in a child of this process in which one module is another than in its file.

The child begins with the libraries in place and none of our own modules, so that a run takes a second.
Nothing is written anywhere.
"""

import importlib
import os
import sys
from collections.abc import Mapping, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

LIBRARIES = (
    "hypothesis.stateful",
    "sqlalchemy.orm",
    "sqlalchemy.dialects.postgresql",
    "argon2",
    "psycopg",
    "alembic",
    "msgspec",
    "requests",
    "zstandard",
    "holidays",
    "babel",
)
OUR_OWN = ("fieldservice", "tests", "bench")
LONGEST_SECONDS = 30
PURE = "tests/unit/"


class Altered(MetaPathFinder, Loader):
    """Gives one module the text that it is told."""

    def __init__(self, path: Path, text: str) -> None:
        self._path = path.resolve()
        self._text = text
        self._name = ".".join(path.with_suffix("").parts)

    def find_spec(self, fullname: str, *_where: object) -> ModuleSpec | None:
        if fullname != self._name:
            return None
        return spec_from_file_location(fullname, self._path, loader=self)

    def exec_module(self, module: ModuleType) -> None:
        exec(compile(self._text, str(self._path), "exec"), module.__dict__)  # noqa: S102 - our own module, altered


def warm_up() -> None:
    """What every run needs and is not ours."""
    for name in LIBRARIES:
        importlib.import_module(name)


def passes(path: Path, text: str, tests: Sequence[str], told: Mapping[str, str]) -> bool:
    """Whether all tests pass when the module at `path` has this text."""
    child = os.fork()
    if child == 0:
        os._exit(_in_child(Altered(path, text), tests, told))
    _pid, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == 0


def _in_child(altered: Altered, tests: Sequence[str], told: Mapping[str, str]) -> int:
    """The exit code: 0 when all passed, whatever else when the alteration was noticed."""
    os.environ.update(told)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    for name in [name for name in sys.modules if name.partition(".")[0] in OUR_OWN]:
        del sys.modules[name]
    sys.meta_path.insert(0, altered)
    quiet = [
        "-x",
        "-q",
        "-n0",
        "-p",
        "no:randomly",
        "-p",
        "no:cacheprovider",
        "-o",
        f"timeout={LONGEST_SECONDS}",
    ]
    quiet += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]  # libraries are in place already
    if all(test.startswith(PURE) for test in tests):
        quiet.append("--noconftest")  # pure rules: no fixture is asked for, and nothing of ours is imported
    try:
        return int(pytest.main([*quiet, *tests]))
    except BaseException:  # noqa: BLE001 - a module that cannot be imported is noticed as well
        return 1
