"""SQL that writes rows as JSON exactly as the journal writes values (`domain/store/row_values.py`).

The database does it, because it is several times as fast as reading every value into Python and writing it
again. `tests/server/feed/test_encoding.py` compares both for every table.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

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
def line_of(table: str, schema: int) -> str | None:
    """A statement that gives places and `wire.PulledRow`s of the rows whose ids stand in one text, in no
    order; a row that is not there any more is a removal. None: that schema has no such table.
    """
    subquery = json_of(table, schema)
    if subquery is None:
        return None
    opening = (
        f"""'{{"scope":"' || {hexadecimal("r.scope")} || '","seq":' || r.seq || ',"table":"{table}","id":"'"""
        f""" || {hexadecimal("r.id")} || '","version":' || r.ver"""
    )
    row = """CASE WHEN r.is_deleted OR t.id IS NULL THEN '' ELSE ',"row":' || row_to_json(x)::text END"""
    closing = (
        f"""coalesce(',"user":"' || {hexadecimal("r.user_id")} || '"', '')"""
        f""" || coalesce(',"at":"' || {moment("r.at")} || '"', '') || '}}'"""
    )
    return (
        f"SELECT r.seq, {opening} || {row} || {closing}"  # noqa: S608 - our own names
        f" FROM unnest({IDS}) w(id) JOIN sync_row r ON r.id = w.id"
        f" AND r.tbl = (SELECT number FROM sync_table WHERE name = '{table}')"
        f' LEFT JOIN "{table}" t ON t.id = w.id CROSS JOIN LATERAL ({subquery}) x'
    )


def _value(column: Column[object]) -> str:
    name = f't."{column.name}"'
    if isinstance(column.type, Uuid):
        return hexadecimal(name)
    if isinstance(column.type, UtcDateTime):
        return moment(name)
    return f"trim_scale({name} * 0.0001)::text" if isinstance(column.type, TenThousandths) else name
