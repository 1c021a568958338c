"""The steps of `run.py test`, in the order in which they fail fastest; one line each, with its seconds."""

import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

from tools.console import say
from tools.environment import Environment

_IMPORT_LINTER = (
    "import sys; from importlinter.cli import lint_imports_command; lint_imports_command(sys.argv[1:])"
)


@dataclass(frozen=True)
class Step:
    name: str
    arguments: tuple[str, ...]
    streams: bool = False
    """Whether its output is shown as it comes, instead of only when it fails."""


def steps(pytest_arguments: Sequence[str]) -> tuple[Step, ...]:
    return (
        Step("format", ("-m", "ruff", "format", "--check", "--quiet", ".")),
        Step("lint", ("-m", "ruff", "check", "--quiet", ".")),
        Step("house", ("-m", "tools.house")),
        Step("contracts", ("-c", _IMPORT_LINTER, "--no-logo")),
        Step("types", ("-m", "mypy")),
        Step("tests", ("-m", "pytest", *_parallel(pytest_arguments), *pytest_arguments), streams=True),
    )


def run(environment: Environment, pytest_arguments: Sequence[str]) -> int:
    """All steps until one fails; 0 when none did."""
    began = time.monotonic()
    chosen = steps(pytest_arguments)
    for done, step in enumerate(chosen, start=1):
        if not _passes(environment, step):
            left = ", ".join(later.name for later in chosen[done:])
            say(f"{step.name} failed" + (f"; not run: {left}" if left else ""))
            return 1
    say(f"All passed in {time.monotonic() - began:.0f} s.")
    return 0


def _parallel(pytest_arguments: Sequence[str]) -> tuple[str, ...]:
    chosen = any(argument.startswith(("-n", "--numprocesses")) for argument in pytest_arguments)
    return () if chosen else ("-n", "2", "--dist", "worksteal")


def _passes(environment: Environment, step: Step) -> bool:
    began = time.monotonic()
    variables = environment.variables()
    variables.pop("PYTHONDONTWRITEBYTECODE", None)  # else every process compiles and rewrites all tests anew
    done = subprocess.run(
        [str(environment.python), *step.arguments],
        cwd=environment.root,
        env=variables,
        stdout=None if step.streams else subprocess.PIPE,
        stderr=None if step.streams else subprocess.STDOUT,
        check=False,
    )
    passed = done.returncode == 0
    say(f"{step.name:<10} {'ok' if passed else 'FAILED':<7} {time.monotonic() - began:6.1f} s")
    if done.stdout and not passed:
        sys.stderr.buffer.write(done.stdout)
        sys.stderr.buffer.flush()
    return passed
