"""Which rows of a desk that joins are the very rows that the centre has already: told by their natural keys.

Roles by code, people by login, entries of dictionaries by code or name, customers by number and name or by
tax number, sites and contracts by their code at the same customer. What is not the same but bears the same
code gets another. Tickets are never the same: the centre renumbers what clashes.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, String, Table, UniqueConstraint, Uuid

from fieldservice.sync.row_changes import standing_rows
from fieldservice.sync.row_form import RowForm, exchanged_tables, row_form

Values = Mapping[str, Any]
Natural = tuple[str, ...]

NEVER_SAME = frozenset({"ticket", "work_order", "request", "visit", "work_line", "article", "sla_entry"})
AT_THE_SAME = {"site": "customer_id", "contract": "customer_id"}
"""Codes that name the same only at the same owner."""
LONGEST_CODE = 40


@dataclass(slots=True)
class Identified:
    """`same` are ids of this desk with those of the centre; `renamed` are codes to be changed: table, column,
    id, new code.
    """

    same: dict[str, str] = field(default_factory=dict)
    renamed: list[tuple[str, str, str, str]] = field(default_factory=list)

    def centre_id(self, value: Any) -> Any:
        return self.same.get(value, value) if isinstance(value, str) else value


def identify(connection: Connection, theirs: Mapping[str, Mapping[str, Values]], mark: str) -> Identified:
    """Parents first, so that children are compared by their parents' ids at the centre. `mark` makes codes of
    this desk its own.
    """
    found = Identified()
    for name in exchanged_tables():
        form = row_form(name)
        if form is not None and name not in NEVER_SAME and theirs.get(name):
            _identify_table(connection, form, theirs[name], (found, mark))
    return found


def naturals(table: Table) -> Iterator[Natural]:
    """What is unique in a table besides its ids."""
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint):
            yield tuple(column.name for column in constraint.columns)
    for index in table.indexes:
        if index.unique:
            yield tuple(column.name for column in index.columns)


def _identify_table(
    connection: Connection, form: RowForm, theirs: Mapping[str, Values], into: tuple[Identified, str]
) -> None:
    found, mark = into
    ids = [row_id for (row_id,) in connection.exec_driver_sql(f"SELECT id FROM {form.name}")]  # noqa: S608
    ours = {
        row_id: {name: found.centre_id(value) for name, value in row.items()}
        for row_id, row in standing_rows(connection, form, ids).items()
        if row_id not in theirs
    }
    if form.name == "customer":
        _by_tax_number(ours, theirs, found)
    for natural in naturals(form.table):
        known = {key: row_id for row_id, row in theirs.items() if (key := _key(row, natural)) is not None}
        for row_id, row in ours.items():
            key = _key(row, natural)
            if row_id in found.same or key is None or key not in known:
                continue
            if _is_same(form.name, row, theirs[known[key]]):
                found.same[row_id] = known[key]
            else:
                _rename(form, natural, (row_id, row), (found, mark))


def _key(row: Values, natural: Natural) -> tuple[Any, ...] | None:
    values = tuple(row.get(name) for name in natural)
    return None if None in values else values


def _is_same(table: str, ours: Values, theirs: Values) -> bool:
    if table == "customer":
        return ours.get("name_folded") == theirs.get("name_folded")
    owner = AT_THE_SAME.get(table)
    return owner is None or ours.get(owner) == theirs.get(owner)


def _by_tax_number(ours: Mapping[str, Values], theirs: Mapping[str, Values], found: Identified) -> None:
    """One tax number names one company, unless several customers share it."""
    known: dict[str, list[str]] = {}
    for row_id, row in theirs.items():
        if row.get("tax_id"):
            known.setdefault(row["tax_id"], []).append(row_id)
    for row_id, row in ours.items():
        alike = known.get(row.get("tax_id") or "", [])
        if len(alike) == 1:
            found.same[row_id] = alike[0]


def _rename(form: RowForm, natural: Natural, ours: tuple[str, Values], into: tuple[Identified, str]) -> None:
    found, mark = into
    row_id, row = ours
    for name in natural:
        kind = form.table.c[name].type
        if isinstance(kind, String) and not isinstance(kind, Uuid) and not form.table.c[name].foreign_keys:
            code = f"{str(row[name])[: LONGEST_CODE - len(mark) - 1]}-{mark}"
            found.renamed.append((form.name, name, row_id, code))
            return
