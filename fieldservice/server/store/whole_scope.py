"""All rows of a scope, parents first, a part at a time: written for snapshots, read for digests."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlalchemy import Connection

from fieldservice.domain.rules.exchange_scopes import parents_first
from fieldservice.server.store.encoding import Wanted, hexadecimal, lines_of, pulled_rows, rows_as_json
from fieldservice.server.store.schema import numbers_of

_IDS_OF_PARTS = f"""
SELECT tbl, string_agg({hexadecimal("id")}, ',' ORDER BY id) FROM (
    SELECT tbl, id, (row_number() OVER (PARTITION BY tbl ORDER BY id) - 1) / %s AS part
    FROM sync_row WHERE scope = %s AND NOT is_deleted AND tbl = ANY(%s)
) r GROUP BY tbl, part ORDER BY array_position(%s, tbl), part"""  # noqa: S608 - our own names


def lines_of_scope(
    connection: Connection, scope: UUID, schema: int, *, tables: Sequence[str], part: int
) -> Iterator[list[str]]:
    """All rows as `wire.PulledRow`s, written by the database; lists of at most `part`."""
    lines: list[str] = []
    for table, ids in _parts(connection, scope, tables, part):
        statement = lines_of(table, schema)
        if statement is not None:
            found = connection.exec_driver_sql(f"{statement} ORDER BY r.id", (ids,)).all()
            lines += [line for _seq, line in pulled_rows(table, found)]
        if len(lines) >= part:
            yield lines[:part]
            lines = lines[part:]
    if lines:
        yield lines


def rows_of_scope(
    connection: Connection, scope: UUID, schema: int, *, tables: Sequence[str], part: int
) -> Iterator[tuple[str, dict[str, str]]]:
    """Tables with their rows as JSON by id, at most `part` at once."""
    for table, ids in _parts(connection, scope, tables, part):
        yield table, rows_as_json(connection, Wanted(table, ids.split(","), schema))


def _parts(
    connection: Connection, scope: UUID, tables: Sequence[str], part: int
) -> Iterator[tuple[str, str]]:
    """Tables with ids in one text."""
    numbers = numbers_of(connection)
    names = {numbers[name]: name for name in tables}
    wanted = [numbers[name] for name in parents_first() if name in tables]
    for number, ids in connection.exec_driver_sql(_IDS_OF_PARTS, (part, scope, wanted, wanted)).all():
        yield names[number], ids
