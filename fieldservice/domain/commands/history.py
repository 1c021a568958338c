"""Undo and redo: a journal entry applied backwards is a command like any other."""

from dataclasses import dataclass
from uuid import UUID

from fieldservice.domain.model.journal import JournalEntry
from fieldservice.domain.rules.changes import Changes, RowRef
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.mastering import require_tables_kept_here
from fieldservice.domain.store.rights import rights_of
from fieldservice.domain.store.undo import apply_backwards
from fieldservice.domain.store.unit_of_work import UnitOfWork

UNDO, REDO = "history.undo", "history.redo"

FINAL_COMMANDS = frozenset(
    {
        "company.set_up",
        "role.set_up",
        "user.give_password",
        "user.change_password",
        "user.remove_password",
        "user.reset_password",
        "user.sign_in",
        "person.erase",
        "person.forgotten",
        "retention.apply",
        "paper.print",
        "data.export",
        "person.export",
        "exchange.received",
        "exchange.brought_along",
    }
)
"""What is not taken back: a company needs dictionaries and roles, passwords are in no journal, who was
forgotten stays so, what was printed or handed out is in somebody's hands, and what came from the centre was
done elsewhere.
"""


@dataclass(frozen=True, slots=True)
class UndoEntry:
    """Take back one journal entry; undoing an undo is redoing."""

    entry_id: UUID


def undo_entry(command: UndoEntry, uow: UnitOfWork, clock: Clock) -> Changes:
    """Undo; `RuleViolation` `undo.changed_meanwhile` when somebody changed a row since, `row.conflict` when
    it is used, `undo.done_already`, `undo.final`, `undo.erased`. Who may not do what was done may not take
    it back: `rights.missing`. What another system keeps is not undone here: `outside.keeps_…`.
    """
    entry = uow.get(JournalEntry, command.entry_id)
    uow.require(*rights_of(_origin(uow, entry).command))
    if entry.command in FINAL_COMMANDS:
        raise RuleViolation("undo.final")
    subject = None
    if entry.subject_table is not None and entry.subject_id is not None:
        subject = RowRef(entry.subject_table, entry.subject_id)
    told = {**entry.label, "command": entry.command}
    uow.record("history.undo", subject, happened_at=clock.now(), undoes_id=entry.id, **told)
    tables = apply_backwards(uow, entry)
    require_tables_kept_here(uow.session, tables, uow.actor.user_id)
    return uow.commit()


def _origin(uow: UnitOfWork, entry: JournalEntry) -> JournalEntry:
    """What was done at first, however often it was undone and redone since."""
    while entry.undoes_id is not None:
        entry = uow.get(JournalEntry, entry.undoes_id)
    return entry
