"""Rows written many at a time, past the ORM: journaled and found by search at once, so memory stays flat.

A row written here is not touched again by the same command.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Table, bindparam, delete, insert, update
from sqlalchemy.orm import Session

from fieldservice.domain.model.journal import ChangeKind, JournalChange
from fieldservice.domain.rules.changes import RowRef
from fieldservice.domain.store import search_index
from fieldservice.domain.store.journal import RowChange, encoded, journal_line

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
        self.touched: set[RowRef] = set()

    def insert(self, table: Table, rows: Sequence[dict[str, Any]]) -> None:
        """Each row has its id and every column without a default."""
        by_columns: dict[frozenset[str], list[dict[str, Any]]] = {}
        for row in rows:  # one statement takes its columns from the first row, and would drop those of others
            by_columns.setdefault(frozenset(row), []).append(row)
        for alike in by_columns.values():
            self._session.connection().execute(insert(table), alike)
        if rows:
            self._told(table, [(row["id"], RowChange(ChangeKind.INSERT, None, encoded(row))) for row in rows])

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
        refs = [RowRef(table.name, row_id) for row_id, _change in changes]
        numbered = enumerate(zip(refs, changes, strict=True), start=self.lines)
        lines = [journal_line(self._entry_id, place, ref, change) for place, (ref, (_, change)) in numbered]
        self._session.connection().execute(insert(JOURNAL), lines)
        self.lines += len(lines)
        self.touched.add(refs[0])
        search_index.refresh(self._session, refs, self._now)


def _update(before: Before, after: After) -> RowChange:
    """An emptied column is told too: None in an update means that it became empty."""
    return RowChange(ChangeKind.UPDATE, encoded_whole(before), encoded_whole(after))


def encoded_whole(values: Mapping[str, Any]) -> dict[str, Any]:
    known = encoded(values)
    return {name: known.get(name) for name in values}
