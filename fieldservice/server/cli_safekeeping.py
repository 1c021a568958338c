"""`backup`, `restore`, `trim`: everything of the centre safe elsewhere, and back; what is old forgotten."""

import argparse
from pathlib import Path
from typing import Any

from fieldservice.domain.store.clock import SystemClock
from fieldservice.server.accounts.devices import forget_codes
from fieldservice.server.backups import back_up, begin_epoch, restore
from fieldservice.server.blobs import forget_parts, forget_unused
from fieldservice.server.cli_output import DONE, say
from fieldservice.server.cli_setup import opened
from fieldservice.server.settings import ServerSettings
from fieldservice.server.store.trimming import collect_garbage, trim
from fieldservice.wording import _


def register(commands: "argparse._SubParsersAction[Any]") -> None:
    backup = commands.add_parser("backup", help=_("back up database and attachments while people work"))
    backup.add_argument("place", type=Path, metavar="DIR", help=_("folder of the backups"))
    backup.set_defaults(run=_backup)
    back = commands.add_parser("restore", help=_("put a backup into an empty database"))
    back.add_argument("backup", type=Path, metavar="DIR", help=_("folder of the backup"))
    back.add_argument("--replace", action="store_true", help=_("what the database holds now may go"))
    back.set_defaults(run=_restore)
    other = commands.add_parser("restored", help=_("tell that the database was put back by other means"))
    other.set_defaults(run=_restored)
    old = commands.add_parser("trim", help=_("archive closed tickets and forget what is old; run it daily"))
    old.set_defaults(run=_trim)


def _backup(options: argparse.Namespace, settings: ServerSettings) -> int:
    with opened(settings) as database:
        say(str(back_up(database.writer, settings.files, options.place, SystemClock().now())))
    return DONE


def _restore(options: argparse.Namespace, settings: ServerSettings) -> int:
    now = SystemClock().now()
    with opened(settings) as database:
        done = restore(database.writer, settings.files, options.backup, now, is_replaced=options.replace)
    _say_restored(done.seq)
    if done.revoked is None:
        _say_look_again()
    else:
        say(_("Revoked since that backup, and still revoked: {count}").format(count=done.revoked))
    return DONE


def _restored(_options: argparse.Namespace, settings: ServerSettings) -> int:
    with opened(settings) as database:
        _epoch, seq = begin_epoch(database.writer, SystemClock().now())
    _say_restored(seq)
    _say_look_again()
    return DONE


def _say_restored(seq: int) -> None:
    say(_("Restored up to change {seq}; workstations send again what they did since.").format(seq=seq))


def _say_look_again() -> None:
    say(_("Whatever was revoked since that backup is good again: look at `devices`, `user` and `system`."))


def _trim(_options: argparse.Namespace, settings: ServerSettings) -> int:
    now = SystemClock().now()
    with opened(settings) as database:
        archived = trim(database.writer, now)
        gone = collect_garbage(database.writer, now)
        forget_codes(database.writer, now)
        unused = forget_unused(database.writer, settings.files, now)
    parts = forget_parts(settings.files, now.timestamp())
    say(_("Archived tickets: {count}").format(count=archived))
    forgotten = gone.removals + gone.exits + gone.receipts + parts + unused
    say(_("Forgotten: {count}").format(count=forgotten))
    return DONE
