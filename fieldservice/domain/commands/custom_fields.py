"""How fields stand on a ticket, and what stands in those of the company's own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from fieldservice.domain.commands.entries import FieldChange, apply_changes
from fieldservice.domain.commands.first_start import catalogue_id
from fieldservice.domain.model.forms import CustomField, StandardField
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.standard_fields import FieldOfTicket
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.custom_values import asking, put_values, values_of
from fieldservice.domain.store.dictionary_books import Book
from fieldservice.domain.store.finding import assign, every, first
from fieldservice.domain.store.ticket_facts import about_ticket
from fieldservice.domain.store.unit_of_work import UnitOfWork

LAYOUT = Book(StandardField, ("is_active",))


@dataclass(frozen=True, slots=True)
class ChangeStandardField:
    """Call a standard field otherwise (`name:pl`), or hide it (`is_active`)."""

    field: FieldOfTicket
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class ArrangeFields:
    """The order of fields on a ticket by their codes, standard and own ones; others follow as they stood."""

    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SetCustomValues:
    """What stands in own fields of a ticket: field code, what was seen there, what is to stand there."""

    ticket_id: UUID
    changes: tuple[FieldChange, ...]


def change_standard_field(command: ChangeStandardField, uow: UnitOfWork, clock: Clock) -> Changes:
    """`form.field_needed` for a field without which no ticket can be kept."""
    del clock
    row = _standard(uow, command.field)
    uow.record("form.change_field", row, name=command.field)
    for change in command.changes:
        if change.field == "is_active" and not change.value and not command.field.may_be_hidden:
            raise RuleViolation("form.field_needed", name=command.field)
    apply_changes(uow, LAYOUT, row, command.changes)
    return uow.commit()


def arrange_fields(command: ArrangeFields, uow: UnitOfWork, clock: Clock) -> Changes:
    del clock
    uow.record("form.arrange", None)
    own = {field.code: field for field in every(uow, CustomField)}
    standard = {field.value: _standard(uow, field) for field in FieldOfTicket}
    others = sorted((code for code in standard if code not in command.codes), key=_place_in(standard))
    for place, code in enumerate((*command.codes, *others)):
        if code in own:
            assign(own[code], place=place)
        else:
            assign(standard[code], position=place)
    return uow.commit()


def set_custom_values(command: SetCustomValues, uow: UnitOfWork, clock: Clock) -> Changes:
    """`form.value_changed_meanwhile` when somebody else wrote something else into the same field."""
    del clock
    ticket = uow.lock(Ticket, command.ticket_id)
    uow.record("ticket.set_fields", ticket, number=ticket.number)
    asked = asking(uow.session, ticket.type_id, ticket.kind_id)
    values = values_of(uow.session, ticket.id)
    for change in command.changes:
        _require_as_seen(values, change)
        values[change.field] = change.value
    put_values(uow, ticket.id, asked, values, about_ticket(uow.session, ticket))
    return uow.commit()


def _place_in(standard: Mapping[str, StandardField]) -> Callable[[str], int]:
    return lambda code: standard[code].position


def _standard(uow: UnitOfWork, field: FieldOfTicket) -> StandardField:
    row = first(uow, StandardField, code=field.value)
    if row is None:
        position = list(FieldOfTicket).index(field)
        row = StandardField(
            id=catalogue_id("standard_field", field.value),
            code=field.value,
            name="",
            translations={},
            position=position,
            is_active=True,
        )
        uow.add(row)
    return row


def _require_as_seen(values: Mapping[str, str], change: FieldChange) -> None:
    now = values.get(change.field, "")
    if now not in (change.seen, change.value):
        raise RuleViolation("form.value_changed_meanwhile", theirs=now, mine=change.value)
