"""`fieldservice exchange join|now|status|leave`: the exchange with a centre, without a window.

The window exchanges by itself; beside it nobody else may, for both would announce themselves with one token.
"""

import argparse
import getpass
import platform
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from fieldservice.background.desk_exchange import DeskNeeds
from fieldservice.background.exchange_joining import engine_of, join_centre, leave_centre
from fieldservice.commandline.exits import Exit
from fieldservice.commandline.output import say, say_json, say_table
from fieldservice.config import Config
from fieldservice.desk import Desk, open_desk
from fieldservice.domain.queries.exchange import Standing, standing
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.sync.round_result import never, unheard
from fieldservice.ui.shell.desk_lock import DeskLock
from fieldservice.wording import _, current, ngettext


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed to join a centre."""

    address: str
    code: str
    login: str
    name: str
    takes_theirs: bool
    lets_own_go: bool
    password: str = field(repr=False)
    new_password: str = field(default="", repr=False)


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=sorted(ACTS), help=_("join a centre, exchange now, tell, or leave"))
    parser.add_argument("--address", default="", help=_("where the centre is"))
    parser.add_argument("--code", default="", help=_("the pairing code for this workstation"))
    parser.add_argument("--login", default="", help=_("who works here first"))
    parser.add_argument("--name", default=platform.node(), help=_("what this workstation is called"))
    begins = parser.add_mutually_exclusive_group()
    begins.add_argument(
        "--bring", action="store_true", help=_("bring the data of this workstation to the centre")
    )
    begins.add_argument(
        "--take-theirs",
        action="store_true",
        help=_("take the data of the centre in place of those of this workstation, which go into a backup"),
    )
    parser.add_argument(
        "--unsent",
        action="store_true",
        help=_("leave although work was not sent yet; a backup keeps it"),
    )
    parser.add_argument(
        "--password-stdin", action="store_true", help=_("read the password from standard input")
    )
    parser.add_argument("--json", action="store_true", help=_("for machines"))


def run(options: argparse.Namespace, config: Config) -> int:
    """Raises RuleViolation `exchange.running` while the window is open, but to be told."""
    if options.what == "status":
        return _with_desk(options, config)
    config.paths.make_folders()
    lock = DeskLock(config.paths.home)
    if not lock.take():
        raise RuleViolation("exchange.running")
    try:
        return _with_desk(options, config)
    finally:
        lock.release()


def _with_desk(options: argparse.Namespace, config: Config) -> int:
    desk = open_desk(config)
    try:
        return ACTS[options.what](options, desk)
    finally:
        desk.close()


def _join(options: argparse.Namespace, desk: Desk) -> int:
    typed = Typed(
        options.address,
        options.code,
        options.login,
        options.name,
        not options.bring,
        options.take_theirs,
        _password(options),
    )
    joined = join_centre(DeskNeeds(desk), typed, unheard, never)
    say(_("This workstation belongs to the centre now."))
    if joined.backup is not None:
        say(_("What was here before lies in {file}.").format(file=joined.backup))
    return Exit.DONE


def _now(options: argparse.Namespace, desk: Desk) -> int:
    del options
    result = engine_of(DeskNeeds(desk)).round()
    if result.problem is not None:
        raise result.problem
    sent = ngettext("{count} step of work sent", "{count} steps of work sent", result.sent)
    fetched = ngettext("{count} row fetched", "{count} rows fetched", result.fetched)
    say(f"{sent.format(count=result.sent)}, {fetched.format(count=result.fetched)}.")
    return Exit.SOME_REFUSED if result.refused else Exit.DONE


def _status(options: argparse.Namespace, desk: Desk) -> int:
    with desk.database.read_session() as session:
        found = standing(session)
    if options.json:
        say_json(_as_json(found))
    elif found is None:
        say(_("This workstation stands alone"))
    else:
        say_table(_table(found))
    return Exit.DONE


def _leave(options: argparse.Namespace, desk: Desk) -> int:
    with desk.database.read_session() as session:
        found = standing(session)
    if found is None:
        raise RuleViolation("exchange.not_joined")
    if found.waiting and not options.unsent:
        raise RuleViolation("exchange.work_waits", count=found.waiting)
    backup = leave_centre(DeskNeeds(desk), _nothing_runs)
    say(_("This workstation stands alone"))
    if backup is not None:
        say(_("What was not sent lies in {file}.").format(file=backup))
    return Exit.DONE


def _nothing_runs() -> None:
    """Beside the command line nobody exchanges."""


def _password(options: argparse.Namespace) -> str:
    if options.password_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    return getpass.getpass(_("Password") + ": ")


def _table(found: Standing) -> list[tuple[str, str]]:
    exchanged = _moment(found.exchanged_at)
    rows = [
        (_("Centre"), found.address),
        (_("Branch"), f"{found.branch} ({found.slot})"),
        (_("Data of"), exchanged or _("nothing was exchanged yet")),
        (_("Waits to be sent"), str(found.waiting)),
        (_("Not taken"), str(found.refused)),
        (_("To decide"), str(found.conflicts)),
    ]
    if found.problem is not None:
        rows.append((_("Last round"), str(current().error(found.problem))))
    return rows


def _as_json(found: Standing | None) -> dict[str, Any]:
    if found is None:
        return {"joined": False}
    return {
        "joined": True,
        "address": found.address,
        "branch": found.branch,
        "slot": found.slot,
        "exchanged_at": found.exchanged_at.isoformat() if found.exchanged_at else None,
        "waiting": found.waiting,
        "refused": found.refused,
        "conflicts": found.conflicts,
        "problem": found.problem.code if found.problem else None,
    }


def _moment(moment: datetime | None) -> str:
    return current().moment(moment) if moment else ""


ACTS: dict[str, Callable[[argparse.Namespace, Desk], int]] = {
    "join": _join,
    "now": _now,
    "status": _status,
    "leave": _leave,
}
