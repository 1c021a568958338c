"""Numbering at the commit looks at the rows of its own transaction, however many another one wrote."""

from sqlalchemy import Connection

from fieldservice.domain.store.engine import Database
from fieldservice.server.store.schema import install

ROWS = 5_000
UNNUMBERED, FORMER = "ix_sync_row_unnumbered", "ix_sync_row_xid_tbl"
# As the function that numbers asks it, with the ways that are open to it.
WAYS = "SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off"
PENDING = "SELECT array_agg(DISTINCT tbl) FROM sync_row WHERE xid = pg_current_xact_id() AND seq IS NULL"


def indexes_of(connection: Connection) -> set[str]:
    names = connection.exec_driver_sql("SELECT indexname FROM pg_indexes WHERE tablename = 'sync_row'")
    return set(names.scalars())


def as_of_one_transaction(connection: Connection) -> None:
    """Rows as an import leaves them, or a backup that was put back."""
    connection.exec_driver_sql(
        "INSERT INTO sync_row (id, tbl, scope, seq, ver, xid, made_ver, made_stamp, at)"
        " SELECT gen_random_uuid(), 1, '00000000-0000-0000-0000-000000000000', 1000000 + n, 1, '0', 1, 0,"
        " now() FROM generate_series(1, %s) n",
        (ROWS,),
    )


def test_rows_that_were_all_written_by_one_transaction_are_not_gone_through(
    centre_database: Database,
) -> None:
    with centre_database.writer.begin() as connection:
        as_of_one_transaction(connection)
        connection.exec_driver_sql("ANALYZE sync_row")

    with centre_database.writer.begin() as connection:
        connection.exec_driver_sql(WAYS)
        told = connection.exec_driver_sql(f"EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, COSTS OFF) {PENDING}")
        plan = "\n".join(told.scalars())

    assert f"using {UNNUMBERED}" in plan
    assert "Rows Removed by Filter" not in plan


def test_a_centre_of_an_older_program_gets_the_index_and_loses_the_former(centre_database: Database) -> None:
    with centre_database.writer.begin() as connection:
        connection.exec_driver_sql(f"DROP INDEX {UNNUMBERED}")
        connection.exec_driver_sql(f"CREATE INDEX {FORMER} ON sync_row (xid, tbl)")

    install(centre_database.writer)

    with centre_database.writer.connect() as connection:
        found = indexes_of(connection)
    assert UNNUMBERED in found
    assert FORMER not in found
