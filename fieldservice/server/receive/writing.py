"""What the ledger came to, written: one statement for all rows of a table that change in the same columns.

Values go as the journal writes them, in one JSON document for each statement, and PostgreSQL reads them by
the types of its columns.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import Column, Connection, LargeBinary, Table
from sqlalchemy.dialects import postgresql

from fieldservice.domain.model.base import TenThousandths
from fieldservice.domain.model.whole import Base
from fieldservice.domain.rules.exchange_merge import FieldClock
from fieldservice.domain.rules.exchange_scopes import parents_first
from fieldservice.server.receive.ledger import Image, Ledger
from fieldservice.server.receive.values import Values
from fieldservice.server.receive.work import Key

DERIVED_ID = 5
"""The version of ids that two places may have made alike."""
_DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]
_STAMPED = """
UPDATE sync_row s SET fields = s.fields || (
    SELECT coalesce(jsonb_object_agg(c.key, jsonb_build_array(s.ver, c.value -> 0, c.value -> 1)), '{}')
    FROM jsonb_each(w.fields) c),
    made_stamp = coalesce(w.made, s.made_stamp)
FROM jsonb_to_recordset(%s::jsonb) w(name text, id uuid, fields jsonb, made bigint)
JOIN sync_table t ON t.name = w.name
WHERE s.tbl = t.number AND s.id = w.id"""


def write(connection: Connection, ledger: Ledger) -> list[Key]:
    """Write all that changed, and tell which rows did: removals first, so that what they had is free."""
    changed = ledger.changed()
    by_table: defaultdict[str, list[Key]] = defaultdict(list)
    for key in changed:
        by_table[key[0]].append(key)
    order = [table for table in parents_first() if table in by_table]
    for table in reversed(order):
        _delete(connection, table, [key for key in by_table[table] if ledger.get(key).values is None])
    for table in order:
        _update(connection, table, list(_differences(ledger, by_table[table])))
    for table in order:
        fresh = [ledger.get(key) for key in by_table[table] if ledger.first[key] is None]
        insert_values(
            connection, Base.metadata.tables[table], [image.values for image in fresh if image.values]
        )
    return changed


def stamp_clocks(connection: Connection, ledger: Ledger, stamp: int, device: str) -> None:
    """Put right the clocks of fields where they are not what the statements' one stamp made them: changes of
    several transactions, texts of several people, the same value told again.
    """
    told = [row for key in ledger.touched() if (row := _stamps(ledger, key, stamp, device)) is not None]
    if told:
        connection.exec_driver_sql(_STAMPED, (msgspec.json.encode(told).decode(),))


def insert_values(connection: Connection, table: Table, rows: Sequence[Values]) -> None:
    """Insert rows as the journal writes them; a column that a row leaves out takes the database's default."""
    for columns, alike in _by_columns(rows):
        listed = ", ".join(f'"{name}"' for name in columns)
        chosen = ", ".join(_chosen(table.c[name]) for name in columns)
        if "version" in table.c:
            listed, chosen = f"{listed}, version", f"{chosen}, 1"
        statement = f"INSERT INTO {table.name} ({listed}) SELECT {chosen} FROM {_rows(table, columns)}"  # noqa: S608 - names of the model
        connection.exec_driver_sql(statement, (_document(table, alike),))


def _delete(connection: Connection, table: str, keys: Sequence[Key]) -> None:
    if keys:
        statement = f"DELETE FROM {table} WHERE id = ANY(%s)"  # noqa: S608 - names of the model
        connection.exec_driver_sql(statement, ([row_id for _table, row_id in keys],))


def _differences(ledger: Ledger, keys: Iterable[Key]) -> Iterator[Values]:
    for key in keys:
        before, after = ledger.first[key], ledger.get(key).values
        if before is not None and after is not None:
            changed = {name: value for name, value in after.items() if before.get(name) != value}
            yield {"id": key[1].hex, **changed}


def _update(connection: Connection, table_name: str, rows: Sequence[Values]) -> None:
    table = Base.metadata.tables[table_name]
    for columns, alike in _by_columns(rows):
        steps = [f'"{name}" = {_chosen(table.c[name])}' for name in columns if name != "id"]
        if "version" in table.c:
            steps.append("version = t.version + 1")
        statement = (
            f"UPDATE {table.name} t SET {', '.join(steps)} FROM {_rows(table, columns)} WHERE t.id = w.id"  # noqa: S608 - names of the model
        )
        connection.exec_driver_sql(statement, (_document(table, alike),))


def _by_columns(rows: Iterable[Values]) -> Iterator[tuple[tuple[str, ...], list[Values]]]:
    alike: defaultdict[tuple[str, ...], list[Values]] = defaultdict(list)
    for row in rows:
        alike[tuple(row)].append(row)
    return iter(alike.items())


def _rows(table: Table, columns: Iterable[str]) -> str:
    return f"jsonb_to_recordset(%s::jsonb) w({', '.join(_typed(table.c[name]) for name in columns)})"


@cache
def _typed(column: Column[Any]) -> str:
    kind = "text" if isinstance(column.type, LargeBinary) else column.type.compile(_DIALECT)
    return f'"{column.name}" {kind}'


def _chosen(column: Column[Any]) -> str:
    return (
        f"decode(w.\"{column.name}\", 'hex')"
        if isinstance(column.type, LargeBinary)
        else f'w."{column.name}"'
    )


@cache
def _quantities(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.columns if isinstance(column.type, TenThousandths))


def _document(table: Table, rows: Sequence[Values]) -> str:
    quantities = _quantities(table)
    told = [{**row, **_in_steps(row, quantities)} for row in rows] if quantities else rows
    return msgspec.json.encode(told).decode()


def _in_steps(row: Mapping[str, Any], quantities: Iterable[str]) -> Values:
    """Quantities as the database keeps them: whole numbers of ten thousandths."""
    return {name: int(Decimal(row[name]) * 10_000) for name in quantities if row.get(name) is not None}


def _stamps(ledger: Ledger, key: Key, stamp: int, device: str) -> Values | None:
    image = ledger.get(key)
    if image.values is None:
        return None
    wrong = {
        name: [clock.stamp, clock.device or None]
        for name, clock in image.clocks.items()
        if clock.version >= image.next_version and (clock.stamp, clock.device) != (stamp, device)
    }
    wrong |= _same_value_again(ledger, image, wrong)
    made = image.made.stamp if ledger.first[key] is None and key[1].version == DERIVED_ID else None
    if not wrong and (made is None or made == stamp):
        return None
    return {"name": key[0], "id": key[1].hex, "fields": wrong, "made": made}


def _same_value_again(ledger: Ledger, image: Image, known: Mapping[str, Any]) -> Values:
    """Fields whose clock moved though their value did not: no statement of ours told of them."""
    first, values = ledger.first[image.key], image.values or {}
    if first is None:
        return {}
    return {
        name: _stored(clock)
        for name, clock in image.clocks.items()
        if name not in known and clock.version >= image.next_version and first.get(name) == values.get(name)
    }


def _stored(clock: FieldClock) -> list[Any]:
    return [clock.stamp, clock.device or None]
