"""`fieldservice restore FILE`: a backup in the place of the database, the old one kept beside it.

The desk must be closed: else it would write on into the file that was put aside. `--preview` only tells what
would be lost.
"""

import argparse
from dataclasses import asdict
from pathlib import Path

from fieldservice.commandline.exits import Exit
from fieldservice.commandline.output import say, say_table
from fieldservice.commandline.steps import Steps, passphrase_from_stdin
from fieldservice.config import Config
from fieldservice.domain.rules.errors import EnvironmentProblem, TellableError
from fieldservice.domain.store import restoring
from fieldservice.domain.store.backup import BackupWay, restore
from fieldservice.domain.store.backup_look import RestorePreview, look_into
from fieldservice.domain.store.database_key import keys_of
from fieldservice.domain.store.safekeeping_file import SafekeepingFile
from fieldservice.ui.shell.desk_lock import is_desk_running
from fieldservice.wording import _, current, ngettext


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "backup", type=Path, metavar="FILE", help=_("a file that `fieldservice backup` wrote")
    )
    parser.add_argument("--preview", action="store_true", help=_("only tell what would be lost"))
    parser.add_argument(
        "--passphrase-stdin", action="store_true", help=_("open with the passphrase given on standard input")
    )
    parser.add_argument("--prepare", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--steps", action="store_true", help=argparse.SUPPRESS)


def run(options: argparse.Namespace, config: Config) -> int:
    steps = Steps(is_for_machines=options.steps)
    typed = passphrase_from_stdin(is_wanted=options.passphrase_stdin)
    passphrase = typed or SafekeepingFile(config.paths.home).passphrase()
    key = keys_of(config.paths.home).known()  # the database itself may be beyond reading
    way = BackupWay(key, passphrase, config.paths.attachments, steps.told)
    try:
        if options.prepare:
            preview = restoring.prepare(options.backup, config.paths.database, way)
            return steps.finished(**asdict(preview))
        if options.preview:
            return _tell(look_into(options.backup, config.paths.database, way))
        return _restore(options, config, way)
    except TellableError as error:
        return steps.failed(error)


def _restore(options: argparse.Namespace, config: Config, way: BackupWay) -> int:
    if is_desk_running(config.paths.home):
        raise EnvironmentProblem("backup.desk_running")
    kept = restore(options.backup, config.paths.database, way)
    say(str(config.paths.database))
    if kept is not None:
        say(str(kept))
    return Exit.DONE


def _tell(preview: RestorePreview) -> int:
    words = current()
    rows = [("", _("backup"), _("now"))]
    for table, count in preview.then.counts.items():
        name = words.word_of("RecordCount", table) or table
        rows.append((name, words.number(count), words.number(preview.now.counts[table])))
    say_table(rows)
    lost = preview.lost_commands
    text = ngettext("{count} change would be lost.", "{count} changes would be lost.", lost)
    say(text.format(count=words.number(lost)))
    if preview.lost_tickets:
        say(", ".join(preview.lost_tickets))
    return Exit.DONE
