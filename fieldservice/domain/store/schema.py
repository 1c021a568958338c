"""Bringing a database to this program's schema, safely: backup, migrate, check, or put back.

The schema is made by the migrations alone. A database newer than the program is refused in words.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from fieldservice.domain.rules.errors import EnvironmentProblem
from fieldservice.domain.store import migrations
from fieldservice.domain.store.sqlite_files import forget_log

MIGRATION_LOCK = 723_014_001
LOCK_TIMEOUT = "SET LOCAL lock_timeout = '5s'"
STATEMENT_TIMEOUT = "SET LOCAL statement_timeout = '10min'"


def alembic_config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent).replace("%", "%%"))
    return config


def head() -> str:
    """The schema that this program works with."""
    found = ScriptDirectory.from_config(alembic_config()).get_current_head()
    if found is None:
        raise LookupError("the program has no migrations")
    return found


def revision_of(engine: Engine) -> str | None:
    """The schema that the database has; None for an empty one."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def migrate(
    engine: Engine, database: Path | None = None, save: Callable[[Path], object] | None = None
) -> bool:
    """Bring the database to `head()`; tells whether anything was to do.

    An SQLite file (`database`) is saved first (`save` makes a backup), and put back when a step fails.
    Raises `EnvironmentProblem` `database.newer` when the file was written by a newer program,
    `database.migration_failed` when a step failed, and what hinders the backup.
    """
    current = revision_of(engine)
    if current == head():
        return False
    if current is not None and current not in known_revisions():
        raise EnvironmentProblem("database.newer", revision=current)
    if current is not None and database is not None and save is not None:
        save(database)
    if engine.dialect.name == "sqlite":
        _migrate_sqlite(engine, database if current is not None else None)
    else:
        _migrate_postgresql(engine)
    return True


def known_revisions() -> set[str]:
    """All schemas up to this program's own."""
    return {script.revision for script in ScriptDirectory.from_config(alembic_config()).walk_revisions()}


def _migrate_sqlite(engine: Engine, database: Path | None) -> None:
    copy = _copy_before(engine, database)
    try:
        with engine.connect() as connection:
            _upgrade_without_foreign_keys(connection)
    except (SQLAlchemyError, CommandError, EnvironmentProblem) as error:
        engine.dispose()
        if copy is not None and database is not None:
            _put_back(copy, database)
        raise EnvironmentProblem("database.migration_failed", revision=head()) from error
    finally:
        engine.dispose()


def _upgrade_without_foreign_keys(connection: Connection) -> None:
    connection.exec_driver_sql("ROLLBACK")  # foreign keys can only be switched off outside a transaction
    connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    _upgrade(connection)
    if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
        raise EnvironmentProblem("database.migration_failed", revision=head())
    connection.commit()
    connection.detach()  # so that no later session inherits the switched-off foreign keys


def _copy_before(engine: Engine, database: Path | None) -> Path | None:
    if database is None:
        return None
    with engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        is_busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]
        connection.exec_driver_sql("BEGIN")
    engine.dispose()
    if is_busy:  # what was confirmed last would be missing from a copy of the file alone
        raise EnvironmentProblem("database.busy")
    copy = database.with_suffix(".before-migration")
    shutil.copy2(database, copy)
    return copy


def _put_back(copy: Path, database: Path) -> None:
    forget_log(database)
    shutil.copy2(copy, database)


def _migrate_postgresql(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text(LOCK_TIMEOUT))
        connection.execute(text(STATEMENT_TIMEOUT))
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
        _upgrade(connection)


def _upgrade(connection: Connection) -> None:
    config = alembic_config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
