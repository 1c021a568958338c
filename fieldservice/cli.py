"""The command line: arguments in, exit code out. Each command lives in a file of `commandline`.

A command's module is imported when it is called for: asking for a verdict loads no Qt, opening the desk no
import.
"""

import argparse
import gc
import importlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from fieldservice.commandline.exits import Exit
from fieldservice.commandline.output import complain
from fieldservice.config import VERSION, Config, read_config
from fieldservice.domain.rules.errors import TellableError
from fieldservice.domain.rules.quick_dataclass import dataclass
from fieldservice.wording import _, activate, marked


class Command(Protocol):
    """What each module of `commandline` holds that stands in `COMMANDS`."""

    def declare(self, parser: argparse.ArgumentParser) -> None: ...

    def run(self, options: argparse.Namespace, config: Config) -> int: ...


@dataclass(frozen=True, slots=True)
class Entry:
    """A command: the module that holds it and what it is for, marked for translation."""

    module: str
    purpose: str


# Imports make many objects and no garbage: looking for it after each 700 of them only delays the start.
OBJECTS_BETWEEN_COLLECTIONS = 20_000

HOME = "--home"
PLAIN_START = "desk"
"""What is done without a command: its options are known, and reading them would look for translations."""

COMMANDS = {
    "desk": Entry("desk", marked("open the desk (without a command this is done)")),
    "verdict": Entry("verdict", marked("tell whether a request may be served")),
    "import": Entry("imports", marked("take over customers, equipment and contracts from a workbook")),
    "call": Entry("call", marked("hand an incoming call to the running desk")),
    "open": Entry("opening", marked("follow a link: an incoming call, or to a ticket")),
    "backup": Entry("backups", marked("back up the database now")),
    "restore": Entry("restoring", marked("put a backup in the place of the database")),
    "move": Entry("moving", marked("take everything to another computer in one file")),
    "encryption": Entry("encryption", marked("encrypt the database, or tell whether it is")),
    "audit": Entry("audit", marked("check that nobody has altered the audit trail")),
    "retention": Entry("retention", marked("tell or do what the terms of retention want today")),
    "person": Entry("person", marked("hand out what is known of a person, or erase the person")),
    "password": Entry("password", marked("give somebody a new first password when nobody can sign in")),
    "exchange": Entry("exchange", marked("join a centre, exchange with it, tell how one stands")),
    "print": Entry("printing", marked("write a work order or a ticket as PDF")),
    "tour": Entry("touring", marked("drive the main job through the screens and leave pictures")),
}


def main(arguments: Sequence[str] | None = None) -> int:
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
    given = list(sys.argv[1:] if arguments is None else arguments)
    config = read_config(_home(given))
    settings = config.settings
    activate(settings.language, zone=ZoneInfo(settings.zone), country=settings.country)
    name, options = _read(given)
    module: Command = importlib.import_module(f"fieldservice.commandline.{COMMANDS[name].module}")
    try:
        return module.run(options, config)
    except TellableError as error:
        complain(error)
        return Exit.NOT_DONE
    except BrokenPipeError:
        sys.stdout = None  # whoever read has gone (`| head`); there is nobody left to tell
        return Exit.DONE


def _home(given: list[str]) -> Path | None:
    """The folder named by --home: asked first, because its settings tell in which language to speak."""
    for word, following in zip(given, (*given, "")[1:], strict=True):
        if word == HOME and following and not following.startswith("-"):
            return Path(following)
        if word.startswith(f"{HOME}="):
            return Path(word.partition("=")[2])
    return None


def _read(given: list[str]) -> tuple[str, argparse.Namespace]:
    """Which command, and its options; only the module of that command is imported."""
    home = _home(given)
    if given in ([], [HOME, str(home)]):
        return PLAIN_START, argparse.Namespace(home=home, demo=False)
    parser = _parser()
    known, rest = parser.parse_known_args(given)
    name = known.command or PLAIN_START
    own = argparse.ArgumentParser(prog=f"fieldservice {name}", description=_(COMMANDS[name].purpose))
    module: Command = importlib.import_module(f"fieldservice.commandline.{COMMANDS[name].module}")
    module.declare(own)
    return name, own.parse_args([*known.rest, *rest], known)


def _parser() -> argparse.ArgumentParser:
    width = max(len(name) for name in COMMANDS)
    table = "\n".join(f"  {name:{width}}  {_(entry.purpose)}" for name, entry in COMMANDS.items())
    parser = argparse.ArgumentParser(
        prog="fieldservice",
        description=_("Service desk and dispatch."),
        epilog="\n".join((_("commands:"), table)),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"fieldservice {VERSION}")
    parser.add_argument(HOME, type=Path, metavar="DIR", help=_("folder of data and settings"))
    parser.add_argument("command", nargs="?", choices=[*COMMANDS], metavar="COMMAND", help=_("see below"))
    parser.add_argument("rest", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    return parser
