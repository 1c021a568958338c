"""Branches that send to a centre: their devices with number and chain, and desks whose journal is sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, insert, select, text

from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.journal import JournalChange, JournalEntry, JournalHead, SearchEntry
from fieldservice.domain.model.people import Branch
from fieldservice.domain.model.whole import Base
from fieldservice.domain.rules.exchange_clock import first_stamp, milliseconds
from fieldservice.domain.rules.exchange_kinds import is_exchanged, travels
from fieldservice.domain.rules.exchange_scopes import GLOBAL
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.engine import Database, open_sqlite
from fieldservice.domain.store.row_values import encode
from fieldservice.domain.store.unit_of_work import Actor
from fieldservice.server.receive.push import push
from fieldservice.server.seat import Seat
from fieldservice.server.store.tables import sync_device
from fieldservice.sync import chain
from fieldservice.sync.wire import Entry, Operation, PushReply, PushRequest, Transaction, TransactionResult
from tests.factories import BRANCH, USER_ID, ZONE, Company

SCHEMA = 2
LEFT_OUT = {JournalEntry.__tablename__, JournalChange.__tablename__, JournalHead.__tablename__}


@dataclass(slots=True)
class Device:
    """A workstation at the line: what it sends follows what it has sent."""

    centre: Company
    seat: Seat
    n: int = 0
    digest: bytes = chain.BEGINNING
    stamp: int = 0
    sent: list[Transaction] = field(default_factory=list)

    def make(
        self,
        *operations: Operation,
        command: str = "ticket.change",
        user: UUID | None = USER_ID,
        ahead_milliseconds: int = 0,
        **entry: Any,
    ) -> Transaction:
        """The next transaction, in the chain."""
        now = milliseconds(self.centre.clock.now()) + ahead_milliseconds
        self.stamp = max(self.stamp + 1, first_stamp(now))
        moment = encode(self.centre.clock.now())
        told = {"id": new_id().hex, "label": {}, "happened_at": moment, "recorded_at": moment, **entry}
        made = Transaction(
            n=self.n + 1,
            schema=SCHEMA,
            stamp=self.stamp,
            entry=Entry(command=command, **told),
            operations=list(operations),
            user=None if user is None else user.hex,
        )
        return self.chained(made)

    def chained(self, made: Transaction) -> Transaction:
        self.n, self.digest = made.n, chain.digest(self.digest, made)
        sealed = chain.transaction_of(chain.payload_of(made), self.digest)
        self.sent.append(sealed)
        return sealed

    def push(self, *transactions: Transaction) -> PushReply:
        return self.send(PushRequest(self.seat.device_id.hex, self.seat.incarnation, list(transactions)))

    def send(self, request: PushRequest) -> PushReply:
        return push(self.centre.database, self.seat, request, self.centre.clock)

    def do(self, *operations: Operation, **entry: Any) -> TransactionResult:
        """Make a transaction and send it."""
        return self.push(self.make(*operations, **entry)).results[-1]


def branch_of(centre: Company, code: str = BRANCH) -> UUID:
    """The branch of that code, opened if there is none."""
    for branch in centre.rows(Branch):
        if branch.code == code:
            return branch.id
    made = Branch(id=new_id(), code=code, name=code)
    branch_id = made.id
    centre.put(made)
    return branch_id


def device(centre: Company, code: str = BRANCH, users: Sequence[UUID] = (USER_ID,)) -> Device:
    """A device of a branch, at which these people have logged in."""
    branch_id, device_id = branch_of(centre, code), new_id()
    with centre.database.writer.begin() as connection:
        row = {"id": device_id, "branch_id": branch_id, "slot": f"{code}-{device_id.hex[-8:]}"}
        connection.execute(insert(sync_device), row)
    scopes = frozenset({GLOBAL, branch_id})
    return Device(centre, Seat(device_id, 1, branch_id, scopes, frozenset(users), ZONE))


def version_of(centre: Company, table: str, row_id: UUID) -> int:
    """The centre's version of a row; 0 when it was never there."""
    statement = text(
        "SELECT s.ver FROM sync_row s JOIN sync_table t ON t.number = s.tbl"
        " WHERE t.name = :table AND s.id = :id"
    )
    with centre.database.reader.connect() as connection:
        return connection.scalar(statement, {"table": table, "id": row_id}) or 0


def new_row(table: str, row_id: UUID, **values: Any) -> Operation:
    return Operation(table, row_id.hex, "insert", 0, encoded(values))


def changed(
    table: str, row_id: UUID, base: int, was: Mapping[str, Any] | None = None, **values: Any
) -> Operation:
    return Operation(table, row_id.hex, "update", base, encoded(values), encoded(was or {}))


def removed(table: str, row_id: UUID, base: int) -> Operation:
    return Operation(table, row_id.hex, "delete", base)


def encoded(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: encode(value) for name, value in values.items()}


@dataclass(slots=True)
class Desk:
    """A desk with a copy of all that the centre has; what its commands write is sent by its device."""

    company: Company
    device: Device
    versions: dict[tuple[str, UUID], int]
    known: set[UUID] = field(default_factory=set)

    def waiting(self) -> list[Transaction]:
        """What the journal tells since the last time, as it travels."""
        with self.company.database.reader.connect() as connection:
            rows = connection.execute(select(JournalEntry.__table__).order_by(JournalEntry.sequence)).all()
            fresh = [row for row in rows if row.id not in self.known]
            self.known.update(row.id for row in fresh)
            return [self._transaction(connection, row) for row in fresh]

    def send(self) -> PushReply:
        return self.device.push(*self.waiting())

    def _transaction(self, connection: Connection, entry: Any) -> Transaction:
        lines = select(JournalChange.__table__).where(JournalChange.entry_id == entry.id)
        operations = [
            self._operation(line) for line in connection.execute(lines.order_by(JournalChange.position))
        ]
        return self.device.make(
            *operations,
            command=entry.command,
            user=entry.user_id,
            id=entry.id.hex,
            label=entry.label,
            happened_at=encode(entry.happened_at),
            recorded_at=encode(entry.recorded_at),
            subject_table=entry.subject_table,
            subject_id=encode(entry.subject_id),
            undoes_id=encode(entry.undoes_id),
        )

    def _operation(self, line: Any) -> Operation:
        base = self.versions.get((line.table_name, line.row_id), 0)
        now, was = (
            {name: value for name, value in (told or {}).items() if travels(line.table_name, name)}
            for told in (line.after, line.before)
        )
        return Operation(line.table_name, line.row_id.hex, line.kind.value, base, now, was)


def desk(centre: Company, path: Path, clock: Clock, at: Device | None = None) -> Desk:
    """A desk of the branch that begins with what the centre has now; `path` is an empty database."""
    database = open_sqlite(path)
    versions = _copy(centre.database, database)
    at = at or device(centre)
    actor = Actor(USER_ID, at.seat.device_id, BRANCH, ZONE, at.seat.branch_id)
    return Desk(Company(database, clock, actor), at, versions)


def _copy(centre: Database, target: Database) -> dict[tuple[str, UUID], int]:
    with centre.reader.connect() as read, target.writer.begin() as written:
        for table in Base.metadata.sorted_tables:
            if is_exchanged(table.name) or table.name == SearchEntry.__tablename__:
                rows = [dict(row) for row in read.execute(select(table)).mappings()]
                if rows:
                    written.execute(insert(table), rows)
        known = text("SELECT t.name, s.id, s.ver FROM sync_row s JOIN sync_table t ON t.number = s.tbl")
        return {(name, row_id): ver for name, row_id, ver in read.execute(known)}
