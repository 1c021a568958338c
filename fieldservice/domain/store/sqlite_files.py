"""An SQLite database as a file: copied while people work, checked, set aside with what belongs to it.

What was confirmed may still lie in the write-ahead log beside the file, so the two are never parted.
"""

import os
import shutil
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlcipher

from fieldservice.domain.rules.errors import EnvironmentProblem
from fieldservice.domain.store.quick_reading import SILENT, is_encrypted

LOG, SHARED = "-wal", "-shm"
NO_DATABASE = 26


def connect(database: Path, key: str | None) -> Any:
    """A connection of its own, past any engine; `key` as for `open_sqlite`. A file that is there and wants no
    key is opened without: what was set aside before the encryption was switched on stays readable.
    """
    is_open = database.exists() and database.stat().st_size > 0 and not is_encrypted(database)
    connection = sqlcipher.connect(str(database))
    if key is not None and not is_open:
        connection.execute(SILENT)
        connection.execute(f"PRAGMA key = \"x'{key}'\"")
    return connection


def opens_with(database: Path, key: str) -> bool:
    """Whether this key opens the file; of one that cannot be read otherwise nothing is said."""
    with closing(connect(database, key)) as connection:
        try:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlcipher.Error as error:
            return getattr(error, "sqlite_errorcode", NO_DATABASE) != NO_DATABASE
    return True


def copy_database(database: Path, target: Path, key: str | None = None) -> None:
    """Copy what is committed at one moment, by SQLite's own backup: writers go on, the log is included.

    `backup.database_unreadable`, or `backup.not_written` when the disk does not take the copy.
    """
    own = key if is_encrypted(database) else None
    with closing(connect(database, own)) as source, closing(connect(target, own)) as copy:
        try:
            source.backup(copy)
        except sqlcipher.Error as error:
            # The driver does not say which of the two files failed, so the one that can be read is asked.
            code = "backup.not_written" if _reads_well(source) else "backup.database_unreadable"
            raise EnvironmentProblem(code, folder=str(target.parent), name=database.name) from error


def _reads_well(connection: Any) -> bool:
    try:
        return bool(connection.execute("PRAGMA quick_check").fetchone()[0] == "ok")
    except sqlcipher.Error:
        return False


def check_database(database: Path, key: str | None = None) -> None:
    """Read every page and every reference; `backup.damaged` when one is wrong."""
    with closing(connect(database, key)) as connection:
        try:
            answer = connection.execute("PRAGMA integrity_check").fetchone()[0]
            broken = connection.execute("PRAGMA foreign_key_check").fetchone()
        except sqlcipher.Error as error:
            raise EnvironmentProblem("backup.damaged", name=database.name) from error
    if answer != "ok" or broken is not None:
        raise EnvironmentProblem("backup.damaged", name=database.name)


def revision_in(database: Path, key: str | None = None) -> str | None:
    """The schema that a file was written with; None when it says nothing."""
    with closing(connect(database, key)) as connection, suppress(sqlcipher.Error):
        found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        return None if found is None else str(found[0])
    return None


def replace_database(fresh: Path, database: Path) -> Path | None:
    """Put `fresh` in the place of the database; the old one is kept under a name of its own, and returned.

    At every moment there is a database in its place, the old one or the new one.
    """
    kept = _keep(database) if database.exists() else None
    forget_log(database)
    fresh.replace(database)
    sync_folder(database.parent)
    return kept


def forget_log(database: Path) -> None:
    """Remove the log of a database that is about to be replaced, lest it be played into the new one."""
    for suffix in (LOG, SHARED):
        _beside(database, suffix).unlink(missing_ok=True)


def sync_file(path: Path) -> None:
    """Make sure that the file is on the disk, not only on its way."""
    with path.open("rb+") as opened:
        os.fsync(opened.fileno())


def sync_folder(folder: Path) -> None:
    """The same for names in a folder, where the system knows such a thing."""
    if os.name != "posix":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _keep(database: Path) -> Path:
    kept = _free_name(database)
    log = _beside(database, LOG)
    if log.exists():
        shutil.copy2(log, _beside(kept, LOG))
    shutil.copy2(database, kept)
    return kept


def _free_name(database: Path) -> Path:
    """No database that was set aside earlier is overwritten: it may be the only one that is right."""
    number = 1
    while (kept := database.with_suffix(f".replaced-{number}")).exists():
        number += 1
    return kept


def _beside(database: Path, suffix: str) -> Path:
    return database.with_name(database.name + suffix)
