"""Tables of a desk filled with a whole branch: their indexes are made in order, once the tables are full."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

CACHE_KIBIBYTES = 262_144
_INDEXES = """
SELECT i.name, i.tbl_name, i.sql FROM sqlite_master i
WHERE i.type = 'index' AND i.sql NOT LIKE 'CREATE UNIQUE%' AND NOT EXISTS (
    SELECT 1 FROM pragma_index_info(i.name) c JOIN pragma_foreign_key_list(i.tbl_name) f ON f."from" = c.name
    WHERE c.seqno = 0)
ORDER BY i.name"""


@contextmanager
def without_indexes(connection: Connection, tables: Collection[str]) -> Iterator[None]:
    """Within a transaction; memory for pages is lent meanwhile.

    What makes rows unique stays, and so does what begins with a reference: as long as one leads nowhere yet,
    SQLite looks for rows that refer to each new one.
    """
    found = [each for each in connection.exec_driver_sql(_INDEXES).all() if each[1] in tables]
    usual = connection.exec_driver_sql("PRAGMA cache_size").scalar_one()
    connection.exec_driver_sql(f"PRAGMA cache_size = -{CACHE_KIBIBYTES}")
    for name, _table, _made in found:
        connection.exec_driver_sql(f"DROP INDEX {name}")
    try:
        yield
        for _name, _table, made in found:
            connection.exec_driver_sql(made)
    finally:
        connection.exec_driver_sql(f"PRAGMA cache_size = {usual}")
