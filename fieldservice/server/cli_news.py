"""`unsettled`, `settle`: what the centre did not take and values that gave way, until somebody saw to it."""

import argparse
from typing import Any
from uuid import UUID

from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.store.clock import SystemClock
from fieldservice.server.cli_output import DONE, say, say_table
from fieldservice.server.cli_setup import opened
from fieldservice.server.receive.settled import REFUSAL, open_news, settle_here
from fieldservice.server.settings import ServerSettings
from fieldservice.wording import _, current


def register(commands: "argparse._SubParsersAction[Any]") -> None:
    listing = commands.add_parser(
        "unsettled", help=_("what was not taken and what gave way, until a branch settles it")
    )
    listing.add_argument("branch", metavar="BRANCH", nargs="?", help=_("code of the branch"))
    listing.set_defaults(run=_unsettled)
    settling = commands.add_parser("settle", help=_("settle it for a workstation that is no more"))
    settling.add_argument("news", metavar="ID", help=_("its id, as `unsettled` shows it"))
    settling.set_defaults(run=_settle)


def _unsettled(options: argparse.Namespace, settings: ServerSettings) -> int:
    branch = None if options.branch is None else options.branch.upper()
    with opened(settings) as database, database.writer.connect() as connection:
        listed = open_news(connection, branch)
    if not listed:
        say(_("Nothing is open."))
        return DONE
    heads = (_("Since"), _("Branch"), _("Slot"), _("Person"), _("Kind"), _("What"), _("Id"))
    rows = [
        (
            current().moment(each.at),
            each.branch,
            each.slot,
            each.person,
            _("not taken") if each.kind == REFUSAL else _("gave way"),
            each.what,
            each.id.hex,
        )
        for each in listed
    ]
    say_table(heads, rows)
    return DONE


def _settle(options: argparse.Namespace, settings: ServerSettings) -> int:
    with opened(settings) as database, database.writer.begin() as connection:
        settle_here(connection, _id(options.news), SystemClock().now())
    say(_("It is settled. What was sent is kept."))
    return DONE


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise RuleViolation("exchange.news_unknown", news=text) from error
