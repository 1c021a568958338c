"""The command line: arguments in, exit code out. What a command does lives elsewhere."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from fieldservice.config import VERSION


def main(arguments: Sequence[str] | None = None) -> int:
    parser = _parser()
    parser.parse_args(sys.argv[1:] if arguments is None else arguments)
    parser.print_help()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="fieldservice", description="Service desk and dispatch.")
    parser.add_argument("--version", action="version", version=f"fieldservice {VERSION}")
    parser.add_argument("--home", type=Path, metavar="DIR", help="folder of data and settings")
    return parser
