"""Five hundred power cuts in the lives of workstations (T8), every second one encrypted; without the syncs
something must be lost.

`python -m bench soak power`; POWER_CUTS makes it shorter. The failing seed is told.
"""

import logging
import os
import time
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.soak.power_cuts import Conditions, Outcome, new_database, run

CUTS, OF_A_LIFE = 500, 50
CONTROLS = ("NORMAL", "OFF")
SEED, KEY = 20_000, "3b" * 32


def measure() -> dict[str, float]:
    """Cuts, what was saved and sent before them, how many of the controls' lives lost something."""
    cuts, begun = int(os.environ.get("POWER_CUTS", CUTS)), time.monotonic()
    logging.disable(logging.WARNING)  # each cut ends a round
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        lives = [_life(place, number, cuts) for number in range(-(-cuts // OF_A_LIFE))]
        losing = sum(_loses(place, synchronous) for synchronous in CONTROLS)
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


def _life(place: Path, number: int, cuts: int) -> Outcome:
    folder = place / f"life{number}"
    folder.mkdir()
    under = Conditions(SEED + number, key=KEY if number % 2 else None)
    empty = new_database(folder / "empty.db", under.key)
    try:
        return run(folder, empty, min(OF_A_LIFE, cuts - number * OF_A_LIFE), under)
    except AssertionError as error:
        raise AssertionError(f"{under}: {error}") from error


def _loses(place: Path, synchronous: str) -> bool:
    folder = place / synchronous
    folder.mkdir()
    with suppress(AssertionError):
        under = Conditions(SEED, synchronous=synchronous)
        run(folder, new_database(folder / "empty.db"), OF_A_LIFE, under)
        return False
    return True
