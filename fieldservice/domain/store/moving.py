"""Everything of a desk in one file, to go on working on another computer: database, attachments, settings.

The file is a zip archive, compressed and sealed like a backup. On the other computer what was there is kept
beside what comes.
"""

import json
import lzma
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from fieldservice.domain.rules.backup_plan import Step
from fieldservice.domain.rules.errors import EnvironmentProblem
from fieldservice.domain.store.backup import BackupWay, packing, unpacked
from fieldservice.domain.store.encrypting import require_key, under_key_of
from fieldservice.domain.store.quick_reading import is_encrypted
from fieldservice.domain.store.schema import known_revisions
from fieldservice.domain.store.sqlite_files import (
    check_database,
    copy_database,
    replace_database,
    revision_in,
    sync_file,
)

FORMAT = 1
KEY = "database_key"
MANIFEST, DATABASE, SETTINGS, FILES = "manifest.json", "fieldservice.db", "settings.toml", "attachments"
SUFFIX = ".fieldservice"


@dataclass(frozen=True, slots=True)
class HomeFolder:
    """Where one desk keeps what moves with it; `keep_key` is told the key that came with a database."""

    home: Path
    database: Path
    attachments: Path
    settings: Path
    keep_key: Callable[[str], object] | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """What was written or taken over; `kept` is where the database lies that was there before."""

    files: int
    made_at: datetime
    kept: Path | None = None


def export_everything(source: HomeFolder, target: Path, now: datetime, way: BackupWay) -> Moved:
    """Write the file, checked before it gets its name; the desk may go on working meanwhile."""
    fresh = target.with_name(f"{target.name}.part")
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix="moving-") as folder:
            copy, archive = Path(folder) / DATABASE, Path(folder) / "archive.zip"
            way.told(Step.COPYING, 0, 0)
            copy_database(source.database, copy, way.key)
            way.told(Step.CHECKING, 0, 0)
            check_database(copy, way.key)
            count = _write_archive(archive, copy, source, _manifest_words(copy, now, way))
            with archive.open("rb") as read, packing(fresh, way.passphrase) as written:
                _pour(read, written, way, archive.stat().st_size)
        sync_file(fresh)
        fresh.replace(target)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise EnvironmentProblem("file.not_written", file=target.name) from error
    return Moved(count, now)


def import_everything(source: Path, target: HomeFolder, way: BackupWay) -> Moved:
    """Take over such a file; the desk must be closed. `moving.unreadable` when it is none, and what restoring
    a backup refuses; then everything is left as it is.
    """
    target.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (
        _archive_in(source, target.home, way) as archive,
        tempfile.TemporaryDirectory(dir=target.home) as folder,
    ):
        manifest = _manifest(archive, source)
        fresh = Path(folder) / DATABASE
        way.told(Step.UNPACKING, 0, 0)
        _extract(archive, DATABASE, fresh)
        way.told(Step.CHECKING, 0, 0)
        key = _key_in(manifest, way, target)
        require_key(fresh, key, source.name)
        check_database(fresh, key)
        if revision_in(fresh, key) not in known_revisions():
            raise EnvironmentProblem("backup.newer", name=source.name)
        count = _take_files(archive, target, way)
        under_key_of(target.database, fresh, way.key)
        sync_file(fresh)
        kept = replace_database(fresh, target.database)
        if not target.settings.exists() and SETTINGS in archive.namelist():
            _extract(archive, SETTINGS, target.settings)
    return Moved(count, datetime.fromisoformat(manifest["made_at"]), kept)


def _manifest_words(copy: Path, now: datetime, way: BackupWay) -> dict[str, Any]:
    """The key goes along only where the file itself is sealed: else it would lie beside what it locks."""
    told: dict[str, Any] = {"format": FORMAT, "made_at": now.isoformat()}
    if way.passphrase and way.key and is_encrypted(copy):
        told[KEY] = way.key
    return told


def _key_in(manifest: dict[str, Any], way: BackupWay, target: HomeFolder) -> str | None:
    """The key that came along, kept here before the database is; else the one that is known here."""
    key = manifest.get(KEY)
    if key and target.keep_key is not None:
        target.keep_key(str(key))
    return str(key) if key else way.key


def _write_archive(archive: Path, copy: Path, source: HomeFolder, told: dict[str, Any]) -> int:
    """Stored, not compressed: the file around it is."""
    files = sorted(path for path in source.attachments.glob("[0-9a-f][0-9a-f]/*") if path.suffix == "")
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED, allowZip64=True) as written:
        written.writestr(MANIFEST, json.dumps({**told, "attachments": len(files)}))
        written.write(copy, DATABASE)
        if source.settings.exists():
            written.write(source.settings, SETTINGS)
        for path in files:
            written.write(path, f"{FILES}/{path.parent.name}/{path.name}")
    return len(files)


@contextmanager
def _archive_in(source: Path, home: Path, way: BackupWay) -> Iterator[zipfile.ZipFile]:
    """The archive inside the file, opened; it is unpacked beside the database, for it may be large."""
    with tempfile.TemporaryDirectory(dir=home, prefix="moving-") as folder:
        plain = Path(folder) / "archive.zip"
        try:
            with unpacked(source, way.passphrase) as read, plain.open("wb") as written:
                _pour(read, written, way, 0)
            with zipfile.ZipFile(plain) as archive:
                yield archive
        except (EOFError, OSError, lzma.LZMAError, zipfile.BadZipFile, ValueError) as error:
            raise EnvironmentProblem("moving.unreadable", name=source.name) from error


def _manifest(archive: zipfile.ZipFile, source: Path) -> dict[str, Any]:
    if MANIFEST not in archive.namelist() or DATABASE not in archive.namelist():
        raise EnvironmentProblem("moving.unreadable", name=source.name)
    told: dict[str, Any] = json.loads(archive.read(MANIFEST))
    if told.get("format") != FORMAT:
        raise EnvironmentProblem("backup.newer", name=source.name)
    return told


def _take_files(archive: zipfile.ZipFile, target: HomeFolder, way: BackupWay) -> int:
    """Only names as this program gives them: a foreign archive cannot write anywhere else."""
    names = [name for name in archive.namelist() if _is_content(PurePosixPath(name))]
    for done, name in enumerate(names, start=1):
        path = target.attachments / PurePosixPath(name).parent.name / PurePosixPath(name).name
        if not path.exists():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _extract(archive, name, path)
        way.told(Step.FILES, done, len(names))
    return len(names)


def _is_content(name: PurePosixPath) -> bool:
    is_hexadecimal = all(sign in "0123456789abcdef" for sign in name.name)
    return (
        len(name.parts) == len((FILES, "ab", "ab01"))
        and name.parts[0] == FILES
        and is_hexadecimal
        and name.parent.name == name.name[:2]
    )


def _extract(archive: zipfile.ZipFile, name: str, target: Path) -> None:
    fresh = target.with_name(f"{target.name}.part")
    with archive.open(name) as read, fresh.open("wb") as written:
        shutil.copyfileobj(read, written)
    fresh.replace(target)


def _pour(read: Any, written: Any, way: BackupWay, total: int) -> None:
    done = 0
    while piece := read.read(1 << 20):
        written.write(piece)
        done += len(piece)
        way.told(Step.PACKING if total else Step.UNPACKING, done, total)
