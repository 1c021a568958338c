"""The company's own dictionaries: entries added, renamed, retired. Names change, types never (C02, C31)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from uuid import UUID

from fieldservice.domain.commands.entry_checks import require_free_name
from fieldservice.domain.model.catalogue import (
    BlockReason,
    Kind,
    Purpose,
    Service,
    TicketState,
    TicketType,
    WorkKind,
)
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.coverage_facts import WorkMode
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.ticket_states import TicketStateType
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.dictionary_books import BOOKS
from fieldservice.domain.store.finding import assign, every, exists
from fieldservice.domain.store.unit_of_work import UnitOfWork

AnyEntry: TypeAlias = Kind | TicketType | Purpose | Service | BlockReason | TicketState | WorkKind


@dataclass(frozen=True, slots=True)
class EntryNames:
    """A name, and what it is called in other languages."""

    name: str
    translations: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AddKind:
    """With a customer, the kind is offered to that customer only (A04)."""

    entry_id: UUID
    names: EntryNames
    customer_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class AddTicketType:
    entry_id: UUID
    names: EntryNames
    requires_purpose: bool = False


@dataclass(frozen=True, slots=True)
class AddPurpose:
    entry_id: UUID
    names: EntryNames


@dataclass(frozen=True, slots=True)
class AddService:
    entry_id: UUID
    names: EntryNames


@dataclass(frozen=True, slots=True)
class AddBlockReason:
    entry_id: UUID
    names: EntryNames


@dataclass(frozen=True, slots=True)
class AddTicketState:
    """A state of the company's own; with a ticket type, for tickets of that type only."""

    entry_id: UUID
    names: EntryNames
    state_type: TicketStateType
    ticket_type_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class AddWorkKind:
    entry_id: UUID
    names: EntryNames
    mode: WorkMode = WorkMode.ON_SITE
    is_repair: bool = False
    default_minutes: int = 60


@dataclass(frozen=True, slots=True)
class RenameEntry:
    """`dictionary` is the table's name. With a language only its name changes, without one all of them do."""

    dictionary: str
    entry_id: UUID
    name: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class SetEntryActive:
    """Offer the entry no longer, or again; what uses it keeps it."""

    dictionary: str
    entry_id: UUID
    is_active: bool


@dataclass(frozen=True, slots=True)
class NarrowKind:
    """Offer the kind to one customer only, or to all again."""

    entry_id: UUID
    customer_id: UUID | None


@dataclass(frozen=True, slots=True)
class DemandPurpose:
    """Whether tickets of the type must name a purpose (A07)."""

    entry_id: UUID
    is_demanded: bool


def add_kind(command: AddKind, uow: UnitOfWork, clock: Clock) -> Changes:
    """As each `add_...`: `dictionary.name_missing`, `dictionary.name_taken`."""
    del clock
    return _add(uow, Kind, command.entry_id, command.names, customer_id=command.customer_id)


def add_ticket_type(command: AddTicketType, uow: UnitOfWork, clock: Clock) -> Changes:
    del clock
    values = {"requires_purpose": command.requires_purpose}
    return _add(uow, TicketType, command.entry_id, command.names, **values)


def add_purpose(command: AddPurpose, uow: UnitOfWork, clock: Clock) -> Changes:
    del clock
    return _add(uow, Purpose, command.entry_id, command.names)


def add_service(command: AddService, uow: UnitOfWork, clock: Clock) -> Changes:
    del clock
    return _add(uow, Service, command.entry_id, command.names)


def add_block_reason(command: AddBlockReason, uow: UnitOfWork, clock: Clock) -> Changes:
    del clock
    return _add(uow, BlockReason, command.entry_id, command.names)


def add_ticket_state(command: AddTicketState, uow: UnitOfWork, clock: Clock) -> Changes:
    del clock
    values = {"state_type": command.state_type, "ticket_type_id": command.ticket_type_id}
    return _add(uow, TicketState, command.entry_id, command.names, **values)


def add_work_kind(command: AddWorkKind, uow: UnitOfWork, clock: Clock) -> Changes:
    del clock
    values = {
        "mode": command.mode,
        "is_repair": command.is_repair,
        "default_minutes": command.default_minutes,
    }
    return _add(uow, WorkKind, command.entry_id, command.names, **values)


def rename_entry(command: RenameEntry, uow: UnitOfWork, clock: Clock) -> Changes:
    """`dictionary.name_missing`, `dictionary.name_taken`."""
    del clock
    entry = _entry(uow, command.dictionary, command.entry_id)
    name = command.name.strip()
    require_free_name(uow, entry, name)
    uow.record("dictionary.rename", entry, before=entry.name, name=name)
    if command.language is None:
        assign(entry, name=name, translations={})
    else:
        is_own = entry.name == entry.translations.get(command.language, entry.name)
        translations = {**entry.translations, command.language: name}
        assign(entry, name=name if is_own else entry.name, translations=translations)
    return uow.commit()


def set_entry_active(command: SetEntryActive, uow: UnitOfWork, clock: Clock) -> Changes:
    """`dictionary.default_state` for what the program itself puts tickets in, `dictionary.last_type`."""
    del clock
    entry = _entry(uow, command.dictionary, command.entry_id)
    if isinstance(entry, TicketType) and not command.is_active:
        _require_another_type(uow, entry)
    if isinstance(entry, TicketState) and entry.is_default and not command.is_active:
        raise RuleViolation("dictionary.default_state", name=entry.name)
    uow.record("dictionary.offer" if command.is_active else "dictionary.retire", entry, name=entry.name)
    assign(entry, is_active=command.is_active)
    return uow.commit()


def narrow_kind(command: NarrowKind, uow: UnitOfWork, clock: Clock) -> Changes:
    del clock
    kind = uow.get(Kind, command.entry_id)
    uow.record("dictionary.narrow", kind, name=kind.name)
    assign(kind, customer_id=command.customer_id)
    return uow.commit()


def demand_purpose(command: DemandPurpose, uow: UnitOfWork, clock: Clock) -> Changes:
    del clock
    ticket_type = uow.get(TicketType, command.entry_id)
    uow.record("dictionary.demand_purpose", ticket_type, name=ticket_type.name)
    assign(ticket_type, requires_purpose=command.is_demanded)
    return uow.commit()


def _require_another_type(uow: UnitOfWork, ticket_type: TicketType) -> None:
    if not [other for other in every(uow, TicketType, is_active=True) if other.id != ticket_type.id]:
        raise RuleViolation("dictionary.last_type", name=ticket_type.name)


def _entry(uow: UnitOfWork, dictionary: str, entry_id: UUID) -> Any:
    return uow.get(BOOKS[dictionary].kind, entry_id)


def _add(
    uow: UnitOfWork, dictionary: type[AnyEntry], entry_id: UUID, names: EntryNames, **values: Any
) -> Changes:
    name = names.name.strip()
    entry = dictionary(
        id=entry_id,
        code=f"own-{entry_id.hex}",
        name=name,
        translations=dict(names.translations),
        position=len(every(uow, dictionary)),
        **values,
    )
    uow.record("dictionary.add", entry, name=name)
    if not exists(uow, dictionary, entry_id):
        require_free_name(uow, entry, name)
        uow.add(entry)
    return uow.commit()
