"""`fieldservice backup`: a checked copy of the database, while people work."""

import argparse
from pathlib import Path

from fieldservice.commandline.exits import Exit
from fieldservice.commandline.output import say
from fieldservice.config import Config
from fieldservice.domain.store.backup import back_up
from fieldservice.domain.store.clock import SystemClock
from fieldservice.wording import _


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--to", type=Path, metavar="DIR", help=_("folder to write to"))


def run(options: argparse.Namespace, config: Config) -> int:
    written = back_up(
        config.paths.database, options.to or config.paths.backups, SystemClock().now(), reason="by-hand"
    )
    say(str(written))
    return Exit.DONE
