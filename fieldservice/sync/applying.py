"""Making what was pulled visible, all at once: one transaction, foreign keys checked at its end.

Each row becomes the centre's with this desk's open work on top. Search words, notices, history and the
rulebook follow; tickets that have open work here are settled for display until the centre's result replaces
it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Session

from fieldservice.domain.model.exchange import ExchangeProvisional
from fieldservice.domain.model.order import WorkOrder
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.rules.changes import RowRef
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.engine import Database
from fieldservice.domain.store.journal import RowChange
from fieldservice.domain.store.settling import settle
from fieldservice.domain.store.uncollected import uncollected
from fieldservice.domain.store.unit_of_work import Actor, UnitOfWork
from fieldservice.sync import clashes, telling
from fieldservice.sync.deciding import NOTHING_KNOWN, Decision, Fate, Known, decide
from fieldservice.sync.open_work import open_work, tickets_with_open_work
from fieldservice.sync.row_changes import Wanted, write
from fieldservice.sync.row_form import row_form
from fieldservice.sync.staging import UNPLACED, Incoming, Key, forget, incoming

RECEIVED = "exchange.received"
MOST_TRIES = 12

_KNOWN = (
    "SELECT table_name, row_id, version, scope FROM exchange_version WHERE (table_name, row_id) IN"
    " (SELECT table_name, row_id FROM exchange_stage)"
)
_BASED = (
    "INSERT INTO exchange_version (table_name, row_id, version, scope) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (table_name, row_id) DO UPDATE SET version = excluded.version, scope = excluded.scope"
)
_PLACED = "UPDATE exchange_version SET scope = ? WHERE table_name = ? AND row_id = ? AND version = ?"
_FORGOTTEN = "DELETE FROM exchange_version WHERE table_name = ? AND row_id = ?"
_FOUND = (
    "DELETE FROM exchange_provisional WHERE table_name = ? AND row_id = ? AND EXISTS (SELECT 1"
    " FROM exchange_version v WHERE v.table_name = exchange_provisional.table_name"
    " AND v.row_id = exchange_provisional.row_id AND v.version = ? AND v.scope = ?)"
)
"""A new row of ours came back as it was sent, with its scope."""
_REPLACED = "DELETE FROM exchange_provisional WHERE table_name = ? AND row_id = ?"


@dataclass(slots=True)
class Applied:
    """What an applying did: the rows that changed here, and how many still wait for our own work."""

    changes: Mapping[RowRef, RowChange] = field(default_factory=dict)
    held: int = 0


def apply_stage(database: Database, actor: Actor, clock: Clock) -> Applied:
    """Apply all that is staged. What would break a rule of the database waits in the stage instead."""
    held: set[Key] = set()
    for attempt in range(MOST_TRIES):
        try:
            with uncollected():
                return _applied(database, replace(actor, user_id=None), clock, held, careful=attempt > 0)
        except clashes.Unfit as unfit:
            held |= unfit.keys
        except RuleViolation as refusal:
            if refusal.code != "row.conflict" or attempt:
                raise
    raise LookupError("what was pulled does not fit together")


def _applied(database: Database, actor: Actor, clock: Clock, held: set[Key], *, careful: bool) -> Applied:
    with UnitOfWork(database.write_sessions(), actor, clock, exchanged=False) as uow:
        connection = uow.session.connection()
        coming = incoming(connection)
        decisions = _decisions(connection, coming, held)
        wanted = _wanted(decisions)
        if careful:
            clashes.make_room(connection, wanted)
        changes = write(connection, wanted)
        if careful:
            clashes.require_fitting(connection, wanted)
        _remember(connection, coming, decisions)
        telling.tell(uow.session, coming, changes, clock.now())
        uow.record(RECEIVED, None, rows=len(changes))
        _settle_for_display(uow, changes)
        uow.commit()
    return Applied(changes, sum(each.fate is Fate.HOLD for each in decisions.values()))


def _decisions(connection: Connection, coming: Mapping[Key, Incoming], held: set[Key]) -> dict[Key, Decision]:
    work = open_work(connection)
    known = {
        (table, row_id): Known(version, scope)
        for table, row_id, version, scope in connection.exec_driver_sql(_KNOWN)
    }
    return {
        key: Decision(Fate.HOLD)
        if key in held
        else decide(each, known.get(key, NOTHING_KNOWN), work.get(key))
        for key, each in coming.items()
        if row_form(key[0]) is not None
    }


def _wanted(decisions: Mapping[Key, Decision]) -> Wanted:
    wanted = Wanted()
    for key, decision in decisions.items():
        if decision.fate is Fate.WRITE and decision.row is not None:
            wanted.write(key, decision.row)
        elif decision.fate in (Fate.WRITE, Fate.REMOVE):
            wanted.remove(key)
    return wanted


def _remember(
    connection: Connection, coming: Mapping[Key, Incoming], decisions: Mapping[Key, Decision]
) -> None:
    """The centre's versions on which our rows are based now; what was applied leaves the stage."""
    based: list[tuple[Any, ...]] = []
    forgotten: list[Key] = []
    placed: list[tuple[Any, ...]] = []
    done: list[int] = []
    for key, each in coming.items():
        decision = decisions.get(key)
        fate = Fate.PASSED if decision is None else decision.fate
        if fate is not Fate.HOLD:
            done.extend(each.positions)
        if fate is Fate.REMOVE:
            forgotten.append(key)
        elif fate is Fate.WRITE:
            based.append((*key, each.version, each.scope))
        elif each.is_told:
            placed.append((each.scope, *key, each.version))
    _many(connection, _BASED, based)
    _many(connection, _FOUND, [(*each[1:], UNPLACED.hex) for each in placed])
    _many(connection, _PLACED, placed)
    _many(connection, _FORGOTTEN, forgotten)
    _many(connection, _REPLACED, [*forgotten, *(key[:2] for key in based)])
    forget(connection, done, is_all=len(done) == sum(len(each.positions) for each in coming.values()))


def _many(connection: Connection, statement: str, bound: list[Any]) -> None:
    if bound:
        connection.exec_driver_sql(statement, bound)


def _settle_for_display(uow: UnitOfWork, changes: Mapping[RowRef, RowChange]) -> None:
    """As the centre will settle them; what that changes here is provisional."""
    concerned = _tickets_of(uow.session, changes)
    wanted = concerned & tickets_with_open_work(uow.session.connection()) if concerned else set()
    for ticket_id in sorted(wanted):
        ticket = uow.session.get(Ticket, ticket_id)
        if ticket is not None:
            settle(uow, ticket)
    if wanted:
        uow.session.flush()
        _mark_provisional(uow.session, uow.captured)


def _tickets_of(session: Session, changes: Mapping[RowRef, RowChange]) -> set[UUID]:
    tickets = {ref.id for ref in changes if ref.table == Ticket.__tablename__}
    for ref in changes:
        if ref.table == WorkOrder.__tablename__:
            order = session.get(WorkOrder, ref.id)
            if order is not None:
                tickets.add(order.ticket_id)
    return tickets


def _mark_provisional(session: Session, refs: frozenset[RowRef]) -> None:
    if refs:
        rows = [{"table_name": ref.table, "row_id": ref.id} for ref in refs]
        table = ExchangeProvisional.metadata.tables[ExchangeProvisional.__tablename__]
        session.connection().execute(sqlite.insert(table).on_conflict_do_nothing(), rows)
