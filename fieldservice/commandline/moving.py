"""`fieldservice move export|import FILE`: everything of a desk in one file, to another computer."""

import argparse
from pathlib import Path

from fieldservice.commandline.steps import Steps, passphrase_from_stdin
from fieldservice.config import Config
from fieldservice.domain.rules.errors import EnvironmentProblem, TellableError
from fieldservice.domain.store.backup import BackupWay
from fieldservice.domain.store.clock import SystemClock
from fieldservice.domain.store.database_key import keys_of
from fieldservice.domain.store.moving import HomeFolder, export_everything, import_everything
from fieldservice.ui.shell.desk_lock import is_desk_running
from fieldservice.wording import _


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("way", choices=["export", "import"], help=_("write the file, or take it over"))
    parser.add_argument("file", type=Path, metavar="FILE", help=_("the one file with everything"))
    parser.add_argument(
        "--passphrase-stdin",
        action="store_true",
        help=_("seal or open with the passphrase on standard input"),
    )
    parser.add_argument("--steps", action="store_true", help=argparse.SUPPRESS)


def run(options: argparse.Namespace, config: Config) -> int:
    steps = Steps(is_for_machines=options.steps)
    passphrase = passphrase_from_stdin(is_wanted=options.passphrase_stdin)
    paths = config.paths
    keys = keys_of(paths.home)
    home = HomeFolder(paths.home, paths.database, paths.attachments, paths.settings, keys.keep_anywhere)
    try:
        way = BackupWay(keys.for_copies(paths.database), passphrase, told=steps.told)
        if options.way == "export":
            export_everything(home, options.file, SystemClock().now(), way)
            return steps.finished(str(options.file), path=str(options.file))
        paths.make_folders()
        if is_desk_running(paths.home):
            raise EnvironmentProblem("backup.desk_running")
        moved = import_everything(options.file, home, way)
        kept = "" if moved.kept is None else str(moved.kept)
        return steps.finished(str(paths.database), *([kept] if kept else []), kept=kept)
    except TellableError as error:
        return steps.failed(error)
