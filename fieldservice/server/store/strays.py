"""Rows that refer to what devices of their own scope do not hold: they could not be kept there.

Rules and commands keep such rows from being made; `fieldservice-server check` looks whether there are any.
"""

from collections.abc import Iterator, Mapping

from sqlalchemy import Connection

from fieldservice.domain.model.whole import Base
from fieldservice.domain.rules.exchange_scopes import EVERYWHERE, GLOBAL, HOMES, parents_first

# What lies in an archive is on no device; what the branch was granted besides, its devices hold.
_STRAY = """
SELECT EXISTS (
    SELECT FROM "{table}" c
    JOIN sync_row s ON s.tbl = {number} AND s.id = c.id
    JOIN sync_row p ON p.tbl = {target} AND p.id = c."{column}"
    WHERE p.scope NOT IN (s.scope, '{everywhere}')
        AND NOT EXISTS (SELECT FROM sync_branch b WHERE b.archive_scope = s.scope)
        AND NOT EXISTS (SELECT FROM branch_scope g WHERE g.branch_id = s.scope AND g.scope = p.scope))"""


def references() -> Iterator[tuple[str, str, str]]:
    """Tables, their columns, and the tables with scopes to which these point."""
    for table in parents_first():
        for column in Base.metadata.tables[table].columns:
            for key in column.foreign_keys:
                target = key.column.table.name
                if HOMES.get(target, EVERYWHERE) != EVERYWHERE:
                    yield table, column.name, target


def strays(connection: Connection, numbers: Mapping[str, int]) -> list[str]:
    """Each `table.column` with a row that refers to a row of another branch."""
    return [
        f"{table}.{column}"
        for table, column, target in references()
        if {table, target} <= set(numbers)
        and connection.exec_driver_sql(
            _STRAY.format(
                table=table,
                column=column,
                number=numbers[table],
                target=numbers[target],
                everywhere=GLOBAL,
            )
        ).scalar_one()
    ]
