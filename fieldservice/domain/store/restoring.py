"""Restoring while the desk is open: prepared and checked now, put in its place at the next start.

Nothing can be put in the place of a database that is open. So the backup is unpacked beside it, and the start
that follows, before anything is opened, exchanges the two.
"""

from contextlib import suppress
from pathlib import Path

from fieldservice.domain.rules.errors import EnvironmentProblem
from fieldservice.domain.store.backup import BackupWay, put_back_files, unpack
from fieldservice.domain.store.backup_look import RestorePreview, compare
from fieldservice.domain.store.encrypting import under_key_of
from fieldservice.domain.store.sqlite_files import forget_log, replace_database, sync_file

FILES = "attachments"
PREPARED = ".prepared"
WANTED = ".restore-wanted"


def prepare(backup: Path, database: Path, way: BackupWay) -> RestorePreview:
    """Unpack and check a backup; tells what taking it would lose. Nothing is changed yet."""
    forget_prepared(database)
    fresh = database.with_suffix(PREPARED)
    try:
        unpack(backup, fresh, way)
        under_key_of(database, fresh, way.key)
        sync_file(fresh)
        put_back_files(backup.parent / FILES, way)
    except OSError as error:
        forget_prepared(database)
        raise EnvironmentProblem("backup.not_restored", name=backup.name) from error
    except EnvironmentProblem:
        forget_prepared(database)
        raise
    return compare(fresh, database, way.key)


def want(database: Path) -> None:
    """Let the next start take what was prepared."""
    if not database.with_suffix(PREPARED).exists():
        raise EnvironmentProblem("backup.not_prepared")
    database.with_suffix(WANTED).touch()


def finish(database: Path) -> Path | None:
    """At the start, before the database is opened: take what is wanted; gives where the old one lies now."""
    fresh, wanted = database.with_suffix(PREPARED), database.with_suffix(WANTED)
    if not (wanted.exists() and fresh.exists()):
        forget_prepared(database)
        return None
    forget_log(fresh)
    kept = replace_database(fresh, database)
    wanted.unlink(missing_ok=True)
    return kept


def forget_prepared(database: Path) -> None:
    """Nothing is wanted any more."""
    with suppress(OSError):
        database.with_suffix(WANTED).unlink(missing_ok=True)
        fresh = database.with_suffix(PREPARED)
        fresh.unlink(missing_ok=True)
        forget_log(fresh)
