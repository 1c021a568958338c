"""All rows of a scope, parents first, a part at a time: for snapshots and for digests of contents."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlalchemy import Connection

from fieldservice.domain.rules.exchange_scopes import parents_first
from fieldservice.server.store.pages import CLOSING, OPENING, PLACED, Line, Place, written
from fieldservice.server.store.schema import numbers_of

_ALL = f"""
SELECT {PLACED}, false, false, {OPENING}, {CLOSING} FROM sync_row r JOIN sync_table n ON n.number = r.tbl
WHERE r.scope = %s AND NOT r.is_deleted AND r.tbl = ANY(%s) ORDER BY array_position(%s, r.tbl), r.id"""  # noqa: S608 - our own names


def rows_of_scope(
    connection: Connection, scope: UUID, schema: int, *, tables: Sequence[str] | None = None, part: int
) -> Iterator[list[Line]]:
    """Lists of at most `part` rows; of all tables, or of these."""
    numbers = numbers_of(connection)
    wanted = [numbers[name] for name in parents_first() if tables is None or name in tables]
    found = connection.exec_driver_sql(
        _ALL, (scope, wanted, wanted), {"stream_results": True, "yield_per": part}
    )
    for lines in found.partitions(part):
        yield written(connection, [Place._make(line) for line in lines], schema)
