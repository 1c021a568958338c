"""Many writers, a reader that polls, a long write transaction in another database: no change may slip past.

`python -m bench soak feed` prints the figures, and those of a plain sequence, which must lose some.
"""

from fieldservice.domain.model.whole import Base
from fieldservice.domain.store.engine import open_postgresql
from fieldservice.server.store.schema import install
from tests.postgres import create_database, running_postgresql
from tests.server.feed.hurry import Outcome, long_write_elsewhere, numbered_at_commit, numbered_at_once

WRITERS = (8, 16)
SECONDS = 10.0
MOST_LAG_SECONDS = 1.0


def measure(seconds: float = SECONDS) -> dict[str, float]:
    """Rows, losses, rates and how late 99 of 100 were seen.

    `AssertionError` when one was lost, or when the control lost none.
    """
    figures: dict[str, float] = {}
    with running_postgresql() as server:
        database = open_postgresql(create_database(server, "feed_order"), pool_size=max(WRITERS) + 2)
        Base.metadata.create_all(database.writer)
        install(database.writer)
        for writers in WRITERS:
            with long_write_elsewhere(server):
                ours = numbered_at_commit(database, writers, seconds)
            control = numbered_at_once(database, writers, seconds)
            figures |= _figures(f"{writers}_writers", ours) | _figures(f"{writers}_control", control)
            if ours.lost or ours.lag >= MOST_LAG_SECONDS or not control.lost:
                raise AssertionError(f"the feed is not in order: {figures}")
        database.close()
    return figures


def _figures(name: str, outcome: Outcome) -> dict[str, float]:
    return {
        f"{name}_rows": outcome.written,
        f"{name}_lost": outcome.lost,
        f"{name}_rows_a_second": round(outcome.written / outcome.seconds, 1),
        f"{name}_lag_seconds": round(outcome.lag, 4),
    }
