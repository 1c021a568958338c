"""Entries of the dictionaries are offered, or no longer; what uses one keeps it (C02, C31)."""

from dataclasses import dataclass
from uuid import UUID

from fieldservice.domain.model.catalogue import TicketState, TicketType
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.dictionary_books import BOOKS
from fieldservice.domain.store.finding import assign, every
from fieldservice.domain.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class SetEntryActive:
    """`dictionary` is the table's name."""

    dictionary: str
    entry_id: UUID
    is_active: bool


def set_entry_active(command: SetEntryActive, uow: UnitOfWork, clock: Clock) -> Changes:
    """`dictionary.default_state` for what the program itself puts tickets in, `dictionary.last_type`."""
    del clock
    entry = uow.get(BOOKS[command.dictionary].kind, command.entry_id)
    if isinstance(entry, TicketType) and not command.is_active:
        _require_another_type(uow, entry)
    if isinstance(entry, TicketState) and entry.is_default and not command.is_active:
        raise RuleViolation("dictionary.default_state", name=entry.name)
    uow.record("dictionary.offer" if command.is_active else "dictionary.retire", entry, name=entry.name)
    assign(entry, is_active=command.is_active)
    return uow.commit()


def _require_another_type(uow: UnitOfWork, ticket_type: TicketType) -> None:
    if not [other for other in every(uow, TicketType, is_active=True) if other.id != ticket_type.id]:
        raise RuleViolation("dictionary.last_type", name=ticket_type.name)
