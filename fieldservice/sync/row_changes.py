"""Writing decided rows into their tables: read as they stand, compared, written set by set.

What changed is handed back, for search, notices and history. Optimistic versions of changed rows go up, so
that a form that is open on one is told.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from fieldservice.domain.model.journal import ChangeKind
from fieldservice.domain.rules.changes import RowRef
from fieldservice.domain.store.journal import RowChange
from fieldservice.sync.row_form import RowForm, exchanged_tables, row_form
from fieldservice.sync.staging import Key

BATCH = 500

Values = dict[str, Any]


@dataclass(slots=True)
class Wanted:
    """Rows that are to stand, and rows that are to go, by table and id."""

    rows: dict[str, dict[str, Mapping[str, Any]]] = field(default_factory=dict)
    gone: dict[str, list[str]] = field(default_factory=dict)

    def write(self, key: Key, row: Mapping[str, Any]) -> None:
        self.rows.setdefault(key[0], {})[key[1]] = row

    def remove(self, key: Key) -> None:
        self.gone.setdefault(key[0], []).append(key[1])


def write(connection: Connection, wanted: Wanted) -> dict[RowRef, RowChange]:
    """Removed, children first; changed; added, parents first. Foreign keys are checked at the commit."""
    changes: dict[RowRef, RowChange] = {}
    forms = [form for form in map(row_form, exchanged_tables()) if form is not None]
    for form in reversed(forms):
        _remove(connection, form, wanted.gone.get(form.name, ()), changes)
    standing = {
        form.name: _standing(connection, form, wanted.rows[form.name])
        for form in forms
        if form.name in wanted.rows
    }
    for form in forms:
        if form.name in wanted.rows:
            _change(connection, form, (wanted.rows[form.name], standing[form.name]), changes)
    for form in forms:
        if form.name in wanted.rows:
            _add(connection, form, (wanted.rows[form.name], standing[form.name]), changes)
    return changes


def standing_rows(connection: Connection, form: RowForm, ids: Iterable[str]) -> dict[str, Values]:
    """The rows as they stand, in the form in which they travel."""
    return _standing(connection, form, ids)


def _standing(connection: Connection, form: RowForm, ids: Iterable[str]) -> dict[str, Values]:
    found: dict[str, Values] = {}
    at = form.columns.index("id")
    for batch in batches(list(ids)):
        marks = ", ".join("?" * len(batch))
        statement = f"SELECT {form.listed} FROM {form.name} WHERE id IN ({marks})"  # noqa: S608 - names of the model
        for stored in connection.exec_driver_sql(statement, tuple(batch)):
            found[stored[at]] = form.encoded(stored)
    return found


def _remove(
    connection: Connection, form: RowForm, ids: Sequence[str], changes: dict[RowRef, RowChange]
) -> None:
    if not ids:
        return
    for row_id, before in _standing(connection, form, ids).items():
        changes[RowRef(form.name, UUID(row_id))] = RowChange(ChangeKind.DELETE, _filled(before), None)
    statement = f"DELETE FROM {form.name} WHERE id = ?"  # noqa: S608 - names of the model
    connection.exec_driver_sql(statement, [(each,) for each in ids])


def _change(
    connection: Connection,
    form: RowForm,
    rows: tuple[Mapping[str, Mapping[str, Any]], Mapping[str, Values]],
    changes: dict[RowRef, RowChange],
) -> None:
    wanted, standing = rows
    by_columns: dict[tuple[str, ...], list[tuple[Any, ...]]] = {}
    for row_id, before in standing.items():
        row = form.travelling(wanted[row_id])
        names = tuple(name for name, value in row.items() if value != before[name])
        if names:
            bound = (*(form.stored(name, row[name]) for name in names), row_id)
            by_columns.setdefault(names, []).append(bound)
            was, now = {n: before[n] for n in names}, {n: row[n] for n in names}
            changes[RowRef(form.name, UUID(row_id))] = RowChange(ChangeKind.UPDATE, was, now)
    for names, bounds in by_columns.items():
        connection.exec_driver_sql(_update(form, names), bounds)


def _update(form: RowForm, names: tuple[str, ...]) -> str:
    assigned = [f'"{name}" = ?' for name in names]
    if form.has_version:
        assigned.append("version = version + 1")
    return f"UPDATE {form.name} SET {', '.join(assigned)} WHERE id = ?"  # noqa: S608 - names of the model


def _add(
    connection: Connection,
    form: RowForm,
    rows: tuple[Mapping[str, Mapping[str, Any]], Mapping[str, Values]],
    changes: dict[RowRef, RowChange],
) -> None:
    wanted, standing = rows
    fresh = [(row_id, row) for row_id, row in wanted.items() if row_id not in standing]
    if fresh:
        connection.exec_driver_sql(form.insert, [form.inserted(row) for _id, row in fresh])
    known = form.known
    for row_id, row in fresh:
        after = {name: value for name, value in row.items() if value is not None and name in known}
        changes[RowRef(form.name, UUID(row_id))] = RowChange(ChangeKind.INSERT, None, after)


def _filled(row: Mapping[str, Any]) -> Values:
    """As the journal tells a whole row: without what is empty."""
    return {name: value for name, value in row.items() if value is not None}


def batches(ids: Sequence[str], size: int = BATCH) -> Iterator[Sequence[str]]:
    return (ids[start : start + size] for start in range(0, len(ids), size))
