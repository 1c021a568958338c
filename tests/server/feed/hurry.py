"""Many writers at once, a reader that polls: does any change slip past the reader? (SYNC.md 3, T6)

Each writer holds its transaction open for a random while between writing and committing, so that commits come
in another order than writes. The control numbers rows when they are written, as a plain sequence would.
"""

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from sqlalchemy import URL, Connection, text

from fieldservice.domain.model.base import new_id
from fieldservice.domain.rules.exchange_scopes import GLOBAL
from fieldservice.domain.store.engine import Database, open_postgresql
from fieldservice.server.store import feed
from fieldservice.server.store.schema_window import schema_now
from fieldservice.sync import wire
from tests.postgres import create_database, drop_database

LONGEST_WAIT_SECONDS = 0.010
ROWS_EACH = 3
CATEGORY = text("INSERT INTO category (id, name) VALUES (:id, :name)")
AT_ONCE = """
CREATE TABLE IF NOT EXISTS numbered_at_once (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, id uuid NOT NULL)"""
CONTROL = text("INSERT INTO numbered_at_once (id) VALUES (:id)")


@dataclass
class Outcome:
    """What the reader missed of what was committed, and how long it took to see the rest."""

    written: int = 0
    lost: int = 0
    seconds: float = 0.0
    lag_seconds: list[float] = field(default_factory=list)

    @property
    def lag(self) -> float:
        """The time within which the reader saw 99 of 100 rows after their commit."""
        ordered = sorted(self.lag_seconds)
        return ordered[len(ordered) * 99 // 100] if ordered else 0.0


class _Race:
    """Writers and one reader; `read` gives ids that are new since it was last asked."""

    def __init__(self, database: Database, write: Callable[[Connection, UUID], None]) -> None:
        self.database = database
        self.write = write
        self.committed: dict[UUID, float] = {}
        self.seen: dict[UUID, float] = {}
        self.failed: list[BaseException] = []
        self.is_over = threading.Event()

    def writer(self, seed: int) -> None:
        chance = random.Random(seed)  # noqa: S311 - not for secrets
        try:
            while not self.is_over.is_set():
                ids = [new_id() for _ in range(ROWS_EACH)]
                with self.database.writer.begin() as connection:
                    for row_id in ids:
                        self.write(connection, row_id)
                    self.is_over.wait(chance.random() * LONGEST_WAIT_SECONDS)
                moment = time.monotonic()
                self.committed.update((row_id, moment) for row_id in ids)
        except BaseException as error:  # noqa: BLE001 - told by the test's own thread
            self.failed.append(error)

    def reader(self, read: Callable[[], list[UUID]]) -> None:
        try:
            while not self.is_over.is_set():
                self._note(read())
        except BaseException as error:  # noqa: BLE001 - told by the test's own thread
            self.failed.append(error)

    def _note(self, ids: list[UUID]) -> None:
        moment = time.monotonic()
        for row_id in ids:
            self.seen.setdefault(row_id, moment)

    def run(self, writers: int, seconds: float, read: Callable[[], list[UUID]]) -> Outcome:
        begun = time.monotonic()
        working = [threading.Thread(target=self.writer, args=(seed,)) for seed in range(writers)]
        reading = threading.Thread(target=self.reader, args=(read,))
        for thread in (*working, reading):
            thread.start()
        reading.join(seconds)
        self.is_over.set()
        for thread in (*working, reading):
            thread.join()
        if self.failed:
            raise self.failed[0]
        lasted = time.monotonic() - begun
        self._note(read())
        lags = [self.seen[row_id] - at for row_id, at in self.committed.items() if row_id in self.seen]
        return Outcome(len(self.committed), len(set(self.committed) - set(self.seen)), lasted, lags)


def numbered_at_commit(database: Database, writers: int, seconds: float) -> Outcome:
    """The centre's own way."""
    cursors: dict[str, int] = {}

    def read() -> list[UUID]:
        found: list[UUID] = []
        while True:
            with database.reader.connect() as connection:
                reply = feed.page(connection, wire.PullRequest(cursors, schema_now()), (GLOBAL,))
            cursors.update(reply.cursors)
            found += [UUID(row.id) for row in reply.rows]
            if not reply.more:
                return found

    return _Race(database, _insert).run(writers, seconds, read)


def numbered_at_once(database: Database, writers: int, seconds: float) -> Outcome:
    """The control: each row takes the next number of a sequence when it is written."""
    with database.writer.begin() as connection:
        connection.exec_driver_sql(AT_ONCE)
    cursor = 0

    def read() -> list[UUID]:
        nonlocal cursor
        wanted = text("SELECT seq, id FROM numbered_at_once WHERE seq > :seen ORDER BY seq")
        with database.reader.connect() as connection:
            rows = connection.execute(wanted, {"seen": cursor}).all()
        cursor = rows[-1].seq if rows else cursor
        return [row.id for row in rows]

    outcome = _Race(database, _control).run(writers, seconds, read)
    with database.writer.begin() as connection:
        connection.exec_driver_sql("DROP TABLE numbered_at_once")
    return outcome


@contextmanager
def long_write_elsewhere(server: URL) -> Iterator[None]:
    """A transaction that has written in another database of the cluster, and stays open."""
    url = create_database(server, f"elsewhere_{uuid4().hex}")
    other = open_postgresql(url)
    with ExitStack() as undone:
        undone.callback(drop_database, server, url.database or "")
        undone.callback(other.close)
        connection = undone.enter_context(other.writer.connect())
        connection.exec_driver_sql("CREATE TABLE held (id int)")
        yield


def _insert(connection: Connection, row_id: UUID) -> None:
    connection.execute(CATEGORY, {"id": row_id, "name": row_id.hex})


def _control(connection: Connection, row_id: UUID) -> None:
    connection.execute(CONTROL, {"id": row_id})
