"""`fieldservice restore FILE`: a backup in the place of the database, the old one kept beside it."""

import argparse
from pathlib import Path

from fieldservice.commandline.exits import Exit
from fieldservice.commandline.output import say
from fieldservice.config import Config
from fieldservice.domain.store.backup import restore


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("backup", type=Path, metavar="FILE", help="a file that `fieldservice backup` wrote")


def run(options: argparse.Namespace, config: Config) -> int:
    kept = restore(options.backup, config.paths.database)
    say(str(config.paths.database))
    if kept is not None:
        say(str(kept))
    return Exit.DONE
