"""Giving rows of a desk the ids that they have at the centre: everything that refers to them follows.

The journal stays as it was written: it is chained, and tells what was done under the ids of its time.
"""

import re
from collections.abc import Iterator, Mapping

from sqlalchemy import JSON, Column, Connection, Table, Uuid

from fieldservice.domain.model.whole import Base
from fieldservice.sync.identifying import Identified
from fieldservice.sync.row_form import exchanged_tables

UNTOUCHED = ("journal_", "exchange_", "outbox_", "search_", "blob_")
_ID = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}")
_MAPPED = (
    "CREATE TEMP TABLE IF NOT EXISTS same_row (ours TEXT PRIMARY KEY, theirs TEXT NOT NULL) WITHOUT ROWID"
)


def remap(connection: Connection, identified: Identified) -> None:
    """Let everything refer to the centre's rows; ours that are the same go, with what would double."""
    for table, column, row_id, code in identified.renamed:
        renamed = f'UPDATE {table} SET "{column}" = ? WHERE id = ?'  # noqa: S608 - names of the model
        connection.exec_driver_sql(renamed, (code, row_id))
    if not identified.same:
        return
    connection.exec_driver_sql(_MAPPED)
    connection.exec_driver_sql("DELETE FROM same_row")
    connection.exec_driver_sql("INSERT INTO same_row VALUES (?, ?)", list(identified.same.items()))
    for table in exchanged_tables():
        gone = f"DELETE FROM {table} WHERE id IN (SELECT ours FROM same_row)"  # noqa: S608 - names of the model
        connection.exec_driver_sql(gone)
    for referring in _referring_columns():
        _follow(connection, referring)
    for holding in _json_columns():
        _follow_inside(connection, holding, identified.same)
    connection.exec_driver_sql("DELETE FROM same_row")


def _referring_columns() -> Iterator[Column[object]]:
    for table in _tables():
        for column in table.columns:
            if isinstance(column.type, Uuid) and (column.name != "id" or column.foreign_keys):
                yield column


def _json_columns() -> Iterator[Column[object]]:
    for table in _tables():
        for column in table.columns:
            if isinstance(column.type, JSON) and not table.name.startswith(UNTOUCHED):
                yield column


def _tables() -> Iterator[Table]:
    return (table for table in Base.metadata.sorted_tables if not table.name.startswith(UNTOUCHED))


def _follow(connection: Connection, column: Column[object]) -> None:
    """What would then be there twice (a preference of the same person) gives way to what is there."""
    table, name = column.table.name, column.name
    moved = (
        f'UPDATE OR IGNORE {table} SET "{name}" ='  # noqa: S608 - names of the model
        f' (SELECT theirs FROM same_row WHERE ours = "{name}") WHERE "{name}" IN (SELECT ours FROM same_row)'
    )
    doubled = f'DELETE FROM {table} WHERE "{name}" IN (SELECT ours FROM same_row)'  # noqa: S608
    connection.exec_driver_sql(moved)
    connection.exec_driver_sql(doubled)


def _follow_inside(connection: Connection, column: Column[object], same: Mapping[str, str]) -> None:
    """Ids inside lists and other values, written with dashes or without."""
    table, name = column.table.name, column.name
    found = connection.exec_driver_sql(f'SELECT rowid, "{name}" FROM {table}')  # noqa: S608
    changed = [
        (followed, rowid)
        for rowid, stored in found.all()
        if stored is not None
        and (followed := _ID.sub(lambda match: _theirs(match.group(), same), stored)) != stored
    ]
    if changed:
        connection.exec_driver_sql(f'UPDATE {table} SET "{name}" = ? WHERE rowid = ?', changed)  # noqa: S608


def _theirs(written: str, same: Mapping[str, str]) -> str:
    plain = written.replace("-", "")
    theirs = same.get(plain)
    if theirs is None:
        return written
    if "-" not in written:
        return theirs
    return "-".join((theirs[:8], theirs[8:12], theirs[12:16], theirs[16:20], theirs[20:]))
