"""Every journaled table as it stands, to be compared: by its bytes, and as the journal would write it."""

from typing import Any
from uuid import UUID

from sqlalchemy import Table, select

from fieldservice.domain.model.journal import ChangeKind, JournalChange
from fieldservice.domain.model.whole import Base
from fieldservice.domain.store.journal import encoded
from tests.factories import Company

Rows = dict[tuple[str, str], dict[str, Any]]
"""Rows by table and id."""

UNCOMPARED = ("id", "version")


def journaled_tables() -> list[Table]:
    kinds = [mapper.class_ for mapper in Base.registry.mappers if mapper.class_.journaled]
    return [Base.metadata.tables[kind.__tablename__] for kind in kinds]


def stored(company: Company) -> Rows:
    """Each row as the driver gives it, versions aside."""
    found: Rows = {}
    with company.database.reader.connect() as connection:
        for table in journaled_tables():
            for row in connection.exec_driver_sql(f'SELECT * FROM "{table.name}"').mappings():  # noqa: S608
                found[table.name, UUID(str(row["id"])).hex] = _compared(dict(row))
    return found


def told(company: Company) -> Rows:
    """Each row as the journal writes one, empty columns left out."""
    found: Rows = {}
    with company.database.reader.connect() as connection:
        for table in journaled_tables():
            for row in connection.execute(select(table)).mappings():
                found[table.name, row["id"].hex] = _compared(encoded(dict(row)))
    return found


def lines_on_postgresql(company: Company) -> frozenset[str]:
    """Each row as a line of text that the database writes, versions aside: all tables in one answer."""
    each = " UNION ALL ".join(
        f"SELECT '{table.name} ' || (to_jsonb(r) - 'version')::text FROM \"{table.name}\" r"  # noqa: S608
        for table in journaled_tables()
    )
    with company.database.reader.connect() as connection:
        return frozenset(connection.exec_driver_sql(each.replace("%", "%%")).scalars())


def changes_of(company: Company, entry_id: UUID) -> list[JournalChange]:
    return company.ask(
        lambda session: list(
            session.scalars(
                select(JournalChange)
                .where(JournalChange.entry_id == entry_id)
                .order_by(JournalChange.position)
            )
        )
    )


def replayed(rows: Rows, changes: list[JournalChange]) -> Rows:
    """The rows after the changes, as the journal tells them."""
    result = dict(rows)
    for change in changes:
        key = change.table_name, change.row_id.hex
        if change.kind is ChangeKind.DELETE:
            del result[key]
            continue
        merged = {**result.get(key, {}), **(change.after or {})}
        result[key] = _compared({name: value for name, value in merged.items() if value is not None})
    return result


def _compared(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in UNCOMPARED}
