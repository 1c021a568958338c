"""One local transaction of a workstation, read: what the person did, and to which rows."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from fieldservice.domain.rules.changes import RowRef
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.exchange_clock import believed_moment, moment_of
from fieldservice.server.receive.values import (
    TableForm,
    Values,
    form_of,
    moment_of_text,
    plain_json,
    row_id_of,
)
from fieldservice.sync import wire

Key = tuple[str, UUID]
LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Deed:
    """One row of a transaction: `set` and `was` in their one form."""

    form: TableForm
    row_id: UUID
    kind: wire.Kind
    base: int
    set: Values
    was: Values

    @property
    def key(self) -> Key:
        return self.form.name, self.row_id


@dataclass(frozen=True, slots=True)
class Work:
    """A transaction as it is to be taken. `stamp` is clamped; `happened_at` is when the person did it, as
    far as the centre can tell, `act_at` when the workstation wrote it.
    """

    transaction: wire.Transaction
    stamp: int
    entry_id: UUID
    user_id: UUID
    happened_at: datetime
    act_at: datetime
    subject: RowRef | None
    undoes_id: UUID | None
    deeds: tuple[Deed, ...]
    settles: frozenset[UUID] = field(default=frozenset())

    @property
    def n(self) -> int:
        return self.transaction.n

    @property
    def command(self) -> str:
        return self.transaction.entry.command

    @property
    def label(self) -> dict[str, Any]:
        """What the entry says of itself; `told_at` is the moment that a clock that is wrong told."""
        entry = self.transaction.entry
        is_corrected = moment_of_text(entry.happened_at) != self.happened_at
        return {**entry.label, "told_at": entry.happened_at} if is_corrected else entry.label

    def rows(self) -> Iterator[Key]:
        return (deed.key for deed in self.deeds)


def read_work(transaction: wire.Transaction, stamp: int, now: datetime) -> Work:
    """The work as it is taken `now`, with its clamped stamp. Raises `exchange.unreadable`,
    `exchange.table_unknown`, `row.unfit`, `exchange.user_unknown`.
    """
    if transaction.user is None:
        raise RuleViolation("exchange.user_unknown")
    entry = transaction.entry
    try:
        return Work(
            transaction=transaction,
            stamp=stamp,
            entry_id=row_id_of(entry.id),
            user_id=row_id_of(transaction.user),
            happened_at=believed_moment(moment_of_text(entry.happened_at), now),
            act_at=min(now, moment_of(stamp)),
            subject=_subject(entry),
            undoes_id=None if entry.undoes_id is None else row_id_of(entry.undoes_id),
            deeds=tuple(_deed(operation) for operation in transaction.operations),
        )
    except (ValueError, TypeError, OverflowError) as error:
        raise RuleViolation("exchange.unreadable") from error


def with_deeds(work: Work, deeds: tuple[Deed, ...], settles: frozenset[UUID]) -> Work:
    return replace(work, deeds=deeds, settles=settles)


def _subject(entry: wire.Entry) -> RowRef | None:
    plain_json([entry.command, entry.subject_table, entry.label])
    if len(entry.command) > LONGEST_NAME:
        raise ValueError(entry.command)
    if entry.subject_table is None or entry.subject_id is None:
        return None
    if len(entry.subject_table) > LONGEST_NAME:
        raise ValueError(entry.subject_table)
    return RowRef(entry.subject_table, row_id_of(entry.subject_id))


def _deed(operation: wire.Operation) -> Deed:
    form = form_of(operation.table)
    if form is None:
        raise RuleViolation("exchange.table_unknown", table=operation.table[:LONGEST_NAME])
    row_id = row_id_of(operation.id)
    if operation.base < 0:
        raise ValueError(operation.base)
    return Deed(form, row_id, operation.kind, operation.base, form.read(operation.set), _was(form, operation))


def _was(form: TableForm, operation: wire.Operation) -> Values:
    """What stood there before serves to merge texts and to tell conflicts; nothing is written from it."""
    return {} if operation.kind == "delete" else form.read(operation.was)
