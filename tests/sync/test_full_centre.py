"""T9, the centre's side: its disk is full for a while. The desk is told, works on, and all arrives once."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path

import pytest
import requests
from sqlalchemy import URL, Connection, Engine

from fieldservice.domain.store.engine import open_sqlite
from fieldservice.sync.http_transport import HttpTransport
from fieldservice.sync.joining import Way
from tests.conftest import FakeClock
from tests.factories import set_up
from tests.server.centre.office import Office
from tests.server.centre.running import Running
from tests.server.centre.serving import serving_office
from tests.sync.desks import TestDesk

DISK_FULL = "53100"
TABLES = ("customer", "journal_entry", "sync_row", "sync_receipt", "sync_head")
"""Where the disk is full: rows, history, versions, receipts, and the numbering at the commit."""


class Answers(HttpTransport):
    """The line of a desk, with the status of every answer."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.statuses: list[int] = []
        self._line.hooks["response"].append(self._note)

    def _note(self, response: requests.Response, **_settings: object) -> None:
        self.statuses.append(response.status_code)


@contextmanager
def full_disk(engine: Engine, table: str) -> Iterator[None]:
    """PostgreSQL says of every row that comes into this table that there is no room for it."""
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "CREATE OR REPLACE FUNCTION is_full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" RAISE EXCEPTION 'could not extend file' USING ERRCODE = '{DISK_FULL}'; END $$"
        )
        connection.exec_driver_sql(
            f"CREATE TRIGGER is_full BEFORE INSERT ON {table} FOR EACH STATEMENT EXECUTE FUNCTION is_full()"
        )
        connection.exec_driver_sql(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER is_full")
    yield
    with engine.begin() as connection:
        connection.exec_driver_sql(f"DROP TRIGGER is_full ON {table}")


@pytest.fixture
def served(postgresql_server: URL, tmp_path: Path) -> Iterator[tuple[Office, Running]]:
    with serving_office(postgresql_server, tmp_path) as made:
        yield made


def joined(office: Office, running: Running, empty: Path, folder: Path) -> TestDesk:
    path, clock = folder / "desk.db", FakeClock(datetime.now(UTC))
    path.write_bytes(empty.read_bytes())
    alone = open_sqlite(path)
    set_up(alone, clock)
    alone.close()
    desk = TestDesk(path, Answers(running.address), clock)
    desk.join(Way.TAKE, office.code())
    assert desk.round().went_well
    return desk


def how_often(connection: Connection, name: str) -> tuple[int, int]:
    """As a row and in the history."""
    rows = connection.exec_driver_sql("SELECT count(*) FROM customer WHERE name = %s", (name,))
    entries = connection.exec_driver_sql(
        "SELECT count(*) FROM journal_entry WHERE label->>'name' = %s", (name,)
    )
    return int(rows.scalar_one()), int(entries.scalar_one())


@pytest.mark.covers("J02", "P-53")
def test_while_the_centres_disk_is_full_desks_work_on_and_then_all_arrives_once(
    served: tuple[Office, Running], sqlite_template: Path, tmp_path: Path
) -> None:
    office, running = served
    desk = joined(office, running, sqlite_template, tmp_path)
    engine = office.database.writer
    problems, statuses, pauses = [], [], []
    for table in TABLES:
        desk.company.customer(f"before {table}", number=f"B-{table}")
        with full_disk(engine, table):
            desk.line.statuses.clear()
            result = desk.round()
            problems.append(result.problem.code if result.problem else "")
            statuses.append(HTTPStatus.SERVICE_UNAVAILABLE in desk.line.statuses)
            pauses.append(result.again_in_seconds)
            desk.company.customer(f"meanwhile {table}", number=f"M-{table}")
        with engine.connect() as connection:
            assert how_often(connection, f"before {table}") == (0, 0)
        assert desk.round().went_well

    assert problems == ["exchange.full"] * len(TABLES)
    assert all(statuses)
    assert min(pauses) > 0
    assert desk.count("outbox_operation") == 0
    with engine.connect() as connection:
        for table in TABLES:
            assert how_often(connection, f"before {table}") == (1, 1)
            assert how_often(connection, f"meanwhile {table}") == (1, 1)
    desk.database.close()
