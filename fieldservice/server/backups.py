"""Backups of the centre: PostgreSQL's own dump of one moment, and the contents of attachments beside it.

A backup is a folder with the dump and what is needed to trust it; contents lie once for all backups of a
place. The centre's key is in none: it is kept elsewhere. A restored centre begins another epoch, so that
workstations which know more than the backup say so, and send it again.
"""

import hashlib
import os
import shutil
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import URL, Connection, Engine, text

from fieldservice.domain.rules.errors import EnvironmentProblem, RuleViolation
from fieldservice.domain.store.attachments import AttachmentFolder
from fieldservice.domain.store.schema import known_revisions, migrate, revision_of
from fieldservice.server.accounts.tables import install_accounts
from fieldservice.server.erp.tables import install as install_erp
from fieldservice.server.revocations import revoke_again, revoked_now
from fieldservice.server.store.schema import install

DUMP, MANIFEST, CONTENTS = "content.dump", "manifest.json", "attachments"
_FORMAT = 1
_EPOCHS_BEGIN = datetime(2025, 1, 1, tzinfo=UTC)
_PRIVATE = 0o700
_UNSAVED = ("centre_rate", "centre_guess")


class Manifest(msgspec.Struct, frozen=True):
    """What a backup holds, and what its dump must be."""

    format: int
    made_at: str
    revision: str
    server_id: str
    epoch: int
    head: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Restored:
    """`seq` is up to where the feed is known again, `contents` how many were put back. `revoked` is how many
    the backup took for good and were not any more; None when nobody knows.
    """

    manifest: Manifest
    epoch: int
    seq: int
    contents: int
    revoked: int | None


def back_up(engine: Engine, files: Path, place: Path, now: datetime) -> Path:
    """Write a backup to a new folder of `place`; `server.tool_missing`, `server.tool_failed`."""
    folder = place / f"centre-{now:%Y%m%dT%H%M%SZ}"
    fresh = folder.with_suffix(".unfinished")
    try:
        fresh.mkdir(mode=_PRIVATE, parents=True)
    except OSError as error:
        raise EnvironmentProblem("server.folder_refused", folder=str(place)) from error
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        snapshot = connection.execute(text("SELECT pg_export_snapshot()")).scalar_one()
        known = _standing(connection)
        _dump(engine.url, snapshot, fresh / DUMP)
    _copy_contents(files, place / CONTENTS)
    manifest = Manifest(_FORMAT, now.isoformat(), revision_of(engine) or "", *known, _digest(fresh / DUMP))
    (fresh / MANIFEST).write_bytes(msgspec.json.format(msgspec.json.encode(manifest)))
    fresh.replace(folder)
    return folder


def restore(engine: Engine, files: Path, folder: Path, now: datetime, *, is_replaced: bool) -> Restored:
    """Put a backup into an empty database, or in place of what is there; what was revoked there stays so.

    `server.backup_unreadable`, `server.not_empty`, `database.newer`, `server.tool_…`.
    """
    manifest = read_backup(folder)
    if manifest.revision not in known_revisions():
        raise EnvironmentProblem("database.newer", revision=manifest.revision)
    revoked = revoked_now(engine, manifest.server_id)
    _clear(engine, is_replaced=is_replaced)
    _run(
        engine.url,
        "pg_restore",
        "--no-owner",
        "--no-privileges",
        "--exit-on-error",
        "--single-transaction",
        f"--dbname={_without_password(engine.url)}",
        str(folder / DUMP),
    )
    migrate(engine)
    install(engine)
    install_accounts(engine)
    install_erp(engine)
    contents = _copy_contents(folder.parent / CONTENTS, files)
    epoch, seq = begin_epoch(engine, now)
    again = None if revoked is None else revoke_again(engine, revoked)
    return Restored(manifest, epoch, seq, contents, again)


def read_backup(folder: Path) -> Manifest:
    """What the backup says of itself, its dump proved to be the one that was made."""
    try:
        manifest = msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)
        is_whole = _digest(folder / DUMP) == manifest.sha256 and manifest.format == _FORMAT
    except (OSError, msgspec.MsgspecError) as error:
        raise EnvironmentProblem("server.backup_unreadable", path=str(folder)) from error
    if not is_whole:
        raise EnvironmentProblem("server.backup_unreadable", path=str(folder))
    return manifest


def _standing(connection: Connection) -> tuple[str, int, int]:
    meta = connection.execute(text("SELECT server_id, epoch FROM sync_meta")).one()
    last = connection.execute(text("SELECT coalesce(max(seq), 0) FROM sync_head")).scalar_one()
    return meta.server_id.hex, meta.epoch, last


def begin_epoch(engine: Engine, now: datetime) -> tuple[int, int]:
    """Let workstations see that the centre was restored; gives the epoch, and up to where the feed is known.

    Epochs go by time: the same backup restored twice does not begin the same epoch twice.
    """
    begun = int((now - _EPOCHS_BEGIN).total_seconds())
    with engine.begin() as connection:
        _server, known, seq = _standing(connection)
        epoch = max(known + 1, begun)
        connection.execute(
            text("UPDATE sync_meta SET epoch = :epoch, restored_seq = :seq"), {"epoch": epoch, "seq": seq}
        )
        connection.execute(text("UPDATE centre_session SET access_hash = NULL"))
    return epoch, seq


def _clear(engine: Engine, *, is_replaced: bool) -> None:
    with engine.begin() as connection:
        there = text("SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()")
        if not connection.execute(there).scalar():
            return
        if not is_replaced:
            raise RuleViolation("server.not_empty")
        name = connection.execute(text("SELECT quote_ident(current_schema())")).scalar_one()
        connection.exec_driver_sql(f"DROP SCHEMA {name} CASCADE")
        connection.exec_driver_sql(f"CREATE SCHEMA {name}")


def _dump(url: URL, snapshot: str, target: Path) -> None:
    left_out = [f"--exclude-table-data={name}" for name in _UNSAVED]
    _run(
        url,
        "pg_dump",
        "--format=custom",
        "--no-owner",
        "--no-privileges",
        f"--snapshot={snapshot}",
        f"--file={target}",
        *left_out,
        _without_password(url),
    )


def _run(url: URL, tool: str, *arguments: str) -> None:
    found = shutil.which(tool)
    if found is None:
        raise EnvironmentProblem("server.tool_missing", tool=tool)
    secret = {"PGPASSWORD": url.password} if url.password else {}
    done = subprocess.run(  # noqa: S603 - our own arguments, no shell
        [found, *arguments], env={**os.environ, **secret}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise EnvironmentProblem("server.tool_failed", tool=tool, detail=done.stderr.strip()[-500:])


def _without_password(url: URL) -> str:
    """As PostgreSQL's programs read it; the password goes by the environment, which others cannot see."""
    plain: Any = url.set(drivername="postgresql", password=None)
    return str(plain.render_as_string(hide_password=False))


def _copy_contents(source: Path, target: Path) -> int:
    """Copy what is not there yet; gives how many."""
    copied = 0
    kept = AttachmentFolder(target)
    for digest in AttachmentFolder(source).digests():
        place = kept.path_of(digest)
        if place.exists():
            continue
        place.parent.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
        fresh = place.with_suffix(".part")
        with suppress(FileNotFoundError):  # erased meanwhile
            shutil.copyfile(AttachmentFolder(source).path_of(digest), fresh)
            fresh.replace(place)
            copied += 1
    return copied


def _digest(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
