"""Values of conflicts and of what changed elsewhere: columns by name, ids as the names of what they mean."""

import enum
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Table
from sqlalchemy.orm import Session

from fieldservice.domain.model.whole import Base
from fieldservice.domain.queries.dictionaries import name_in
from fieldservice.domain.store.exchange_names import called
from fieldservice.domain.store.exchange_news import mapped_class
from fieldservice.domain.store.row_values import decode_row

Value = str | int | float | bool | date | datetime | Decimal | enum.Enum | None
MOST_LISTED = 20


def value_of(session: Session, table: str, field: str, stored: Any, language: str) -> Value:
    """A stored value as people know it; what a later program stores is shown as it is."""
    columns = Base.metadata.tables.get(table)
    if columns is None or field not in columns.c:
        return _plain(stored)
    value = decode_row(columns, {field: stored})[field]
    return _named(session, columns, field, value, language)


def _named(session: Session, columns: Table, field: str, value: Any, language: str) -> Value:
    if not isinstance(value, UUID):
        return value if isinstance(value, Value) else _plain(value)
    keys = columns.c[field].foreign_keys
    kind = next((mapped_class(key.column.table.name) for key in keys), None)
    row: Any = None if kind is None else session.get(kind, value)
    if row is None:
        return ""
    translations = getattr(row, "translations", None)
    return name_in(row.name, translations, language) if translations else called(row)


def _plain(stored: Any) -> str:
    """Lists and whole objects in one line."""
    match stored:
        case None:
            return ""
        case list():
            return ", ".join(_plain(each) for each in stored[:MOST_LISTED])
        case dict():
            return ", ".join(f"{name}: {_plain(each)}" for name, each in list(stored.items())[:MOST_LISTED])
        case _:
            return str(stored)
