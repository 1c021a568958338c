"""Switching the encryption of a closed database on and off.

The whole file is written anew beside, checked, and put in its place in one step; of what was there nothing is
kept, for it would lie open to whoever finds the disk. Cut short at any moment, the old file or the new one is
there, and the key lay in its place before either. A desk that is open leaves a wish, which its next start
fulfils before anything is opened.
"""

from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlcipher

from fieldservice.domain.rules.errors import EnvironmentProblem
from fieldservice.domain.store.database_key import DatabaseKeys
from fieldservice.domain.store.quick_reading import is_encrypted
from fieldservice.domain.store.sqlite_files import (
    check_database,
    connect,
    forget_log,
    opens_with,
    sync_file,
    sync_folder,
)

FRESH, WISH = ".encrypting", ".encryption-wanted"
PAGE = 4096
ON, OFF = "on", "off"


@dataclass(frozen=True, slots=True)
class Encryption:
    """How a desk's database lies on its disk; `is_key_known` tells whether its key was found, `key_file` is
    empty when the keyring has it.
    """

    is_on: bool
    is_key_known: bool
    key_file: str
    open_copies: int


def encrypt(database: Path, key: str) -> bool:
    """Write the file anew under the key; False when it is encrypted already."""
    if is_encrypted(database):
        return False
    _rewrite(database, None, key)
    return True


def decrypt(database: Path, key: str) -> bool:
    """Write the file anew without a key; False when it has none."""
    if not is_encrypted(database):
        return False
    _rewrite(database, key, None)
    return True


def under_key_of(database: Path, fresh: Path, key: str | None) -> None:
    """What was unpacked from an open backup lies as the desk's own database does: under its key."""
    if key is not None and is_encrypted(database):
        encrypt(fresh, key)


def require_key(fresh: Path, key: str | None, name: str) -> None:
    """`backup.key_missing` when what was unpacked wants another key than the one that is known here. Signs
    without order fill whole pages there; anything else is no database at all, which its check will tell.
    """
    wants_key = is_encrypted(fresh) and fresh.stat().st_size % PAGE == 0
    if wants_key and (key is None or not opens_with(fresh, key)):
        raise EnvironmentProblem("backup.key_missing", name=name)


def encryption_of(database: Path, keys: DatabaseKeys, backups: Path) -> Encryption:
    place = keys.place()
    return Encryption(
        is_on=is_encrypted(database),
        is_key_known=keys.known() is not None,
        key_file=place.file if place is not None else "",
        open_copies=sum(1 for _each in _open_copies(database, backups)),
    )


def wish(database: Path, wanted: str) -> None:
    """Let the next start encrypt (`ON`) or decrypt (`OFF`)."""
    database.with_suffix(WISH).write_text(wanted, "ascii")


def is_wished(database: Path) -> bool:
    return database.with_suffix(WISH).exists()


def fulfil_wish(database: Path, keys: DatabaseKeys) -> None:
    """At the start, before the database is opened. What hinders it is told once, and the wish is over."""
    wanted = database.with_suffix(WISH)
    with suppress(OSError):
        word = wanted.read_text("ascii")
        wanted.unlink()
        key = keys.known()
        if key is None:
            raise EnvironmentProblem("database.key_missing", place="")
        (encrypt if word == ON else decrypt)(database, key)


def _open_copies(database: Path, backups: Path) -> list[Path]:
    """Databases of earlier days that anybody can read: set aside at a restore or a migration."""
    beside = [path for path in database.parent.glob(f"{database.stem}.*") if path != database]
    aside = [*beside, *backups.glob("put-aside-*.db")]
    return [path for path in aside if _is_open_database(path)]


def _is_open_database(path: Path) -> bool:
    with suppress(OSError):
        return path.read_bytes()[:15] == b"SQLite format 3"
    return False


def _rewrite(database: Path, old_key: str | None, new_key: str | None) -> None:
    fresh = database.with_suffix(FRESH)
    _forget(fresh)
    try:
        _export(database, fresh, old_key, new_key)
        check_database(fresh, new_key)
        forget_log(fresh)
        sync_file(fresh)
        forget_log(database)
        fresh.replace(database)
        sync_folder(database.parent)
    except (OSError, sqlcipher.Error) as error:
        raise EnvironmentProblem("database.not_rewritten", name=database.name) from error
    finally:
        _forget(fresh)


def _export(database: Path, fresh: Path, old_key: str | None, new_key: str | None) -> None:
    with closing(connect(database, old_key)) as source:
        source.isolation_level = None
        _take_in_log(source)
        clause = f"\"x'{new_key}'\"" if new_key else "''"
        source.execute(f"ATTACH DATABASE ? AS fresh KEY {clause}", (str(fresh),))
        source.execute("SELECT sqlcipher_export('fresh')")
        version = source.execute("PRAGMA main.user_version").fetchone()[0]
        source.execute(f"PRAGMA fresh.user_version = {int(version)}")
        source.execute("DETACH DATABASE fresh")


def _take_in_log(source: Any) -> None:
    """What was confirmed may still lie in the log: it is taken into the file first."""
    busy = source.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    if busy:
        raise EnvironmentProblem("database.busy")


def _forget(fresh: Path) -> None:
    with suppress(OSError):
        fresh.unlink(missing_ok=True)
        forget_log(fresh)
