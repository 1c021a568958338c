"""Workstations of an older schema get what they know: by pages, by id, and as a whole."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest
import zstandard

from fieldservice.domain.rules.exchange_digest import buckets, content_hash, differing
from fieldservice.domain.rules.exchange_scopes import GLOBAL
from fieldservice.server.store import digests, feed, snapshot
from fieldservice.server.store.schema_window import schema_now, since
from fieldservice.sync import wire
from tests.factories import Company
from tests.store.ticket_givens import logged

OLDER = schema_now() - 1
Told = list[tuple[str, dict[str, Any]]]


@pytest.fixture
def ticket(centre_company: Company) -> UUID:
    return logged(centre_company)


def by_pages(company: Company) -> Told:
    request = wire.PullRequest({GLOBAL.hex: 0}, OLDER)
    with company.database.reader.connect() as connection:
        return _of(feed.page(connection, request, [GLOBAL]).rows)


def by_id(company: Company) -> Told:
    with company.database.reader.connect() as connection:
        known = connection.exec_driver_sql(
            "SELECT t.name, r.id FROM sync_row r JOIN sync_table t ON t.number = r.tbl"
        )
        wanted: dict[str, list[str]] = {}
        for table, row_id in known:
            wanted.setdefault(table, []).append(row_id.hex)
    with company.database.reader.connect() as connection:
        return _of(feed.rows(connection, wire.RowsRequest(wanted, OLDER), [GLOBAL]).rows)


def as_a_whole(company: Company, folder: Path) -> Told:
    with company.database.reader.connect() as connection:
        made = snapshot.manifest(connection, GLOBAL, OLDER, folder)
    packed = [snapshot.chunk(folder, each.sha256).read_bytes() for each in made.chunks]
    lines = [line for each in packed for line in zstandard.decompress(each).splitlines()]
    return _of(msgspec.json.decode(line, type=wire.PulledRow) for line in lines)


def _of(rows: Iterable[wire.PulledRow]) -> Told:
    return [(row.table, row.row) for row in rows if row.row is not None]


@pytest.mark.covers("L06", "P-58")
def test_contents_are_compared_as_an_older_program_has_them(centre_company: Company, ticket: UUID) -> None:
    """Else it would fetch everything anew each week for columns that it cannot keep."""
    told = by_pages(centre_company)
    tables = sorted({table for table, _row in told} | {"skill"})
    request = wire.DigestRequest(GLOBAL.hex, tables, content=True)
    ours = {
        name: buckets((UUID(row["id"]), content_hash(row)) for table, row in told if table == name)
        for name in tables
    }

    with centre_company.database.reader.connect() as connection:
        theirs = digests.digest(connection, request, [GLOBAL], OLDER).tables
        now = digests.digest(connection, request, [GLOBAL]).tables

    assert [name for name in tables if differing(ours[name], theirs[name])] == []
    assert any(differing(ours[name], now[name]) for name in tables)
    assert ticket.hex in {row["id"] for _table, row in told}


@pytest.mark.covers("L06")
@pytest.mark.parametrize("way", ["pages", "ids", "whole"])
def test_nothing_is_told_that_an_older_program_does_not_know(
    centre_company: Company, ticket: UUID, tmp_path: Path, way: str
) -> None:
    if way == "whole":
        told = as_a_whole(centre_company, tmp_path)
    else:
        told = {"pages": by_pages, "ids": by_id}[way](centre_company)

    later = {(table, name) for table, row in told for name in row if since()[table, name] > OLDER}
    assert later == set()
    assert ticket.hex in {row["id"] for table, row in told if table == "ticket"}
    assert {table for table, _row in told} >= {"customer", "article", "ticket_state"}
