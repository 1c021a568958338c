"""`fieldservice print NUMBER`: an order's sheet (`WAW-000123/1`) or a ticket's record (`WAW-000123`) as PDF.

The number may be written in any way that can be read; a bare counter belongs to the own branch.
"""

import argparse
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from fieldservice.commandline.exits import Exit
from fieldservice.commandline.output import say
from fieldservice.config import Config
from fieldservice.desk import Desk, open_desk
from fieldservice.domain.commands.disclosures import RecordPrint, record_print
from fieldservice.domain.queries.order_sheet import order_id_of, order_sheet
from fieldservice.domain.queries.ticket_record import ticket_id_of, ticket_record
from fieldservice.domain.rules.errors import EnvironmentProblem, RuleViolation
from fieldservice.domain.rules.numbers import HumanNumber, read_number
from fieldservice.reports.ticket import ticket_pdf
from fieldservice.reports.work_order import order_pdf
from fieldservice.wording import LANGUAGES, Wording, _


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("number", help=_("number of a work order (WAW-000123/1) or of a ticket (WAW-000123)"))
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help=_("where to write; else named by the number")
    )
    parser.add_argument("--language", choices=LANGUAGES, help=_("language of the paper; else the desk's"))


def run(options: argparse.Namespace, config: Config) -> int:
    desk = open_desk(config)
    try:
        number = read_number(options.number, config.settings.branch_code)
        if number is None:
            raise RuleViolation("row.missing", table="ticket")
        written = _print(desk, number, options.language or config.settings.language)
        _record(desk, number)
    finally:
        desk.close()
    say(str(_write(options.out or Path(file_name(str(number))), written)))
    return Exit.DONE


def file_name(number: str) -> str:
    """A number holds a slash, a file name must not: `WAW-000123-1.pdf`."""
    return f"{number.replace('/', '-')}.pdf"


def _print(desk: Desk, number: HumanNumber, language: str) -> bytes:
    settings = desk.config.settings
    wording = Wording(language, zone=ZoneInfo(settings.zone), country=settings.country)
    now = desk.clock.now()
    spellings = number.spellings()  # it may have been printed with more or fewer digits
    with desk.database.read_session() as session:
        if number.position is None:
            ticket_id = _found((ticket_id_of(session, each) for each in spellings), "ticket")
            return ticket_pdf(ticket_record(session, ticket_id, language, now), wording)
        order_id = _found((order_id_of(session, each) for each in spellings), "work_order")
        return order_pdf(order_sheet(session, order_id, language, now), wording)


def _record(desk: Desk, number: HumanNumber) -> None:
    """Who printed what is in the journal (L06)."""
    find, table = (ticket_id_of, "ticket") if number.position is None else (order_id_of, "work_order")
    with desk.database.read_session() as session:
        row_id = _found((find(session, each) for each in number.spellings()), table)
    with desk.begin() as uow:
        record_print(RecordPrint(table, row_id, str(number)), uow, desk.clock)


def _found(ids: Iterable[UUID | None], table: str) -> UUID:
    for row_id in ids:
        if row_id is not None:
            return row_id
    raise RuleViolation("row.missing", table=table)


def _write(path: Path, content: bytes) -> Path:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise EnvironmentProblem("file.not_written", file=path.name) from error
    return path
