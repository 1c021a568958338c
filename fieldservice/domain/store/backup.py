"""Backup of the desk's database and its files: a whole, checked copy while people work, and its way back.

A copy is made by SQLite's own backup, checked, compressed, sealed if a passphrase is given, read back, and
only then given its name. Attachments never change under their digest, so each is copied once, into a
folder beside the backups. The backup of an encrypted database is encrypted.
"""

import hashlib
import lzma
import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, BinaryIO, cast

from fieldservice.domain.rules.backup_plan import Keep, Step, Told, kept_of
from fieldservice.domain.rules.errors import EnvironmentProblem
from fieldservice.domain.store.encrypting import require_key, under_key_of
from fieldservice.domain.store.schema import known_revisions
from fieldservice.domain.store.sealing import MAGIC, SealedReader, SealedWriter, is_sealed, new_salt
from fieldservice.domain.store.sqlite_files import (
    check_database,
    copy_database,
    forget_log,
    replace_database,
    revision_in,
    sync_file,
    sync_folder,
)

EVERY_DAY, BEFORE_MIGRATION, BY_HAND, BEFORE_RESTORE = (
    "daily",
    "before-migration",
    "by-hand",
    "before-restore",
)
BEFORE_JOINING, BEFORE_LEAVING = "before-joining", "before-leaving"
KEPT_ALWAYS = frozenset({BEFORE_MIGRATION, BEFORE_RESTORE, BEFORE_JOINING, BEFORE_LEAVING})
SUFFIX, SEALED = ".db.xz", ".sealed"
STAMP = "%Y%m%dT%H%M%SZ"
NAME = re.compile(r"(?P<moment>\d{8}T\d{6}Z)-(?P<reason>[a-z-]+)\.db\.xz(?P<sealed>\.sealed)?")
HALF_MADE = re.compile(rf"{NAME.pattern}\.(part|tmp)")
FILES = "attachments"
FAST_PRESET = 1
PIECE = 1 << 20


def _nobody(step: Step, done: int, total: int) -> None:
    """Told by a caller who shows no progress."""


@dataclass(frozen=True, slots=True)
class BackupWay:
    """How a backup is made and read: `key` opens the database and its backups where they are encrypted,
    `passphrase` seals the backup, `files` is the folder of attachments that go with it, `told` hears each
    step.
    """

    key: str | None = None
    passphrase: str | None = None
    files: Path | None = None
    told: Told = _nobody


PLAIN = BackupWay()


@dataclass(frozen=True, slots=True)
class BackupFile:
    """A backup that lies in the folder; `reason` is why it was made."""

    path: Path
    moment: datetime
    reason: str
    is_sealed: bool
    size_bytes: int


def back_up(
    database: Path, folder: Path, now: datetime, *, reason: str = EVERY_DAY, way: BackupWay = PLAIN
) -> Path:
    """Copy the database to a new file in `folder`, named by moment and reason; or `EnvironmentProblem`."""
    if not database.exists():
        raise EnvironmentProblem("backup.database_unreadable", folder=str(folder), name=database.name)
    name = f"{now.astimezone(UTC).strftime(STAMP)}-{reason}{SUFFIX}{SEALED if way.passphrase else ''}"
    target = folder / name
    raw, packed = target.with_name(f"{name}.part"), target.with_name(f"{name}.tmp")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _clear_half_made(folder)
        way.told(Step.COPYING, 0, 0)
        copy_database(database, raw, way.key)
        way.told(Step.CHECKING, 0, 0)
        check_database(raw, way.key)
        _require_same(_pack(raw, packed, way), packed, way)
        sync_file(packed)
        _keep_files(way, folder / FILES)
        packed.replace(target)
        sync_folder(folder)
    except OSError as error:
        raise EnvironmentProblem("backup.not_written", folder=str(folder)) from error
    finally:
        for left in (raw, packed):
            _forget(left)
    return target


