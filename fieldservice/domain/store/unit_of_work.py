"""The unit of work: one command, one transaction, one journal entry.

Only it makes sessions that write. It rolls back unless `commit()` was called.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Any, Self, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, event
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.orm.exc import StaleDataError

from fieldservice.domain.model.base import Base, new_id
from fieldservice.domain.model.journal import ChangeKind, JournalChange, JournalEntry, JournalErasure
from fieldservice.domain.model.stamp import Stamp
from fieldservice.domain.rules.changes import Changes, RowRef
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.reasons import Reason
from fieldservice.domain.store import notices, outbox, rights, search_index
from fieldservice.domain.store.audit_chain import chained, digest_of_erasures
from fieldservice.domain.store.bulk_writing import BulkWriting
from fieldservice.domain.store.clock import Clock, machine_of
from fieldservice.domain.store.counting import count_up
from fieldservice.domain.store.engine import rulebook_of
from fieldservice.domain.store.journal import Capture, RowChange, encoded, journal_line
from fieldservice.domain.store.row_writer import insert_rows
from fieldservice.domain.store.rulebook import CATALOGUE_TABLES, STAMP, Rulebook

T = TypeVar("T", bound=Base)

ENTRIES = Base.metadata.tables[JournalEntry.__tablename__]
LINES = Base.metadata.tables[JournalChange.__tablename__]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who works, and where: the user, the workstation, the branch whose numbers are issued, the zone of its
    days; `branch_id` once the workstation belongs to a centre.
    """

    user_id: UUID | None
    workstation_id: UUID | None
    branch_code: str
    zone: str = "UTC"
    branch_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class _Record:
    command: str
    subject: RowRef | None
    happened_at: datetime
    undoes_id: UUID | None
    undoable: bool
    values: dict[str, Any]


