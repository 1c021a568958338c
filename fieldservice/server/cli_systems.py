"""`system` and `deliver`: which other systems are connected, their tokens, and what is on its way to them."""

import argparse
import signal
import threading
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fieldservice.domain.commands.outside_systems import (
    ChangeSystem,
    ConnectSystem,
    DisconnectSystem,
    ReconnectSystem,
    SystemData,
    change_system,
    connect_system,
    disconnect_system,
    reconnect_system,
)
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.outside import OutsideSystem
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.store.clock import SystemClock
from fieldservice.domain.store.engine import Database
from fieldservice.server.accounts.devices import branch_by_code
from fieldservice.server.administration import Console
from fieldservice.server.cli_output import DONE, say, say_table
from fieldservice.server.cli_setup import opened
from fieldservice.server.erp.delivering import Deliverer, send_again
from fieldservice.server.erp.system_data import kept_by, read_kept, widened, with_tokens
from fieldservice.server.erp.tables import erp_delivery, erp_token, erp_webhook
from fieldservice.server.erp.tokens import (
    TokenWish,
    make_token,
    read_grants,
    revoke_tokens,
    rights_for,
)
from fieldservice.server.settings import ServerSettings
from fieldservice.wording import _

MOST_SHOWN = 200


def register(commands: "argparse._SubParsersAction[Any]") -> None:
    parser = commands.add_parser("system", help=_("other systems: what they keep, their tokens, deliveries"))
    acts = parser.add_subparsers(metavar="ACT", required=True)
    _register_systems(acts)
    _register_deliveries(acts)
    deliver = commands.add_parser("deliver", help=_("send what waits for webhooks, until told to stop"))
    deliver.add_argument("--once", action="store_true", help=_("only what waits now"))
    deliver.set_defaults(run=_deliver)


def _register_systems(acts: "argparse._SubParsersAction[Any]") -> None:
    for name, help_, run in (
        ("add", _("connect a system and make its first token"), _add),
        ("change", _("say anew what it keeps and may"), _change),
    ):
        act = acts.add_parser(name, help=help_)
        act.add_argument("name")
        act.add_argument("--may", default="", help=_("as customers:write,tickets:read"))
        act.add_argument("--keeps", default="", help=_("as blocks,contracts: only read at the desks"))
        act.add_argument("--branch", default="", help=_("code of the branch that its tickets belong to"))
        act.set_defaults(run=run)
    token = acts.add_parser("token", help=_("make another token"))
    token.add_argument("name")
    token.add_argument("--may", required=True, help=_("as customers:write,tickets:read"))
    token.add_argument("--label", default="", help=_("what the token is for"))
    token.add_argument("--days", type=int, default=0, help=_("0 for ever"))
    token.set_defaults(run=_token)
    revoke = acts.add_parser("revoke", help=_("let nobody in with its tokens any more"))
    revoke.add_argument("name")
    revoke.add_argument("--token", type=UUID, default=None, metavar="ID", help=_("only this one"))
    revoke.set_defaults(run=_revoke)
    acts.add_parser("list", help=_("show all systems and their tokens")).set_defaults(run=_list)
    for name, help_, run in (
        ("disconnect", _("it tells nothing more, and what it kept is kept here"), _disconnect),
        ("reconnect", _("it tells again"), _reconnect),
    ):
        act = acts.add_parser(name, help=help_)
        act.add_argument("name")
        act.set_defaults(run=run)


def _register_deliveries(acts: "argparse._SubParsersAction[Any]") -> None:
    shown = acts.add_parser("deliveries", help=_("show what was not delivered"))
    shown.set_defaults(run=_deliveries)
    again = acts.add_parser("again", help=_("deliver something once more"))
    again.add_argument("delivery", type=UUID, metavar="ID")
    again.set_defaults(run=_again)


def _add(options: argparse.Namespace, settings: ServerSettings) -> int:
    may, system_id, clock = read_grants(options.may.split(",")), new_id(), SystemClock()
    with opened(settings) as database:
        told = ConnectSystem(system_id, _data(database, options, may))
        Console(database, settings, clock).run(connect_system, told)
        if may:
            made = make_token(database.writer, system_id, TokenWish(may, options.name), clock.now())
            _say_token(made.token)
    return DONE


def _change(options: argparse.Namespace, settings: ServerSettings) -> int:
    """Tokens keep what they may; the account gets what is needed for that and for what is named."""
    with opened(settings) as database:
        system_id = _named(database, options.name)
        may = read_grants(options.may.split(","))
        named = _data(database, options, may)
        with database.read_session() as session:
            told = ChangeSystem(system_id, with_tokens(session, system_id, named, may))
        Console(database, settings, SystemClock()).run(change_system, told)
    return DONE


