"""A whole copy of the centre's rows, loaded past the indexes: afterwards the file is as any other."""

from uuid import UUID

import pytest
from msgspec.structs import replace

from fieldservice.domain.model.journal import SearchEntry
from fieldservice.domain.rules.exchange_digest import buckets, version_hash
from fieldservice.sync.checking import versions_here
from tests.sync.desks import TestDesk
from tests.sync.met import Met, met, two_desks
from tests.sync.plain_centre import GLOBAL

__all__ = ["met", "two_desks"]

SCHEMA = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name"
FOUND = "SELECT count(*) FROM search_names WHERE search_names MATCH 'huta*'"
PAGES = "PRAGMA cache_size"


def asked(desk: TestDesk, statement: str) -> list[tuple[object, ...]]:
    with desk.database.writer.connect() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(statement)]


def words(desk: TestDesk) -> set[tuple[str, str, str, str]]:
    return {
        (each.id.hex, each.subject_table, each.words, each.texts) for each in desk.company.rows(SearchEntry)
    }


@pytest.mark.covers("P-57")
def test_indexes_triggers_and_words_are_there_after_a_whole_copy(met: Met) -> None:
    for place in range(3):
        met.one.company.customer(f"Huta Łabędy {place}", number=f"N-{place}")
    met.exchange()
    before = [asked(met.other, each) for each in (SCHEMA, FOUND, PAGES)]
    known = words(met.other)
    begin = met.other.line.begin
    met.other.line.begin = lambda request: replace(begin(request), order="rebootstrap")
    met.other.restart()

    assert met.other.round().order == "rebootstrap"
    met.other.line.begin = begin

    assert [asked(met.other, each) for each in (SCHEMA, FOUND, PAGES)] == before
    assert words(met.other) == known
    met.one.company.customer("Huta Laura", number="N-9")
    met.exchange()
    assert asked(met.other, FOUND) == [(4,)]


def test_fingerprints_made_at_once_are_those_of_row_after_row(met: Met) -> None:
    met.exchange()
    with met.one.database.read_session() as session:
        connection = session.connection()
        found = versions_here(connection, GLOBAL)
        rows = connection.exec_driver_sql("SELECT table_name, row_id, version FROM exchange_version").all()

    assert found == {
        table: buckets(
            (UUID(row_id), version_hash(UUID(row_id), version)) for t, row_id, version in rows if t == table
        )
        for table in {row[0] for row in rows}
    }
