"""`init`, `migrate`, `check`, `trim`: the database of the centre made, brought up to date, looked after."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import text

from fieldservice.domain.queries.audit import verify_chain
from fieldservice.domain.rules.reasons import Reason
from fieldservice.domain.store.clock import SystemClock
from fieldservice.domain.store.engine import Database, open_postgresql
from fieldservice.domain.store.schema import head, migrate, revision_of
from fieldservice.server.accounts.tables import install_accounts
from fieldservice.server.administration import Console, FirstAnswers
from fieldservice.server.cli_output import DONE, SOME_WRONG, asked_password, say
from fieldservice.server.erp.tables import install as install_erp
from fieldservice.server.key import make_key, read_key
from fieldservice.server.settings import ServerSettings
from fieldservice.server.store.schema import check, install
from fieldservice.wording import _, current

FINDINGS = frozenset(
    {
        "exchange.not_installed",
        "exchange.definitions_old",
        "exchange.table_unknown",
        "exchange.trigger_missing",
        "exchange.rows_unnoted",
        "exchange.refers_elsewhere",
    }
)


def register(commands: "argparse._SubParsersAction[Any]") -> None:
    init = commands.add_parser("init", help=_("make the centre: database, key, first administrator"))
    init.add_argument("--branch", default="HQ", metavar="CODE", help=_("code of the first branch"))
    init.add_argument("--branch-name", default="", metavar="NAME", help=_("name of the first branch"))
    init.add_argument("--login", required=True, help=_("login of the first administrator"))
    init.add_argument("--name", default="", help=_("name of the first administrator"))
    init.add_argument(
        "--empty", action="store_true", help=_("without dictionaries: a desk will bring its data")
    )
    init.add_argument(
        "--password-stdin", action="store_true", help=_("read the password from standard input")
    )
    init.set_defaults(run=_init)
    brought = commands.add_parser("migrate", help=_("bring the database to this program's schema"))
    brought.set_defaults(run=_migrate)
    checked = commands.add_parser("check", help=_("look whether everything is as it should be"))
    checked.set_defaults(run=_check)


@contextmanager
def opened(settings: ServerSettings) -> Iterator[Database]:
    """The database of the centre, for one command."""
    database = open_postgresql(settings.url(), pool_size=2, files=settings.files)
    try:
        yield database
    finally:
        database.close()


def _init(options: argparse.Namespace, settings: ServerSettings) -> int:
    with opened(settings) as database:
        bring_up(database)
        make_key(settings.key_file)
        console = Console(database, settings, SystemClock())
        if console.is_set_up():
            say(_("The centre was set up before; its database is up to date."))
            return DONE
        answers = FirstAnswers(
            branch_code=options.branch,
            branch_name=options.branch_name or options.branch,
            login=options.login,
            name=options.name or options.login,
            password=asked_password(_("Password"), from_stdin=options.password_stdin),
            has_catalogue=not options.empty,
        )
        console.set_up(answers)
        say(_("The centre is ready: {server}").format(server=_server_id(database)))
        say(_("Keep the key {path} with your backups, but not beside them.").format(path=settings.key_file))
    return DONE


def _migrate(_options: argparse.Namespace, settings: ServerSettings) -> int:
    with opened(settings) as database:
        bring_up(database)
    say(_("The database is up to date."))
    return DONE


def bring_up(database: Database) -> None:
    """Everything the centre needs of its database, made or brought up to date."""
    migrate(database.writer)
    install(database.writer)
    install_accounts(database.writer)
    install_erp(database.writer)


def _check(_options: argparse.Namespace, settings: ServerSettings) -> int:
    read_key(settings.key_file)
    with opened(settings) as database:
        findings = list(_findings(database))
    for finding in findings:
        say(finding)
    if not findings:
        say(_("Everything is as it should be."))
    return SOME_WRONG if findings else DONE


def _findings(database: Database) -> Iterator[str]:
    if revision_of(database.writer) != head():
        yield _("The database is not of this program; run `migrate`.")
        return
    for finding in check(database.writer):
        code, _blank, table = finding.partition(" ")
        yield current().reason(Reason(code, {"name": table})) if code in FINDINGS else finding
    with database.read_session() as session:
        report = verify_chain(session)
    if not report.is_whole:
        yield _("The audit trail is not whole:") + f" {len(report.findings)}"


def _server_id(database: Database) -> str:
    with database.writer.connect() as connection:
        return str(connection.execute(text("SELECT server_id FROM sync_meta")).scalar_one())
