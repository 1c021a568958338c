"""Column values as plain JSON and back: what the journal keeps of a row."""

import enum
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Date, Enum, Table, Uuid

from fieldservice.domain.model.base import TenThousandths, UtcDateTime

STORED_STEP = Decimal("0.0001")

type_of_reader = Callable[[Any], Any]


def encode(value: Any) -> Any:
    """Turn a column's value into what JSON can hold."""
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.quantize(STORED_STEP).normalize(), "f")  # as the column keeps it
    return value.value if isinstance(value, enum.Enum) else value


def decode_row(table: Table, stored: Mapping[str, Any]) -> dict[str, Any]:
    """Turn a stored row back into column values; a column that is gone is left out."""
    return {
        name: None if value is None else _reader(table.c[name])(value)
        for name, value in stored.items()
        if name in table.c
    }


def _reader(column: Column[Any]) -> type_of_reader:
    kind = column.type
    if isinstance(kind, Uuid):
        return UUID
    if isinstance(kind, UtcDateTime):
        return datetime.fromisoformat
    if isinstance(kind, Enum) and kind.enum_class is not None:
        return kind.enum_class
    if isinstance(kind, Date):
        return date.fromisoformat
    return Decimal if isinstance(kind, TenThousandths) else _same


def _same(value: Any) -> Any:
    return value
