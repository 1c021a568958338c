"""`fieldservice import`: opens the desk's database and imports a file into it (`import_file.py` tells the
rest), once or whenever it changes.
"""

import argparse
import signal
import sys
from pathlib import Path
from threading import Event
from zoneinfo import ZoneInfo

from fieldservice.commandline.import_file import (
    Exit,
    Surroundings,
    add_arguments,
    corrections_mark,
    run_import,
)
from fieldservice.commandline.import_repeating import Watched, repeat
from fieldservice.config import Config
from fieldservice.desk import open_desk
from fieldservice.domain.rules.errors import TellableError
from fieldservice.wording import current

SHORTEST_SECONDS = 1.0


def declare(parser: argparse.ArgumentParser) -> None:
    add_arguments(parser)


def run(options: argparse.Namespace, config: Config) -> int:
    if options.repeat is None:
        return _once(options, config)
    stop = Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_signal: stop.set())

    def take(file: Path) -> None:
        """What could not be done is told; the file is taken again when it changes."""
        try:
            _once(argparse.Namespace(**{**vars(options), "file": file}), config)
        except TellableError as error:
            sys.stdout.write(f"{current().error(error)}\n")
        sys.stdout.flush()

    repeat(Watched(options.file, corrections_mark()), max(SHORTEST_SECONDS, options.repeat), stop, take)
    return Exit.ALL_IN


def _once(options: argparse.Namespace, config: Config) -> int:
    desk = open_desk(config)
    try:
        today = desk.clock.now().astimezone(ZoneInfo(config.settings.zone)).date()
        around = Surroundings(current(), config.settings.country, today, sys.stdout)
        return run_import(options, desk, around)
    finally:
        desk.close()
