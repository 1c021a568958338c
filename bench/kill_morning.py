"""A hundred mornings at the desk, each killed at a random moment: what was confirmed must be there after it.

`python -m bench soak kill` prints the figures; any loss makes it fail. The reference is zero.
"""

import random
import tempfile
import time
from pathlib import Path

from tests.e2e.killing import Memory, faults, found, kill_one, workplace

KILLS = 100
LOOK_EVERY = 5


def measure(kills: int = KILLS, seed: int | None = None) -> dict[str, float]:
    """Kills, confirmations, losses and seconds. A seed chooses the same moments again."""
    memory, chance, wrong = Memory(), random.Random(seed), list[str]()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "desk.db"
        found(path)
        with workplace(path) as place:
            for number in range(1, kills + 1):
                kill_one(place, memory, chance)
                if number % LOOK_EVERY == 0 or number == kills:
                    wrong += faults(path, memory)
    if wrong:
        raise AssertionError("lost after a kill: " + "; ".join(wrong[:20]))
    return {
        "kills": memory.kills,
        "confirmed": len(memory.kept),
        "taken_back": len(memory.gone),
        "lost": len(wrong),
        "seconds": time.monotonic() - began,
    }
