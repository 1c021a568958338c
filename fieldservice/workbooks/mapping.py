"""Which table is what and which column which field: recognised, corrected by a person, remembered."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.workbooks.fields import FIELDS, Kind
from fieldservice.workbooks.words import folded

CERTAIN = 100
LEFT_OUT_MARK = "⚠"
"""A header that begins so is of our own making (corrections.py) and never a field."""


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """One column (from 0) with its header; `field` is None when it is left out. Confidence is 0 to 100."""

    column: int
    header: str
    field: str | None = None
    confidence: int = 0


@dataclass(frozen=True, slots=True)
class TableMapping:
    """One table of a sheet; rows count from 1. `kind` is None when the table is left out.

    `also` names other kinds whose required columns are there as well: a row may hold a customer and its site.
    """

    sheet: str
    header_row: int
    last_row: int
    columns: tuple[ColumnMapping, ...]
    kind: Kind | None = None
    confidence: int = 0
    also: tuple[Kind, ...] = ()

    @property
    def fields(self) -> frozenset[str]:
        return frozenset(column.field for column in self.columns if column.field is not None)

    @property
    def missing(self) -> tuple[str, ...]:
        """Fields without which no row of this table can be imported."""
        return FIELDS[self.kind].missing(self.fields) if self.kind else ()

    @property
    def unused(self) -> tuple[str, ...]:
        """Headers of columns that nothing is taken from."""
        return tuple(column.header for column in self.columns if column.field is None and column.header)

    @property
    def is_ready(self) -> bool:
        return self.kind is not None and not self.missing

    @property
    def own_columns(self) -> tuple[ColumnMapping, ...]:
        """The columns that the file's author made, without those that a correction workbook adds."""
        return tuple(column for column in self.columns if not column.header.startswith(LEFT_OUT_MARK))

    @property
    def signature(self) -> str:
        """The same for every table with the same headers in the same order, wherever it lies."""
        headers = "\n".join(folded(column.header) for column in self.own_columns)
        return hashlib.sha256(headers.encode()).hexdigest()[:32]

    def with_field(self, column: int, field: str | None) -> "TableMapping":
        """A person's choice for one column; the field leaves the column it was taken from before."""
        if field is not None and (self.kind is None or FIELDS[self.kind].field(field) is None):
            raise RuleViolation("mapping.unknown_field", field=field)
        columns = tuple(_chosen(told, column, field) for told in self.columns)
        return replace(self, columns=columns)

    def with_kind(self, kind: Kind | None) -> "TableMapping":
        """A person's choice for the table; columns keep the fields that the new kind knows too."""
        known = frozenset(field.name for field in FIELDS[kind].fields) if kind else frozenset[str]()
        columns = tuple(c if c.field in known else replace(c, field=None, confidence=0) for c in self.columns)
        return replace(self, kind=kind, confidence=CERTAIN, columns=columns)


def _chosen(told: ColumnMapping, column: int, field: str | None) -> ColumnMapping:
    if told.column == column:
        return replace(told, field=field, confidence=CERTAIN)
    if field is not None and told.field == field:
        return replace(told, field=None, confidence=CERTAIN)
    return told


@dataclass(frozen=True, slots=True)
class WorkbookMapping:
    """All tables of a workbook in their order."""

    tables: tuple[TableMapping, ...]

    def with_table(self, place: int, table: TableMapping) -> "WorkbookMapping":
        return replace(self, tables=(*self.tables[:place], table, *self.tables[place + 1 :]))

    @property
    def ready(self) -> tuple[TableMapping, ...]:
        """The tables that can be imported, in the order in which one kind needs another."""
        order = list(Kind)
        ready = [table for table in self.tables if table.is_ready]
        return tuple(sorted(ready, key=lambda table: order.index(table.kind) if table.kind else 0))

    def to_json(self) -> str:
        return json.dumps({"tables": [_table_json(table) for table in self.tables]}, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "WorkbookMapping":
        try:
            return cls(tuple(_table_from(table) for table in json.loads(text)["tables"]))
        except (ValueError, KeyError, TypeError) as problem:
            raise RuleViolation("mapping.not_readable") from problem

    def adding(self, table: TableMapping) -> "WorkbookMapping":
        """The same rows read once more as another kind: a row may hold a customer and its site."""
        return replace(self, tables=(*self.tables, table))

    def remembered(self) -> dict[str, str]:
        """What to keep for next time: the choices for each header signature, as JSON."""
        choices: dict[str, list[dict[str, Any]]] = {}
        for table in self.tables:
            told = {"kind": table.kind, "fields": [column.field for column in table.own_columns]}
            if told not in choices.setdefault(table.signature, []):
                choices[table.signature].append(told)
        return {signature: json.dumps(told, ensure_ascii=False) for signature, told in choices.items()}


def with_remembered(table: TableMapping, choices: Mapping[str, str]) -> tuple[TableMapping, ...]:
    """The table as a person once mapped the same headers; as it is when they never were or no longer fit."""
    try:
        told = json.loads(choices.get(table.signature, "[]"))
        return tuple(_as_chosen(table, choice) for choice in told) or (table,)
    except (ValueError, KeyError, TypeError):
        return (table,)


def _as_chosen(table: TableMapping, choice: Mapping[str, Any]) -> TableMapping:
    kind = Kind(choice["kind"]) if choice["kind"] else None
    fields = [str(field) if field else None for field in choice["fields"]]
    chosen = {column.column: field for column, field in zip(table.own_columns, fields, strict=True)}
    columns = tuple(replace(c, field=chosen.get(c.column), confidence=CERTAIN) for c in table.columns)
    return replace(table, kind=None, columns=columns).with_kind(kind)


def _table_json(table: TableMapping) -> dict[str, Any]:
    columns = [[c.column, c.header, c.field, c.confidence] for c in table.columns]
    told = {
        name: getattr(table, name)
        for name in ("sheet", "header_row", "last_row", "kind", "confidence", "also")
    }
    return told | {"columns": columns}


def _table_from(told: Mapping[str, Any]) -> TableMapping:
    columns = tuple(ColumnMapping(int(c), str(h), f, int(sure)) for c, h, f, sure in told["columns"])
    kind = Kind(told["kind"]) if told["kind"] else None
    also = tuple(Kind(name) for name in told["also"])
    place = int(told["header_row"]), int(told["last_row"])
    return TableMapping(str(told["sheet"]), *place, columns, kind, int(told["confidence"]), also)
