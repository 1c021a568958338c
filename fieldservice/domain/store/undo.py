"""Applying a journal entry backwards: the one way in which anything is undone, and redone.

What was inserted is removed, what was changed is set back, what was removed is put back. A row that somebody changed
meanwhile is left alone and the whole undo is refused, with the table named.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Table, delete, insert, select, update

from fieldservice.domain.model.journal import ChangeKind, JournalChange, JournalEntry
from fieldservice.domain.model.whole import Base
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.store.journal import RowChange
from fieldservice.domain.store.row_values import decode_row, encode
from fieldservice.domain.store.unit_of_work import UnitOfWork

UNCOMPARED = frozenset({"version"})


def apply_backwards(uow: UnitOfWork, entry: JournalEntry) -> None:
    """Take back all that the entry did; raises `RuleViolation` when it was undone already or rows changed since."""
    if uow.session.scalar(select(JournalEntry.id).where(JournalEntry.undoes_id == entry.id)) is not None:
        raise RuleViolation("undo.done_already")
    changes = uow.session.scalars(select(JournalChange).where(JournalChange.entry_id == entry.id)).all()
    for change in _children_first(changes, ChangeKind.INSERT):
        _remove(uow, change)
    for change in _of_kind(changes, ChangeKind.UPDATE):
        _set_back(uow, change)
    for change in reversed(_children_first(changes, ChangeKind.DELETE)):
        _put_back(uow, change)


def _of_kind(changes: Sequence[JournalChange], kind: ChangeKind) -> list[JournalChange]:
    return [change for change in changes if change.kind is kind]


def _children_first(changes: Sequence[JournalChange], kind: ChangeKind) -> list[JournalChange]:
    depth = {table.name: number for number, table in enumerate(Base.metadata.sorted_tables)}
    wanted = _of_kind(changes, kind)
    return sorted(wanted, key=lambda change: (-depth[change.table_name], -change.position))


def _table(change: JournalChange) -> Table:
    return Base.metadata.tables[change.table_name]


def _current(uow: UnitOfWork, table: Table, row_id: UUID) -> dict[str, Any]:
    row = uow.session.execute(select(table).where(table.c.id == row_id)).mappings().one_or_none()
    if row is None:
        raise RuleViolation("undo.changed_meanwhile", table=table.name)
    return {name: encode(value) for name, value in row.items()}


def _require_same(table: Table, current: Mapping[str, Any], expected: Mapping[str, Any]) -> None:
    for name, value in expected.items():
        if name not in UNCOMPARED and name in current and current[name] != value:
            raise RuleViolation("undo.changed_meanwhile", table=table.name)


def _remove(uow: UnitOfWork, change: JournalChange) -> None:
    table = _table(change)
    current = _current(uow, table, change.row_id)
    _require_same(table, current, change.after or {})
    uow.session.execute(delete(table).where(table.c.id == change.row_id))
    uow.note(table.name, change.row_id, RowChange(ChangeKind.DELETE, current, None))


def _set_back(uow: UnitOfWork, change: JournalChange) -> None:
    table = _table(change)
    current = _current(uow, table, change.row_id)
    _require_same(table, current, change.after or {})
    before = dict(change.before or {})
    if "version" in current:
        before["version"] = current["version"] + 1
    uow.session.execute(update(table).where(table.c.id == change.row_id).values(decode_row(table, before)))
    was = {name: current[name] for name in before}
    uow.note(table.name, change.row_id, RowChange(ChangeKind.UPDATE, was, before))


def _put_back(uow: UnitOfWork, change: JournalChange) -> None:
    table = _table(change)
    uow.session.execute(insert(table).values(decode_row(table, change.before or {})))
    uow.note(table.name, change.row_id, RowChange(ChangeKind.INSERT, None, change.before))
