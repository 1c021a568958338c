"""The scopes of all rows of a database, found by the rule itself and not by the centre's SQL."""

from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select, text

from fieldservice.domain.model.whole import Base
from fieldservice.domain.rules.exchange_scopes import GLOBAL, HOMES, Parent, parents_first, scope_of

Key = tuple[str, UUID]


def scopes_by_rule(connection: Connection) -> dict[Key, UUID]:
    found: dict[Key, UUID] = {}
    for name in parents_first():
        home = HOMES[name]
        for row in connection.execute(select(Base.metadata.tables[name])).mappings():
            above = [found.get(_above(parent, row), GLOBAL) for parent in home.parents]
            found[name, row["id"]] = scope_of(row["branch_id"] if home.is_root else None, above)
    return found


def scopes_noted(connection: Connection) -> dict[Key, UUID]:
    noted = text(
        "SELECT t.name, r.id, r.scope FROM sync_row r JOIN sync_table t ON t.number = r.tbl"
        " WHERE NOT r.is_deleted"
    )
    return {(name, row_id): scope for name, row_id, scope in connection.execute(noted)}


def _above(parent: Parent, row: Any) -> Key:
    return (parent.table or row["owner_table"], row[parent.column])