def restore(backup: Path, database: Path, way: BackupWay = PLAIN) -> Path | None:
    """Put a backup in the place of the database, which must not be open; the old one is kept and returned.

    It is unpacked and checked first: `backup.unreadable`, `.damaged`, `.newer`, `.passphrase_wrong`,
    `.key_missing` leave the database alone. Where that is encrypted, what takes its place is, too.
    """
    fresh = database.with_suffix(".restored")
    try:
        unpack(backup, fresh, way)
        under_key_of(database, fresh, way.key)
        sync_file(fresh)
        kept = replace_database(fresh, database)
        put_back_files(backup.parent / FILES, way)
    except OSError as error:
        raise EnvironmentProblem("backup.not_restored", name=backup.name) from error
    else:
        return kept
    finally:
        _forget(fresh)


def unpack(backup: Path, fresh: Path, way: BackupWay = PLAIN) -> None:
    """Unpack a backup beside the database and check all of it."""
    try:
        with unpacked(backup, way.passphrase) as packed, fresh.open("wb") as target:
            _pour(packed, target, Step.UNPACKING, way.told)
    except (EOFError, lzma.LZMAError, FileNotFoundError) as error:
        raise EnvironmentProblem("backup.unreadable", name=backup.name) from error
    way.told(Step.CHECKING, 0, 0)
    require_key(fresh, way.key, backup.name)
    check_database(fresh, way.key)
    revision = revision_in(fresh, way.key)
    if revision is None:
        raise EnvironmentProblem("backup.damaged", name=backup.name)
    if revision not in known_revisions():
        raise EnvironmentProblem("backup.newer", name=backup.name)


def due(folder: Path, now: datetime) -> bool:
    """Tell whether today's backup is still to be made."""
    today = now.astimezone(UTC).date()
    return all(each.moment.date() != today for each in backups_in(folder) if each.reason == EVERY_DAY)


def last_daily(folder: Path) -> datetime | None:
    """When the last planned backup was made."""
    return max((each.moment for each in backups_in(folder) if each.reason == EVERY_DAY), default=None)


def backups_in(folder: Path) -> list[BackupFile]:
    """Those made here, the newest first; what else somebody put into the folder is none of our business."""
    found = [(NAME.fullmatch(path.name), path) for path in folder.glob(f"*{SUFFIX}*")]
    made = [_told(path, name) for name, path in found if name is not None]
    return sorted(made, key=lambda each: each.moment, reverse=True)


def prune(folder: Path, keep: Keep = Keep()) -> list[Path]:  # noqa: B008 - frozen
    """Remove backups that have had their time; returns what was removed."""
    regular = [each for each in backups_in(folder) if each.reason not in KEPT_ALWAYS]
    kept = kept_of(((each.moment, each.path) for each in regular), keep)
    removed = [each.path for each in regular if each.path not in kept]
    for path in removed:
        path.unlink()
    return removed


@contextmanager
def packing(packed: Path, passphrase: str | None) -> Iterator[IO[bytes]]:
    """A file to write to: what is written is compressed, and sealed with the passphrase if there is one."""
    with ExitStack() as opened:
        target: BinaryIO = opened.enter_context(packed.open("wb"))
        if passphrase:
            target = cast("BinaryIO", opened.enter_context(SealedWriter(target, passphrase)))
        yield opened.enter_context(lzma.open(target, "wb", preset=FAST_PRESET))


@contextmanager
def unpacked(packed: Path, passphrase: str | None) -> Iterator[IO[bytes]]:
    """What was packed, to be read. `backup.passphrase_missing` when it is sealed and none is given."""
    with ExitStack() as opened:
        source: BinaryIO = opened.enter_context(packed.open("rb"))
        if is_sealed(source.read(len(MAGIC))):
            if not passphrase:
                raise EnvironmentProblem("backup.passphrase_missing", name=packed.name)
            source.seek(0)
            source = cast("BinaryIO", opened.enter_context(SealedReader(source, passphrase, packed.name)))
        else:
            source.seek(0)
        yield opened.enter_context(lzma.open(source, "rb"))


