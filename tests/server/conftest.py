"""A centre's database: the domain's tables with everything that the exchange adds."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from sqlalchemy import URL

from fieldservice.domain.store.engine import Database, open_postgresql
from fieldservice.server.store.schema import install
from fieldservice.server.store.tables import SYNC
from tests.conftest import EMPTY_ALL, TEMPLATE, FakeClock, Shelf, kept_company, same_connections
from tests.factories import Company
from tests.postgres import create_database

KEPT = ("sync_meta", "sync_table")
EMPTY_SYNC = "".join(
    f"DELETE FROM {table.name};"  # noqa: S608 - our own names
    for table in reversed(SYNC.sorted_tables)
    if table.name not in KEPT
)


@pytest.fixture(scope="session")
def centre_template(postgresql_server: URL) -> Iterator[Database]:
    """One database for all tests of this process: emptied after each."""
    url = create_database(postgresql_server, f"centre_{uuid4().hex}", TEMPLATE)
    database = open_postgresql(url, pool_size=20)
    install(database.writer)
    yield database
    database.close()


@pytest.fixture
def centre_database(centre_template: Database) -> Iterator[Database]:
    database = same_connections(centre_template)
    yield database
    with database.writer.begin() as connection:
        connection.exec_driver_sql(EMPTY_ALL + EMPTY_SYNC)
        connection.exec_driver_sql("UPDATE sync_meta SET epoch = 1, restored_seq = 0, floor = 0")


@pytest.fixture
def centre_company(centre_database: Database, first_book: Shelf, clock: FakeClock) -> Company:
    """A company after its first start, at the centre."""
    return kept_company(centre_database, first_book, clock)
