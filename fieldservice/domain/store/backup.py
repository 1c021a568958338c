"""Backup of the desk's database: a whole, checked copy while people work, and its way back.

A copy is made by SQLite's own backup, checked, compressed and only then given its name; the newest of each of
7 days, 4 weeks and 12 months are kept, and those made before a migration. The backup of an encrypted database
is encrypted.
"""

import lzma
import re
import shutil
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from fieldservice.domain.rules.errors import EnvironmentProblem
from fieldservice.domain.store.schema import known_revisions
from fieldservice.domain.store.sqlite_files import (
    check_database,
    copy_database,
    forget_log,
    replace_database,
    revision_in,
    sync_file,
    sync_folder,
)

DAILY, WEEKLY, MONTHLY = 7, 4, 12
EVERY_DAY, BEFORE_MIGRATION = "daily", "before-migration"
SUFFIX = ".db.xz"
STAMP = "%Y%m%dT%H%M%SZ"
NAME = re.compile(r"(?P<moment>\d{8}T\d{6}Z)-(?P<reason>[a-z-]+)\.db\.xz")
FAST_PRESET = 1


def back_up(
    database: Path, folder: Path, now: datetime, *, reason: str = EVERY_DAY, key: str | None = None
) -> Path:
    """Copy the database to a new file in `folder`, named by moment and reason; or `EnvironmentProblem`."""
    target = folder / f"{now.astimezone(UTC).strftime(STAMP)}-{reason}{SUFFIX}"
    raw, packed = target.with_suffix(".part"), target.with_suffix(".tmp")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        copy_database(database, raw, key)
        check_database(raw, key)
        with raw.open("rb") as source, lzma.open(packed, "wb", preset=FAST_PRESET) as written:
            shutil.copyfileobj(source, written)
        sync_file(packed)
        packed.replace(target)
        sync_folder(folder)
    except OSError as error:
        raise EnvironmentProblem("backup.not_written", folder=str(folder)) from error
    finally:
        for left in (raw, packed):
            _forget(left)
    return target


def restore(backup: Path, database: Path, *, key: str | None = None) -> Path | None:
    """Put a backup in the place of the database, which must not be open; the old one is kept and returned.

    It is unpacked and checked first: `backup.unreadable`, `.damaged`, `.newer` leave the database alone.
    """
    fresh = database.with_suffix(".restored")
    try:
        _unpack(backup, fresh)
        check_database(fresh, key)
        _require_known(fresh, backup, key)
        sync_file(fresh)
        return replace_database(fresh, database)
    except OSError as error:
        raise EnvironmentProblem("backup.not_restored", name=backup.name) from error
    finally:
        _forget(fresh)


def due(folder: Path, now: datetime) -> bool:
    """Tell whether today's backup is still to be made."""
    today = now.astimezone(UTC).date()
    return all(_moment(path).date() != today for path in _backups(folder) if _reason(path) == EVERY_DAY)


def prune(folder: Path) -> list[Path]:
    """Remove backups beyond the newest of 7 days, 4 weeks and 12 months; returns what was removed."""
    regular = [path for path in _backups(folder) if _reason(path) != BEFORE_MIGRATION]
    newest_first = sorted(regular, key=_moment, reverse=True)
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
    """Those that were made here; what else somebody put into the folder is none of our business."""
    return [path for path in folder.glob(f"*{SUFFIX}") if NAME.fullmatch(path.name)]


def _moment(path: Path) -> datetime:
    return datetime.strptime(path.name.split("-", 1)[0], STAMP).replace(tzinfo=UTC)


def _reason(path: Path) -> str:
    return path.name.split("-", 1)[1].removesuffix(SUFFIX)


def _unpack(backup: Path, fresh: Path) -> None:
    try:
        with lzma.open(backup, "rb") as packed, fresh.open("wb") as target:
            shutil.copyfileobj(packed, target)
    except (EOFError, lzma.LZMAError, FileNotFoundError) as error:
        raise EnvironmentProblem("backup.unreadable", name=backup.name) from error


def _require_known(fresh: Path, backup: Path, key: str | None) -> None:
    revision = revision_in(fresh, key)
    if revision is None:
        raise EnvironmentProblem("backup.damaged", name=backup.name)
    if revision not in known_revisions():
        raise EnvironmentProblem("backup.newer", name=backup.name)


def _forget(left: Path) -> None:
    with suppress(OSError):  # what could not be written cannot be removed either
        left.unlink(missing_ok=True)
        forget_log(left)
