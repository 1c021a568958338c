"""Five hundred power cuts in the life of a workstation (T8); without the syncs something must be lost.

`python -m bench soak power`; POWER_CUTS makes it shorter. The failing seed is told.
"""

import logging
import os
import time
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from fieldservice.domain.model.whole import Base
from fieldservice.domain.store.engine import open_sqlite
from tests.soak.power_cuts import Outcome, run

CUTS, OF_A_LIFE = 500, 50
CONTROLS = ("NORMAL", "OFF")
SEED = 20_000


def measure() -> dict[str, float]:
    """Cuts, what was saved and sent before them, how many of the controls' lives lost something."""
    cuts, begun = int(os.environ.get("POWER_CUTS", CUTS)), time.monotonic()
    logging.disable(logging.WARNING)  # each cut ends a round
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        empty = place / "empty.db"
        database = open_sqlite(empty)
        Base.metadata.create_all(database.writer)
        database.close()
        lives = [_life(place, empty, min(OF_A_LIFE, cuts - at), at) for at in range(0, cuts, OF_A_LIFE)]
        losing = sum(_loses(place, empty, synchronous) for synchronous in CONTROLS)
    logging.disable(logging.NOTSET)
    if losing < len(CONTROLS):
        raise AssertionError("a control lost nothing: the disk does not do what it should")
    return {
        "cuts": sum(life.cuts for life in lives),
        "with_something_unsynced": sum(life.unsynced for life in lives),
        "operations_of_the_disk": sum(life.operations for life in lives),
        "told_as_saved": sum(life.saved for life in lives),
        "sent": sum(life.sent for life in lives),
        "lost": 0,
        "numbers_used_twice": 0,
        "controls_that_lost": losing,
        "seconds": round(time.monotonic() - begun, 1),
    }


def _life(place: Path, empty: Path, cuts: int, number: int) -> Outcome:
    folder = place / f"life{number}"
    folder.mkdir()
    try:
        return run(folder, empty, cuts, SEED + number)
    except AssertionError as error:
        raise AssertionError(f"seed {SEED + number}: {error}") from error


def _loses(place: Path, empty: Path, synchronous: str) -> bool:
    folder = place / synchronous
    folder.mkdir()
    with suppress(AssertionError):
        run(folder, empty, OF_A_LIFE, SEED, synchronous)
        return False
    return True
