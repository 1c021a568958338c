"""Undo and redo: a journal entry applied backwards is a command like any other."""

from dataclasses import dataclass
from uuid import UUID

from fieldservice.domain.model.journal import JournalEntry
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.undo import apply_backwards
from fieldservice.domain.store.unit_of_work import UnitOfWork

UNDO, REDO = "history.undo", "history.redo"


@dataclass(frozen=True, slots=True)
class UndoEntry:
    """Take back one journal entry; undoing an undo is redoing."""

    entry_id: UUID


def undo_entry(command: UndoEntry, uow: UnitOfWork, clock: Clock) -> Changes:
    """Undo; `RuleViolation` `undo.changed_meanwhile` when somebody changed a row since, `row.conflict` when
    it is used.
    """
    entry = uow.get(JournalEntry, command.entry_id)
    undone = {"command": entry.command, **entry.label}  # of an undo its label says what it undid
    name = REDO if entry.command == UNDO else UNDO
    uow.record(name, None, happened_at=clock.now(), undoes_id=entry.id, **undone)
    apply_backwards(uow, entry)
    return uow.commit()
