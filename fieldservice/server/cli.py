"""`fieldservice-server`: arguments in, exit code out. Each group of commands is a module of its own."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from fieldservice.config import VERSION
from fieldservice.domain.rules.errors import TellableError
from fieldservice.server import (
    cli_devices,
    cli_news,
    cli_people,
    cli_running,
    cli_safekeeping,
    cli_setup,
    cli_systems,
)
from fieldservice.server.cli_output import NOT_DONE, complain
from fieldservice.server.settings import read_settings
from fieldservice.wording import _, activate

GROUPS = (cli_setup, cli_running, cli_people, cli_devices, cli_news, cli_safekeeping, cli_systems)


def main(arguments: Sequence[str] | None = None) -> int:
    """0 done, 1 something is wrong (`check`), 2 wrong usage, 4 not done."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    activate("en")
    try:
        settings = read_settings(_settings_file(given))
        activate(settings.language, zone=ZoneInfo(settings.zone), country=settings.country)
        options = _parser().parse_args(given)
        code: int = options.run(options, settings)
    except TellableError as error:
        complain(error)
        return NOT_DONE
    return code


def _settings_file(given: Sequence[str]) -> Path | None:
    """Asked first: the settings tell in which language to speak."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--settings", type=Path)
    known, _rest = parser.parse_known_args(given)
    found: Path | None = known.settings
    return found


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="fieldservice-server", description=_("The centre, at which branches meet.")
    )
    parser.add_argument("--version", action="version", version=f"fieldservice {VERSION}")
    parser.add_argument("--settings", type=Path, metavar="FILE", help=_("file of settings (TOML)"))
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for group in GROUPS:
        group.register(commands)
    return parser
