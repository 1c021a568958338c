"""`fieldservice password LOGIN`: a new first password for somebody, for when nobody can sign in any more.

Whoever may write the home folder may do this: the data lie open to them anyway. It is written down in the
audit trail, and the password is good for one sign-in.
"""

import argparse
import getpass
import sys

from fieldservice.commandline.exits import Exit
from fieldservice.commandline.output import say
from fieldservice.config import Config
from fieldservice.desk import DeskBackend, open_desk
from fieldservice.domain.commands.sign_in import ResetPassword, reset_password
from fieldservice.wording import _


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("login", metavar="LOGIN", help=_("the short name of the person for the door"))
    parser.add_argument(
        "--password-stdin", action="store_true", help=_("read the password from standard input")
    )


def run(options: argparse.Namespace, config: Config) -> int:
    password = _from_stdin() if options.password_stdin else getpass.getpass(_("First password") + ": ")
    desk = open_desk(config)
    try:
        DeskBackend(desk).write(reset_password, ResetPassword(options.login, password))
    finally:
        desk.close()
    say(_("The password is good for one sign-in; then they choose their own."))
    return Exit.DONE


def _from_stdin() -> str:
    return sys.stdin.readline().rstrip("\n")
