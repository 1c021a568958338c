"""Rows as the database writes them are as the journal writes them, column by column of every table."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Connection,
    Date,
    Double,
    Enum,
    Integer,
    String,
    Table,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql.base import PGDialect

from fieldservice.domain.model.base import TenThousandths, UtcDateTime, new_id
from fieldservice.domain.model.whole import Base
from fieldservice.domain.rules.exchange_scopes import HOMES
from fieldservice.domain.store.engine import Database
from fieldservice.domain.store.row_values import encode
from fieldservice.server.store.capture import travelling
from fieldservice.server.store.encoding import Wanted, rows_as_json
from fieldservice.server.store.schema_window import known_to, schema_min, schema_now, since

MOMENTS = (
    datetime(2026, 11, 23, 7, 30, tzinfo=UTC),
    datetime(2026, 11, 23, 7, 30, 5, 120, tzinfo=UTC),
    datetime(1999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
)
QUANTITIES = (Decimal("-0.5"), Decimal(0), Decimal(1200), Decimal("123456789012.3456"))
TEXTS = ("", 'żółw 🐢 "q" \\ \n\t/', "</script>'; --")
DOCUMENTS: tuple[dict[str, Any], ...] = ({"b": None, "a": [1, 2.5, "🐢", {"z": True}]}, {}, {"ż": "\\u0041"})
WHOLE = (0, -7, 2_000_000_000, 1)


def variants(column: Column[Any], turn: int) -> Any:
    """An awkward value of the column's type; empty in the last turn where that is allowed."""
    if column.nullable and turn == 3:
        return None
    kind = column.type
    if isinstance(kind, Enum) and kind.enum_class is not None:
        return list(kind.enum_class)[turn % len(kind.enum_class)]
    chosen: dict[type, tuple[Any, ...]] = {
        Uuid: (new_id(), UUID(int=turn), UUID(int=(1 << 128) - 1 - turn)),
        UtcDateTime: MOMENTS,
        TenThousandths: QUANTITIES,
        Boolean: (True, False),
        Date: (date(2026, 2, 28), date(1900, 1, 1)),
        Double: (52.25, -0.1, 52.0, 1e-7),
        BigInteger: (9_007_199_254_740_993, -1),
        Integer: WHOLE,
        JSON: DOCUMENTS,
        Text: TEXTS,
        String: TEXTS,
    }
    values = next(values for each, values in chosen.items() if isinstance(kind, each))
    value = values[turn % len(values)]
    if isinstance(kind, String) and kind.length is not None:
        return f"{turn}{value}"[: kind.length]
    return value


@pytest.fixture
def free_connection(centre_template: Database) -> Iterator[Connection]:
    """Foreign keys are not asked: each table is written alone, and nothing is kept."""
    with centre_template.writer.connect() as connection:
        yield connection
        connection.rollback()


@pytest.mark.parametrize("name", sorted(HOMES))
def test_every_column_is_written_as_the_journal_writes_it(free_connection: Connection, name: str) -> None:
    table: Table = Base.metadata.tables[name]
    rows = [{each.name: variants(each, turn) for each in table.columns} for turn in range(4)]
    for row in rows:
        row["id"] = new_id()
    free_connection.execute(table.insert(), rows)

    written = rows_as_json(free_connection, Wanted(name, [row["id"].hex for row in rows], schema_now()))

    for row in rows:
        expected = {column: encode(row[column]) for column in travelling(table)}
        assert json.loads(written[row["id"].hex]) == expected
        assert list(json.loads(written[row["id"].hex])) == list(expected)


def test_json_is_kept_in_columns_of_the_centre_that_compare() -> None:
    kinds = [
        column.type.dialect_impl(PGDialect())  # type: ignore[no-untyped-call]
        for name in HOMES
        for column in Base.metadata.tables[name].columns
        if isinstance(column.type, JSON)
    ]

    assert kinds
    assert all(isinstance(kind, JSONB) for kind in kinds)


def test_every_column_came_with_a_migration() -> None:
    known = since()

    for name in HOMES:
        assert all((name, column.name) in known for column in Base.metadata.tables[name].columns)
    assert known["customer", "name"] == 1
    assert known["customer", "branch_id"] == 2
    assert set(known.values()) == set(range(1, schema_now() + 1))


def test_an_older_workstation_gets_what_it_knows_and_no_more(free_connection: Connection) -> None:
    table = Base.metadata.tables["customer"]
    row = {each.name: variants(each, 0) for each in table.columns}
    free_connection.execute(table.insert(), [row])

    old = json.loads(rows_as_json(free_connection, Wanted("customer", [row["id"].hex], 1))[row["id"].hex])

    assert "branch_id" not in old
    assert old["name"] == row["name"]
    assert known_to(1, "customer_that_is_new", ("id",)) == ()
    assert rows_as_json(free_connection, Wanted("skill", [row["id"].hex], 1)) == {}
    assert schema_min() == max(1, schema_now() - 2)
