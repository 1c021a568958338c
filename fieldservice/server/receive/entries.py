"""The work written into the centre's own journal, with what was really changed: history, audit trail and
notices follow from it as from any command.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from fieldservice.domain.model.journal import ChangeKind, JournalErasure
from fieldservice.domain.model.stamp import Stamp
from fieldservice.domain.rules.changes import RowRef
from fieldservice.domain.store import notices
from fieldservice.domain.store.audit_chain import LinesSeal, chained_all, digest_of_erasures
from fieldservice.domain.store.counting import count_up
from fieldservice.domain.store.journal import RowChange, journal_line
from fieldservice.domain.store.rulebook import CATALOGUE_TABLES, STAMP
from fieldservice.domain.store.unit_of_work import ENTRIES, LINES
from fieldservice.server.receive.forgetting import without_person
from fieldservice.server.receive.merging import Outcome
from fieldservice.server.receive.values import Values
from fieldservice.server.receive.work import Work
from fieldservice.server.receive.writing import insert_values

RowChanges = dict[RowRef, RowChange]


@dataclass(slots=True)
class Record:
    """One entry to be: the work, and each row as it was and as it became. `settled` was done past the
    ledger. `erased` was taken out of the journal by it.
    """

    work: Work
    changes: RowChanges
    settled: RowChanges = field(default_factory=dict)
    erased: list[JournalErasure] = field(default_factory=list)

    def whole(self) -> RowChanges:
        return folded(self.changes, self.settled) if self.settled else self.changes


def record_of(outcome: Outcome) -> Record:
    changes: RowChanges = {}
    for key, image in outcome.after.items():
        change = change_of(outcome.before[key], image.values)
        if change is not None:
            changes[RowRef(*key)] = without_person(outcome, key, change)
    return Record(outcome.work, changes)


def change_of(before: Values | None, after: Values | None) -> RowChange | None:
    """None when nothing changed."""
    if before == after:
        return None
    if before is None:
        return RowChange(ChangeKind.INSERT, None, _filled(after or {}))
    if after is None:
        return RowChange(ChangeKind.DELETE, _filled(before), None)
    names = [name for name, value in after.items() if before.get(name) != value]
    return RowChange(
        ChangeKind.UPDATE, {name: before.get(name) for name in names}, {name: after[name] for name in names}
    )


def write_entries(session: Session, device_id: UUID, records: Sequence[Record], now: datetime) -> None:
    """Entries and lines of all records, chained in their order."""
    entries: list[tuple[dict[str, Any], bytes, bytes]] = []
    lines: list[dict[str, Any]] = []
    for record in records:
        seal = LinesSeal()
        changes = record.whole()
        for place, (ref, change) in enumerate(changes.items()):
            lines.append(journal_line(record.work.entry_id, place, ref, change, seal))
        erasures = digest_of_erasures(record.erased)
        entries.append((_entry(record.work, device_id, now), seal.digest(), erasures))
    connection = session.connection()
    insert_values(connection, ENTRIES, [_plain(entry) for entry in chained_all(session, entries)])
    insert_values(connection, LINES, [{"before": None, "after": None, **_plain(line)} for line in lines])


def follow(session: Session, records: Sequence[Record], now: datetime) -> None:
    """Notices and the rulebook's stamp."""
    told: list[dict[str, Any]] = []
    tables: set[str] = set()
    for record in records:
        deed = notices.Deed(record.work.entry_id, record.work.user_id, now)
        changes = record.whole()
        tables |= {ref.table for ref in changes}
        told += notices.notices_for(session, changes, deed)
    notices.write(session, told)
    if not tables.isdisjoint(CATALOGUE_TABLES):
        count_up(session, Stamp, Stamp.changes, {"name": STAMP})


def folded(first: Mapping[RowRef, RowChange], then: Mapping[RowRef, RowChange]) -> RowChanges:
    """One change for each row; nothing of a row that came and went."""
    changes = dict(first)
    for ref, later in then.items():
        known = changes.pop(ref, None)
        change = later if known is None else known.followed_by(later)
        if change is not None:
            changes[ref] = change
    return changes


def known_entries(connection: Connection, ids: Sequence[UUID]) -> frozenset[UUID]:
    """Which of these the journal has already."""
    rows = connection.exec_driver_sql("SELECT id FROM journal_entry WHERE id = ANY(%s)", (list(ids),))
    return frozenset(row[0] for row in rows)


def _entry(work: Work, device_id: UUID, now: datetime) -> dict[str, Any]:
    entry = work.transaction.entry
    return {
        "id": work.entry_id,
        "command": entry.command,
        "label": work.label,
        "subject_table": work.subject.table if work.subject else None,
        "subject_id": work.subject.id if work.subject else None,
        "user_id": work.user_id,
        "workstation_id": device_id,
        "happened_at": work.happened_at,
        "recorded_at": now,
        "undoes_id": work.undoes_id,
    }


def _plain(row: Mapping[str, Any]) -> Values:
    """Ids, moments and enums are written by the encoder; bytes as the statement reads them."""
    return {name: value.hex() if isinstance(value, bytes) else value for name, value in row.items()}


def _filled(values: Values) -> Values:
    return {name: value for name, value in values.items() if value is not None}
