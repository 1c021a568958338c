"""`fieldservice call +48…`: a telephone or softphone hands an incoming call to the running desk.

Takes a number in any writing, also as a `tel:` link. When no desk runs, one is opened with the call.
"""

import argparse

from fieldservice.bootstrap import open_window
from fieldservice.config import Config
from fieldservice.wording import _

LINK = "tel:"


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("number", help=_("number of the caller, as it came; empty when it is hidden"))


def run(options: argparse.Namespace, config: Config) -> int:
    return open_window(config, call=str(options.number).removeprefix(LINK))
