"""A company in the middle of its work, made once and copied for each test that changes it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldservice.domain.store.engine import Database, open_sqlite
from tests.conftest import MONDAY_MORNING, FakeClock, kept_company
from tests.factories import Company, set_up
from tests.store.every_command import World, build_world

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
    with database.writer.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    database.close()
    return path.read_bytes(), world, company


@pytest.fixture
def stage(world_file: tuple[bytes, World, Company], tmp_path: Path, clock: FakeClock) -> Iterator[Stage]:
    """On SQLite, for each test anew."""
    content, world, made = world_file
    path = tmp_path / "world.db"
    path.write_bytes(content)
    database = open_sqlite(path)
    yield Company(database, clock, made.actor, made._numbers), world
    database.close()


@pytest.fixture
def postgresql_company(postgresql_database: Database, clock: FakeClock) -> Company:
    """A company after its first start, at the centre."""
    return kept_company(postgresql_database, clock)
