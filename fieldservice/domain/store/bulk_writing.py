"""Rows written many at a time, past the ORM: journaled and found by search at once, so memory stays flat.

A row written here is not touched again by the same command.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Table, bindparam, delete, update
from sqlalchemy.orm import Session

from fieldservice.domain.model.journal import ChangeKind, JournalChange
from fieldservice.domain.rules.changes import RowRef
from fieldservice.domain.store import search_index
from fieldservice.domain.store.audit_chain import LinesSeal
from fieldservice.domain.store.journal import RowChange, encoded, journal_line
from fieldservice.domain.store.row_writer import insert_rows, plain_defaults

JOURNAL = JournalChange.metadata.tables[JournalChange.__tablename__]

Before = Mapping[str, Any]
After = Mapping[str, Any]


class BulkWriting:
    """Belongs to one unit of work, whose journal entry its lines belong to.

    `touched` holds one row for each table and statement: enough to tell which lists changed.
    """

    def __init__(self, session: Session, entry_id: UUID, now: datetime) -> None:
        self._session = session
        self._entry_id = entry_id
        self._now = now
        self.lines = 0
        self.seal = LinesSeal()
        self.touched: set[RowRef] = set()

    def insert(self, table: Table, rows: Sequence[dict[str, Any]]) -> None:
        """Each row has its id and every column without a default."""
        for alike in _alike(rows):
            insert_rows(self._session.connection(), table, alike)
        if rows:
            defaults = plain_defaults(table)  # the journal tells them too: undo looks whether they changed
            told = [
                (row["id"], RowChange(ChangeKind.INSERT, None, encoded({**defaults, **row}))) for row in rows
            ]
            self._journal(table, told)
            search_index.add(self._session, table.name, rows, self._now)

    def update(self, table: Table, changes: Sequence[tuple[UUID, Before, After]]) -> None:
        """Change columns of rows: all the same columns; versions go up by themselves."""
        if not changes:
            return
        columns = list(changes[0][2])
        values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in columns}
        if "version" in table.c:
            values["version"] = table.c.version + 1
        statement = update(table).where(table.c.id == bindparam("row_id")).values(values)
        bound = [
            {"row_id": row_id, **{f"new_{name}": after[name] for name in columns}}
            for row_id, _before, after in changes
        ]
        self._session.connection().execute(statement, bound)
        self._told(table, [(row_id, _update(before, after)) for row_id, before, after in changes])

    def delete(self, table: Table, rows: Sequence[tuple[UUID, dict[str, Any]]]) -> None:
        """Remove rows; each with its columns as they were, already encoded."""
        if rows:
            wanted = [row_id for row_id, _before in rows]
            self._session.connection().execute(delete(table).where(table.c.id.in_(wanted)))
            self._told(
                table, [(row_id, RowChange(ChangeKind.DELETE, before, None)) for row_id, before in rows]
            )

    def _told(self, table: Table, changes: Sequence[tuple[UUID, RowChange]]) -> None:
        self._journal(table, changes)
        refs = [RowRef(table.name, row_id) for row_id, _change in changes]
        search_index.refresh(self._session, refs, self._now)

    def _journal(self, table: Table, changes: Sequence[tuple[UUID, RowChange]]) -> None:
        lines = [
            journal_line(self._entry_id, place, RowRef(table.name, row_id), change, self.seal)
            for place, (row_id, change) in enumerate(changes, start=self.lines)
        ]
        insert_rows(self._session.connection(), JOURNAL, lines)
        self.lines += len(lines)
        self.touched.add(RowRef(table.name, changes[0][0]))


def _alike(rows: Sequence[dict[str, Any]]) -> Iterable[Sequence[dict[str, Any]]]:
    """Rows by their columns: a statement takes its columns from one row, and would drop those of others."""
    if all(row.keys() == rows[0].keys() for row in rows):
        return [rows] if rows else []
    by_columns: dict[frozenset[str], list[dict[str, Any]]] = {}
    for row in rows:
        by_columns.setdefault(frozenset(row), []).append(row)
    return by_columns.values()


def _update(before: Before, after: After) -> RowChange:
    """An emptied column is told too: None in an update means that it became empty."""
    return RowChange(ChangeKind.UPDATE, encoded_whole(before), encoded_whole(after))


def encoded_whole(values: Mapping[str, Any]) -> dict[str, Any]:
    known = encoded(values)
    return {name: known.get(name) for name in values}
