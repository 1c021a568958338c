"""A centre with two branches, straight to its functions and over real HTTP."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import URL

from fieldservice.domain.store.clock import SystemClock
from fieldservice.domain.store.engine import Database, open_postgresql
from fieldservice.server.accounts.tables import ACCOUNTS, install_accounts
from fieldservice.server.cli_setup import bring_up
from fieldservice.server.key import CentreKey, make_key
from fieldservice.server.settings import ServerSettings
from tests.conftest import FakeClock
from tests.postgres import create_database, drop_database
from tests.server.centre.office import METRICS, Office
from tests.server.centre.running import Running, running_centre

EMPTY_ACCOUNTS = "".join(f"DELETE FROM {name};" for name in ACCOUNTS.tables)  # noqa: S608 - our own names


@pytest.fixture
def office(centre_database: Database, clock: FakeClock, tmp_path: Path) -> Iterator[Office]:
    """A centre after its first start: branches WAW and KRK, Anna Kowal its administrator."""
    install_accounts(centre_database.writer)
    settings = ServerSettings(folder=tmp_path, language="pl", zone="Europe/Warsaw")
    made = Office(centre_database, settings, clock, CentreKey(bytes(range(32))))
    made.set_up()
    yield made
    with centre_database.writer.begin() as connection:
        connection.exec_driver_sql(EMPTY_ACCOUNTS)


@pytest.fixture(scope="module")
def served(
    postgresql_server: URL, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Office, Running]]:
    """A centre of its own, as a process, for the tests of one file."""
    folder = tmp_path_factory.mktemp("centre")
    url = create_database(postgresql_server, f"served_{uuid4().hex}")
    database = open_postgresql(url, pool_size=5)
    bring_up(database)
    settings = ServerSettings(folder=folder)
    office = Office(database, settings, SystemClock(), make_key(settings.key_file))
    office.set_up()
    with running_centre(url, folder, METRICS_TOKEN=METRICS, REQUESTS_A_MINUTE="100000") as running:
        yield office, running
    database.close()
    drop_database(postgresql_server, url.database or "")
