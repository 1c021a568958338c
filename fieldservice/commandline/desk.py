"""`fieldservice`: opens the desk; when one runs already, brings it to the front."""

import argparse

from fieldservice import desk  # noqa: F401 - before Qt, which reads the source of what is imported after it
from fieldservice.bootstrap import open_window
from fieldservice.config import Config


def declare(parser: argparse.ArgumentParser) -> None:
    """It takes nothing but the options of every command."""


def run(_options: argparse.Namespace, config: Config) -> int:
    return open_window(config)
