"""`fieldservice open LINK`: what the system calls for links: `tel:+48…` is an incoming call, and
`fieldservice:ticket/NUMBER` leads to a ticket. Handed to the running desk, or one is opened with it.
"""

import argparse

from fieldservice.bootstrap import open_window
from fieldservice.config import Config
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.ui.shell.links import is_link
from fieldservice.wording import _

CALL = "tel:"


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "link", nargs="?", default="", help=_("tel: and a number, or fieldservice:ticket/ and its number")
    )


def run(options: argparse.Namespace, config: Config) -> int:
    """Raises RuleViolation `link.unknown` for any other link."""
    link = str(options.link)
    if not link:
        return open_window(config)
    if not link.startswith(CALL) and not is_link(link):
        raise RuleViolation("link.unknown", link=link)
    return open_window(config, call=link.removeprefix(CALL))
