"""A centre with two branches, straight to its functions and over real HTTP."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL

from fieldservice.domain.store.engine import Database
from fieldservice.server.accounts.tables import ACCOUNTS, install_accounts
from fieldservice.server.key import CentreKey
from fieldservice.server.settings import ServerSettings
from tests.conftest import FakeClock
from tests.server.centre.office import Office
from tests.server.centre.running import Running
from tests.server.centre.serving import serving_office

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
    with serving_office(postgresql_server, tmp_path_factory.mktemp("centre")) as made:
        yield made
