"""Applying a journal entry backwards: the one way in which anything is undone, and redone.

What was inserted is removed, what was changed is set back, what was removed is put back. A row that somebody
changed meanwhile is left alone and the whole undo is refused, with the table named.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Table, select

from fieldservice.domain.model.journal import ChangeKind, JournalChange, JournalEntry, JournalErasure
from fieldservice.domain.model.lifecycle import BulkChange, BulkPart
from fieldservice.domain.model.order import Visit, WorkOrder
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.model.whole import Base
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.order_states import VisitState
from fieldservice.domain.rules.settle import SettleAction
from fieldservice.domain.store.journal import RowChange
from fieldservice.domain.store.order_facts import require_free, show_orders
from fieldservice.domain.store.row_values import decode_row, encode
from fieldservice.domain.store.settling import settle
from fieldservice.domain.store.unit_of_work import UnitOfWork

BATCH = 1_000
UNCOMPARED = frozenset({"version"})

Line = tuple[UUID, UUID, str, ChangeKind]
"""A line of the journal without its values: its id, the row's id, the table, what happened."""
Values = dict[str, Any]


def apply_backwards(uow: UnitOfWork, entry: JournalEntry) -> frozenset[str]:
    """Take back all that the entry did, and tell which tables it had changed; `RuleViolation` when it was
    undone already or rows changed since.

    Nobody gets booked twice by it: `visit.overlaps` when a technician's time was given away meanwhile. Then
    the tickets concerned are settled: orders may have been added or finished after what is undone.
    A table and many rows at a time: an import of many thousands is undone like a single change.
    """
    uow.lock(JournalEntry, entry.id)  # two who undo the same come one after the other
    if uow.session.scalar(select(JournalEntry.id).where(JournalEntry.undoes_id == entry.id)) is not None:
        raise RuleViolation("undo.done_already")
    _require_remembered(uow, entry)
    columns = (JournalChange.id, JournalChange.row_id, JournalChange.table_name, JournalChange.kind)
    wanted = [entry.id, *_parts_of(uow, entry)]
    of_entry = select(*columns).where(JournalChange.entry_id.in_(wanted)).order_by(JournalChange.position)
    lines = [(line_id, row_id, table, kind) for line_id, row_id, table, kind in uow.session.execute(of_entry)]
    tickets = _tickets_of(uow, lines)
    for ticket_id in sorted(tickets):
        uow.session.get(Ticket, ticket_id, with_for_update=True)  # first, as in every command
    _take_back(uow, lines)
    uow.session.expire_all()
    _require_free_technicians(uow, lines)
    for ticket_id in sorted(tickets | _tickets_of(uow, lines)):
        ticket = uow.session.get(Ticket, ticket_id, with_for_update=True)
        if ticket is not None and settle(uow, ticket).action is SettleAction.REOPEN:
            show_orders(uow, ticket)
    return frozenset(table for _line_id, _row_id, table, _kind in lines)


def _parts_of(uow: UnitOfWork, entry: JournalEntry) -> Sequence[UUID]:
    """A change of many tickets is taken back with its entries, but for those taken back alone since."""
    if entry.subject_table != BulkChange.__tablename__ or entry.undoes_id is not None:
        return ()
    undone = select(JournalEntry.undoes_id).where(JournalEntry.undoes_id == BulkPart.entry_id)
    parts = select(BulkPart.entry_id).where(BulkPart.bulk_id == entry.subject_id, ~undone.exists())
    return uow.session.scalars(parts.order_by(BulkPart.position)).all()


def _require_remembered(uow: UnitOfWork, entry: JournalEntry) -> None:
    """What told of an erased person is not there to be put back."""
    of_entry = select(JournalChange.id).where(JournalChange.entry_id == entry.id)
    if uow.session.scalar(select(JournalErasure.id).where(JournalErasure.target_id.in_(of_entry)).limit(1)):
        raise RuleViolation("undo.erased")


def _tickets_of(uow: UnitOfWork, lines: Sequence[Line]) -> frozenset[UUID]:
    """The tickets that the rows belong to, as they stand: their orders decide what becomes of them."""
    tickets = {row_id for _line, row_id, table, _kind in lines if table == Ticket.__tablename__}
    orders = [row_id for _line, row_id, table, _kind in lines if table == WorkOrder.__tablename__]
    of_orders = uow.session.scalars(select(WorkOrder.ticket_id).where(WorkOrder.id.in_(orders)))
    return frozenset(tickets | set(of_orders)) if orders else frozenset(tickets)


