"""SQL that writes rows as JSON exactly as the journal writes values (`domain/store/row_values.py`).

The database does it, because it is several times as fast as reading every value into Python and writing it
again. `tests/server/feed/test_encoding.py` compares both for every table.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Column, Connection, Uuid

from fieldservice.domain.model.base import TenThousandths, UtcDateTime
from fieldservice.domain.model.whole import Base
from fieldservice.server.store.capture import travelling
from fieldservice.server.store.listed import IDS
from fieldservice.server.store.schema_window import known_to

_SECOND = '\'YYYY-MM-DD"T"HH24:MI:SS"+00:00"\''
_MICROSECOND = '\'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"\''


def hexadecimal(expression: str) -> str:
    """An id as 32 hexadecimal digits."""
    return f"encode(uuid_send({expression}), 'hex')"


def moment(expression: str) -> str:
    """A moment in UTC as Python writes it: microseconds only where there are any."""
    form = (
        f"CASE WHEN date_trunc('second', {expression}) = {expression} THEN {_SECOND} ELSE {_MICROSECOND} END"
    )
    return f"to_char({expression} AT TIME ZONE 'UTC', {form})"


@lru_cache(maxsize=1024)
def json_of(table: str, schema: int) -> str | None:
    """A subquery to be joined as `x`, whose `row_to_json` is the row `t`; None: that schema has no such
    table.
    """
    columns = Base.metadata.tables[table].c
    known = known_to(schema, table, travelling(Base.metadata.tables[table]))
    if "id" not in known:
        return None
    return "SELECT " + ", ".join(f'{_value(columns[name])} AS "{name}"' for name in known)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Rows of one table by their ids, hexadecimal, to be written for a workstation of `schema`."""

    table: str
    ids: Sequence[str]
    schema: int


def rows_as_json(connection: Connection, wanted: Wanted) -> dict[str, str]:
    """Those rows that exist, by id."""
    subquery = json_of(wanted.table, wanted.schema)
    if subquery is None:
        return {}
    statement = (
        f"SELECT {hexadecimal('t.id')}, row_to_json(x)::text"  # noqa: S608 - our own names
        f' FROM "{wanted.table}" t CROSS JOIN LATERAL ({subquery}) x'
        f" WHERE t.id = ANY({IDS})"
    )
    found = connection.exec_driver_sql(statement, (",".join(wanted.ids),)).all()
    return {row_id: written for row_id, written in found}  # noqa: C416 - lines of a cursor


@lru_cache(maxsize=1024)
def lines_of(table: str, schema: int) -> str | None:
    """A statement that gives what `pulled_rows` needs of the rows whose ids stand in one text, in no order.
    None: that schema has no such table.
    """
    subquery = json_of(table, schema)
    if subquery is None:
        return None
    ids = f"{hexadecimal('r.scope')}, {hexadecimal('r.id')}"
    row = "CASE WHEN NOT r.is_deleted AND t.id IS NOT NULL THEN row_to_json(x)::text END"
    # One by one: left alone, the planner goes through all lines of a table that it does not know yet.
    lines = f"r.tbl = (SELECT number FROM sync_table WHERE name = '{table}') AND r.id = w.id"  # noqa: S608
    return (
        f"SELECT r.seq, {ids}, r.ver, r.user_id::text, r.at, {row}"  # noqa: S608 - our own names
        f" FROM unnest({IDS}) w(id) CROSS JOIN LATERAL (SELECT r.* FROM sync_row r WHERE {lines} OFFSET 0) r"
        f' LEFT JOIN LATERAL (SELECT t.* FROM "{table}" t WHERE t.id = w.id OFFSET 0) t ON true'
        f" CROSS JOIN LATERAL ({subquery}) x"
    )


def pulled_rows(table: str, found: Iterable[Sequence[Any]]) -> Iterator[tuple[int, str]]:
    """Places and written `wire.PulledRow`s; one whose row is not there any more is a removal.

    Put together here, because the database takes longer over a dozen short texts than over the whole row.
    """
    ends: dict[tuple[str | None, datetime | None], str] = {}
    for seq, scope, row_id, version, user, at, row in found:
        end = ends.get((user, at))
        if end is None:
            end = ends[user, at] = _end(user, at)
        told = "" if row is None else f',"row":{row}'
        line = f'{{"scope":"{scope}","seq":{seq},"table":"{table}","id":"{row_id}","version":{version}'
        yield seq, f"{line}{told}{end}"


def _end(user: str | None, at: datetime | None) -> str:
    """Who, and when: the same for all rows of a transaction."""
    by = "" if user is None else f',"user":"{user.replace("-", "")}"'
    when = "" if at is None else f',"at":"{at.astimezone(UTC).isoformat()}"'
    return f"{by}{when}}}"


def _value(column: Column[object]) -> str:
    name = f't."{column.name}"'
    if isinstance(column.type, Uuid):
        return hexadecimal(name)
    if isinstance(column.type, UtcDateTime):
        return moment(name)
    return f"trim_scale({name} * 0.0001)::text" if isinstance(column.type, TenThousandths) else name
