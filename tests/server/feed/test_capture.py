"""Every change of a row that travels is noted and numbered, whoever makes it."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import URL, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.journal import SearchEntry
from fieldservice.domain.rules.exchange_digest import version_hash
from fieldservice.domain.rules.exchange_scopes import GLOBAL
from fieldservice.domain.store.engine import Database, open_postgresql
from fieldservice.server.store import feed
from fieldservice.server.store.schema import check, install
from tests.conftest import TEMPLATE
from tests.factories import Company
from tests.postgres import create_database, drop_database

DEVICE, USER = UUID(int=7), UUID(int=8)
CATEGORY = text("INSERT INTO category (id, name) VALUES (:id, :name)")
RENAME = text("UPDATE category SET name = :name WHERE id = :id")
WORDS = text(
    "INSERT INTO search_entry (id, subject_table, words, texts, changed_at)"
    " VALUES (:id, 'ticket', 'młyn', '', :now)"
)
REMOVE = text("DELETE FROM category WHERE id = :id")
NOTED = text(
    "SELECT r.* FROM sync_row r JOIN sync_table t ON t.number = r.tbl WHERE t.name = :table AND id = :id"
)


def noted(database: Database, row_id: UUID, table: str = "category") -> dict[str, object]:
    with database.reader.connect() as connection:
        return dict(connection.execute(NOTED, {"table": table, "id": row_id}).one()._mapping)


def marks(database: Database) -> dict[bool, list[bool]]:
    """Of the rows that have a fingerprint, and of those that do not yet: whether it is that of a desk."""
    found: dict[bool, list[bool]] = {True: [], False: []}
    statement = "SELECT id, ver, mark IS NOT NULL, coalesce(mark, sync_mark(id, ver)) FROM sync_row"
    with database.reader.connect() as connection:
        for row_id, ver, is_made, mark in connection.exec_driver_sql(statement):
            found[is_made].append(mark == version_hash(row_id, ver))
    return found


def head(database: Database) -> int:
    with database.reader.connect() as connection:
        return int(connection.execute(text("SELECT coalesce(max(seq), 0) FROM sync_head")).scalar_one())


def test_a_new_row_gets_version_one_and_the_next_number_at_the_commit(centre_database: Database) -> None:
    first = new_id()
    before = head(centre_database)
    with centre_database.writer.begin() as connection:
        feed.writer(connection, DEVICE, 77, USER)
        connection.execute(CATEGORY, {"id": first, "name": "Boilers"})

    row = noted(centre_database, first)

    assert (row["ver"], row["seq"], row["scope"]) == (1, before + 1, GLOBAL)
    assert (row["made_ver"], row["made_stamp"], row["made_device"], row["user_id"]) == (1, 77, DEVICE, USER)
    assert head(centre_database) == before + 1


def test_a_version_goes_up_once_in_a_transaction_and_only_for_what_changed(centre_database: Database) -> None:
    row_id = new_id()
    with centre_database.writer.begin() as connection:
        connection.execute(CATEGORY, {"id": row_id, "name": "a"})
    with centre_database.writer.begin() as connection:
        feed.writer(connection, DEVICE, 90, None)
        connection.execute(RENAME, {"id": row_id, "name": "b"})
        connection.execute(RENAME, {"id": row_id, "name": "c"})
    with centre_database.writer.begin() as connection:
        connection.execute(RENAME, {"id": row_id, "name": "c"})

    row = noted(centre_database, row_id)

    assert row["ver"] == 2
    assert row["fields"] == {"name": [2, 90, DEVICE.hex]}


def test_what_a_savepoint_takes_back_is_not_noted(centre_database: Database) -> None:
    kept, dropped = new_id(), new_id()
    with centre_database.writer.begin() as connection:
        with connection.begin_nested() as nested:
            connection.execute(CATEGORY, {"id": dropped, "name": "dropped"})
            nested.rollback()
        connection.execute(CATEGORY, {"id": kept, "name": "kept"})
        versions = feed.versions_of(connection, [("category", kept), ("category", dropped)])

    assert versions == {("category", kept): 1}


@pytest.mark.covers("P-59")
def test_a_removed_row_stays_as_a_removal_and_comes_back_anew(centre_database: Database) -> None:
    row_id = new_id()
    with centre_database.writer.begin() as connection:
        connection.execute(CATEGORY, {"id": row_id, "name": "a"})
    with centre_database.writer.begin() as connection:
        feed.writer(connection, DEVICE, 5, USER)
        connection.execute(REMOVE, {"id": row_id})
        clock = feed.clocks_of(connection, [("category", row_id)])["category", row_id]
    removed = noted(centre_database, row_id)
    with centre_database.writer.begin() as connection:
        connection.execute(CATEGORY, {"id": row_id, "name": "again"})
    again = noted(centre_database, row_id)

    assert clock.deleted
    assert clock.gone == feed.FieldClock(2, 5, DEVICE)
    assert (removed["ver"], removed["is_deleted"], removed["scope"]) == (2, True, GLOBAL)
    assert (again["ver"], again["is_deleted"], again["made_ver"], again["fields"]) == (3, False, 3, {})


def test_what_was_made_and_removed_in_one_transaction_leaves_nothing(centre_database: Database) -> None:
    before = head(centre_database)
    with centre_database.writer.begin() as connection:
        row_id = new_id()
        connection.execute(CATEGORY, {"id": row_id, "name": "a"})
        connection.execute(REMOVE, {"id": row_id})

    with centre_database.reader.connect() as connection:
        assert connection.execute(NOTED, {"table": "category", "id": row_id}).all() == []
        assert connection.execute(text("SELECT count(*) FROM sync_commit")).scalar_one() == 0
    assert head(centre_database) == before


def test_clocks_name_every_field_that_travels_and_touching_counts_up(centre_company: Company) -> None:
    customer = centre_company.customer(note="x")
    ref = ("customer", customer)
    with centre_company.database.writer.begin() as connection:
        feed.writer(connection, DEVICE, 12, USER)
        connection.execute(
            text("UPDATE customer SET note = 'y', version = version + 1 WHERE id = :id"), {"id": customer}
        )
    with centre_company.database.writer.begin() as connection:
        clock = feed.clocks_of(connection, [ref, ("customer", uuid4())])[ref]
        feed.touch(connection, [ref])
        touched = feed.versions_of(connection, [ref])[ref]

    assert clock.fields["note"] == feed.FieldClock(2, 12, DEVICE)
    assert clock.fields["name"].ver == 1
    assert clock.fields["name"].device is None
    assert "version" not in clock.fields
    assert (clock.ver, touched) == (2, 3)


def test_writes_after_the_versions_were_asked_are_numbered_too(centre_database: Database) -> None:
    first, second = new_id(), new_id()
    with centre_database.writer.begin() as connection:
        connection.execute(CATEGORY, {"id": first, "name": "a"})
        feed.versions_of(connection, [("category", first)])
        connection.execute(CATEGORY, {"id": second, "name": "b"})
        connection.execute(RENAME, {"id": first, "name": "c"})

    assert (noted(centre_database, first)["ver"], noted(centre_database, second)["ver"]) == (1, 1)
    assert {noted(centre_database, each)["seq"] for each in (first, second)} == {
        head(centre_database),
        head(centre_database) - 1,
    }


def test_what_waits_for_the_commit_is_checked_before_versions_are_told(centre_database: Database) -> None:
    orphan = (
        "INSERT INTO contact (id, customer_id, name, role, is_active, version)"
        " VALUES (:id, :customer, 'x', '', true, 1)"
    )
    with centre_database.writer.connect() as connection:
        connection.execute(text(orphan), {"id": new_id(), "customer": new_id()})
        with pytest.raises(IntegrityError, match="fk_contact"):
            feed.number(connection)


def test_constraints_made_immediate_by_hand_number_too(centre_database: Database) -> None:
    row_id = new_id()
    with centre_database.writer.begin() as connection:
        connection.execute(CATEGORY, {"id": row_id, "name": "a"})
        connection.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
        connection.execute(RENAME, {"id": row_id, "name": "b"})

    assert noted(centre_database, row_id)["seq"] == head(centre_database)


@pytest.mark.parametrize(
    "statement",
    ["TRUNCATE category CASCADE", "UPDATE category SET id = '00000000-0000-0000-0000-000000000001'"],
)
def test_what_devices_would_not_hear_of_is_refused(centre_database: Database, statement: str) -> None:
    with centre_database.writer.begin() as connection:
        connection.execute(CATEGORY, {"id": new_id(), "name": "a"})

    with centre_database.writer.connect() as connection, pytest.raises(DBAPIError, match="would not hear"):
        connection.exec_driver_sql(statement)


def test_who_writes_on_an_old_picture_is_refused(centre_database: Database) -> None:
    engine = centre_database.writer.execution_options(isolation_level="REPEATABLE READ")
    with engine.connect() as connection:
        connection.execute(CATEGORY, {"id": new_id(), "name": "a"})
        with pytest.raises(DBAPIError, match="READ COMMITTED"):
            connection.commit()


def test_an_installation_is_repeatable_and_takes_in_what_was_there(postgresql_server: URL) -> None:
    url = create_database(postgresql_server, f"centre_{uuid4().hex}", TEMPLATE)
    database = open_postgresql(url)
    row_id = new_id()
    with database.writer.begin() as connection:
        connection.execute(CATEGORY, {"id": row_id, "name": "before"})
    problems_before = check(database.writer)

    install(database.writer)
    install(database.writer)

    assert problems_before == ["exchange.not_installed"]
    assert check(database.writer) == []
    assert noted(database, row_id)["ver"] == 1
    with database.writer.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE category DISABLE TRIGGER sync_inserted")
        connection.execute(CATEGORY, {"id": new_id(), "name": "past the triggers"})
    assert check(database.writer) == ["exchange.trigger_missing category", "exchange.rows_unnoted category"]
    with database.writer.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE category DISABLE TRIGGER sync_deleted")
        connection.execute(REMOVE, {"id": row_id})
        connection.exec_driver_sql("UPDATE sync_meta SET definitions = 'of an older program'")
    install(database.writer)
    assert check(database.writer) == []
    assert noted(database, row_id)["is_deleted"]
    database.close()
    drop_database(postgresql_server, url.database or "")


def test_a_centre_of_an_older_program_is_brought_up(centre_company: Company) -> None:
    """It lacks the fingerprints of its rows, and has words by which nobody searches there."""
    database = centre_company.database
    centre_company.customer("Młyn")
    with database.writer.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE sync_row DROP COLUMN mark")
        connection.execute(WORDS, {"id": new_id(), "now": centre_company.clock.now()})
        connection.exec_driver_sql("UPDATE sync_meta SET definitions = 'of an older program'")

    install(database.writer)

    assert check(database.writer) == []
    assert centre_company.rows(SearchEntry) == []
    older = marks(database)
    assert older[False] != [] == older[True]
    centre_company.customer("Huta")
    assert marks(database)[True] != []
    assert all(marks(database)[True])
    assert all(marks(database)[False])
    assert centre_company.rows(SearchEntry) == []


def test_numbers_of_transactions_of_a_restored_dump_are_forgotten(centre_database: Database) -> None:
    """Else a transaction of this cluster that gets the same number would not count the version up."""
    row_id = new_id()
    with centre_database.writer.begin() as connection:
        connection.execute(CATEGORY, {"id": row_id, "name": "a"})
    with centre_database.writer.begin() as connection:
        connection.execute(text("UPDATE sync_row SET xid = '999999999' WHERE id = :id"), {"id": row_id})

    install(centre_database.writer)

    assert noted(centre_database, row_id)["xid"] == "0"
