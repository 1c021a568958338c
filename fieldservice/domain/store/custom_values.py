"""What stands in the company's own fields of a ticket: checked by the rules of its forms, then written.

Intake and the ticket's own form write through here alike.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fieldservice.domain.model.base import member_id
from fieldservice.domain.model.forms import (
    CustomField,
    CustomFieldType,
    CustomValue,
    DynamicForm,
    DynamicFormField,
    DynamicFormKind,
)
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.form_conditions import (
    FieldRule,
    FormRule,
    kept_values,
    problems,
    rule_from_json,
)
from fieldservice.domain.store.unit_of_work import UnitOfWork

MOST_FIELDS = 500
Values = Mapping[str, str]
"""By the field's code."""


@dataclass(frozen=True, slots=True)
class Asking:
    """What a ticket of a type and kind is asked: its fields in order, and the rules between them."""

    fields: tuple[CustomField, ...]
    required: frozenset[str]
    rules: tuple[FormRule, ...]

    def field_rules(self) -> tuple[FieldRule, ...]:
        return tuple(
            FieldRule(
                field.code,
                field.field_kind,
                field.is_required or field.code in self.required,
                tuple(option["code"] for option in field.options if not option.get("is_retired")),
            )
            for field in self.fields
        )


def asking(session: Session, type_id: UUID | None, kind_id: UUID | None) -> Asking:
    """Fields on every ticket of the type, then those of the forms of its kind (A37)."""
    everywhere = _fields_of_type(session, type_id)
    forms = _forms_of_kind(session, kind_id)
    on_forms = select(DynamicFormField).where(DynamicFormField.form_id.in_([form.id for form in forms]))
    rows = session.scalars(on_forms.order_by(DynamicFormField.form_id, DynamicFormField.position)).all()
    known = {field.id: field for field in everywhere}
    wanted = [row.field_id for row in rows if row.field_id not in known]
    known |= {field.id: field for field in _active(session, wanted)}
    named = [field.id for field in everywhere] + wanted
    ordered = tuple(known[key] for key in dict.fromkeys(named) if key in known)
    required = {known[row.field_id].code for row in rows if row.is_required and row.field_id in known}
    rules = tuple(rule_from_json(rule) for form in forms for rule in form.rules)
    return Asking(ordered, frozenset(required), rules)


def values_of(session: Session, ticket_id: UUID) -> dict[str, str]:
    """All that stands in own fields of the ticket, by the field's code."""
    told = select(CustomField.code, CustomValue.value).join(
        CustomField, CustomField.id == CustomValue.field_id
    )
    return dict(session.execute(told.where(CustomValue.ticket_id == ticket_id).limit(MOST_FIELDS)).all())


def put_values(uow: UnitOfWork, ticket_id: UUID, asked: Asking, values: Values, about: Values) -> None:
    """Check all values together and write what differs. `about` is what rules may ask of the ticket itself.

    `form.value_missing`, `form.value_unfit`, `form.option_not_offered` with the field.
    """
    fields = asked.field_rules()
    known = {**about, **values}
    found = problems(fields, asked.rules, known)
    if found:
        names = {field.code: field.name for field in asked.fields}
        raise RuleViolation(found[0].code, field=names[found[0].field], field_code=found[0].field)
    kept = kept_values(fields, asked.rules, known)
    _write(uow, ticket_id, {field.code: field.id for field in asked.fields}, kept)


def _write(uow: UnitOfWork, ticket_id: UUID, ids: Mapping[str, UUID], kept: Values) -> None:
    """Values of fields that this ticket is not asked any more stay as they are."""
    rows = uow.session.scalars(select(CustomValue).where(CustomValue.ticket_id == ticket_id)).all()
    by_field = {row.field_id: row for row in rows}
    for code, field_id in ids.items():
        row, value = by_field.get(field_id), kept.get(code, "")
        if row is None and value:
            uow.add(
                CustomValue(
                    id=member_id(ticket_id, field_id), ticket_id=ticket_id, field_id=field_id, value=value
                )
            )
        elif row is not None and not value:
            uow.session.delete(row)
        elif row is not None and row.value != value:
            row.value = value


def _fields_of_type(session: Session, type_id: UUID | None) -> list[CustomField]:
    limited = select(CustomFieldType.field_id)
    of_type = limited.where(CustomFieldType.ticket_type_id == type_id)
    fits = CustomField.id.in_(of_type) | CustomField.id.not_in(limited)
    offered = select(CustomField).where(CustomField.is_active, CustomField.is_on_every_ticket, fits)
    ordered = offered.order_by(CustomField.position, CustomField.code).limit(MOST_FIELDS)
    return list(session.scalars(ordered))


def _forms_of_kind(session: Session, kind_id: UUID | None) -> list[DynamicForm]:
    of_kind = select(DynamicFormKind.form_id).where(DynamicFormKind.kind_id == kind_id)
    forms = select(DynamicForm).where(DynamicForm.is_active, DynamicForm.id.in_(of_kind))
    return list(session.scalars(forms.order_by(DynamicForm.position, DynamicForm.code).limit(MOST_FIELDS)))


def _active(session: Session, ids: Iterable[UUID]) -> list[CustomField]:
    offered = select(CustomField).where(CustomField.is_active, CustomField.id.in_(list(ids)))
    return list(session.scalars(offered.limit(MOST_FIELDS)))
