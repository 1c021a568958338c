"""`fieldservice backup`: a checked copy of database and files, while people work; the list; the drill."""

import argparse
from pathlib import Path

from fieldservice.commandline.exits import Exit
from fieldservice.commandline.output import say, say_table
from fieldservice.commandline.steps import Steps, passphrase_from_stdin
from fieldservice.config import Config
from fieldservice.domain.rules.errors import EnvironmentProblem, TellableError
from fieldservice.domain.store.backup import (
    BY_HAND,
    EVERY_DAY,
    BackupFile,
    BackupWay,
    back_up,
    backups_in,
    prune,
)
from fieldservice.domain.store.backup_look import drill
from fieldservice.domain.store.clock import SystemClock
from fieldservice.domain.store.database_key import keys_of
from fieldservice.domain.store.safekeeping_file import SafekeepingFile
from fieldservice.wording import _, current


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--to", type=Path, metavar="DIR", help=_("folder to write to"))
    parser.add_argument("--list", action="store_true", help=_("show the backups that there are"))
    parser.add_argument(
        "--drill",
        action="store_true",
        help=_("put the newest backup back for a try, and throw it away again"),
    )
    parser.add_argument(
        "--passphrase-stdin", action="store_true", help=_("seal with the passphrase given on standard input")
    )
    parser.add_argument("--reason", default=BY_HAND, help=argparse.SUPPRESS)
    parser.add_argument("--steps", action="store_true", help=argparse.SUPPRESS)


def run(options: argparse.Namespace, config: Config) -> int:
    steps = Steps(is_for_machines=options.steps)
    kept = SafekeepingFile(config.paths.home)
    folder = options.to or kept.folder()
    try:
        if options.list:
            return _list(folder)
        way = _way(options, config, kept, steps)
        return (
            _drill(config, folder, way, steps)
            if options.drill
            else _back_up(options, config, folder, way, steps)
        )
    except TellableError as error:
        return steps.failed(error)


def _way(options: argparse.Namespace, config: Config, kept: SafekeepingFile, steps: Steps) -> BackupWay:
    typed = passphrase_from_stdin(is_wanted=options.passphrase_stdin)
    planned = kept.passphrase() if kept.plan().is_sealed or options.drill else None
    key = keys_of(config.paths.home).for_copies(config.paths.database)
    return BackupWay(key, typed or planned, config.paths.attachments, steps.told)


def _back_up(options: argparse.Namespace, config: Config, folder: Path, way: BackupWay, steps: Steps) -> int:
    now = SystemClock().now()
    written = back_up(config.paths.database, folder, now, reason=options.reason, way=way)
    if options.reason == EVERY_DAY:
        prune(folder, SafekeepingFile(config.paths.home).plan().keep)
    return steps.finished(str(written), path=str(written))


def _drill(config: Config, folder: Path, way: BackupWay, steps: Steps) -> int:
    found = backups_in(folder)
    if not found:
        raise EnvironmentProblem("backup.none", folder=str(folder))
    drilled = drill(found[0], config.paths.database, SystemClock().now(), way)
    SafekeepingFile(config.paths.home).set_drilled(drilled)
    words = _("{backup} is whole: {count} tickets, put back in {seconds} seconds.").format(
        backup=drilled.backup, count=drilled.tickets, seconds=round(drilled.seconds, 1)
    )
    return steps.finished(words, backup=drilled.backup, tickets=drilled.tickets)


def _list(folder: Path) -> int:
    rows = [_row(each) for each in backups_in(folder)]
    say_table(rows)
    if not rows:
        say(_("There is no backup in {folder}.").format(folder=folder))
    return Exit.DONE


def _row(each: BackupFile) -> tuple[str, ...]:
    words = current()
    sealed = _("sealed") if each.is_sealed else ""
    megabytes = f"{each.size_bytes / 1_000_000:.1f} MB"
    return (
        words.moment(each.moment),
        words.word_of("BackupReason", each.reason) or "",
        megabytes,
        sealed,
        str(each.path),
    )
