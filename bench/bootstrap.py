"""A new workstation of a large branch, and whether two copies of a branch are the same: over loopback HTTP, a
real centre in two processes, PostgreSQL and SQLite that wait for their disks.

Rows are entries of tickets of about 250 bytes, as in `bench.exchange`, written by SQL. The reference of the
first copy is `executemany` of as many rows into SQLite in one transaction.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from sqlalchemy.orm import Session
from sqlcipher3 import dbapi2 as sqlcipher

from bench.report import Figure, at_most
from fieldservice.background.exchange_joining import join_centre, store_of
from fieldservice.desk import open_desk
from fieldservice.domain.commands.first_start import catalogue_id
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.ticket import Channel, Ticket
from fieldservice.domain.rules.ticket_states import TicketStateType
from fieldservice.domain.store.engine import Database
from fieldservice.server.accounts.devices import branch_by_code
from fieldservice.sync.checking import check
from fieldservice.sync.desk_engine import connect_over_http
from fieldservice.sync.meeting import Meeting
from fieldservice.sync.round_result import Progress, Step
from tests.e2e.branches.centre_in_two import CentreInTwo, centre_in_two
from tests.e2e.branches.line import Line
from tests.e2e.branches.preparing import Needs, WallClock, Wish, config_of, prepare
from tests.postgres import DURABLE, create_database, running_postgresql
from tests.server.centre.office import HOME, LOGIN, PASSWORD

SMALL, LARGE = 200_000, 1_000_000
MOST_DIGEST_SECONDS, MOST_COPY_SECONDS = 0.5, 60
TICKETS, AT_ONCE = 100, 100_000
_ENTRIES = """
INSERT INTO article (id, ticket_id, kind, is_internal, author_name, happened_at, recorded_at, text)
SELECT gen_random_uuid(), t.id, 'note', n %% 2 = 0, 'Anna Kowal ' || n %% 7, now(), now(),
    'Klient ' || n || ' mówi, że urządzenie ' || n * 7 %% 9973 || ' hałasuje i nie grzeje od rana.'
FROM (SELECT id FROM ticket ORDER BY number LIMIT 1 OFFSET %s) t, generate_series(%s::int, %s::int) n"""
_BARE = "CREATE TABLE bare (id TEXT PRIMARY KEY, ticket_id TEXT, text TEXT)"


@dataclass
class Watched:
    """When each step of a joining began."""

    begun: float = field(default_factory=perf_counter)
    steps: dict[Step, float] = field(default_factory=dict)

    def hear(self, progress: Progress) -> None:
        self.steps.setdefault(progress.step, perf_counter() - self.begun)


def figures(small: int = SMALL, large: int = LARGE) -> list[Figure]:
    with (
        running_postgresql(*DURABLE) as server,
        TemporaryDirectory(prefix="fieldservice-bootstrap-", ignore_cleanup_errors=True) as name,
    ):
        url, folder = create_database(server, "bootstrap"), Path(name)
        with centre_in_two(url, folder / "centre", has_catalogue=True) as (centre, line):
            _tickets(centre.office.database)
            _fill(centre.office.database, 0, small)
            with _copied(centre, line, folder / "small") as (needs, _seconds):
                digest = _digest(needs, small)
            _fill(centre.office.database, small, large)
            shutil.rmtree(centre.office.settings.snapshots)
            with _copied(centre, line, folder / "large") as (_needs, seconds):
                whole = sum(seconds.values())
    return [digest, _figure(large, whole, seconds)]


def _figure(rows: int, whole: float, seconds: dict[str, float]) -> Figure:
    target = at_most(MOST_COPY_SECONDS)
    return Figure(
        f"first copy of {rows} rows", whole, "s", target, _inserted(rows), "executemany", more=seconds
    )


@contextmanager
def _copied(centre: CentreInTwo, line: Line, home: Path) -> Iterator[tuple[Needs, dict[str, float]]]:
    """A desk that joined, and the seconds of the steps of its joining."""
    wish = Wish(line.address, centre.office.code(HOME), LOGIN, PASSWORD, home.name, takes_theirs=True)
    prepare(home)
    desk = open_desk(config_of(home), WallClock())
    with closing(desk):
        needs, watched = Needs(desk, home, desk.clock), Watched()
        assert join_centre(needs, wish, watched.hear, lambda: False)
        done = perf_counter() - watched.begun
        packed, fetched = (watched.steps[step] for step in (Step.WHOLE, Step.APPLYING))
        yield needs, {"packed": packed, "fetched": fetched - packed, "put in place": done - fetched}


def _digest(needs: Needs, rows: int) -> Figure:
    """Asked for, made on both sides, compared: all scopes of the desk."""
    store = store_of(needs)
    transport = connect_over_http(needs.home)(_address(store.database))
    session = Meeting(store, transport, needs.clock).session()

    def compare() -> None:
        assert check(store, transport, session.scopes, needs.clock).mended == 0

    seconds = min(_timed(compare) for _turn in range(3))
    return Figure(f"digests of {rows} rows compared", seconds, "s", at_most(MOST_DIGEST_SECONDS))


def _address(database: Database) -> str:
    with database.reader.connect() as connection:
        return str(connection.exec_driver_sql("SELECT address FROM exchange_state").scalar_one())


def _tickets(database: Database) -> None:
    now = datetime(2026, 11, 23, 8, tzinfo=UTC)
    with Session(database.writer) as session, session.begin():
        branch_id = branch_by_code(session.connection(), HOME)
        for number in range(TICKETS):
            session.add(
                Ticket(
                    id=new_id(),
                    number=f"WAW-1-{900_000 + number}",
                    channel=Channel.PHONE,
                    type_id=catalogue_id("ticket_type", "incident"),
                    title="Dziennik",
                    impact=3,
                    urgency=3,
                    priority=3,
                    state_id=catalogue_id("ticket_state", "new"),
                    state_type=TicketStateType.NEW,
                    opened_at=now,
                    branch_id=branch_id,
                )
            )


def _fill(database: Database, first: int, last: int) -> None:
    for start in range(first, last, AT_ONCE):
        with database.writer.begin() as connection:
            bound = (start // AT_ONCE % TICKETS, start, min(start + AT_ONCE, last) - 1)
            connection.exec_driver_sql(_ENTRIES, bound)
    with database.writer.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")


def _inserted(rows: int) -> float:
    bare = [(f"{number:032x}", f"{number % TICKETS:032x}", "x" * 150) for number in range(rows)]

    def insert() -> None:
        with (
            TemporaryDirectory() as folder,
            closing(sqlcipher.connect(Path(folder) / "bare.db", isolation_level=None)) as connection,
        ):
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute(_BARE)
            connection.execute("BEGIN")
            connection.executemany("INSERT INTO bare VALUES (?, ?, ?)", bare)
            connection.execute("COMMIT")

    return _timed(insert)


def _timed(act: Callable[[], None]) -> float:
    begun = perf_counter()
    act()
    return perf_counter() - begun
