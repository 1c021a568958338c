"""Who took data out of the program: papers, lists, a person's data. Only recorded; nothing else changes."""

from dataclasses import dataclass
from uuid import UUID

from fieldservice.domain.rules.changes import Changes, RowRef
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class RecordPrint:
    """A paper about one row (a ticket, an order) was written, under the number that people know it by."""

    table: str
    row_id: UUID
    number: str


@dataclass(frozen=True, slots=True)
class RecordExport:
    """A list was written to a file: what it is called on the screen, and how many rows it had."""

    what: str
    rows: int
    file_name: str = ""


@dataclass(frozen=True, slots=True)
class RecordPersonExport:
    """All that is known of a contact was handed out."""

    contact_id: UUID


def record_print(command: RecordPrint, uow: UnitOfWork, clock: Clock) -> Changes:
    del clock
    subject = RowRef(command.table, command.row_id)
    uow.record("paper.print", subject, undoable=False, number=command.number)
    return uow.commit(always=True)


def record_export(command: RecordExport, uow: UnitOfWork, clock: Clock) -> Changes:
    del clock
    uow.record(
        "data.export",
        None,
        undoable=False,
        what=command.what,
        count=command.rows,
        file=command.file_name,
    )
    return uow.commit(always=True)


def record_person_export(command: RecordPersonExport, uow: UnitOfWork, clock: Clock) -> Changes:
    """The name is not recorded: it may be erased one day, and the contact tells it until then."""
    del clock
    uow.record("person.export", RowRef("contact", command.contact_id), undoable=False)
    return uow.commit(always=True)
