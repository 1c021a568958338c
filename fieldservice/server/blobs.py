"""Contents of attachments, in parts of 1 MiB that go on where the line broke.

Only what an attachment in the device's scopes refers to is taken, so nobody fills the disk. A digest is no
key to a content: it is given to a branch that sent it itself, or that sees an attachment with it made by one
that had it; whoever writes a digest into a row of their own has to send the content before they get it. Parts
lie in a file of the device's own until the whole is there and its digest
fits.
"""

import hashlib
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, select, text
from sqlalchemy.dialects.postgresql import insert

from fieldservice.domain.model.content import Attachment
from fieldservice.domain.rules.errors import EnvironmentProblem, RuleViolation
from fieldservice.domain.store.attachments import AttachmentFolder
from fieldservice.domain.store.sqlite_files import sync_folder
from fieldservice.server.seat import Seat
from fieldservice.server.store.tables import sync_blob, sync_blob_holder, sync_device, sync_row, sync_table
from fieldservice.sync.wire import BLOB_PART, MOST_BLOB_BYTES, BlobState

PARTS = "parts"
PARTS_KEPT_SECONDS = 30 * 86_400
UNUSED_KEPT = timedelta(days=30)
_FOLDER_MODE = 0o700
_DIGITS = frozenset("0123456789abcdef")
_DIGEST_LENGTH = 64


_FOUND_USED = text(
    "UPDATE sync_blob b SET unused_since = NULL WHERE unused_since IS NOT NULL"
    " AND EXISTS (SELECT FROM attachment a WHERE a.digest = b.sha256)"
)
_FOUND_UNUSED = text(
    "UPDATE sync_blob b SET unused_since = :now WHERE unused_since IS NULL AND is_ready"
    " AND NOT EXISTS (SELECT FROM attachment a WHERE a.digest = b.sha256)"
)
_MAY_HAVE = text(
    "SELECT EXISTS (SELECT FROM sync_blob_holder h WHERE h.sha256 = :digest AND h.branch_id = :branch)"
    " OR EXISTS (SELECT FROM attachment a JOIN sync_row s ON s.id = a.id"
    " JOIN sync_table t ON t.number = s.tbl AND t.name = 'attachment'"
    " LEFT JOIN sync_device d ON d.id = s.made_device"
    " WHERE a.digest = :digest AND s.scope = ANY(:scopes) AND (s.made_device IS NULL"
    " OR EXISTS (SELECT FROM sync_blob_holder h WHERE h.sha256 = a.digest AND h.branch_id = d.branch_id)))"
)
"""Rows that no device made are the centre's own."""
_FORGET_HOLDERS = text("DELETE FROM sync_blob_holder WHERE sha256 = ANY(:gone)")
_LONG_UNUSED = text("DELETE FROM sync_blob WHERE unused_since < :before RETURNING sha256")


@dataclass(frozen=True, slots=True)
class Part:
    """Bytes of a content that begin at `offset`, of `total`."""

    offset: int
    total: int
    content: bytes


