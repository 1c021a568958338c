"""A centre of its own, set up by the program's own steps and served by a process."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from sqlalchemy import URL

from fieldservice.domain.store.clock import SystemClock
from fieldservice.domain.store.engine import open_postgresql
from fieldservice.server.cli_setup import bring_up
from fieldservice.server.key import make_key
from fieldservice.server.settings import ServerSettings
from tests.postgres import create_database, drop_database
from tests.server.centre.office import METRICS, Office
from tests.server.centre.running import Running, running_centre


@contextmanager
def serving_office(server: URL, folder: Path) -> Iterator[tuple[Office, Running]]:
    """With branches WAW and KRK; nobody has to wait for the limit of requests."""
    url = create_database(server, f"served_{uuid4().hex}")
    database = open_postgresql(url, pool_size=5)
    bring_up(database)
    settings = ServerSettings(folder=folder)
    office = Office(database, settings, SystemClock(), make_key(settings.key_file))
    office.set_up()
    try:
        with running_centre(url, folder, METRICS_TOKEN=METRICS, REQUESTS_A_MINUTE="100000") as running:
            yield office, running
    finally:
        database.close()
        drop_database(server, url.database or "")
