"""Fields of the company's own on tickets, how the standard ones are shown, and forms that ask for them."""

from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from fieldservice.domain.model.base import (
    Base,
    JsonList,
    LongText,
    ShortText,
    UuidPk,
    enum_text,
    references,
)
from fieldservice.domain.model.catalogue import Named
from fieldservice.domain.rules.form_conditions import FieldKind


class CustomField(Named, Base):
    """A field of the company's own (K01). `options` of a choice: code, name, translations.

    `place` is where it stands among all fields of a ticket, behind the standard ones until it is arranged.
    """

    __tablename__ = "custom_field"

    field_kind: Mapped[FieldKind] = mapped_column(enum_text(FieldKind))
    is_required: Mapped[bool] = mapped_column(default=False)
    is_on_every_ticket: Mapped[bool] = mapped_column(default=True)
    options: Mapped[JsonList] = mapped_column(default=list)
    hint: Mapped[ShortText] = mapped_column(default="")
    place: Mapped[int] = mapped_column(default=1_000)


class CustomFieldType(Base):
    """A type of ticket that has the field; a field without any is on tickets of all types."""

    __tablename__ = "custom_field_type"
    __table_args__ = (UniqueConstraint("field_id", "ticket_type_id"),)

    id: Mapped[UuidPk]
    field_id: Mapped[UUID] = mapped_column(references("custom_field.id"))
    ticket_type_id: Mapped[UUID] = mapped_column(references("ticket_type.id"))


class CustomValue(Base):
    """What stands in an own field of a ticket, as text in one fixed form (`rules/form_conditions.py`)."""

    __tablename__ = "custom_value"
    __table_args__ = (
        UniqueConstraint("ticket_id", "field_id"),
        Index("ix_custom_value_field_id", "field_id"),
    )

    id: Mapped[UuidPk]
    ticket_id: Mapped[UUID] = mapped_column(references("ticket.id"))
    field_id: Mapped[UUID] = mapped_column(references("custom_field.id"))
    value: Mapped[LongText]


class StandardField(Named, Base):
    """A field that every ticket has, as the company shows it (K03, K04).

    `code` is the ticket's column; without a name it is called as always, inactive it is hidden.
    """

    __tablename__ = "standard_field"


class DynamicForm(Named, Base):
    """Fields asked for together (A37). `rules` are what `rules/form_conditions.py` reads (expectation 34)."""

    __tablename__ = "dynamic_form"

    rules: Mapped[JsonList] = mapped_column(default=list)


class DynamicFormField(Base):
    """A field on a form, in the order of `position`."""

    __tablename__ = "dynamic_form_field"
    __table_args__ = (UniqueConstraint("form_id", "field_id"),)

    id: Mapped[UuidPk]
    form_id: Mapped[UUID] = mapped_column(references("dynamic_form.id"))
    field_id: Mapped[UUID] = mapped_column(references("custom_field.id"))
    position: Mapped[int] = mapped_column(default=0)
    is_required: Mapped[bool] = mapped_column(default=False)


class DynamicFormKind(Base):
    """A kind of ticket at whose intake the form is asked."""

    __tablename__ = "dynamic_form_kind"
    __table_args__ = (UniqueConstraint("form_id", "kind_id"),)

    id: Mapped[UuidPk]
    form_id: Mapped[UUID] = mapped_column(references("dynamic_form.id"))
    kind_id: Mapped[UUID] = mapped_column(references("kind.id"))
