"""`fieldservice`: opens the desk; when one runs already, brings it to the front."""

import argparse

import fieldservice.ui.kit.plain_imports  # noqa: F401 - before all that imports Qt
from fieldservice.bootstrap import open_window
from fieldservice.config import Config
from fieldservice.wording import _


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--demo", action="store_true", help=_("begin with invented data, if there are no data yet")
    )


def run(options: argparse.Namespace, config: Config) -> int:
    return open_window(config, begins_with_demo=options.demo)
