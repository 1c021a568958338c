"""`fieldservice retention`: what the terms of retention would do today; with an option it is done.

For a nightly task of the machine. Exit code 1 when something is over and nothing was done.
"""

import argparse

from fieldservice.commandline.exits import Exit
from fieldservice.commandline.output import say, say_table
from fieldservice.config import Config
from fieldservice.desk import Desk, open_desk
from fieldservice.domain.commands.retention import (
    AnonymiseTickets,
    ArchiveTickets,
    anonymise_tickets,
    archive_tickets,
)
from fieldservice.domain.queries.retention import DryRun, dry_run
from fieldservice.wording import _, current, ngettext


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--archive", action="store_true", help=_("archive what is over"))
    parser.add_argument("--anonymise", action="store_true", help=_("anonymise what is over, for good"))


def run(options: argparse.Namespace, config: Config) -> int:
    desk = open_desk(config)
    try:
        tried = _try_out(desk)
        _tell(tried)
        if options.archive:
            _archive(desk)
        if options.anonymise:
            _anonymise(desk)
        left = _try_out(desk)
    finally:
        desk.close()
    return Exit.SOME_REFUSED if left.archive or left.anonymise else Exit.DONE


def _try_out(desk: Desk) -> DryRun:
    with desk.database.read_session() as session:
        return dry_run(session, desk.clock.now(), desk.config.settings.zone)


def _archive(desk: Desk) -> None:
    """So many at a time, until none is left: no command holds the database for long."""
    while ids := _try_out(desk).archive_ids:
        with desk.begin() as uow:
            archive_tickets(ArchiveTickets(ids), uow, desk.clock)


def _anonymise(desk: Desk) -> None:
    while ids := _try_out(desk).anonymise_ids:
        with desk.begin() as uow:
            anonymise_tickets(AnonymiseTickets(ids), uow, desk.clock)


def _tell(tried: DryRun) -> None:
    words = current()
    rows = [
        (ticket.number, words.moment(ticket.ended_at), words.word(ticket.act), ticket.title)
        for ticket in tried.listed
    ]
    say_table(rows)
    archive = ngettext("{count} ticket would be archived", "{count} tickets would be archived", tried.archive)
    anonymise = ngettext("{count} anonymised", "{count} anonymised", tried.anonymise)
    said = [archive.format(count=tried.archive), anonymise.format(count=tried.anonymise)]
    say(f"{words.listing(said)}.")
