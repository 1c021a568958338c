"""What a push waits for, held by somebody else for a moment: whatever comes after it is not overlooked."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from uuid import UUID

import pytest
from sqlalchemy import Connection, select

from fieldservice.domain.store.engine import Database
from fieldservice.server.store.tables import sync_receipt
from fieldservice.sync.wire import PushReply
from tests.factories import Company
from tests.server.receive.branches import changed, device
from tests.server.receive.test_permits import customer_of

LONGEST_SECONDS = 30
WAITING = (
    "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
)


@contextmanager
def held(database: Database, customer: UUID, note: str) -> Iterator[Connection]:
    """Somebody at the centre is about to have written this note; until the end whoever comes waits."""
    with database.writer.connect() as connection:
        connection.exec_driver_sql("UPDATE customer SET note = %s WHERE id = %s", (note, customer))
        yield connection
        connection.commit()


def wait_until(database: Database, waiting: int) -> None:
    """Until so many wait for a lock."""
    tick = threading.Event()
    for _ in range(LONGEST_SECONDS * 100):
        with database.reader.connect() as connection:
            if connection.exec_driver_sql(WAITING).scalar_one() >= waiting:
                return
        tick.wait(0.01)
    raise AssertionError("nobody waits for what is held")


def meanwhile(database: Database, customer: UUID, *pushes: Callable[[], PushReply]) -> list[PushReply]:
    """Each of them waits for what is held, and goes on."""
    running: list[Future[PushReply]] = []
    with ThreadPoolExecutor(len(pushes)) as pool:
        with held(database, customer, "of the office"):
            for count, act in enumerate(pushes, start=1):
                running.append(pool.submit(act))
                wait_until(database, count)
        return [each.result() for each in running]


@pytest.mark.covers("P-32", "P-55")
def test_what_was_written_while_a_push_waited_is_told_when_it_gives_way(centre_company: Company) -> None:
    """Read before it was locked, the row would be the older one, and what the office wrote lost."""
    customer = centre_company.customer(note="at first")
    at = device(centre_company)
    ours = changed("customer", customer, 1, {"note": "at first"}, note="of the branch")
    made = at.make(ours, command="customer.change", ahead_milliseconds=60_000)

    (reply,) = meanwhile(centre_company.database, customer, lambda: at.push(made))

    (conflict,) = reply.results[0].conflicts
    assert {conflict.kept, conflict.lost} == {"of the branch", "of the office"}


@pytest.mark.covers("J03", "P-54")
def test_the_same_request_twice_at_once_is_taken_once(centre_company: Company) -> None:
    """Brought again before it was answered: the second waits for the first, and is told the same."""
    customer = centre_company.customer()
    at = device(centre_company)
    made = [
        at.make(changed("customer", customer, 1, language="pl"), command="customer.change"),
        at.make(customer_of(number="K-once"), command="customer.create"),
    ]

    replies = meanwhile(centre_company.database, customer, lambda: at.push(*made), lambda: at.push(*made))

    assert replies[0] == replies[1]
    with centre_company.database.reader.connect() as connection:
        assert len(connection.execute(select(sync_receipt.c.n)).all()) == len(made)
