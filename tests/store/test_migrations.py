"""Migrations: what they make is what the model says, on both databases, and a failed one leaves
everything as it was.
"""

import re
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Engine, inspect

from fieldservice.domain.model.whole import Base
from fieldservice.domain.rules.errors import EnvironmentProblem
from fieldservice.domain.store.engine import Database, open_postgresql, open_sqlite
from fieldservice.domain.store.schema import alembic_config, head, migrate, revision_of
from tests.postgres import create_database, drop_database

FOREIGN = re.compile(r"alembic_version|sqlite_|search_(words|names|texts)_")


def schema_text(engine: Engine) -> dict[str, str]:
    """What SQLite keeps of each table, index and trigger, white space and quotes aside."""
    with engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").all()
    return {name: _normalised(sql) for name, sql in rows if not FOREIGN.match(name)}


def _normalised(sql: str) -> str:
    """Column order and order of constraints do not matter, words do."""
    bare = re.sub(r'["\s]+', " ", sql)
    inside = re.split(r",(?![^(]*\))", bare)
    return ",".join(sorted(part.strip(" ()") for part in inside))


@pytest.fixture
def migrated(tmp_path: Path, migrated_template: bytes) -> Database:
    path = tmp_path / "migrated.db"
    path.write_bytes(migrated_template)
    return open_sqlite(path)


def test_there_is_one_head() -> None:
    assert len(ScriptDirectory.from_config(alembic_config()).get_heads()) == 1


def test_the_migrations_make_what_the_model_says_word_for_word(
    migrated: Database, sqlite_database: Database
) -> None:
    by_migrations, by_model = schema_text(migrated.writer), schema_text(sqlite_database.writer)

    assert by_model
    assert by_migrations == by_model
    migrated.close()


def test_the_comparison_finds_nothing_to_migrate(migrated: Database) -> None:
    with migrated.writer.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), Base.metadata)

    assert [each for each in differences if "search_" not in str(each)] == []
    migrated.close()


def test_postgresql_gets_the_same_tables(postgresql_server: URL) -> None:
    database = open_postgresql(create_database(postgresql_server, "migrated"))

    migrate(database.writer)

    with database.writer.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), Base.metadata)
    assert [each for each in differences if "ix_search_entry_" not in str(each)] == []
    database.close()
    drop_database(postgresql_server, "migrated")


def test_up_and_down_and_up_again(migrated: Database) -> None:
    config = alembic_config()
    with migrated.writer.connect() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
        connection.commit()
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}

    assert migrate(migrated.writer)
    assert revision_of(migrated.writer) == head()
    migrated.close()


def test_a_second_migration_has_nothing_to_do(migrated: Database) -> None:
    assert not migrate(migrated.writer)
    migrated.close()


def test_foreign_keys_are_on_again_after_a_migration(tmp_path: Path) -> None:
    database = open_sqlite(tmp_path / "new.db")
    migrate(database.writer)

    with database.writer.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    database.close()


def test_a_database_of_a_newer_program_is_refused_in_words(tmp_path: Path, migrated_template: bytes) -> None:
    path = tmp_path / "newer.db"
    path.write_bytes(migrated_template)
    database = open_sqlite(path)
    with database.writer.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'from-the-future'")

    with pytest.raises(EnvironmentProblem, match=r"database\.newer"):
        migrate(database.writer, path)
    database.close()


def test_a_failed_migration_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "old.db"
    database = open_sqlite(path)
    with database.writer.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        connection.exec_driver_sql("INSERT INTO alembic_version VALUES ('0000')")
        connection.exec_driver_sql("CREATE TABLE ticket (typed TEXT)")
        connection.exec_driver_sql("INSERT INTO ticket VALUES ('the only copy')")
    monkeypatch.setattr("fieldservice.domain.store.schema.known_revisions", lambda: {"0000"})

    with pytest.raises(EnvironmentProblem, match=r"database\.migration_failed"):
        migrate(database.writer, path)

    with database.writer.connect() as connection:
        assert connection.exec_driver_sql("SELECT typed FROM ticket").scalar() == "the only copy"
    database.close()
