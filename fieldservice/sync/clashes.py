"""When what was pulled does not fit what stands here: what gives way for now, and what waits.

The centre's rows fit together; a clash is with work of this desk that the centre has not seen (a number given
twice, an article on a ticket that left). Our own row gives way: its operation is still in the outbox, and the
centre decides. Only looked for after a first attempt was refused by the database.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Integer, String, Table, UniqueConstraint, Uuid

from fieldservice.sync.row_changes import Wanted
from fieldservice.sync.row_form import row_form
from fieldservice.sync.staging import Key

Unique = tuple[str, ...]
ASIDE = "~"


class Unfit(Exception):  # noqa: N818 - rows that do not fit yet, not an error
    """These rows must wait in the stage."""

    def __init__(self, keys: set[Key]) -> None:
        super().__init__(len(keys))
        self.keys = keys


def make_room(connection: Connection, wanted: Wanted) -> None:
    """Put aside, for this transaction or until the centre decides, whatever holds a unique value that a
    pulled row is to have.
    """
    for name, rows in wanted.rows.items():
        form = row_form(name)
        if form is None:
            continue
        for unique in _uniques(form.table):
            for row_id, row in rows.items():
                values = [form.stored(column, row.get(column)) for column in unique]
                if None not in values:
                    _put_aside(connection, form.table, unique, (row_id, values))


def require_fitting(connection: Connection, wanted: Wanted) -> None:
    """Raise `Unfit` with the rows that would leave a reference to nothing."""
    unfit: set[Key] = set()
    for child, rowid, parent, at in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        unfit |= _unfit(connection, wanted, (child, rowid), (parent, at))
    if unfit:
        raise Unfit(unfit)


def _uniques(table: Table) -> Iterator[Unique]:
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint):
            yield tuple(column.name for column in constraint.columns)
    for index in table.indexes:
        if index.unique:
            yield tuple(column.name for column in index.columns)


def _put_aside(connection: Connection, table: Table, unique: Unique, wanted: tuple[str, list[Any]]) -> None:
    row_id, values = wanted
    condition = " AND ".join(f'"{column}" = ?' for column in unique)
    holding = f"SELECT id FROM {table.name} WHERE {condition} AND id <> ?"  # noqa: S608 - names of the model
    for (holder,) in connection.exec_driver_sql(holding, (*values, row_id)).all():
        aside = _aside(table, unique)
        if aside is None:
            gone = f"DELETE FROM {table.name} WHERE id = ?"  # noqa: S608 - names of the model
            connection.exec_driver_sql(gone, (holder,))
        else:
            column, expression = aside
            moved = f'UPDATE {table.name} SET "{column}" = {expression} WHERE id = ?'  # noqa: S608
            connection.exec_driver_sql(moved, (holder,))


def _aside(table: Table, unique: Unique) -> tuple[str, str] | None:
    """The column that is changed to make room, and to what; None when only ids are unique together."""
    for name in unique:
        kind = table.c[name].type
        if isinstance(kind, String) and not table.c[name].foreign_keys and not isinstance(kind, Uuid):
            return name, f"substr(\"{name}\", 1, 30) || '{ASIDE}' || substr(id, -8)"
        if isinstance(kind, Integer):
            largest = f'SELECT max("{name}") FROM {table.name}'  # noqa: S608 - names of the model
            return name, f"1000 + ({largest})"
    return None


def _unfit(
    connection: Connection, wanted: Wanted, child: tuple[str, int], parent: tuple[str, int]
) -> set[Key]:
    """The removal of the row that is referred to, or else the row that refers to nothing."""
    table, rowid = child
    columns: Mapping[int, str] = {
        row[0]: row[3] for row in connection.exec_driver_sql(f"PRAGMA foreign_key_list({table})")
    }
    named = f'SELECT id, "{columns[parent[1]]}" FROM {table} WHERE rowid = ?'  # noqa: S608 - names of the model
    row_id, missing = connection.exec_driver_sql(named, (rowid,)).one()
    if missing in wanted.gone.get(parent[0], ()):
        return {(parent[0], missing)}
    return {(table, row_id)} if row_id in wanted.rows.get(table, {}) else set()
