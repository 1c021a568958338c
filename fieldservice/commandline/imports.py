"""`fieldservice import`: opens the desk's database and imports a file into it (`import_file.py` tells the
rest).
"""

import argparse
import sys
from zoneinfo import ZoneInfo

from fieldservice.commandline.import_file import Surroundings, add_arguments, run_import
from fieldservice.config import Config
from fieldservice.desk import open_desk
from fieldservice.wording import current


def declare(parser: argparse.ArgumentParser) -> None:
    add_arguments(parser)


def run(options: argparse.Namespace, config: Config) -> int:
    desk = open_desk(config)
    try:
        today = desk.clock.now().astimezone(ZoneInfo(config.settings.zone)).date()
        around = Surroundings(current(), config.settings.country, today, sys.stdout)
        return run_import(options, desk, around)
    finally:
        desk.close()
