"""Two branches finish the last two orders of a ticket in one moment, 2,000 times; the control does not lock.

`python -m bench soak receive` prints how many stayed open: none, and some of the control.
"""

from time import perf_counter

from fieldservice.domain.model.whole import Base
from fieldservice.domain.store.engine import open_postgresql
from fieldservice.server.store.schema import install
from tests.conftest import MONDAY_MORNING, FakeClock
from tests.factories import set_up
from tests.postgres import create_database, running_postgresql
from tests.server.receive.races import finish_pairs, finish_pairs_without_lock

PAIRS, CONTROL_PAIRS = 2_000, 100


def measure(pairs: int = PAIRS) -> dict[str, float]:
    """`AssertionError` when a ticket stayed open, or none of the control did."""
    with running_postgresql() as server:
        database = open_postgresql(create_database(server, "receive_races"), pool_size=4)
        Base.metadata.create_all(database.writer)
        install(database.writer)
        company = set_up(database, FakeClock(MONDAY_MORNING))
        begun = perf_counter()
        left_open = finish_pairs(company, pairs)
        seconds = perf_counter() - begun
        database.close()
        other = open_postgresql(create_database(server, "receive_control"), pool_size=4)
        Base.metadata.create_all(other.writer)
        control = finish_pairs_without_lock(set_up(other, FakeClock(MONDAY_MORNING)), CONTROL_PAIRS)
        other.close()
    figures = {
        "tickets": pairs,
        "left_open": left_open,
        "pushes_a_second": round(2 * pairs / seconds, 1),
        "control_tickets": CONTROL_PAIRS,
        "control_left_open": control,
    }
    if left_open or not control:
        raise AssertionError(f"the last two orders: {figures}")
    return figures
