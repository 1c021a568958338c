"""Entries of the company's dictionaries, whichever: added, changed field by field, put in order, removed.

Two who change the same entry are merged by field; the same field changed by both is asked about.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from fieldservice.domain.commands.entry_checks import require_sound, require_type_free
from fieldservice.domain.model.base import member_id
from fieldservice.domain.model.catalogue import TicketState
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.field_conflicts import require_unconflicted
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.dictionary_books import BOOKS, Book, MemberSet
from fieldservice.domain.store.finding import assign, every, exists
from fieldservice.domain.store.unit_of_work import UnitOfWork
from fieldservice.domain.store.usage import uses_of


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What stood in a field when somebody opened it, and what is to stand there.

    `field` is a column, a set of the entry, or a text in one language: `name:pl`.
    """

    field: str
    seen: Any
    value: Any


@dataclass(frozen=True, slots=True)
class AddEntry:
    """`names` by language, the one spoken here first; `values` by column or set."""

    dictionary: str
    entry_id: UUID
    names: tuple[tuple[str, str], ...]
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ChangeEntry:
    dictionary: str
    entry_id: UUID
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class MoveEntry:
    """Put the entry at this place among those of its dictionary, the first being 0."""

    dictionary: str
    entry_id: UUID
    place: int


@dataclass(frozen=True, slots=True)
class RemoveEntry:
    """For what was entered by mistake: an entry that anything uses is retired, never removed."""

    dictionary: str
    entry_id: UUID


@dataclass(frozen=True, slots=True)
class MakeUsualState:
    """The state that the program itself puts tickets in when they come to the state's type."""

    state_id: UUID


def add_entry(command: AddEntry, uow: UnitOfWork, clock: Clock) -> Changes:
    """`dictionary.name_missing`, `dictionary.name_taken`, and what the kind of entry demands."""
    del clock
    book = BOOKS[command.dictionary]
    names = {language: name.strip() for language, name in command.names if name.strip()}
    entry = book.kind(
        id=command.entry_id,
        code=f"own-{command.entry_id.hex}",
        name=next(iter(names.values()), ""),
        translations=names,
        position=len(every(uow, book.kind)),
    )
    uow.record("dictionary.add", entry, name=entry.name)
    if not exists(uow, book.kind, command.entry_id):
        for name, value in command.values.items():
            _write(uow, book, entry, name, value)
        uow.add(entry)
        require_sound(uow, entry)
    return uow.commit()


def change_entry(command: ChangeEntry, uow: UnitOfWork, clock: Clock) -> Changes:
    """`row.fields_in_conflict` when somebody else changed the very same fields."""
    del clock
    book = BOOKS[command.dictionary]
    entry = uow.lock(book.kind, command.entry_id)
    uow.record("dictionary.change", entry, name=entry.name)
    for change in command.changes:
        require_type_free(uow, entry, change.field, change.value)
    apply_changes(uow, book, entry, command.changes)
    require_sound(uow, entry)
    return uow.commit()


def move_entry(command: MoveEntry, uow: UnitOfWork, clock: Clock) -> Changes:
    del clock
    book = BOOKS[command.dictionary]
    entries = sorted(every(uow, book.kind), key=lambda each: (each.position, each.code))
    moved = next((each for each in entries if each.id == command.entry_id), None)
    if moved is None:
        raise RuleViolation("row.missing", table=command.dictionary)
    uow.record("dictionary.move", moved, name=moved.name)
    entries.remove(moved)
    entries.insert(max(0, min(command.place, len(entries))), moved)
    for place, entry in enumerate(entries):
        assign(entry, position=place)
    return uow.commit()


