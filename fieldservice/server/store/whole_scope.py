"""All rows of a scope, parents first, a part at a time: written for snapshots, read for digests."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlalchemy import Connection

from fieldservice.domain.rules.exchange_scopes import parents_first
from fieldservice.server.store.encoding import hexadecimal, json_of
from fieldservice.server.store.listed import IDS
from fieldservice.server.store.pages import CLOSING, OPENING, PLACED, Line, Place, opening, written
from fieldservice.server.store.schema import numbers_of

_ALL = f"""
SELECT {PLACED}, false, false, {OPENING}, {CLOSING} FROM sync_row r JOIN sync_table n ON n.number = r.tbl
WHERE r.scope = %s AND NOT r.is_deleted AND r.tbl = ANY(%s) ORDER BY array_position(%s, r.tbl), r.id"""  # noqa: S608 - our own names

_IDS_OF_PARTS = f"""
SELECT tbl, string_agg({hexadecimal("id")}, ',' ORDER BY id) FROM (
    SELECT tbl, id, (row_number() OVER (PARTITION BY tbl ORDER BY id) - 1) / %s AS part
    FROM sync_row WHERE scope = %s AND NOT is_deleted AND tbl = ANY(%s)
) r GROUP BY tbl, part ORDER BY array_position(%s, tbl), part"""  # noqa: S608 - our own names


def lines_of_scope(
    connection: Connection, scope: UUID, schema: int, *, tables: Sequence[str], part: int
) -> Iterator[list[str]]:
    """All rows as `wire.PulledRow`s, written by the database; lists of at most `part`."""
    numbers = numbers_of(connection)
    names = {numbers[name]: name for name in tables}
    wanted = [numbers[name] for name in parents_first() if name in tables]
    lines: list[str] = []
    for number, ids in connection.exec_driver_sql(_IDS_OF_PARTS, (part, scope, wanted, wanted)).all():
        found = connection.exec_driver_sql(_lines(names[number], number, schema), (ids,))
        lines += found.scalars().all()
        if len(lines) >= part:
            yield lines[:part]
            lines = lines[part:]
    if lines:
        yield lines


def _lines(table: str, number: int, schema: int) -> str:
    written_row = f"""{opening(f"'{table}'")} || ',"row":' || row_to_json(x)::text || {CLOSING}"""
    return (
        f"SELECT {written_row} FROM unnest({IDS}) w(id) JOIN sync_row r ON r.id = w.id AND r.tbl = {number}"  # noqa: S608 - our own names
        f' JOIN "{table}" t ON t.id = w.id CROSS JOIN LATERAL ({json_of(table, schema)}) x ORDER BY w.id'
    )


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
