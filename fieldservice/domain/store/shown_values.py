"""What a stored value is called, for sentences: the name of a row instead of its id."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from fieldservice.domain.model.whole import Base


def shown_value(session: Session, kind: type[Base], column: str, value: Any) -> str:
    """The value as text; empty for nothing. A row is shown by its name, a list by what is in it."""
    if value is None or value in ("", ()):
        return ""
    if isinstance(value, UUID):
        return _name_of(session, kind, column, value)
    if isinstance(value, Collection) and not isinstance(value, str):
        return ", ".join(shown_value(session, kind, column, each) for each in value)
    return str(getattr(value, "value", value))


def _name_of(session: Session, kind: type[Base], column: str, row_id: UUID) -> str:
    table = inspect(kind).local_table
    keys = table.c[column].foreign_keys if column in table.c else ()
    for key in keys:
        for mapper in Base.registry.mappers:
            if mapper.local_table is key.column.table:
                return str(getattr(session.get(mapper.class_, row_id), "name", ""))
    return ""