def remove_entry(command: RemoveEntry, uow: UnitOfWork, clock: Clock) -> Changes:
    """`dictionary.in_use`, `dictionary.default_state`."""
    del clock
    book = BOOKS[command.dictionary]
    entry = uow.lock(book.kind, command.entry_id)
    if getattr(entry, "is_default", False):
        raise RuleViolation("dictionary.default_state", name=entry.name)
    if uses := uses_of(uow.session, command.dictionary, entry.id):
        raise RuleViolation("dictionary.in_use", name=entry.name, count=sum(use.count for use in uses))
    uow.record("dictionary.remove", entry, name=entry.name)
    for belonging in book.sets.values():
        _put_members(uow, belonging, entry.id, ())
    uow.session.delete(entry)
    return uow.commit()


def make_usual_state(command: MakeUsualState, uow: UnitOfWork, clock: Clock) -> Changes:
    """`dictionary.retired` for one that is no longer offered, `dictionary.narrowed` for one of one type."""
    del clock
    state = uow.get(TicketState, command.state_id)
    if not state.is_active:
        raise RuleViolation("dictionary.retired", name=state.name)
    if state.ticket_type_id is not None:
        raise RuleViolation("dictionary.narrowed", name=state.name)
    uow.record("dictionary.make_usual", state, name=state.name)
    for other in every(uow, TicketState, state_type=state.state_type):
        assign(other, is_default=other.id == state.id)
    return uow.commit()


def apply_changes(uow: UnitOfWork, book: Book, entry: Any, changes: Sequence[FieldChange]) -> None:
    """Write what was changed beside what others changed since; `row.fields_in_conflict`."""
    stored = {change.field: _read(uow, book, entry, change.field) for change in changes}
    for name, value in kept_of(changes, stored).items():
        if stored[name] != value:
            _write(uow, book, entry, name, value)


def kept_of(changes: Sequence[FieldChange], stored: Mapping[str, Any]) -> Mapping[str, Any]:
    """What is to be written over what is stored; `row.fields_in_conflict`."""
    seen = {change.field: change.seen for change in changes}
    return require_unconflicted(seen, {change.field: change.value for change in changes}, stored)


def _read(uow: UnitOfWork, book: Book, entry: Any, name: str) -> Any:
    if name in book.sets:
        return _members(uow, book.sets[name], entry.id)
    base, _colon, language = name.partition(":")
    if language:
        return _texts(entry, book.spoken[base]).get(language) or ""
    return getattr(entry, name)


def _write(uow: UnitOfWork, book: Book, entry: Any, name: str, value: Any) -> None:
    base, _colon, language = name.partition(":")
    if name in book.sets:
        _put_members(uow, book.sets[name], entry.id, value)
    elif language:
        _say(entry, base, book.spoken[base], language, value.strip())
    elif name in book.fields:
        assign(entry, **{name: value})
    else:
        raise LookupError(name)


def _texts(entry: Any, column: str) -> dict[str, str]:
    return dict(getattr(entry, column) or {})


def _say(entry: Any, base: str, column: str, language: str, text: str) -> None:
    """A text in one language. What stands for all languages follows when it said the same, or nothing."""
    texts = _texts(entry, column)
    before = getattr(entry, base) or ""
    is_for_all = before in ("", texts.get(language, before))
    said = {spoken: each for spoken, each in {**texts, language: text}.items() if each}
    assign(entry, **{column: said})
    if is_for_all and (text or not said):
        assign(entry, **{base: text})


def _members(uow: UnitOfWork, belonging: MemberSet, owner_id: UUID) -> tuple[Any, ...]:
    rows = every(uow, belonging.kind, **{belonging.owner: owner_id})
    return belonging.value_of(rows)


def _put_members(uow: UnitOfWork, belonging: MemberSet, owner_id: UUID, wanted: tuple[Any, ...]) -> None:
    rows = every(uow, belonging.kind, **{belonging.owner: owner_id})
    known = {getattr(row, belonging.member): row for row in rows}
    told = belonging.rows_of(wanted)
    for member, row in known.items():
        if member not in told:
            uow.session.delete(row)
    for member, values in told.items():
        if member in known:
            assign(known[member], **values)
        else:
            key = member_id(owner_id, belonging.kind.__tablename__, member)
            names = {belonging.owner: owner_id, belonging.member: member}
            uow.add(belonging.kind(id=key, **names, **values))