def _require_free_technicians(uow: UnitOfWork, lines: Sequence[Line]) -> None:
    visits = [row_id for _line, row_id, table, _kind in lines if table == Visit.__tablename__]
    planned = select(Visit).where(Visit.id.in_(visits), Visit.state != VisitState.ENDED).order_by(Visit.id)
    for visit in uow.session.scalars(planned).all() if visits else ():
        require_free(uow, visit, override_because="")


def _take_back(uow: UnitOfWork, lines: Sequence[Line]) -> None:
    children_first = list(reversed(Base.metadata.sorted_tables))
    for table in children_first:
        for batch in _batches(lines, table, ChangeKind.INSERT):
            _remove(uow, table, batch)
    for table in children_first:
        for batch in _batches(lines, table, ChangeKind.UPDATE):
            _set_back(uow, table, batch)
    for table in reversed(children_first):
        for batch in _batches(lines, table, ChangeKind.DELETE):
            _put_back(uow, table, batch)


def _batches(lines: Sequence[Line], table: Table, kind: ChangeKind) -> Iterator[Sequence[Line]]:
    """The lines of one table, the last first."""
    wanted = [line for line in reversed(lines) if line[2] == table.name and line[3] is kind]
    return (wanted[start : start + BATCH] for start in range(0, len(wanted), BATCH))


def _told(uow: UnitOfWork, batch: Sequence[Line]) -> dict[UUID, tuple[Values, Values]]:
    """Each row before and after, as the journal tells it; a row told twice, by its first and last line."""
    columns = (JournalChange.row_id, JournalChange.kind, JournalChange.before, JournalChange.after)
    of_batch = select(*columns).where(JournalChange.id.in_([line[0] for line in batch]))
    told: dict[UUID, RowChange] = {}
    for row_id, kind, before, after in uow.session.execute(of_batch.order_by(JournalChange.position)):
        change, known = RowChange(kind, before, after), told.get(row_id)
        told[row_id] = known.followed_by(change) or change if known is not None else change
    return {row_id: (change.before or {}, change.after or {}) for row_id, change in told.items()}


def _current(uow: UnitOfWork, table: Table, told: Mapping[UUID, object]) -> dict[UUID, Values]:
    """The rows as they stand, encoded as the journal's; refused when one is gone."""
    held = select(table).where(table.c.id.in_(list(told))).with_for_update()
    rows = uow.session.execute(held).mappings()
    current = {row["id"]: {name: encode(value) for name, value in row.items()} for row in rows}
    if len(current) != len(told):
        raise RuleViolation("undo.changed_meanwhile", table=table.name)
    return current


def _require_same(table: Table, current: Mapping[str, Any], expected: Mapping[str, Any]) -> None:
    for name, value in expected.items():
        if name not in UNCOMPARED and name in current and current[name] != value:
            raise RuleViolation("undo.changed_meanwhile", table=table.name)


def _require_as_inserted(table: Table, current: Mapping[str, Any], inserted: Mapping[str, Any]) -> None:
    """The journal leaves out what was empty, so what has been filled since is a change too."""
    _require_same(table, current, {name: inserted.get(name) for name in current})


def _remove(uow: UnitOfWork, table: Table, batch: Sequence[Line]) -> None:
    told = _told(uow, batch)
    current = _current(uow, table, told)
    for row_id, (_before, after) in told.items():
        _require_as_inserted(table, current[row_id], after)
    uow.bulk.delete(table, [(row_id, current[row_id]) for row_id in told])


def _set_back(uow: UnitOfWork, table: Table, batch: Sequence[Line]) -> None:
    told = _told(uow, batch)
    current = _current(uow, table, told)
    by_columns: dict[tuple[str, ...], list[tuple[UUID, Values, Values]]] = {}
    for row_id, (before, after) in told.items():
        _require_same(table, current[row_id], after)
        wanted = decode_row(table, {name: before[name] for name in before if name not in UNCOMPARED})
        was = decode_row(table, {name: current[row_id][name] for name in wanted})
        by_columns.setdefault(tuple(sorted(wanted)), []).append((row_id, was, wanted))
    for changes in by_columns.values():
        uow.bulk.update(table, changes)


def _put_back(uow: UnitOfWork, table: Table, batch: Sequence[Line]) -> None:
    whole = dict.fromkeys(table.c.keys())
    uow.bulk.insert(
        table, [{**whole, **decode_row(table, before)} for before, _ in _told(uow, batch).values()]
    )
