"""A person that a branch has erased is looked for in the rest of the centre, and taken out there.

Whoever erased saw the rows of their own branch, and decided about each. What is left is what they could not
see: texts of other branches about the same customer, the centre's journal, what it keeps of conflicts, of
refused work and of its answers. Once that is clean the words by which the person was known are forgotten, and
every workstation is told which contact it was (`SessionReply.erased`).
"""

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, select, update
from sqlalchemy.orm import Session

from fieldservice.domain.model.whole import Base
from fieldservice.domain.rules.changes import RowRef
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.engine import Database
from fieldservice.domain.store.erasing import erase_texts
from fieldservice.domain.store.person_left import Known, Person, left_in_history, left_in_rows, person_of
from fieldservice.domain.store.unit_of_work import Actor, UnitOfWork
from fieldservice.server.erp.tables import erp_parked
from fieldservice.server.store.tables import (
    sync_conflict,
    sync_erasing,
    sync_receipt,
    sync_refusal,
    sync_row,
    sync_table,
)

FORGOTTEN = "person.forgotten"
VALUES = ("base", "kept", "lost")


def forget_erased(database: Database, clock: Clock, zone: str) -> int:
    """Take out all that wait for it, each in a transaction of its own; tells how many.

    Several processes may try: one works at a person, the others pass by.
    """
    done = 0
    while _forget_one(database, clock, zone):
        done += 1
    return done


def erased(connection: Connection) -> list[str]:
    """Contacts of which nothing is left at the centre, for workstations to forget."""
    wanted = select(sync_erasing.c.contact_id).where(sync_erasing.c.done_at.is_not(None))
    return [each.hex for each in connection.scalars(wanted.order_by(sync_erasing.c.at))]


def _forget_one(database: Database, clock: Clock, zone: str) -> bool:
    with UnitOfWork(database.write_sessions(), Actor(None, None, "", zone), clock) as uow:
        waiting = select(sync_erasing).where(sync_erasing.c.done_at.is_(None)).limit(1)
        found = uow.session.execute(waiting.with_for_update(skip_locked=True)).first()
        if found is None:
            return False
        known = Known()
        known.take_told(found.words or {})
        who = person_of(uow.session, found.contact_id, known)
        rows = list(_rows_unseen(uow.session, who, [UUID(each) for each in found.seen]))
        erase_texts(uow, left_in_history(uow.session, who, rows))
        _black_out_kept(uow.session.connection(), who)
        over = update(sync_erasing).where(sync_erasing.c.contact_id == found.contact_id)
        uow.session.connection().execute(over.values(words=None, done_at=clock.now()))
        uow.record(FORGOTTEN, None, undoable=False)
        uow.commit(always=True)
    return True


def _rows_unseen(session: Session, who: Person, seen: list[UUID]) -> Iterator[RowRef]:
    """Texts about the same customer in scopes that nobody has looked through."""
    for name, table in _tables_of(session, who, seen):
        for ref in left_in_rows(session, who, [table]):
            if ref.id in who.circle and _scope_of(session, name, ref.id) not in seen:
                yield ref


def _tables_of(session: Session, who: Person, seen: list[UUID]) -> Iterator[tuple[str, Table]]:
    row = sync_row.c
    wanted = (
        select(sync_table.c.name)
        .join(sync_row, row.tbl == sync_table.c.number)
        .where(row.id.in_(sorted(who.circle)), row.scope.not_in(seen))
        .distinct()
    )
    for name in session.scalars(wanted):
        yield name, Base.metadata.tables[name]


def _scope_of(session: Session, name: str, row_id: UUID) -> UUID | None:
    number = select(sync_table.c.number).where(sync_table.c.name == name).scalar_subquery()
    return session.scalar(select(sync_row.c.scope).where(sync_row.c.id == row_id, sync_row.c.tbl == number))


def _black_out_kept(connection: Connection, who: Person) -> None:
    _in_conflicts(connection, who)
    _in_bytes(connection, who, sync_refusal, "payload")
    _in_bytes(connection, who, sync_receipt, "result")
    _in_values(connection, who, sync_refusal, ("values",))
    _in_values(connection, who, erp_parked, ("body",))


def _in_conflicts(connection: Connection, who: Person) -> None:
    told = sync_conflict.c
    for row in connection.execute(select(told.id, told.row_id, told.base, told.kept, told.lost)).all():
        was = {name: getattr(row, name) for name in VALUES}
        now = {name: who.blacked(value, {row.row_id}) for name, value in was.items()}
        if now != was:
            connection.execute(update(sync_conflict).where(told.id == row.id).values(now))


def _in_bytes(connection: Connection, who: Person, table: Table, column: str) -> None:
    """Work and answers as they travelled."""
    keys = list(table.primary_key.columns)
    for *key, content in connection.execute(select(*keys, table.c[column])).all():
        told = json.loads(content)
        blacked = who.blacked(told, _ids_in(told))
        if blacked != told:
            kept = json.dumps(blacked, ensure_ascii=False, separators=(",", ":")).encode()
            _write(connection, table, key, {column: kept})


def _in_values(connection: Connection, who: Person, table: Table, columns: tuple[str, ...]) -> None:
    keys = list(table.primary_key.columns)
    for row in connection.execute(select(*keys, *(table.c[name] for name in columns))).all():
        key, values = list(row[: len(keys)]), dict(zip(columns, row[len(keys) :], strict=True))
        blacked = {name: who.blacked(value, _ids_in(value)) for name, value in values.items()}
        if blacked != values:
            _write(connection, table, key, blacked)


def _ids_in(told: Any) -> set[UUID]:
    if isinstance(told, dict):
        return set().union(*map(_ids_in, told.values()))
    if isinstance(told, list):
        return set().union(*map(_ids_in, told))
    try:
        return {UUID(told)} if isinstance(told, str) and len(told) == len(UUID(int=0).hex) else set()
    except ValueError:
        return set()


def _write(connection: Connection, table: Table, key: list[Any], values: dict[str, Any]) -> None:
    found = [column == each for column, each in zip(table.primary_key.columns, key, strict=True)]
    connection.execute(update(table).where(*found).values(values))
