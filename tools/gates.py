"""The steps of `run.py test`, in the order in which they fail fastest; one line each, with its seconds.

Those that look at the sources run side by side: each has one core to itself. The types, which take half a
minute in a fresh clone, use what the tests leave of the processors; that they do not fit is told at once.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from tools.console import say
from tools.environment import Environment

_IMPORT_LINTER = (
    "import sys; from importlinter.cli import lint_imports_command; lint_imports_command(sys.argv[1:])"
)
MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
ROOM_NEEDED = 4 * 1024**3
"""Bytes that tests may fill while they run: each leaves its files only when it failed."""
SAME_LUCK = ("--hypothesis-seed=20261123", "--randomly-seed=20261123")
"""What lands does not depend on luck: the same examples in the same order. `pytest` alone and the long runs
of `run.py soak` draw anew each time.
"""
PYTEST = ("-m", "pytest", "-o", "tmp_path_retention_policy=failed", *SAME_LUCK)


@dataclass(frozen=True)
class Step:
    name: str
    arguments: tuple[str, ...]
    streams: bool = False
    """Whether its output is shown as it comes, instead of only when it fails."""
    beside: str = ""
    """Steps of one such name that follow each other run at the same time."""


@dataclass(frozen=True)
class Outcome:
    step: Step
    passed: bool
    seconds: float
    output: bytes


def steps(pytest_arguments: Sequence[str]) -> tuple[Step, ...]:
    return (
        Step("format", ("-m", "ruff", "format", "--check", "--quiet", ".")),
        Step("lint", ("-m", "ruff", "check", "--quiet", ".")),
        Step("house", ("-m", "tools.house"), beside="sources"),
        Step("contracts", ("-c", _IMPORT_LINTER, "--no-logo"), beside="sources"),
        Step("types", ("-m", "mypy"), beside="tests"),
        Step("tests", (*PYTEST, *_parallel(pytest_arguments), *pytest_arguments), True, beside="tests"),
    )


def run(environment: Environment, pytest_arguments: Sequence[str]) -> int:
    """All steps until one fails; 0 when none did."""
    began = time.monotonic()
    chosen = steps(pytest_arguments)
    done = 0
    for group in _groups(chosen):
        done += len(group)
        failed = [outcome.step.name for outcome in _outcomes(environment, group) if not outcome.passed]
        if failed:
            left = ", ".join(later.name for later in chosen[done:])
            say(f"{', '.join(failed)} failed" + (f"; not run: {left}" if left else ""))
            return 1
    say(f"All passed in {time.monotonic() - began:.0f} s.")
    return 0


def _parallel(pytest_arguments: Sequence[str]) -> tuple[str, ...]:
    chosen = any(argument.startswith(("-n", "--numprocesses")) for argument in pytest_arguments)
    return () if chosen else ("-n", "2", "--dist", "worksteal")


def _groups(chosen: Sequence[Step]) -> list[list[Step]]:
    """Steps that run at once; one without a name for that runs alone."""
    return [list(group) for _, group in groupby(chosen, key=lambda step: step.beside or step.name)]


def _outcomes(environment: Environment, group: Sequence[Step]) -> Iterator[Outcome]:
    """Each as it ends, told."""
    with ThreadPoolExecutor(len(group)) as pool:
        for running in as_completed([pool.submit(_outcome, environment, step) for step in group]):
            outcome = running.result()
            _tell(outcome)
            yield outcome


def _outcome(environment: Environment, step: Step) -> Outcome:
    began = time.monotonic()
    with _variables(environment) as variables:
        done = subprocess.run(
            [str(environment.python), *step.arguments],
            cwd=environment.root,
            env=variables,
            stdout=None if step.streams else subprocess.PIPE,
            stderr=None if step.streams else subprocess.STDOUT,
            check=False,
        )
    return Outcome(step, done.returncode == 0, time.monotonic() - began, done.stdout or b"")


@contextmanager
def _variables(environment: Environment) -> Iterator[Mapping[str, str]]:
    """Temporary files lie in memory where there is room: thousands of tests make a database each."""
    variables = environment.variables()
    variables.pop("PYTHONDONTWRITEBYTECODE", None)  # else every process compiles and rewrites all tests anew
    if not has_room(MEMORY):
        yield variables
        return
    with tempfile.TemporaryDirectory(
        prefix="fieldservice-", dir=MEMORY, ignore_cleanup_errors=True
    ) as folder:
        Path(folder).chmod(0o755)  # PostgreSQL runs as a user of its own
        yield {**variables, "TMPDIR": folder}


def has_room(folder: Path) -> bool:
    return os.access(folder, os.W_OK) and shutil.disk_usage(folder).free >= ROOM_NEEDED


def _tell(outcome: Outcome) -> None:
    word = "ok" if outcome.passed else "FAILED"
    say(f"{outcome.step.name:<10} {word:<7} {outcome.seconds:6.1f} s")
    if outcome.output and not outcome.passed:
        sys.stderr.buffer.write(outcome.output)
        sys.stderr.buffer.flush()
