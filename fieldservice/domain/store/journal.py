"""Capture of what a session changes, row by row, for the journal.

The ORM's flushes are listened to; bulk writes hand their rows in. Changes of one row within one command are
folded into one. Derived and local tables (`journaled = False`) are left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import inspect
from sqlalchemy.orm import InstanceState, Mapper, Session, UOWTransaction

from fieldservice.domain.model.base import Base, new_id
from fieldservice.domain.model.journal import ChangeKind
from fieldservice.domain.rules.changes import RowRef
from fieldservice.domain.store.audit_chain import LinesSeal
from fieldservice.domain.store.row_values import encode
from fieldservice.domain.store.text_limits import require_fitting

Values = dict[str, Any]


@dataclass(slots=True)
class RowChange:
    """One row, encoded: as it was and as it became."""

    kind: ChangeKind
    before: Values | None
    after: Values | None

    def followed_by(self, later: "RowChange") -> "RowChange | None":
        """Fold a later change of the same row in the same command; None when nothing remains."""
        if later.kind is ChangeKind.DELETE:
            if self.kind is ChangeKind.INSERT:
                return None
            return RowChange(ChangeKind.DELETE, {**(later.before or {}), **(self.before or {})}, None)
        if self.kind is ChangeKind.DELETE:
            return _rewritten(self.before or {}, later.after or {})
        before = None if self.before is None else {**(later.before or {}), **self.before}
        return RowChange(self.kind, before, {**(self.after or {}), **(later.after or {})})


class Capture:
    """Collects the changes of one unit of work, in the order of their first appearance."""

    def __init__(self) -> None:
        self.changes: dict[RowRef, RowChange] = {}

    def after_flush(self, session: Session, _context: UOWTransaction) -> None:
        """Listener of the session's flushes: histories are still to be had, ids and defaults are already
        set.
        """
        for row in session.new:
            self._add_object(row, ChangeKind.INSERT)
        for row in session.dirty:
            self._add_object(row, ChangeKind.UPDATE)
        for row in session.deleted:
            self._add_object(row, ChangeKind.DELETE)

    def before_flush(self, session: Session, _context: UOWTransaction, _rows: object) -> None:
        """Listener that refuses text that does not fit, and a row written anew in the flush that removes it.

        The ORM would make one UPDATE of it, which leaves the columns that the new row does not name as they
        were, while the journal would tell that they became empty.
        """
        require_fitting((*session.new, *session.dirty))
        removed = {inspect(row).identity_key for row in session.deleted}
        if removed and removed & {_identity(row) for row in session.new}:
            raise LookupError("a row that is written anew under its id needs a flush after it was removed")

    def add(self, table: str, row_id: UUID, change: RowChange) -> None:
        ref = RowRef(table, row_id)
        known = self.changes.get(ref)
        folded = change if known is None else known.followed_by(change)
        if folded is None:
            del self.changes[ref]
        else:
            self.changes[ref] = folded

    def _add_object(self, row: Any, kind: ChangeKind) -> None:
        if not isinstance(row, Base) or not row.journaled:
            return
        state: InstanceState[Any] = inspect(row)
        change = _change_of(state, kind)
        if change is not None:
            self.add(row.__tablename__, state.dict["id"], change)


def encoded(row: Mapping[str, Any]) -> Values:
    return {name: encode(value) for name, value in row.items() if value is not None}


def journal_line(entry_id: UUID, position: int, ref: RowRef, change: RowChange, seal: LinesSeal) -> Values:
    """The row of the journal that keeps one change; what there is not is left out, to stay empty.

    Lines are to be made in the order of their positions: so they are sealed.
    """
    return {
        "id": new_id(),
        "entry_id": entry_id,
        "position": position,
        "table_name": ref.table,
        "row_id": ref.id,
        "kind": change.kind,
        "salt": seal.salt_for(ref.table, ref.id, change.kind, change.before, change.after),
        **({} if change.before is None else {"before": change.before}),
        **({} if change.after is None else {"after": change.after}),
    }


def _identity(row: Any) -> Any:
    state: InstanceState[Any] = inspect(row)
    return state.mapper.identity_key_from_instance(row)


def _rewritten(before: Values, after: Values) -> RowChange | None:
    """A row removed and written anew: the columns that differ, the empty ones too."""
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    if not names:
        return None
    return RowChange(
        ChangeKind.UPDATE,
        {name: before.get(name) for name in names},
        {name: after.get(name) for name in names},
    )


def _change_of(state: InstanceState[Any], kind: ChangeKind) -> RowChange | None:
    if kind is ChangeKind.INSERT:
        return RowChange(kind, None, encoded(_columns(state)))
    if kind is ChangeKind.DELETE:
        return RowChange(kind, encoded(_columns(state)), None)
    before, after = _differences(state)
    return RowChange(kind, before, after) if after else None


def _columns(state: InstanceState[Any]) -> Values:
    mapper: Mapper[Any] = state.mapper
    return {key: state.dict.get(key) for key in mapper.column_attrs.keys()}  # noqa: SIM118 - not a mapping


def _differences(state: InstanceState[Any]) -> tuple[Values, Values]:
    before: Values = {}
    after: Values = {}
    for key in state.mapper.column_attrs.keys():  # noqa: SIM118 - not a mapping
        history = state.attrs[key].history
        if history.added and history.added != history.deleted:
            before[key] = encode(history.deleted[0]) if history.deleted else None
            after[key] = encode(history.added[0])
    return before, after