def _token(options: argparse.Namespace, settings: ServerSettings) -> int:
    may, clock = read_grants(options.may.split(",")), SystemClock()
    with opened(settings) as database:
        system_id = _named(database, options.name)
        with database.read_session() as session:
            told = ChangeSystem(system_id, widened(session, system_id, may))
        Console(database, settings, clock).run(change_system, told)
        wish = TokenWish(may, options.label, max(0, options.days))
        made = make_token(database.writer, system_id, wish, clock.now())
    _say_token(made.token)
    return DONE


def _revoke(options: argparse.Namespace, settings: ServerSettings) -> int:
    with opened(settings) as database:
        system_id = _named(database, options.name)
        count = revoke_tokens(database.writer, system_id, SystemClock().now(), options.token)
    say(_("Tokens revoked: {count}").format(count=count))
    return DONE


def _list(_options: argparse.Namespace, settings: ServerSettings) -> int:
    with opened(settings) as database, database.read_session() as session:
        systems = session.scalars(select(OutsideSystem).order_by(OutsideSystem.name)).all()
        keeps = {each.id: kept_by(each) for each in systems}
        yes, no = _("yes"), _("no")
        rows = [(each.name, yes if each.is_active else no, ", ".join(keeps[each.id])) for each in systems]
        say_table((_("System"), _("Connected"), _("Keeps")), rows)
        say()
        names = {each.id: each.name for each in systems}
        say_table((_("System"), _("Token"), _("Used"), _("May")), _tokens(session, names))
    return DONE


def _disconnect(options: argparse.Namespace, settings: ServerSettings) -> int:
    with opened(settings) as database:
        told = DisconnectSystem(_named(database, options.name))
        Console(database, settings, SystemClock()).run(disconnect_system, told)
    return DONE


def _reconnect(options: argparse.Namespace, settings: ServerSettings) -> int:
    with opened(settings) as database:
        told = ReconnectSystem(_named(database, options.name))
        Console(database, settings, SystemClock()).run(reconnect_system, told)
    return DONE


def _deliveries(_options: argparse.Namespace, settings: ServerSettings) -> int:
    columns = (erp_delivery.c.id, erp_delivery.c.state, erp_delivery.c.event, erp_delivery.c.attempts)
    statement = (
        select(*columns, erp_delivery.c.problem, erp_webhook.c.url)
        .join(erp_webhook, erp_webhook.c.id == erp_delivery.c.webhook_id)
        .where(erp_delivery.c.state != "delivered")
        .order_by(erp_delivery.c.state, erp_delivery.c.made_at)
        .limit(MOST_SHOWN)
    )
    with opened(settings) as database, database.writer.connect() as connection:
        rows = [[str(cell) for cell in row] for row in connection.execute(statement)]
    heads = (_("Delivery"), _("State"), _("Event"), _("Attempts"), _("Problem"), _("Address"))
    say_table(heads, rows)
    return DONE


def _again(options: argparse.Namespace, settings: ServerSettings) -> int:
    with opened(settings) as database:
        if not send_again(database.writer, options.delivery, SystemClock().now()):
            raise RuleViolation("api.not_found", key=str(options.delivery))
    return DONE


def _deliver(options: argparse.Namespace, settings: ServerSettings) -> int:
    stop = threading.Event()
    with opened(settings) as database:
        deliverer = Deliverer(database.writer, SystemClock(), to_private=settings.webhooks_to_private)
        if options.once:
            deliverer.round()
            return DONE
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda *_signal: stop.set())
        deliverer.run(stop)
    return DONE


def _data(database: Database, options: argparse.Namespace, may: frozenset[str]) -> SystemData:
    kept, branch_id = read_kept(options.keeps.split(",")), _branch(database, options.branch)
    return SystemData(options.name, kept, rights_for(may), branch_id)


def _branch(database: Database, code: str) -> UUID | None:
    if not code:
        return None
    with database.writer.connect() as connection:
        return branch_by_code(connection, code)


def _named(database: Database, name: str) -> UUID:
    with database.read_session() as session:
        found = session.scalar(select(OutsideSystem.id).where(OutsideSystem.name == name))
    if found is None:
        raise RuleViolation("api.not_found", key=name)
    return found


def _tokens(session: Session, names: dict[UUID, str]) -> list[list[str]]:
    alive = select(erp_token).where(erp_token.c.revoked_at.is_(None)).order_by(erp_token.c.made_at)
    return [
        [
            names.get(row.system_id, ""),
            str(row.id),
            row.used_at.date().isoformat() if row.used_at else "",
            ", ".join(row.may),
        ]
        for row in session.execute(alive)
    ]


def _say_token(token: str) -> None:
    say(_("The token, told only now:"))
    say(token)
