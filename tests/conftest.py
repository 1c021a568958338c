"""What all tests share: real databases of both kinds, a clock that stands still, a company to work in."""

import gc
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import chain, groupby
from pathlib import Path
from uuid import uuid4

import pytest
from argon2 import PasswordHasher, Type
from sqlalchemy import URL, text

from fieldservice.domain.model.whole import Base
from fieldservice.domain.store.engine import Database, open_postgresql, open_sqlite, rulebook_of
from fieldservice.domain.store.rulebook import Rulebook
from fieldservice.domain.store.schema import migrate
from fieldservice.domain.store.unit_of_work import Actor
from fieldservice.wording import activate
from tests.factories import BRANCH, USER_ID, WORKSTATION_ID, ZONE, Company, set_up
from tests.kept_statements import kept_statements
from tests.postgres import create_database, running_postgresql

TEMPLATE = "fieldservice_template"
KEPT = "kept"
EMPTY_ALL = "".join(f"DELETE FROM {table.name};" for table in Base.metadata.sorted_tables)  # noqa: S608 - our own names
LONG = {"e2e", "soak"}
"""Folders of tests that take longest."""
MONDAY_MORNING = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)


CHEAP_HASHING = (1, 8, 1, 32, 16, "utf-8", Type.ID)
"""Rounds, memory and threads of a password's hash: the real ones take half a second each on purpose."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Each of the two workers begins with half of the files whose tests take long, so that none ends alone
    with one of them.
    """
    files = [list(tests) for _, tests in groupby(items, key=lambda item: item.path)]
    long = [tests for tests in files if not LONG.isdisjoint(tests[0].path.parts)]
    rest = [item for item in items if LONG.isdisjoint(item.path.parts)]
    one, other = (list(chain.from_iterable(half)) for half in (long[::2], long[1::2]))
    middle = max(0, len(items) // 2 - len(one))
    items[:] = [*one, *rest[:middle], *other, *rest[middle:]]


def pytest_collection_finish() -> None:
    """Thousands of tests and all modules are no garbage: no search for it goes through them again."""
    gc.collect()
    gc.freeze()


Shelf = dict[str, tuple[tuple[int, int], Rulebook]]
"""Rulebooks as a database keeps them, by the stamp and the year for which they are right."""


class FakeClock:
    """A clock that moves only when told."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment

    def advance(self, **step: float) -> None:
        self.moment += timedelta(**step)


@pytest.fixture(autouse=True)
def _speaking_english() -> None:
    """Each test begins in the source language, whatever the one before it spoke."""
    activate("en", zone=UTC)


@pytest.fixture(autouse=True, scope="session")
def _cheap_hashing() -> Iterator[None]:
    """Passwords are hashed as always, with less work."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PasswordHasher.__init__, "__defaults__", CHEAP_HASHING)
        yield


@pytest.fixture(autouse=True, scope="session")
def _kept_statements() -> Iterator[None]:
    with kept_statements():
        yield


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(MONDAY_MORNING)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[URL]:
    with running_postgresql() as server:
        template = open_postgresql(create_database(server, TEMPLATE))
        Base.metadata.create_all(template.writer)
        _keep_company(template)
        template.close()
        yield server


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: URL) -> Iterator[Database]:
    """One database for all tests of this process: emptied after each, which is far quicker than made anew."""
    database = open_postgresql(create_database(postgresql_server, f"tests_{uuid4().hex}", TEMPLATE))
    yield database
    database.close()


@pytest.fixture
def postgresql_database(postgresql_template: Database) -> Iterator[Database]:
    yield same_connections(postgresql_template)
    with postgresql_template.writer.begin() as connection:
        connection.exec_driver_sql(EMPTY_ALL)


def same_connections(open_already: Database) -> Database:
    """A database of a test's own by connections that stay open: what the test listens to ends with it."""
    return Database(open_already.writer.execution_options(), open_already.reader.execution_options())


def _keep_company(template: Database) -> None:
    set_up(template, FakeClock(MONDAY_MORNING))
    keep_rows(template, KEPT)