def _pack(raw: Path, packed: Path, way: BackupWay) -> bytes:
    with raw.open("rb") as source, packing(packed, way.passphrase) as written:
        return _pour(source, written, Step.PACKING, way.told, raw.stat().st_size)


def _require_same(digest: bytes, packed: Path, way: BackupWay) -> None:
    """Read back what was written, as a restore would: a disk may take what it cannot give."""
    try:
        with unpacked(packed, way.passphrase) as read:
            if _pour(read, None, Step.READING_BACK, way.told) == digest:
                return
    except (EOFError, lzma.LZMAError) as error:
        raise EnvironmentProblem("backup.not_read_back", folder=str(packed.parent)) from error
    raise EnvironmentProblem("backup.not_read_back", folder=str(packed.parent))


def _pour(source: IO[bytes], target: IO[bytes] | None, step: Step, told: Told, total: int = 0) -> bytes:
    """From one to the other, piece by piece; gives the digest of all."""
    digest, done = hashlib.sha256(), 0
    while piece := source.read(PIECE):
        digest.update(piece)
        if target is not None:
            target.write(piece)
        done += len(piece)
        told(step, done, total)
    return digest.digest()


def put_back_files(kept: Path, way: BackupWay) -> None:
    """Contents that lie beside the backups and are missing here, opened if they are sealed."""
    wanted = _contents(kept)
    for done, path in enumerate(wanted if way.files else (), start=1):
        target = cast("Path", way.files) / path.parent.name / path.stem
        is_closed = path.suffix == SEALED
        if not target.exists() and (way.passphrase or not is_closed):
            with path.open("rb") as source:
                opened = SealedReader(source, way.passphrase or "", path.name) if is_closed else source
                _copy(cast("BinaryIO", opened), target)
        way.told(Step.FILES, done, len(wanted))


def _keep_files(way: BackupWay, target: Path) -> None:
    """Contents that do not lie beside the backups yet, sealed like the backup itself."""
    wanted, salt = _contents(way.files) if way.files else [], new_salt()
    for done, path in enumerate(wanted, start=1):
        copy = target / path.parent.name / f"{path.name}{SEALED if way.passphrase else ''}"
        if not copy.exists():
            with path.open("rb") as source:
                _copy(source, copy, way.passphrase, salt)
        way.told(Step.FILES, done, len(wanted))


def _contents(folder: Path) -> list[Path]:
    found = folder.glob("[0-9a-f][0-9a-f]/*")
    return sorted(path for path in found if path.suffix in ("", SEALED))


def _copy(source: BinaryIO, target: Path, passphrase: str | None = None, salt: bytes | None = None) -> None:
    """Under another name first: at no moment is there half a content under its digest."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = target.with_name(f"{target.name}.part")
    with ExitStack() as opened:
        written: BinaryIO = opened.enter_context(fresh.open("wb"))
        if passphrase:
            written = cast("BinaryIO", opened.enter_context(SealedWriter(written, passphrase, salt)))
        shutil.copyfileobj(source, written)
    sync_file(fresh)
    fresh.replace(target)


def _told(path: Path, name: re.Match[str]) -> BackupFile:
    moment = datetime.strptime(name["moment"], STAMP).replace(tzinfo=UTC)
    return BackupFile(path, moment, name["reason"], bool(name["sealed"]), path.stat().st_size)


def _clear_half_made(folder: Path) -> None:
    """What a backup left that was cut short."""
    for path in folder.iterdir():
        if HALF_MADE.fullmatch(path.name):
            _forget(path)


def _forget(left: Path) -> None:
    with suppress(OSError):  # what could not be written cannot be removed either
        left.unlink(missing_ok=True)
        forget_log(left)
