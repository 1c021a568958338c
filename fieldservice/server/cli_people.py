"""`user` and `branch`: who works, where, and what a branch may see."""

import argparse
from typing import Any

from fieldservice.domain.commands.users import UserData
from fieldservice.domain.store.clock import SystemClock
from fieldservice.server.administration import Console
from fieldservice.server.cli_output import DONE, asked_password, say, say_table
from fieldservice.server.cli_setup import opened
from fieldservice.server.settings import ServerSettings
from fieldservice.wording import _


def register(commands: "argparse._SubParsersAction[Any]") -> None:
    _register_users(commands.add_parser("user", help=_("people who work: add, list, disable, password")))
    _register_branches(commands.add_parser("branch", help=_("branches: add, list, grant, keep-days")))


def _register_users(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(metavar="ACT", required=True)
    add = acts.add_parser("add", help=_("add somebody, with a first password"))
    add.add_argument("login")
    add.add_argument("name")
    add.add_argument("--email", default="")
    add.add_argument("--role", default="coordinator", help=_("code of the role"))
    add.set_defaults(run=_add_user)
    word = acts.add_parser("password", help=_("give somebody a new first password"))
    word.add_argument("login")
    word.set_defaults(run=_give_password)
    for each in (add, word):
        each.add_argument(
            "--password-stdin", action="store_true", help=_("read the password from standard input")
        )
    acts.add_parser("list", help=_("show everybody")).set_defaults(run=_list_users)
    off = acts.add_parser("disable", help=_("let nobody in under this login any more"))
    off.add_argument("login")
    off.set_defaults(run=_disable)


def _register_branches(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(metavar="ACT", required=True)
    add = acts.add_parser("add", help=_("open a branch"))
    add.add_argument("code")
    add.add_argument("name")
    add.set_defaults(run=_add_branch)
    acts.add_parser("list", help=_("show all branches")).set_defaults(run=_list_branches)
    grant = acts.add_parser("grant", help=_("let a branch hold the rows of another one"))
    grant.add_argument("code")
    grant.add_argument("other")
    grant.add_argument("--withdraw", action="store_true", help=_("no longer"))
    grant.set_defaults(run=_grant)
    keep = acts.add_parser("keep-days", help=_("how long workstations keep closed tickets"))
    keep.add_argument("code")
    keep.add_argument("days", type=int, help=_("0 for ever"))
    keep.set_defaults(run=_keep_days)


def _add_user(options: argparse.Namespace, settings: ServerSettings) -> int:
    password = asked_password(_("First password"), from_stdin=options.password_stdin)
    with opened(settings) as database:
        data = UserData(options.name, options.login, options.email)
        Console(database, settings, SystemClock()).add_user(data, options.role, password)
    say(_("The password is good for one sign-in; then they choose their own."))
    return DONE


def _give_password(options: argparse.Namespace, settings: ServerSettings) -> int:
    password = asked_password(_("First password"), from_stdin=options.password_stdin)
    with opened(settings) as database:
        Console(database, settings, SystemClock()).give_password(options.login, password)
    say(_("The password is good for one sign-in; then they choose their own."))
    return DONE


def _list_users(_options: argparse.Namespace, settings: ServerSettings) -> int:
    with opened(settings) as database:
        users = Console(database, settings, SystemClock()).users()
    yes, no = _("yes"), _("no")
    rows = [(login, name, yes if on else no, yes if word else no) for login, name, on, word in users]
    say_table((_("Login"), _("Name"), _("Active"), _("Password")), rows)
    return DONE


def _disable(options: argparse.Namespace, settings: ServerSettings) -> int:
    with opened(settings) as database:
        Console(database, settings, SystemClock()).disable_user(options.login)
    return DONE


def _add_branch(options: argparse.Namespace, settings: ServerSettings) -> int:
    with opened(settings) as database:
        Console(database, settings, SystemClock()).open_branch(options.code, options.name)
    return DONE


def _list_branches(_options: argparse.Namespace, settings: ServerSettings) -> int:
    with opened(settings) as database:
        branches = Console(database, settings, SystemClock()).branches()
    rows = [(each.code, each.name, each.sees, str(each.keep_days or "")) for each in branches]
    say_table((_("Code"), _("Name"), _("Sees also"), _("Keeps days")), rows)
    return DONE


def _grant(options: argparse.Namespace, settings: ServerSettings) -> int:
    with opened(settings) as database:
        console = Console(database, settings, SystemClock())
        console.grant(options.code, options.other, is_given=not options.withdraw)
    return DONE


def _keep_days(options: argparse.Namespace, settings: ServerSettings) -> int:
    with opened(settings) as database:
        Console(database, settings, SystemClock()).keep_days(options.code, max(0, options.days))
    return DONE
