"""One altered row among many is found in one round, and a snapshot is the scope as it stood."""

import random
from pathlib import Path
from uuid import UUID

import msgspec
import pytest
import zstandard
from sqlalchemy import text

from fieldservice.domain.model.base import new_id
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.exchange_digest import buckets, content_hash, differing, version_hash
from fieldservice.domain.rules.exchange_scopes import GLOBAL, HOMES, parents_first
from fieldservice.domain.store.engine import Database
from fieldservice.server.store import digests, snapshot
from fieldservice.server.store.schema_window import schema_now
from fieldservice.sync import wire
from tests.factories import Company
from tests.server.feed.givens import branch
from tests.server.feed.replica import Key, Replica
from tests.store.ticket_givens import logged

CATEGORIES = 2_000
TIMES = 40
Buckets = dict[str, dict[str, tuple[int, int]]]


def asked(database: Database, *, content: bool = False, scope: UUID = GLOBAL) -> wire.DigestReply:
    request = wire.DigestRequest(scope.hex, [*HOMES, "password"], content)
    with database.reader.connect() as connection:
        return digests.digest(connection, request, (GLOBAL,))


def own(reader: Replica, *, content: bool = False) -> Buckets:
    found: dict[str, list[tuple[UUID, int]]] = {name: [] for name in HOMES}
    for (table, hex_id), row in reader.rows.items():
        row_id = UUID(hex_id)
        value = content_hash(row) if content else version_hash(row_id, reader.versions[table, hex_id])
        found[table].append((row_id, value))
    return {name: buckets(hashes) for name, hashes in found.items()}


def bad(reader: Replica, theirs: wire.DigestReply, *, content: bool = False) -> list[Key]:
    ours = own(reader, content=content)
    return [(name, each) for name in HOMES for each in differing(ours[name], theirs.tables[name])]


@pytest.fixture
def full(centre_company: Company) -> Replica:
    """A reader that holds a company and many categories."""
    logged(centre_company)
    with centre_company.database.writer.begin() as connection:
        connection.execute(
            text("INSERT INTO category (id, name) VALUES (:id, :name)"),
            [{"id": new_id(), "name": f"c{place}"} for place in range(CATEGORIES)],
        )
    reader = Replica(centre_company.database, (GLOBAL,))
    reader.pull()
    return reader


def test_both_sides_agree_and_every_altered_row_is_found_in_one_round(full: Replica) -> None:
    """T13, by versions: a row dropped, added or stale; the repair asks for one bucket."""
    chance = random.Random(13)  # noqa: S311 - not for secrets
    theirs = asked(full.database)
    assert theirs.head == full.cursors[GLOBAL.hex]
    assert bad(full, theirs) == []
    assert "password" not in theirs.tables
    rows, versions = dict(full.rows), dict(full.versions)
    for turn in range(TIMES):
        key = chance.choice(sorted(rows))
        altered = alter(full, key, turn)

        found = bad(full, theirs)

        bucket = (key[0], altered[1][-2:])
        assert found == [bucket]
        assert in_bucket(full, bucket) == {
            each: versions[table, each] for table, each in rows if (table, each[-2:]) == bucket
        }
        full.rows, full.versions = dict(rows), dict(versions)


def alter(reader: Replica, key: Key, turn: int) -> Key:
    """Drop a row, make it stale or add one beside it; tells which row is wrong now."""
    if turn % 3 == 0:
        del reader.rows[key]
    elif turn % 3 == 1:
        reader.versions[key] += 1
    else:
        row, key = reader.rows[key], (key[0], new_id().hex)
        reader.rows[key], reader.versions[key] = row, 1
    return key


def in_bucket(reader: Replica, found: Key) -> dict[str, int]:
    request = wire.VersionsRequest(GLOBAL.hex, *found)
    with reader.database.reader.connect() as connection:
        return digests.versions(connection, request, (GLOBAL,)).versions


def test_one_altered_value_is_found_by_contents(full: Replica) -> None:
    theirs = asked(full.database, content=True)
    assert bad(full, theirs, content=True) == []

    key = next(each for each in full.rows if each[0] == "customer")
    full.rows[key] = {**full.rows[key], "note": "przy okazji"}

    assert bad(full, theirs, content=True) == [(key[0], key[1][-2:])]


def test_another_scope_is_not_told_of(centre_company: Company) -> None:
    foreign = branch(centre_company, "W1")

    with pytest.raises(RuleViolation) as refused:
        asked(centre_company.database, scope=foreign)

    assert refused.value.code == "exchange.not_in_scope"


@pytest.mark.parametrize(("table", "bucket"), [("category", "zz"), ("category", "100"), ("password", "00")])
def test_what_is_no_bucket_is_refused(centre_database: Database, table: str, bucket: str) -> None:
    request = wire.VersionsRequest(GLOBAL.hex, table, bucket)
    with centre_database.reader.connect() as connection, pytest.raises(RuleViolation) as refused:
        digests.versions(connection, request, (GLOBAL,))

    assert refused.value.code == "exchange.malformed"


def test_a_snapshot_holds_the_scope_parents_first_and_is_kept(
    full: Replica, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot, "CHUNK_ROWS", 700)
    with full.database.reader.connect() as connection:
        made = snapshot.manifest(connection, GLOBAL, schema_now(), tmp_path)
    with full.database.writer.begin() as connection:
        connection.execute(text("INSERT INTO category (id, name) VALUES (:id, 'later')"), {"id": new_id()})
    with full.database.reader.connect() as connection:
        again = snapshot.manifest(connection, GLOBAL, schema_now(), tmp_path)
    with full.database.writer.begin() as connection:
        connection.execute(text("UPDATE sync_meta SET epoch = epoch + 1"))
    with full.database.reader.connect() as connection:
        anew = snapshot.manifest(connection, GLOBAL, schema_now(), tmp_path)

    rows = [row for each in made.chunks for row in read(snapshot.chunk(tmp_path, each.sha256))]
    assert again == made
    assert (anew.epoch, anew.seq) == (made.epoch + 1, made.seq + 1)
    assert {(row.table, row.id): row.row for row in rows} == full.rows
    assert [each.rows for each in made.chunks[:2]] == [700, 700]
    order = [parents_first().index(row.table) for row in rows]
    assert order == sorted(order)
    assert made.digest.tables == own(full)
    assert made.seq == full.cursors[GLOBAL.hex]


def read(path: Path) -> list[wire.PulledRow]:
    return msgspec.json.Decoder(wire.PulledRow).decode_lines(zstandard.decompress(path.read_bytes()))


@pytest.mark.parametrize("name", ["0" * 64, "../" * 20 + "pass", "x"])
def test_a_chunk_that_is_none_is_not_given(tmp_path: Path, name: str) -> None:
    with pytest.raises(RuleViolation) as refused:
        snapshot.chunk(tmp_path, name)

    assert refused.value.code == "exchange.chunk_unknown"
