"""Backup of the desk's database: a whole, checked copy while people work, and its way back.

A copy is made by SQLite's own backup, checked, compressed and only then given its name; the newest of each
of 7 days, 4 weeks and 12 months are kept.
"""

import lzma
import shutil
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlcipher

from fieldservice.domain.rules.errors import EnvironmentProblem

DAILY, WEEKLY, MONTHLY = 7, 4, 12
SUFFIX = ".db.xz"
STAMP = "%Y%m%dT%H%M%SZ"
FAST_PRESET = 1


def back_up(database: Path, folder: Path, now: datetime, *, reason: str = "daily") -> Path:
    """Copy the database to a new file in `folder`, named by moment and reason; raises
    `EnvironmentProblem`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{now.astimezone(UTC).strftime(STAMP)}-{reason}{SUFFIX}"
    raw = target.with_suffix(".part")
    try:
        _copy(database, raw)
        _check(raw)
        with (
            raw.open("rb") as source,
            lzma.open(target.with_suffix(".tmp"), "wb", preset=FAST_PRESET) as packed,
        ):
            shutil.copyfileobj(source, packed)
        target.with_suffix(".tmp").replace(target)
    except OSError as error:
        raise EnvironmentProblem("backup.not_written", folder=str(folder)) from error
    finally:
        raw.unlink(missing_ok=True)
        target.with_suffix(".tmp").unlink(missing_ok=True)
    return target


def restore(backup: Path, database: Path) -> Path | None:
    """Put a backup in the place of the database, which must not be open; the old one is kept beside it and
    returned.
    """
    fresh = database.with_suffix(".restored")
    try:
        with lzma.open(backup, "rb") as packed, fresh.open("wb") as target:
            shutil.copyfileobj(packed, target)
    except (OSError, lzma.LZMAError) as error:
        fresh.unlink(missing_ok=True)
        raise EnvironmentProblem("backup.unreadable", name=backup.name) from error
    _check(fresh)
    kept = _set_aside(database)
    fresh.replace(database)
    return kept


def due(folder: Path, now: datetime) -> bool:
    """Tell whether today's backup is still to be made."""
    today = now.astimezone(UTC).date()
    return all(_moment(path).date() != today for path in _backups(folder))


def prune(folder: Path) -> list[Path]:
    """Remove backups beyond the newest of 7 days, 4 weeks and 12 months; returns what was removed."""
    newest_first = sorted(_backups(folder), key=_moment, reverse=True)
    kept = {
        *_newest_each(newest_first, "%Y-%j", DAILY),
        *_newest_each(newest_first, "%G-%V", WEEKLY),
        *_newest_each(newest_first, "%Y-%m", MONTHLY),
    }
    removed = [path for path in newest_first if path not in kept]
    for path in removed:
        path.unlink()
    return removed


def _newest_each(newest_first: Iterable[Path], period: str, count: int) -> list[Path]:
    newest: dict[str, Path] = {}
    for path in newest_first:
        newest.setdefault(_moment(path).strftime(period), path)
    return list(newest.values())[:count]


def _backups(folder: Path) -> list[Path]:
    return list(folder.glob(f"*{SUFFIX}"))


def _moment(path: Path) -> datetime:
    return datetime.strptime(path.name.split("-", 1)[0], STAMP).replace(tzinfo=UTC)


def _copy(database: Path, target: Path) -> None:
    source = sqlcipher.connect(str(database))
    copy = sqlcipher.connect(str(target))
    try:
        source.backup(copy)
    except sqlcipher.Error as error:
        raise EnvironmentProblem("backup.database_unreadable", name=database.name) from error
    finally:
        copy.close()
        source.close()


def _check(database: Path) -> None:
    connection = sqlcipher.connect(str(database))
    try:
        answer = connection.execute("PRAGMA integrity_check").fetchone()[0]
        broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    except sqlcipher.Error as error:
        raise EnvironmentProblem("backup.damaged", name=database.name) from error
    finally:
        connection.close()
    if answer != "ok" or broken is not None:
        raise EnvironmentProblem("backup.damaged", name=database.name)


def _set_aside(database: Path) -> Path | None:
    for suffix in ("-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)
    if not database.exists():
        return None
    kept = database.with_suffix(".replaced")
    database.replace(kept)
    return kept
