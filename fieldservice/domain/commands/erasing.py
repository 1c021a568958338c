"""Erasing a person: what was looked through in a preview is blacked out everywhere, for good."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from fieldservice.domain.rules.changes import Changes, RowRef
from fieldservice.domain.rules.erasing import PersonPattern, PersonWords
from fieldservice.domain.rules.errors import EnvironmentProblem
from fieldservice.domain.rules.person_traces import PersonTraces
from fieldservice.domain.rules.reasons import Reason
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.erasing import ToErase, erase, overwrite
from fieldservice.domain.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class ErasePerson:
    """What `person_traces` found and somebody confirmed; what was left out stays as it is."""

    contact_id: UUID
    words: PersonWords
    own_rows: tuple[RowRef, ...]
    rows: tuple[RowRef, ...] = ()
    lines: tuple[UUID, ...] = ()
    labels: tuple[UUID, ...] = ()
    files: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class OverwriteErased:
    """Write the database file anew, so that nothing of what was erased is left in its free pages."""


def erasing_of(
    traces: PersonTraces, chosen: Collection[RowRef] | None = None, files: Collection[UUID] | None = None
) -> ErasePerson:
    """The command for what somebody chose of the traces; without a choice for what is proposed."""
    rows = traces.proposed() if chosen is None else frozenset(chosen)
    wanted = {file.id for file in traces.files if file.names_person} if files is None else set(files)
    history = traces.lines_beside(rows)
    return ErasePerson(
        contact_id=traces.person.contact_id,
        words=traces.person.words,
        own_rows=traces.own_rows,
        rows=tuple(dict.fromkeys(trace.row for trace in traces.traces if trace.row in rows)),
        lines=tuple(line.id for line in history if not line.is_label),
        labels=tuple(line.id for line in history if line.is_label),
        files=tuple(file.id for file in traces.files if file.id in wanted),
    )


def erase_person(command: ErasePerson, uow: UnitOfWork, clock: Clock) -> Changes:
    """Final: nothing of it can be undone. Figures stay as they are, for no row with work on it goes."""
    del clock
    contact = RowRef("contact", command.contact_id)
    places = len(command.rows) + len(command.lines) + len(command.labels)
    uow.record("person.erase", contact, undoable=False, places=places, files=len(command.files))
    wanted = ToErase(
        PersonPattern(command.words),
        command.own_rows,
        command.rows,
        command.lines,
        command.labels,
        command.files,
    )
    erase(uow, wanted)
    return uow.commit()


def overwrite_erased(command: OverwriteErased, uow: UnitOfWork, clock: Clock) -> Changes:
    """`EnvironmentProblem` `erasing.not_overwritten` when another program reads the database just now."""
    del command, clock
    uow.session.rollback()  # the file is written anew outside of any transaction
    if not overwrite(uow.engine):
        raise EnvironmentProblem("erasing.not_overwritten")
    return Changes(None, Reason("person.overwrite"), undoable=False)
