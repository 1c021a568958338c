"""The company that is measured: made once, kept in `bench-data`, copied for each benchmark.

200,000 tickets, 20,000 customers, 100,000 units, the same in every run. The kept file is named by what it was
made from: a changed schema or generator makes a new one.
"""

import gc
import hashlib
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import Connection, insert, text

from bench.company_customers import Customers
from bench.company_sink import Sink
from bench.company_tickets import NOW, People, Tickets
from bench.vocabulary import TECHNICIANS
from fieldservice.domain.commands.first_start import SetUpCompany, catalogue_id, set_up_company
from fieldservice.domain.model.base import member_id
from fieldservice.domain.model.journal import LEARN_ALL_ON_SQLITE, NumberSeries
from fieldservice.domain.store import migrations, schema
from fieldservice.domain.store.engine import Database, open_sqlite
from fieldservice.domain.store.numbers import NUMBER_SERIES
from fieldservice.domain.store.unit_of_work import Actor, UnitOfWork

KEPT_IN = Path(__file__).resolve().parent.parent / "bench-data"
MADE_FROM = (
    "vocabulary.py",
    "company_sink.py",
    "company_customers.py",
    "company_tickets.py",
    "company.py",
)
SEED = 20_261_123
BRANCH = "WAW"
ZONE = "Europe/Warsaw"
USER_ID = UUID("0190c0de-0000-7000-8000-000000000001")
WORKSTATION_ID = UUID("0190c0de-0000-7000-8000-000000000002")
ACTOR = Actor(USER_ID, WORKSTATION_ID, BRANCH, ZONE)
FAST = ("synchronous = OFF", "foreign_keys = OFF", "cache_size = -1000000")
LEARNERS = ("search_words_added", "search_names_added", "search_texts_added")
"""Indexes are made at the end, at once: following row by row would take most of the time."""


@dataclass(frozen=True, slots=True)
class Scale:
    """How many; five units belong to each customer."""

    customers: int = 20_000
    tickets: int = 200_000


BIG = Scale()


class StandingClock:
    """The moment at which the generated company stands."""

    def now(self) -> datetime:
        return NOW


def big_company() -> Path:
    """The kept database, made when there is none for this schema and generator."""
    path = KEPT_IN / f"company-{_fingerprint()}.db"
    if not path.exists():
        KEPT_IN.mkdir(exist_ok=True)
        for outdated in KEPT_IN.glob("company-*"):
            outdated.unlink()
        fresh = path.with_suffix(".making")
        make_company(fresh, BIG)
        fresh.rename(path)
    return path


def copy_of_big_company(folder: Path, name: str = "fieldservice.db") -> Path:
    """A copy that a benchmark may change; it is on the disk before anything is measured."""
    copy = folder / name
    shutil.copyfile(big_company(), copy)
    with copy.open("rb") as file:
        os.fsync(file.fileno())
    return copy


def make_company(path: Path, scale: Scale) -> None:
    """A new database of this size, without anything left in a log."""
    database = open_sqlite(path)
    schema.migrate(database.writer)
    set_up(database)
    with database.writer.connect() as connection:
        _be_fast(connection)
        gc.disable()  # millions of rows that hold no cycles
        _fill(connection, scale)
        gc.enable()
        connection.commit()
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.detach()
    database.close()


def _fingerprint() -> str:
    versions = sorted((Path(migrations.__file__).parent / "versions").glob("*.py"))
    ours = [Path(__file__).with_name(name) for name in MADE_FROM]
    digest = hashlib.sha256()
    for file in (*versions, *ours):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def set_up(database: Database) -> None:
    """Branch, people and dictionaries, as the first start makes them."""
    clock = StandingClock()
    command = SetUpCompany(
        language="pl",
        branch_code=BRANCH,
        branch_name="Warszawa",
        user_id=USER_ID,
        user_login="anna",
        user_name="Anna Kowal",
        workstation_id=WORKSTATION_ID,
        country="PL",
        zone=ZONE,
        technicians=TECHNICIANS,
    )
    with UnitOfWork(database.write_sessions(), ACTOR, clock) as uow:
        set_up_company(command, uow, clock)


def _be_fast(connection: Connection) -> None:
    """Nothing is lost here but a file that is made again; foreign keys are checked at the end."""
    connection.exec_driver_sql("ROLLBACK")
    for pragma in FAST:
        connection.exec_driver_sql(f"PRAGMA {pragma}")
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _fill(connection: Connection, scale: Scale) -> None:
    sought = text("SELECT sql FROM sqlite_master WHERE name = :name")
    triggers = [str(connection.scalar(sought, {"name": name})) for name in LEARNERS]
    for name in LEARNERS:
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    sink = Sink(connection, SEED)
    clients = list(Customers(sink, scale.customers).make())
    people = People(USER_ID, tuple(catalogue_id("technician", name) for name in TECHNICIANS))
    Tickets(sink, clients, people, BRANCH, scale.tickets).make()
    sink.flush()
    _count_numbers(connection, scale)
    for statement in (*LEARN_ALL_ON_SQLITE, *triggers):
        connection.exec_driver_sql(statement)
    broken: Sequence[object] = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        raise AssertionError(f"generated rows point nowhere: {broken[:3]}")


def _count_numbers(connection: Connection, scale: Scale) -> None:
    series = {"id": member_id(NUMBER_SERIES, BRANCH), "branch_code": BRANCH, "last_number": scale.tickets}
    connection.execute(insert(NumberSeries), [series])
