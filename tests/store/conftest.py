"""A company in the middle of its work, made once and copied for each test that changes it."""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from fieldservice.domain.store.engine import Database, open_sqlite, rulebook_of
from tests.conftest import (
    MONDAY_MORNING,
    FakeClock,
    Shelf,
    close_whole,
    company_of,
    keep_rows,
    kept_company,
    put_rows,
)
from tests.factories import Company, set_up
from tests.store.every_command import Use, World, build_world, uses
from tests.store.snapshots import Rows, stored, told

Stage = tuple[Company, World]
"""A company, and the ids of what is there."""


@pytest.fixture(scope="session")
def world_file(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[bytes, World, Company]:
    path = tmp_path_factory.mktemp("world") / "desk.db"
    path.write_bytes(sqlite_template.read_bytes())
    database = open_sqlite(path)
    company = set_up(database, FakeClock(MONDAY_MORNING))
    world = build_world(company)
    close_whole(database)
    return path.read_bytes(), world, company


WORLD = "kept_world"


@dataclass(frozen=True, slots=True)
class Before:
    """What can be told of the stage before anything is done on it, found out once; `content` is its file."""

    content: bytes
    uses: Mapping[str, Use]
    told: Rows
    stored: Rows
    books: Shelf


@pytest.fixture(scope="session")
def before(world_file: tuple[bytes, World, Company], tmp_path_factory: pytest.TempPathFactory) -> Before:
    content, world, made = world_file
    path = tmp_path_factory.mktemp("before") / "world.db"
    company = _opened(content, made, path, FakeClock(MONDAY_MORNING))
    every = uses(company, world)
    company.ask(rulebook_of, MONDAY_MORNING)
    seen, read, books = told(company), stored(company), company.database.shelf._kept
    close_whole(company.database)
    return Before(path.read_bytes(), every, seen, read, books)


@pytest.fixture
def stage(
    world_file: tuple[bytes, World, Company], before: Before, tmp_path: Path, clock: FakeClock
) -> Iterator[Stage]:
    """On SQLite, for each test anew."""
    _, world, made = world_file
    company = _opened(before.content, made, tmp_path / "world.db", clock)
    company.database.shelf._kept.update(before.books)
    yield company, world
    company.database.close()


def _opened(content: bytes, made: Company, path: Path, clock: FakeClock) -> Company:
    path.write_bytes(content)
    return Company(open_sqlite(path), clock, made.actor, made._numbers)


@pytest.fixture(scope="session")
def postgresql_world(postgresql_template: Database) -> World:
    """Who is in the company whose rows lie beside the others of PostgreSQL."""
    company = set_up(postgresql_template, FakeClock(MONDAY_MORNING))
    world = build_world(company)
    keep_rows(postgresql_template, WORLD)
    return world


@pytest.fixture
def at_work(request: pytest.FixtureRequest, database: Database, clock: FakeClock) -> Stage:
    """A company in the middle of its work on either database; new customers get numbers that none has."""
    if database.is_sqlite:
        content, world, _ = request.getfixturevalue("world_file")
        Path(str(database.writer.url.database)).write_bytes(content)
    else:
        world = request.getfixturevalue("postgresql_world")
        put_rows(database, WORLD)
    company = company_of(database, clock)
    company._numbers = itertools.count(5_000)
    return company, world


@pytest.fixture(scope="session")
def founded_world(founded_template: bytes, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The file that the migrations made of a company in the middle of its work."""
    path = tmp_path_factory.mktemp("founded-world") / "desk.db"
    path.write_bytes(founded_template)
    company = company_of(open_sqlite(path), FakeClock(MONDAY_MORNING))
    build_world(company)
    close_whole(company.database)
    return path.read_bytes()


def gone_on(content: bytes, path: Path) -> Company:
    """A company that was at work, in a file of its own; new customers get numbers that none has."""
    path.write_bytes(content)
    company = company_of(open_sqlite(path), FakeClock(MONDAY_MORNING))
    company._numbers = itertools.count(5_000)
    return company


@pytest.fixture
def postgresql_company(postgresql_database: Database, first_book: Shelf, clock: FakeClock) -> Company:
    """A company after its first start, at the centre."""
    return kept_company(postgresql_database, first_book, clock)
