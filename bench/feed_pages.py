"""The centre's feed with two million rows: pages, digests, a snapshot, and what its triggers cost.

Rows are contacts of 400 branches; one branch holds 200,000 of them. References: the bare insert of the same
rows, and the bare reading of as many rows as a page holds.
"""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import msgspec
from sqlalchemy import URL, Connection, text

from bench.report import Figure, at_most, percentile
from fieldservice.domain.model.whole import Base
from fieldservice.domain.rules.exchange_scopes import GLOBAL, parents_first
from fieldservice.domain.store.engine import Database, open_postgresql
from fieldservice.server.store import digests, feed, snapshot
from fieldservice.server.store.schema import install
from fieldservice.server.store.schema_window import schema_now
from fieldservice.sync import wire
from tests.postgres import create_database, running_postgresql

BRANCHES, IN_ALL, LARGE = 400, 2_000_000, 200_000
WRITTEN, AT_ONCE = 10_000, 500
PAGES = 100
MOST_PAGE_MILLISECONDS, MOST_DIGEST_SECONDS, MOST_TRIGGER_SECONDS = 10, 0.5, 0.6

_BRANCHES = """
INSERT INTO branch (id, code, name)
SELECT gen_random_uuid(), 'B' || n, 'B' || n FROM generate_series(1, %s) n"""
_CUSTOMERS = """
INSERT INTO customer (id, number, name, name_folded, customer_class, note, branch_id, version)
SELECT gen_random_uuid(), code, code, code, 'standard', '', id, 1 FROM branch"""
_CONTACTS = """
INSERT INTO contact (id, customer_id, name, role, is_active, version)
SELECT gen_random_uuid(), id, 'Stanisław Jeka ' || n, 'Kierownik utrzymania ruchu', true, 1
FROM (SELECT id FROM customer ORDER BY number OFFSET %s LIMIT %s) c, generate_series(1, %s) n"""
_INSERT = Base.metadata.tables["contact"].insert()


def figures() -> list[Figure]:
    with running_postgresql() as server:
        plain = _made(create_database(server, "plain"), is_centre=False)
        bare = _written(plain)
        plain.close()
        database = _made(create_database(server, "centre"), is_centre=True)
        found = [_triggers(_written(database), bare)]
        _fill(database)
        large = _largest(database)
        found += [_pages(database, large), _digest(database, large), _snapshot(database, large)]
        database.close()
    return found


def _made(url: URL, *, is_centre: bool) -> Database:
    database = open_postgresql(url)
    Base.metadata.create_all(database.writer)
    if is_centre:
        install(database.writer)
    with database.writer.begin() as connection:
        connection.exec_driver_sql(_BRANCHES, (BRANCHES,))
        connection.exec_driver_sql(_CUSTOMERS)
    return database


def _written(database: Database) -> float:
    """Seconds for 10,000 rows in transactions of 500, the second time, when plans and pages are warm."""
    with database.writer.connect() as connection:
        customer = connection.execute(text("SELECT id FROM customer LIMIT 1")).scalar_one()
    return [_timed(lambda: _write(database, customer)) for _turn in range(3)][-1]


def _write(database: Database, customer: UUID) -> None:
    for _part in range(WRITTEN // AT_ONCE):
        rows = [
            {"customer_id": customer, "name": f"Jan {number}", "role": "", "is_active": True, "version": 1}
            for number in range(AT_ONCE)
        ]
        with database.writer.begin() as connection:
            connection.execute(_INSERT, rows)


def _fill(database: Database) -> None:
    """The large branch, then the others, some twenty branches at once."""
    each = (IN_ALL - LARGE) // (BRANCHES - 1)
    for first, branches, rows in [(0, 1, LARGE), *((start, 20, each) for start in range(1, BRANCHES, 20))]:
        with database.writer.begin() as connection:
            connection.exec_driver_sql(_CONTACTS, (first, branches, rows))
    with database.writer.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")


def _largest(database: Database) -> UUID:
    with database.reader.connect() as connection:
        statement = "SELECT scope FROM sync_row GROUP BY 1 ORDER BY count(*) DESC LIMIT 1"
        found: UUID = connection.execute(text(statement)).scalar_one()
        return found


def _triggers(centre: float, bare: float) -> Figure:
    return Figure(
        "10,000 rows through the triggers: added",
        centre - bare,
        "s",
        at_most(MOST_TRIGGER_SECONDS),
        more={"with triggers": centre, "bare": bare},
    )


def _pages(database: Database, scope: UUID) -> Figure:
    cursors: dict[str, int] = {}
    taken: list[float] = []
    sizes: list[int] = []
    for _page in range(PAGES):
        with database.reader.connect() as connection:
            begun = time.perf_counter()
            reply = feed.page_bytes(connection, wire.PullRequest(cursors, schema_now()), (GLOBAL, scope))
            taken.append((time.perf_counter() - begun) * 1_000)
        sizes.append(len(reply))
        cursors = msgspec.json.decode(reply, type=wire.PullReply).cursors
    return Figure(
        "a page of 1,000 rows of 2,000,000",
        percentile(taken, 50),
        "ms",
        at_most(MOST_PAGE_MILLISECONDS),
        more={"95 of 100": percentile(taken, 95), "least": min(taken), "bytes": percentile(sizes, 50)},
    )


def _digest(database: Database, scope: UUID) -> Figure:
    request = wire.DigestRequest(scope.hex, list(parents_first()))

    def ask(connection: Connection) -> None:
        digests.digest(connection, request, (scope,))

    return Figure(
        "digest of a branch of 200,000 rows", _read(database, ask), "s", at_most(MOST_DIGEST_SECONDS)
    )


def _snapshot(database: Database, scope: UUID) -> Figure:
    with tempfile.TemporaryDirectory() as folder:

        def ask(connection: Connection) -> None:
            snapshot.manifest(connection, scope, schema_now(), Path(folder))

        seconds = _timed(lambda: _asked(database, ask))
        size = sum(path.stat().st_size for path in Path(folder).glob("*.zst"))
    return Figure("snapshot of a branch of 200,000 rows", seconds, "s", more={"bytes": float(size)})


def _read(database: Database, ask: Callable[[Connection], None]) -> float:
    """The least of three: the first reads the pages into memory."""
    return min(_timed(lambda: _asked(database, ask)) for _turn in range(3))


def _asked(database: Database, ask: Callable[[Connection], None]) -> None:
    with database.reader.connect() as connection:
        ask(connection)


def _timed(act: Callable[[], None]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun
