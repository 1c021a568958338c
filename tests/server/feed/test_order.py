"""Numbers rise in the order in which readers see them, however writers hurry (T6)."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

from sqlalchemy import URL, text

from fieldservice.domain.model.base import new_id
from fieldservice.domain.rules.exchange_scopes import GLOBAL
from fieldservice.domain.store.engine import Database, open_postgresql
from tests.factories import Company
from tests.server.feed.hurry import long_write_elsewhere, numbered_at_commit, numbered_at_once
from tests.server.feed.replica import Replica

WRITERS = 16
SECONDS = 2.0


def test_no_change_slips_past_a_reader_and_a_plain_sequence_lets_some(
    postgresql_server: URL, centre_database: Database
) -> None:
    database = open_postgresql(centre_database.writer.url, pool_size=WRITERS + 2)
    with long_write_elsewhere(postgresql_server):
        ours = numbered_at_commit(database, WRITERS, SECONDS)
    control = numbered_at_once(database, WRITERS, SECONDS)
    database.close()

    assert ours.written > 300
    assert ours.lost == 0
    assert ours.lag < 1
    assert control.lost > 0


def test_who_numbers_waits_for_no_row(centre_company: Company) -> None:
    """Checks of foreign keys wait for rows of others: they are made before the lock is taken."""
    database = centre_company.database
    customer = centre_company.customer()
    with database.writer.connect() as holder, ThreadPoolExecutor(1) as pool:
        holder.execute(text("SELECT FROM customer WHERE id = :id FOR UPDATE"), {"id": customer})
        holder.execute(text("UPDATE customer SET note = 'x' WHERE id = :id"), {"id": customer})
        other = pool.submit(_write_beside, database, customer)
        while not _waiting(database):
            assert not other.done()
        holder.commit()
        other.result(timeout=20)

    reader = Replica(database, (GLOBAL,))
    reader.pull()
    assert reader.rows == reader.truth()


def _write_beside(database: Database, customer: UUID) -> None:
    with database.writer.begin() as connection:
        connection.execute(text("INSERT INTO category (id, name) VALUES (:id, 'beside')"), {"id": new_id()})
        connection.execute(
            text(
                "INSERT INTO contact (id, customer_id, name, role, is_active, version)"
                " VALUES (:id, :customer, 'x', '', true, 1)"
            ),
            {"id": new_id(), "customer": customer},
        )


def _waiting(database: Database) -> int:
    statement = "SELECT count(*) FROM pg_locks WHERE NOT granted"
    with database.reader.connect() as connection:
        return int(connection.execute(text(statement)).scalar_one())
