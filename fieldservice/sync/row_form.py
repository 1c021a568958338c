"""Rows between the form in which they travel and the one in which SQLite keeps them, column by column.

Nothing is made of a value in between (no UUID, no moment), so that tens of thousands of rows take a second.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from operator import itemgetter
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Table

from fieldservice.domain.model.base import TenThousandths, UtcDateTime
from fieldservice.domain.model.whole import Base
from fieldservice.domain.rules.exchange_kinds import is_exchanged, travels
from fieldservice.domain.store.row_values import encode
from fieldservice.domain.store.row_writer import plain_defaults

Convert = Callable[[Any], Any]
Values = dict[str, Any]
UTC_SUFFIX = "+00:00"
SECONDS_END = 19
WHOLE_SECOND = SECONDS_END + len(UTC_SUFFIX)


class RowForm:
    """The columns of a table that travel, and how their values are brought into the other form."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.name = str(table.name)
        self.columns = tuple(str(column.name) for column in table.columns if travels(table.name, column.name))
        self.known = frozenset(self.columns)
        self.has_version = "version" in table.c
        self._to_store = {name: _to_store(table.c[name]) for name in self.columns}
        self._to_travel = {name: _to_travel(table.c[name]) for name in self.columns}
        self._defaults = {
            name: encode(value) for name, value in plain_defaults(table).items() if name in self.columns
        }
        self._whole = itemgetter(*self.columns)
        self._converted = [
            (at, convert) for at, convert in enumerate(self._to_store.values()) if convert is not _same
        ]
        written = (*self.columns, "version") if self.has_version else self.columns
        self._local = (1,) if self.has_version else ()
        listed, marks = ", ".join(f'"{name}"' for name in written), ", ".join("?" * len(written))
        self.insert = f"INSERT INTO {self.name} ({listed}) VALUES ({marks})"  # noqa: S608 - names of the model
        self.listed = ", ".join(f'"{name}"' for name in self.columns)

    def travelling(self, row: Mapping[str, Any]) -> Values:
        """The columns that are known here; those of a newer centre are passed over."""
        return {name: row[name] for name in self.columns if name in row}

    def inserted(self, row: Mapping[str, Any]) -> tuple[Any, ...]:
        """The values of `insert`: what the row leaves out takes its default."""
        try:
            bound = list(self._whole(row))
        except KeyError:
            bound = [row.get(name, self._defaults.get(name)) for name in self.columns]
        for at, convert in self._converted:
            if bound[at] is not None:
                bound[at] = convert(bound[at])
        return (*bound, *self._local)

    def default(self, name: str) -> Any:
        """What a row takes that leaves the column out."""
        return self._defaults.get(name)

    def stored(self, name: str, value: Any) -> Any:
        return None if value is None else self._to_store[name](value)

    def encoded(self, stored: Sequence[Any]) -> Values:
        """A row as it was read with the columns of `listed`."""
        return {
            name: None if value is None else self._to_travel[name](value)
            for name, value in zip(self.columns, stored, strict=True)
        }


@cache
def row_form(table: str) -> RowForm | None:
    """None for a table that is not exchanged, or that a newer centre has and we do not."""
    known = Base.metadata.tables.get(table)
    return RowForm(known) if known is not None and is_exchanged(table) else None


@cache
def exchanged_tables() -> tuple[str, ...]:
    """Every table that is exchanged, parents before children."""
    return tuple(str(table.name) for table in Base.metadata.sorted_tables if is_exchanged(table.name))


def _to_store(column: Column[Any]) -> Convert:
    kind = column.type
    if isinstance(kind, UtcDateTime):
        return stored_moment
    if isinstance(kind, TenThousandths):
        return _ten_thousandths
    if isinstance(kind, JSON):
        return json.dumps
    return int if isinstance(kind, Boolean) else _same


def _to_travel(column: Column[Any]) -> Convert:
    kind = column.type
    if isinstance(kind, UtcDateTime):
        return travelling_moment
    if isinstance(kind, TenThousandths):
        return _quantity
    if isinstance(kind, JSON):
        return json.loads
    return bool if isinstance(kind, Boolean) else _same


def stored_moment(value: str) -> str:
    if len(value) == WHOLE_SECOND and value.endswith(UTC_SUFFIX):
        return f"{value[:10]} {value[11:SECONDS_END]}.000000"
    if not value.endswith(UTC_SUFFIX):
        value = datetime.fromisoformat(value).astimezone(UTC).isoformat()
    fraction = value[SECONDS_END:-6].ljust(7, "0") if value[SECONDS_END] == "." else ".000000"
    return f"{value[:10]} {value[11:SECONDS_END]}{fraction}"


def travelling_moment(value: str) -> str:
    fraction = value[SECONDS_END:]
    return f"{value[:10]}T{value[11:SECONDS_END]}{'' if fraction == '.000000' else fraction}{UTC_SUFFIX}"


def _ten_thousandths(value: str) -> int:
    return int((Decimal(value) * 10_000).to_integral_value())


def _quantity(value: int) -> str:
    return str(encode(Decimal(value) / 10_000))


def _same(value: Any) -> Any:
    return value
