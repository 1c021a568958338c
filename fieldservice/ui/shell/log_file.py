"""The log of this desk: a file that is put aside when it is full, and of which few are kept."""

import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from fieldservice.ui.kit.deferred import Deferred

if TYPE_CHECKING:
    from logging.handlers import RotatingFileHandler
else:
    RotatingFileHandler = Deferred("logging.handlers", "RotatingFileHandler")

LOG_FILE = "fieldservice.log"
_LOG_BYTES, _LOG_FILES = 1_000_000, 5
_FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"


def log_to_file(folder: Path) -> None:
    """Begin to log; full files are put aside from `keep_few_files` on, whose import can wait."""
    _log_with(logging.FileHandler, folder)


def keep_few_files(folder: Path) -> None:
    """Go on with a handler that puts full files aside."""
    _log_with(partial(RotatingFileHandler, maxBytes=_LOG_BYTES, backupCount=_LOG_FILES), folder)


def _log_with(make: Callable[..., logging.Handler], folder: Path) -> None:
    handler = make(folder / LOG_FILE, encoding="utf-8")
    handler.setFormatter(logging.Formatter(_FORMAT))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
