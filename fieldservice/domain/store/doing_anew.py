"""Work that the centre did not take, done once more upon what stands now: its rows as they were sent.

The rows that it had made here were taken away with the refusal; those that it had changed stand as the centre
has them. What is there already is changed, what is gone is left alone.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Table, select

from fieldservice.domain.model.journal import ChangeKind
from fieldservice.domain.model.order import WorkOrder
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.model.whole import Base
from fieldservice.domain.store.row_values import decode_row, encode
from fieldservice.domain.store.settling import settle
from fieldservice.domain.store.unit_of_work import UnitOfWork

Operation = Mapping[str, Any]
"""A row of the refused work, as it travelled (`sync/wire.py`)."""


def do_anew(uow: UnitOfWork, operations: Sequence[Operation]) -> None:
    """Write the rows, journaled; then the tickets concerned are settled."""
    parents_first = Base.metadata.sorted_tables
    for table in parents_first:
        for operation in _of(operations, table, ChangeKind.INSERT, ChangeKind.UPDATE):
            _write(uow, table, operation)
    for table in reversed(parents_first):
        for operation in _of(operations, table, ChangeKind.DELETE):
            _remove(uow, table, UUID(operation["id"]))
    uow.session.expire_all()
    for ticket_id in sorted(_tickets(uow, operations)):
        ticket = uow.session.get(Ticket, ticket_id, with_for_update=True)
        if ticket is not None:
            settle(uow, ticket)


def _of(operations: Sequence[Operation], table: Table, *kinds: ChangeKind) -> list[Operation]:
    wanted = {kind.value for kind in kinds}
    return [each for each in operations if each["table"] == table.name and each["kind"] in wanted]


def _write(uow: UnitOfWork, table: Table, operation: Operation) -> None:
    row_id = UUID(operation["id"])
    sent = decode_row(table, operation.get("set") or {})
    current = _current(uow, table, row_id)
    if current is not None:
        changed = {name: value for name, value in sent.items() if current[name] != value}
        if changed:
            uow.bulk.update(table, [(row_id, {name: current[name] for name in changed}, changed)])
    elif operation["kind"] == ChangeKind.INSERT.value:
        first = {"version": 1} if "version" in table.c else {}
        uow.bulk.insert(table, [{**first, **sent, "id": row_id}])


def _remove(uow: UnitOfWork, table: Table, row_id: UUID) -> None:
    current = _current(uow, table, row_id)
    if current is not None:
        uow.bulk.delete(table, [(row_id, {name: encode(value) for name, value in current.items()})])


def _current(uow: UnitOfWork, table: Table, row_id: UUID) -> dict[str, Any] | None:
    row = uow.session.execute(select(table).where(table.c.id == row_id).with_for_update()).mappings().first()
    return None if row is None else dict(row)


def _tickets(uow: UnitOfWork, operations: Sequence[Operation]) -> set[UUID]:
    by_table: dict[str, list[UUID]] = {}
    for operation in operations:
        by_table.setdefault(operation["table"], []).append(UUID(operation["id"]))
    orders = by_table.get(WorkOrder.__tablename__, [])
    of_orders = uow.session.scalars(select(WorkOrder.ticket_id).where(WorkOrder.id.in_(orders)))
    return {*by_table.get(Ticket.__tablename__, []), *of_orders}
