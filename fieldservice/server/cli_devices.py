"""`pair`, `devices`, `revoke`, `unseal`: workstations of the branches."""

import argparse
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from fieldservice.domain.rules.errors import EnvironmentProblem, RuleViolation
from fieldservice.domain.store.clock import SystemClock
from fieldservice.server.accounts import devices
from fieldservice.server.cli_output import DONE, say, say_table
from fieldservice.server.cli_setup import opened
from fieldservice.server.key import read_key
from fieldservice.server.settings import ServerSettings
from fieldservice.sync.sealing import unseal
from fieldservice.wording import _, current


def register(commands: "argparse._SubParsersAction[Any]") -> None:
    pair = commands.add_parser("pair", help=_("a code with which a workstation joins, shown once"))
    pair.add_argument("branch", metavar="BRANCH", help=_("code of the branch"))
    pair.set_defaults(run=_pair)
    commands.add_parser("devices", help=_("show all workstations")).set_defaults(run=_devices)
    revoke = commands.add_parser("revoke", help=_("let a workstation exchange no more"))
    revoke.add_argument("device", metavar="DEVICE", help=_("its id or its slot, as `devices` shows them"))
    revoke.set_defaults(run=_revoke)
    opening = commands.add_parser("unseal", help=_("open what a revoked workstation still had"))
    opening.add_argument("file", type=Path, metavar="FILE")
    opening.add_argument("--out", type=Path, required=True, metavar="FILE", help=_("file to write to"))
    opening.set_defaults(run=_unseal)


def _pair(options: argparse.Namespace, settings: ServerSettings) -> int:
    read_key(settings.key_file)
    with opened(settings) as database, database.writer.begin() as connection:
        branch_id = devices.branch_by_code(connection, options.branch.upper())
        code = devices.give_code(connection, branch_id, SystemClock().now())
    say(code)
    say(_("Type this code at the workstation within 15 minutes. It is good once and shown only now."))
    return DONE


def _devices(_options: argparse.Namespace, settings: ServerSettings) -> int:
    with opened(settings) as database, database.writer.connect() as connection:
        listed = devices.devices(connection)
    heads = (_("Slot"), _("Name"), _("People"), _("Program"), _("Last seen"), _("Revoked"), _("Id"))
    rows = [
        (
            each.slot,
            each.name,
            each.people,
            each.program,
            _moment(each.seen_at),
            _moment(each.revoked_at),
            each.id.hex,
        )
        for each in listed
    ]
    say_table(heads, rows)
    return DONE


def _revoke(options: argparse.Namespace, settings: ServerSettings) -> int:
    with opened(settings) as database, database.writer.begin() as connection:
        known = {each.slot: each.id for each in devices.devices(connection)}
        device_id = known.get(options.device.upper()) or _id(options.device)
        devices.revoke(connection, device_id, SystemClock().now())
    say(_("At its next session the workstation seals what it still has, and forgets the rest."))
    return DONE


def _unseal(options: argparse.Namespace, settings: ServerSettings) -> int:
    key = read_key(settings.key_file)
    try:
        content = unseal(options.file.read_bytes(), key.seal_private)
    except OSError as error:
        raise EnvironmentProblem("file.not_read", file=str(options.file)) from error
    try:
        options.out.write_bytes(content)
    except OSError as error:
        raise EnvironmentProblem("file.not_written", file=str(options.out)) from error
    return DONE


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise RuleViolation("device.unknown", device=text) from error


def _moment(moment: datetime | None) -> str:
    return current().moment(moment) if moment is not None else ""