class UnitOfWork:
    """One command's transaction. Use as a context manager; `record` names what is done, `commit` tells what
    changed. What is not `exchanged` stays here: it is never sent to the centre.
    """

    def __init__(
        self, sessions: sessionmaker[Session], actor: Actor, clock: Clock, *, exchanged: bool = True
    ) -> None:
        self._sessions = sessions
        self._exchanged = exchanged
        self.actor = actor
        self.clock = clock

    def __enter__(self) -> Self:
        self.session = self._sessions()
        self._capture = Capture()
        self._record: _Record | None = None
        self._rulebook: Rulebook | None = None
        self._entry_id = new_id()
        self.erasures: list[JournalErasure] = []
        self.bulk = BulkWriting(self.session, self._entry_id, self.clock.now())
        event.listen(self.session, "before_flush", self._capture.before_flush)
        event.listen(self.session, "after_flush", self._capture.after_flush)
        try:
            self.session.connection()  # BEGIN IMMEDIATE now: a command sees the state that it will change
        except BaseException:
            self.session.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.session.rollback()
        finally:
            self.session.close()
        refusal = _refusal(error)
        if refusal is not None:
            raise refusal from error

    @property
    def rulebook(self) -> Rulebook:
        """The company's own rules as they stand; read once, for within one command they are the same."""
        if self._rulebook is None:
            self._rulebook = rulebook_of(self.session, self.clock.now())
        return self._rulebook

    def get(self, kind: type[T], row_id: UUID) -> T:
        """Fetch a row that must exist; else `RuleViolation("row.missing")`."""
        row = self.session.get(kind, row_id)
        if row is None:
            raise RuleViolation("row.missing", table=kind.__tablename__)
        return row

    def lock(self, kind: type[T], row_id: UUID) -> T:
        """Fetch a row and hold it until the end, so that two finishing together are seen one after the
        other (P-32).
        """
        row = self.session.get(kind, row_id, with_for_update=True, populate_existing=True)
        if row is None:
            raise RuleViolation("row.missing", table=kind.__tablename__)
        return row

    def require(self, *any_of: rights.Right) -> None:
        """Raise `RuleViolation` `rights.missing` when the person who works here has none of these rights."""
        rights.require(self.session, self.actor.user_id, *any_of)

    def local(self, moment: datetime) -> datetime:
        """The moment in the zone of those who work here."""
        return moment.astimezone(ZoneInfo(self.actor.zone))

    def add(self, *rows: Base) -> None:
        self.session.add_all(rows)

    def insert_many(self, kind: type[Base], rows: Sequence[dict[str, Any]]) -> None:
        """Write many rows of one table, journaled; each has its id and every column without a default.

        They are journaled and indexed at once, so the same command must not touch them again.
        """
        self.bulk.insert(kind.metadata.tables[kind.__tablename__], rows)

    def note(self, table: str, row_id: UUID, change: RowChange) -> None:
        """Journal a change that was written past the ORM."""
        self._capture.add(table, row_id, change)

    def record(
        self,
        command: str,
        subject: Base | RowRef | None,
        /,
        *,
        happened_at: datetime | None = None,
        undoes_id: UUID | None = None,
        undoable: bool = True,
        **values: Any,
    ) -> None:
        """Name what is being done; `values` fill the sentence that history, undo and conflicts show.

        `RuleViolation` `rights.missing` when the person who works here may not do it.
        """
        wanted = rights.rights_of(command)
        if wanted:
            day = self.local(self.clock.now()).date()
            rights.require(self.session, self.actor.user_id, *wanted, about=subject, day=day)
        ref = RowRef(subject.__tablename__, subject.id) if isinstance(subject, Base) else subject  # type: ignore[attr-defined]
        when = happened_at or self.clock.now()
        self._record = _Record(command, ref, when, undoes_id, undoable, values)

    @property
    def engine(self) -> Engine:
        """What the sessions that write are made on."""
        return self.session.get_bind().engine

    @property
    def captured(self) -> frozenset[RowRef]:
        """What the ORM's flushes have changed so far."""
        return frozenset(self._capture.changes)

    @property
    def entry_id(self) -> UUID:
        """The journal entry that this command will leave."""
        return self._entry_id

    def commit(self, *, always: bool = False) -> Changes:
        """Write the journal and the search words, commit, and tell what changed.

        A command that changed nothing leaves no entry, unless it is to be known `always` (papers, exports).

        What the database refuses is told when the unit of work is left: `row.changed_meanwhile` when somebody
        changed a row since it was read, `row.conflict` when a number is taken or a row is referred to,
        `row.unfit` when a value is beyond what a column holds.
        """
        self.session.flush()  # so that the last changes are captured before the journal is written
        record = self._record
        if record is None:
            raise LookupError("a command must say what it does before it commits")
        touched = frozenset(self._capture.changes) | self.bulk.touched
        if not touched and not always:
            self.session.commit()  # what is not journaled is kept all the same
            return Changes(None, Reason(record.command, record.values), record.subject, undoable=False)
        self._write_journal(record)
        if self._exchanged:
            at = machine_of(self.clock).now()  # the outbox corrects it by itself
            outbox.follow(self.session, outbox.Outgoing(self._entry_id, self.actor.user_id, at))
        self._stamp_rulebook(touched)
        search_index.follow(self.session, self._capture.changes, self.clock.now())
        deed = notices.Deed(self._entry_id, self.actor.user_id, self.clock.now())
        notices.follow(self.session, self._capture.changes, deed)
        self.session.commit()
        return Changes(
            self._entry_id,
            Reason(record.command, record.values),
            record.subject,
            touched,
            undoable=record.undoable,
        )

    def _stamp_rulebook(self, touched: frozenset[RowRef]) -> None:
        """Tell every process that the company's rules changed."""
        if any(ref.table in CATALOGUE_TABLES for ref in touched):
            count_up(self.session, Stamp, Stamp.changes, {"name": STAMP})

    def _write_journal(self, record: _Record) -> None:
        entry = {
            "id": self._entry_id,
            "command": record.command,
            "label": encoded(record.values),
            "subject_table": record.subject.table if record.subject else None,
            "subject_id": record.subject.id if record.subject else None,
            "user_id": self.actor.user_id,
            "workstation_id": self.actor.workstation_id,
            "happened_at": record.happened_at,
            "recorded_at": self.clock.now(),
            "undoes_id": record.undoes_id,
        }
        connection = self.session.connection()
        numbered = enumerate(self._capture.changes.items(), start=self.bulk.lines)
        by_kind: dict[ChangeKind, list[dict[str, Any]]] = {}
        for place, (ref, change) in numbered:
            by_kind.setdefault(change.kind, []).append(
                journal_line(self._entry_id, place, ref, change, self.bulk.seal)
            )
        erasures = digest_of_erasures(self.erasures)
        insert_rows(connection, ENTRIES, [chained(self.session, entry, self.bulk.seal.digest(), erasures)])
        for lines in by_kind.values():
            insert_rows(connection, LINES, lines)


def _refusal(error: BaseException | None) -> RuleViolation | None:
    """What the database's refusal means to a person, whenever in a command it came."""
    if isinstance(error, StaleDataError):
        return RuleViolation("row.changed_meanwhile")
    if isinstance(error, IntegrityError):
        return RuleViolation("row.conflict", detail=str(error.orig))
    if isinstance(error, DataError):
        return RuleViolation("row.unfit")
    return None
