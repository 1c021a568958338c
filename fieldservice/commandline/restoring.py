"""`fieldservice restore FILE`: a backup in the place of the database, the old one kept beside it.

The desk must be closed: else it would write on into the file that was put aside.
"""

import argparse
from pathlib import Path

from fieldservice.commandline.exits import Exit
from fieldservice.commandline.output import say
from fieldservice.config import Config
from fieldservice.domain.rules.errors import EnvironmentProblem
from fieldservice.domain.store.backup import restore
from fieldservice.ui.shell.desk_lock import is_desk_running
from fieldservice.wording import _


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "backup", type=Path, metavar="FILE", help=_("a file that `fieldservice backup` wrote")
    )


def run(options: argparse.Namespace, config: Config) -> int:
    if is_desk_running(config.paths.home):
        raise EnvironmentProblem("backup.desk_running")
    kept = restore(options.backup, config.paths.database)
    say(str(config.paths.database))
    if kept is not None:
        say(str(kept))
    return Exit.DONE