def keep_rows(database: Database, schema: str) -> None:
    """Move all rows into tables beside the real ones, from which `put_rows` copies them."""
    with database.writer.begin() as connection:
        connection.exec_driver_sql(f"CREATE SCHEMA {schema}; CREATE TABLE {schema}.statement (words text);")
        for name in [table.name for table in Base.metadata.sorted_tables]:
            if connection.exec_driver_sql(f"SELECT FROM {name} LIMIT 1").rowcount:
                connection.exec_driver_sql(f"CREATE TABLE {schema}.{name} AS TABLE {name}")
                words = f"INSERT INTO {name} TABLE {schema}.{name}"
                connection.execute(text(f"INSERT INTO {schema}.statement VALUES (:words)"), {"words": words})  # noqa: S608
        connection.exec_driver_sql(EMPTY_ALL)


def put_rows(database: Database, schema: str) -> None:
    with database.writer.begin() as connection:
        filling = connection.exec_driver_sql(f"SELECT string_agg(words, ';') FROM {schema}.statement")  # noqa: S608
        connection.exec_driver_sql(str(filling.scalar_one()))


def kept_company(database: Database, first_book: Shelf, clock: FakeClock) -> Company:
    """A company after its first start, in an empty database made of the template."""
    database.shelf._kept.update(first_book)
    put_rows(database, KEPT)
    return company_of(database, clock)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "empty.db"
    database = open_sqlite(path)
    Base.metadata.create_all(database.writer)
    close_whole(database)
    return path


@pytest.fixture(scope="session")
def company_template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The file of a company after its first start, made once: a test's own is a copy."""
    path = tmp_path_factory.mktemp("company") / "desk.db"
    path.write_bytes(sqlite_template.read_bytes())
    database = open_sqlite(path)
    set_up(database, FakeClock(MONDAY_MORNING))
    close_whole(database)
    return path.read_bytes()


@pytest.fixture(scope="session")
def migrated_template(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The file that all migrations make; going through them takes most of a second."""
    path = tmp_path_factory.mktemp("migrated") / "desk.db"
    database = open_sqlite(path)
    migrate(database.writer)
    close_whole(database)
    return path.read_bytes()


@pytest.fixture(scope="session")
def founded_template(migrated_template: bytes, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The same after a company's first start."""
    path = tmp_path_factory.mktemp("founded") / "desk.db"
    path.write_bytes(migrated_template)
    database = open_sqlite(path)
    set_up(database, FakeClock(MONDAY_MORNING))
    close_whole(database)
    return path.read_bytes()


@pytest.fixture(scope="session")
def first_book(company_template: bytes, tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """The rulebook of that company, read once: a test's own is read when its company changes its rules."""
    path = tmp_path_factory.mktemp("rules") / "desk.db"
    path.write_bytes(company_template)
    database = open_sqlite(path)
    with database.read_session() as session:
        rulebook_of(session, MONDAY_MORNING)
    database.close()
    return database.shelf._kept


def close_whole(database: Database) -> None:
    """Close an SQLite database so that all of it stands in its one file."""
    with database.writer.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    database.close()


@pytest.fixture
def sqlite_database(sqlite_template: Path, tmp_path: Path) -> Iterator[Database]:
    path = tmp_path / "desk.db"
    path.write_bytes(sqlite_template.read_bytes())
    database = open_sqlite(path)
    yield database
    database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Database:
    """Either database: what is tested with it holds on the desk and at the centre."""
    chosen: Database = request.getfixturevalue(f"{request.param}_database")
    return chosen


@pytest.fixture
def company(
    request: pytest.FixtureRequest, database: Database, first_book: Shelf, clock: FakeClock
) -> Company:
    """A company after its first start, with branch WAW and three technicians."""
    if not database.is_sqlite:
        return kept_company(database, first_book, clock)
    return _copied(database, request.getfixturevalue("company_template"), first_book, clock)


@pytest.fixture
def desk_company(
    sqlite_database: Database, company_template: bytes, first_book: Shelf, clock: FakeClock
) -> Company:
    """The same on SQLite only, for tests of the desk."""
    return _copied(sqlite_database, company_template, first_book, clock)


def _copied(database: Database, template: bytes, first_book: Shelf, clock: FakeClock) -> Company:
    """The company in a file of its own, put there before anybody has read from it."""
    path = Path(str(database.writer.url.database))
    assert not path.with_name(f"{path.name}-wal").exists(), "the database is in use already"
    path.write_bytes(template)
    database.shelf._kept.update(first_book)
    return company_of(database, clock)


def company_of(database: Database, clock: FakeClock) -> Company:
    """Whoever works in a company that is there already."""
    return Company(database, clock, Actor(USER_ID, WORKSTATION_ID, BRANCH, ZONE))


os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