class Blobs:
    """The contents at the centre, in the folder that all its processes share."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self._engine = engine
        self._folder = folder
        self._kept = AttachmentFolder(folder)

    def state(self, seat: Seat, digest: str) -> BlobState:
        """`exchange.blob_unknown` for a content that nothing refers to in the device's scopes, or of what its
        branch brought: a ticket may be handed to another before its files have gone up. A branch that may not
        have the content is asked for it, as if it were not here.
        """
        size = self._size(digest, _visible(seat) | _brought(seat))
        if self._kept.path_of(digest).exists() and self._may_have(seat, digest):
            return BlobState(size, size)
        return BlobState(_length(self._part_of(seat, digest)), size)

    def put(self, seat: Seat, digest: str, part: Part) -> BlobState:
        """Take a part; `exchange.blob_offset` when another was expected, `exchange.blob_altered` when the
        whole is not what its digest says (it begins anew), `exchange.full` without room.
        """
        known = self.state(seat, digest)
        if known.offset == known.size_bytes:
            return known
        if part.offset != known.offset:
            raise RuleViolation("exchange.blob_offset", offset=known.offset)
        end = part.offset + len(part.content)
        if part.total != known.size_bytes or end > part.total or len(part.content) > BLOB_PART:
            raise RuleViolation("exchange.too_large", limit=BLOB_PART)
        path = self._part_of(seat, digest)
        _append(path, part)
        if end == part.total:
            self._finish(path, digest)
            self._note(seat, digest, end)
        return BlobState(end, part.total)

    def get(self, seat: Seat, digest: str, first: int, last: int | None) -> tuple[bytes, int, int]:
        """A part of at most 1 MiB, where it begins, and how long the whole is.

        `exchange.blob_unknown`, `exchange.blob_on_its_way` when its bytes are not here yet, or not for it.
        """
        self._size(digest, _visible(seat))
        if not self._may_have(seat, digest):
            raise RuleViolation("exchange.blob_on_its_way")
        path = self._kept.path_of(digest)
        try:
            size = path.stat().st_size
            with path.open("rb") as opened:
                start = min(first, size)
                opened.seek(start)
                wanted = BLOB_PART if last is None else min(BLOB_PART, last - start + 1)
                content = opened.read(max(wanted, 0))
        except OSError as error:
            raise RuleViolation("exchange.blob_on_its_way") from error
        if start + len(content) == size:
            self._note_holder(seat, digest)
        return content, start, size

    def _may_have(self, seat: Seat, digest: str) -> bool:
        with self._engine.connect() as connection:
            found = connection.execute(
                _MAY_HAVE, {"digest": digest, "branch": seat.branch_id, "scopes": sorted(seat.scopes)}
            )
            return bool(found.scalar_one())

    def _note_holder(self, seat: Seat, digest: str) -> None:
        with self._engine.begin() as connection:
            connection.execute(_holds(seat, digest))

    def _size(self, digest: str, held: ColumnElement[bool]) -> int:
        if len(digest) != _DIGEST_LENGTH or not _DIGITS.issuperset(digest):
            raise RuleViolation("exchange.blob_unknown")
        with self._engine.connect() as connection:
            size = _size_of(connection, digest, held)
        if size is None:
            raise RuleViolation("exchange.blob_unknown")
        if size > MOST_BLOB_BYTES:
            raise RuleViolation("exchange.too_large", limit=MOST_BLOB_BYTES)
        return size

    def _part_of(self, seat: Seat, digest: str) -> Path:
        return self._folder / PARTS / f"{digest}.{seat.device_id.hex}"

    def _finish(self, path: Path, digest: str) -> None:
        if _digest_of(path) != digest:
            path.unlink(missing_ok=True)
            raise RuleViolation("exchange.blob_altered")
        target = self._kept.path_of(digest)
        try:
            target.parent.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
            path.replace(target)
            sync_folder(target.parent)
        except OSError as error:
            raise EnvironmentProblem("exchange.full") from error

    def _note(self, seat: Seat, digest: str, size: int) -> None:
        values = {"size_bytes": size, "received_bytes": size, "is_ready": True}
        noted = insert(sync_blob).values(sha256=digest, **values)
        with self._engine.begin() as connection:
            connection.execute(noted.on_conflict_do_update(index_elements=["sha256"], set_=values))
            connection.execute(_holds(seat, digest))


def _holds(seat: Seat, digest: str) -> Any:
    noted = insert(sync_blob_holder).values(sha256=digest, branch_id=seat.branch_id)
    return noted.on_conflict_do_nothing()


def _visible(seat: Seat) -> ColumnElement[bool]:
    return sync_row.c.scope.in_(sorted(seat.scopes))


def _brought(seat: Seat) -> ColumnElement[bool]:
    """Made by a device of the branch; after a fork by the one before."""
    return sync_row.c.made_device.in_(
        select(sync_device.c.id).where(sync_device.c.branch_id == seat.branch_id)
    )


def _size_of(connection: Connection, digest: str, held: ColumnElement[bool]) -> int | None:
    row = sync_row.c
    number = (
        select(sync_table.c.number).where(sync_table.c.name == Attachment.__tablename__).scalar_subquery()
    )
    known = (
        select(Attachment.size_bytes)
        .join(sync_row, (row.id == Attachment.id) & (row.tbl == number))
        .where(Attachment.digest == digest, held)
        .limit(1)
    )
    found: int | None = connection.execute(known).scalar_one_or_none()
    return found


def forget_parts(folder: Path, now: float) -> int:
    """Remove parts whose device did not go on for a month; gives how many."""
    gone = 0
    for path in (folder / PARTS).glob("*"):
        with suppress(OSError):
            if now - path.stat().st_mtime > PARTS_KEPT_SECONDS:
                path.unlink()
                gone += 1
    return gone


def forget_unused(engine: Engine, folder: Path, now: datetime) -> int:
    """Remove contents to which no attachment has referred for a month; gives how many. One that somebody
    refers to again meanwhile stays, and one that is gone is asked of whoever brings it.
    """
    kept = AttachmentFolder(folder)
    _note_unknown(engine, kept)
    with engine.begin() as connection:
        connection.execute(_FOUND_USED)
        connection.execute(_FOUND_UNUSED, {"now": now})
        gone = connection.execute(_LONG_UNUSED, {"before": now - UNUSED_KEPT}).scalars().all()
        connection.execute(_FORGET_HOLDERS, {"gone": list(gone)})
        for digest in gone:
            kept.forget(digest)
    return len(gone)


def _note_unknown(engine: Engine, kept: AttachmentFolder) -> None:
    """Contents that lie in the folder and came by another way than in parts."""
    there = {digest: kept.path_of(digest) for digest in kept.digests()}
    with engine.begin() as connection:
        known = set(connection.scalars(select(sync_blob.c.sha256)))
        new = [
            {"sha256": digest, "size_bytes": _length(path), "received_bytes": _length(path), "is_ready": True}
            for digest, path in there.items()
            if digest not in known
        ]
        if new:
            connection.execute(insert(sync_blob).on_conflict_do_nothing(), new)


def _length(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _append(path: Path, part: Part) -> None:
    """Written where it belongs, so that a part that was written half is written over."""
    try:
        path.parent.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
        with path.open("r+b" if path.exists() else "xb") as opened:
            opened.seek(part.offset)
            opened.write(part.content)
            opened.truncate()
            opened.flush()
            os.fsync(opened.fileno())
    except OSError as error:
        raise EnvironmentProblem("exchange.full") from error


def _digest_of(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
