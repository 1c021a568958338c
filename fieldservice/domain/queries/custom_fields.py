"""The company's own fields: what a request is asked, what stands on a ticket, how standard ones show."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fieldservice.domain.model.forms import CustomField, StandardField
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.queries.dictionaries import MOST_ENTRIES, name_in
from fieldservice.domain.rules.form_conditions import FieldKind, FormRule
from fieldservice.domain.rules.standard_fields import FieldOfTicket
from fieldservice.domain.store.custom_values import Asking, asking, values_of
from fieldservice.domain.store.ticket_facts import about, about_ticket


@dataclass(frozen=True, slots=True)
class FieldOption:
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class AskedFieldRow:
    """A field as a form shows it, in the reader's language."""

    code: str
    name: str
    kind: FieldKind
    is_required: bool
    hint: str = ""
    options: tuple[FieldOption, ...] = ()

    def shown(self, value: str) -> str:
        """An option by its name; everything else as it stands."""
        return next((option.name for option in self.options if option.code == value), value)


@dataclass(frozen=True, slots=True)
class FieldSheet:
    """Fields in order, the rules between them, their values, and what rules know of the ticket itself."""

    fields: tuple[AskedFieldRow, ...] = ()
    rules: tuple[FormRule, ...] = ()
    values: Mapping[str, str] | None = None
    about: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class FieldLayout:
    """How fields stand on a ticket: `order` of codes, own names of standard ones, those hidden."""

    order: tuple[str, ...]
    names: Mapping[str, str]
    hidden: frozenset[str]


@dataclass(frozen=True, slots=True)
class LayoutRow:
    """A field on the screen that arranges them; `values` by the names that changes go by."""

    code: str
    name: str
    is_own: bool
    is_shown: bool
    may_be_hidden: bool
    values: Mapping[str, Any]


def fields_of_ticket(session: Session, ticket_id: UUID, language: str) -> FieldSheet:
    """What the ticket is asked and what stands there; nothing for a ticket that is gone."""
    ticket = session.get(Ticket, ticket_id)
    if ticket is None:
        return FieldSheet()
    asked = asking(session, ticket.type_id, ticket.kind_id)
    return FieldSheet(
        _rows(asked, language), asked.rules, values_of(session, ticket_id), about_ticket(session, ticket)
    )


def fields_for_intake(
    session: Session,
    language: str,
    type_id: UUID | None,
    kind_id: UUID | None,
    service_id: UUID | None = None,
) -> FieldSheet:
    """What a request of the type, kind and service would be asked."""
    asked = asking(session, type_id, kind_id)
    return FieldSheet(_rows(asked, language), asked.rules, {}, about(session, type_id, kind_id, service_id))


def field_layout(session: Session, language: str) -> FieldLayout:
    rows = layout_rows(session, language)
    names = {row.code: row.name for row in rows if row.name and not row.is_own}
    return FieldLayout(
        tuple(row.code for row in rows), names, frozenset(row.code for row in rows if not row.is_shown)
    )


def layout_rows(session: Session, language: str) -> tuple[LayoutRow, ...]:
    """Standard and own fields in one order; a standard field without an own name has none."""
    changed = {row.code: row for row in session.scalars(select(StandardField))}
    placed: list[tuple[int, int, LayoutRow]] = []
    for at, field in enumerate(FieldOfTicket):
        row = changed.get(field.value)
        placed.append((at if row is None else row.position, at, _standard(field, row, language)))
    own = select(CustomField).where(CustomField.is_active, CustomField.is_on_every_ticket)
    for at, each in enumerate(
        session.scalars(own.order_by(CustomField.place, CustomField.position).limit(MOST_ENTRIES))
    ):
        name = name_in(each.name, each.translations, language)
        row_of_own = LayoutRow(each.code, name, True, True, False, {})
        placed.append((each.place, len(FieldOfTicket) + at, row_of_own))
    return tuple(row for _position, _at, row in sorted(placed, key=lambda each: each[:2]))


def _standard(field: FieldOfTicket, row: StandardField | None, language: str) -> LayoutRow:
    translations = {} if row is None else dict(row.translations)
    name = "" if row is None else name_in(row.name, translations, language)
    is_shown = row is None or row.is_active
    values = {f"name:{spoken}": text for spoken, text in translations.items()} | {"is_active": is_shown}
    return LayoutRow(field.value, name, False, is_shown, field.may_be_hidden, values)


def _rows(asked: Asking, language: str) -> tuple[AskedFieldRow, ...]:
    return tuple(
        AskedFieldRow(
            field.code,
            name_in(field.name, field.translations, language),
            field.field_kind,
            field.is_required or field.code in asked.required,
            field.hint,
            tuple(
                FieldOption(option["code"], name_in(option["name"], option.get("translations", {}), language))
                for option in field.options
            ),
        )
        for field in asked.fields
    )
