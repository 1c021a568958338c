"""Values of rows as they come over the line: checked against their columns, and written in the one form in
which the journal writes them, so that the same value is always the same text.
"""

import math
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Enum,
    Float,
    Integer,
    String,
    Table,
    Uuid,
)

from fieldservice.domain.model.base import TenThousandths, UtcDateTime
from fieldservice.domain.model.whole import Base
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.exchange_kinds import travels
from fieldservice.domain.store.row_values import encode
from fieldservice.domain.store.row_writer import plain_defaults
from fieldservice.sync.wire import MOST_ROW_BYTES

Values = dict[str, Any]
Reader = Callable[[Any], Any]
"""Gives the value in its one form, or raises ValueError."""

LARGEST_INTEGER, LARGEST_BIG = 2**31 - 1, 2**63 - 1
MOST_DEPTH = 20
MOST_REMEMBERED = 16_384
"""Ids and moments that were read lately: in one push most come many times."""
NUL = "\0"


class TableForm:
    """A table's columns as they travel: how each is read, what a new row has in those that it leaves out."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.name = str(table.name)
        self.columns = tuple(table.columns.keys())
        self.has_version = "version" in table.c
        self._readers = {
            column.name: _reader(column) for column in table.columns if travels(table.name, column.name)
        }
        self._needed = {
            column.name for column in table.columns if not column.nullable and column.name in self._readers
        }
        plain = {name: encode(value) for name, value in plain_defaults(table).items()}
        told = {**_server_defaults(table), **plain}
        self.defaults = {name: value for name, value in told.items() if name in self._readers}
        self._blank: Values = {**dict.fromkeys(self._readers), **self.defaults}
        self.references = {
            str(key.parent.name): str(key.column.table.name)
            for key in table.foreign_keys
            if key.parent.name != "id"
        }
        self.same_rows = tuple(
            str(key.column.table.name) for key in table.foreign_keys if key.parent.name == "id"
        )

    def read(self, values: Mapping[str, Any]) -> Values:
        """Known columns in their one form; `row.unfit` when a value is none of its column's.

        What is not known here (a newer workstation's column) is passed over, and so is what does not travel,
        and the id, which is told by itself.
        """
        read: Values = {}
        for name, value in values.items():
            reader = self._readers.get(name)
            if reader is None or name == "id":
                continue
            if value is None:
                if name in self._needed:
                    raise RuleViolation("row.unfit", table=self.name, field=name)
                read[name] = None
                continue
            try:
                read[name] = reader(value)
            except (ValueError, TypeError, OverflowError, InvalidOperation) as error:
                raise RuleViolation("row.unfit", table=self.name, field=name) from error
        return read

    def whole(self, row_id: UUID, values: Values) -> Values:
        """A new row with all columns that travel: what was left out takes its default, or nothing.

        `row.unfit` when something is missing that every row has.
        """
        row = {**self._blank, **values, "id": row_id.hex}
        missing = sorted(name for name in self._needed if row[name] is None)
        if missing:
            raise RuleViolation("row.unfit", table=self.name, field=missing[0])
        return row

    def is_plain(self, row_id: UUID, sent: Values, row: Values) -> bool:
        """Whether a new row is what was sent, with nothing besides but defaults."""
        return {**self._blank, **sent, "id": row_id.hex} == row

    def is_default(self, name: str, value: Any) -> bool:
        """Whether a new row has this value when nobody says anything."""
        return bool(value == self.defaults.get(name))


@cache
def form_of(table: str) -> TableForm | None:
    """None for a table that does not travel, or that is not known here."""
    known = Base.metadata.tables.get(table)
    return TableForm(known) if known is not None and travels(table, "id") else None


@lru_cache(maxsize=MOST_REMEMBERED)
def row_id_of(text: str) -> UUID:
    """Raises ValueError. The same few rows are pointed to again and again."""
    return UUID(text)


def moment_of_text(text: str) -> datetime:
    """Raises ValueError; a moment without a zone is none."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment.astimezone(UTC)


def _reader(column: Column[Any]) -> Reader:
    kind = column.type
    for wanted, reader in _READERS:
        if isinstance(kind, wanted):
            return reader
    if isinstance(kind, Enum) and kind.enum_class is not None:
        members = frozenset(str(member.value) for member in kind.enum_class)
        return lambda value: _member(value, members)
    if isinstance(kind, String):
        longest = kind.length or MOST_ROW_BYTES
        return lambda value: _text(value, longest)
    return _whole_number(LARGEST_BIG if isinstance(kind, BigInteger) else LARGEST_INTEGER)


def _server_defaults(table: Table) -> Values:
    """What an older workstation leaves out, for it does not know the column."""
    told = {}
    for column in table.columns:
        default = column.server_default
        text = getattr(default, "arg", None)
        if isinstance(text, str):
            is_number = isinstance(column.type, Integer)
            told[column.name] = (
                text != "0" if isinstance(column.type, Boolean) else int(text) if is_number else text
            )
    return told


def _uuid(value: Any) -> str:
    return row_id_of(_text(value, 36)).hex


def _moment(value: Any) -> str:
    return _in_utc(_text(value, 40))


@lru_cache(maxsize=MOST_REMEMBERED)
def _in_utc(text: str) -> str:
    return moment_of_text(text).isoformat()


def _day(value: Any) -> str:
    return date.fromisoformat(_text(value, 10)).isoformat()


def _quantity(value: Any) -> str:
    quantity = Decimal(_text(value, 30))
    if not quantity.is_finite() or abs(quantity) * 10_000 > LARGEST_BIG:
        raise ValueError(value)
    return str(encode(quantity))


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(value)
    return float(value)


def _whole_number(largest: int) -> Reader:
    def read(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not -largest <= value <= largest:
            raise ValueError(value)
        return value

    return read


def _member(value: Any, members: frozenset[str]) -> str:
    if value not in members:
        raise ValueError(value)
    return str(value)


def _text(value: Any, longest: int) -> str:
    if not isinstance(value, str) or len(value) > longest or NUL in value:
        raise ValueError
    value.encode()  # half a surrogate is no text
    return value


def plain_json(value: Any, depth: int = 0) -> Any:
    """Raises ValueError when the database could not keep it."""
    if depth > MOST_DEPTH:
        raise ValueError
    if isinstance(value, dict):
        return {_text(name, MOST_ROW_BYTES): plain_json(each, depth + 1) for name, each in value.items()}
    if isinstance(value, list):
        return [plain_json(each, depth + 1) for each in value]
    if isinstance(value, str):
        return _text(value, MOST_ROW_BYTES)
    if isinstance(value, float):
        return _number(value)
    return value


# Booleans and quantities are whole numbers to their types, enums text: their own readers are asked first.
_READERS: tuple[tuple[type[Any], Reader], ...] = (
    (Uuid, _uuid),
    (UtcDateTime, _moment),
    (TenThousandths, _quantity),
    (Date, _day),
    (Boolean, _truth),
    (JSON, plain_json),
    (Float, _number),
)
