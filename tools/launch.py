"""The commands of run.py: what each needs of this machine, and what it then starts."""

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from tools import gates, qt_libraries
from tools.console import SetupProblem, say
from tools.environment import APP_LOCK, TEST_LOCK, Environment

ROOT = Path(__file__).resolve().parent.parent
HOME_VARIABLE = "FIELDSERVICE_HOME"
WRONG_USE = 2
_INTERRUPTED = 130

BRANCHES = "--branches"
"""The tour of the exchange: it needs a centre, so what the tests need besides the program."""
HELP = """\
python3 run.py [--home DIR] [COMMAND] [ARGUMENTS]

Sets up what is missing on this machine, then runs:

  (no command)   the desk; without a screen the tour instead
  tour           the main job through the real screens, leaving pictures and papers
                 [--out DIR] [--lang pl] [--theme dark] [--scale 2] [--dialogs]
  tour --branches [--out DIR]
                 a day of three desks and a centre, leaving pictures of a conflict and its restore
  cli            the fieldservice command line: run.py cli import FILE, run.py cli verdict ...
  test           format, lint, types, contracts and all tests; arguments go to pytest
  bench          benchmarks beside their references; [NAMES]
  soak           a long run with checks after each round

  --home DIR     the folder of data and settings (also FIELDSERVICE_HOME)
  FIELDSERVICE_VENV names another place for the private environment than .venv
"""


class Needs(Enum):
    """What of Qt a command needs."""

    NOTHING = auto()
    OFFSCREEN = auto()
    SCREEN = auto()


@dataclass(frozen=True)
class Command:
    lock: str
    needs: Needs
    arguments: tuple[str, ...] = ()


COMMANDS = {
    "desk": Command(APP_LOCK, Needs.SCREEN, ("-m", "fieldservice", "desk", "--demo")),
    "tour": Command(APP_LOCK, Needs.OFFSCREEN, ("-m", "fieldservice", "tour")),
    "tour --branches": Command(TEST_LOCK, Needs.OFFSCREEN, ("-m", "bench.branch_day")),
    "cli": Command(APP_LOCK, Needs.NOTHING, ("-m", "fieldservice")),
    "bench": Command(TEST_LOCK, Needs.OFFSCREEN, ("-m", "bench")),
    "soak": Command(TEST_LOCK, Needs.OFFSCREEN, ("-m", "bench", "soak")),
    "test": Command(TEST_LOCK, Needs.OFFSCREEN),
}


def main(arguments: Sequence[str]) -> int:
    try:
        name, rest = understood(arguments)
        return _start(name, rest)
    except SetupProblem as problem:
        say(str(problem))
        return 1
    except KeyboardInterrupt:
        return _INTERRUPTED


def understood(arguments: Sequence[str]) -> tuple[str, list[str]]:
    """Command and its arguments; `--home` before the command is handed on by the environment."""
    rest = list(arguments)
    while rest and rest[0].split("=")[0] == "--home":
        _, equals, folder = rest.pop(0).partition("=")
        if not equals and not rest:
            raise SetupProblem("--home needs a folder: python3 run.py --home DIR")
        os.environ[HOME_VARIABLE] = str(Path(folder if equals else rest.pop(0)).expanduser().absolute())
    if rest and rest[0] == "--version":
        return "cli", rest
    if not rest or (rest[0].startswith("-") and rest[0] not in ("-h", "--help")):
        return "desk", rest
    if rest[0] == "tour" and BRANCHES in rest:
        return f"tour {BRANCHES}", [each for each in rest[1:] if each != BRANCHES]
    return rest[0], rest[1:]


def _start(name: str, rest: list[str]) -> int:
    if name in ("-h", "--help", "help"):
        sys.stdout.write(HELP)
        return 0
    if name not in COMMANDS:
        say(f"run.py does not know {name!r}; it knows: {', '.join(COMMANDS)} (run.py --help).")
        return WRONG_USE
    environment = Environment.of(ROOT, os.environ)
    if name == "desk" and not _has_screen(environment):
        name = "tour"
    command = COMMANDS[name]
    _prepare(environment, command)
    if name == "test":
        return gates.run(environment, rest)
    return _become(environment, command, rest)


def _has_screen(environment: Environment) -> bool:
    if not qt_libraries.has_screen():
        say("There is no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set): running the tour instead.")
        return False
    environment.ensure(APP_LOCK)
    if not qt_libraries.ensure_window(environment):
        say("Running the tour instead.")
        return False
    return True


def _prepare(environment: Environment, command: Command) -> None:
    environment.ensure(command.lock)
    if command.needs is not Needs.NOTHING:
        qt_libraries.ensure_offscreen(environment)
    _compile_translations(environment)


def _compile_translations(environment: Environment) -> None:
    catalogues = (environment.root / "resources" / "translations").glob("*/LC_MESSAGES/*.po")
    if not any(_is_stale(catalogue.with_suffix(".mo"), catalogue) for catalogue in catalogues):
        return
    with environment.alone():
        if not environment.runs("-m", "tools.translations", "compile"):
            raise SetupProblem(
                "The translations could not be compiled; `python -m tools.translations compile` says why."
            )


def _is_stale(compiled: Path, source: Path) -> bool:
    return not compiled.exists() or compiled.stat().st_mtime_ns < source.stat().st_mtime_ns


def _become(environment: Environment, command: Command, rest: Sequence[str]) -> int:
    """Hand over: on POSIX this process becomes the program, so that signals and exit codes are its own."""
    variables = environment.variables()
    if command.needs is Needs.OFFSCREEN:
        variables["QT_QPA_PLATFORM"] = "offscreen"
    line = [str(environment.python), *command.arguments, *rest]
    if sys.platform != "win32":
        sys.stdout.flush()
        os.execve(line[0], line, variables)  # noqa: S606 - no shell is wanted
    return subprocess.run(line, env=variables, check=False).returncode
