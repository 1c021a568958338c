"""The files of attachments follow their rows, in parts that go on where the line broke."""

import hashlib
import os
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from fieldservice.domain.model.content import Attachment
from fieldservice.domain.model.exchange import BlobDirection, BlobTransfer
from fieldservice.domain.rules.errors import EnvironmentProblem, RuleViolation
from fieldservice.domain.store.attachments import AttachmentFolder, folder_of
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.sqlite_files import sync_folder
from fieldservice.sync.desk_store import DeskStore
from fieldservice.sync.round_result import Cancelled, OnProgress, Progress, Step
from fieldservice.sync.transport import Transport
from fieldservice.sync.wire import BLOB_PART

ARRIVING = ".arriving"
UNKNOWN = "exchange.blob_unknown"
AGAIN_AFTER = timedelta(minutes=1)
MOST_OF_A_ROUND = 200


class BlobExchange:
    """The files that wait, one after the other."""

    def __init__(self, store: DeskStore, transport: Transport, clock: Clock) -> None:
        self._database = store.database
        self._transport = transport
        self._clock = clock

    def run(self, on_progress: OnProgress, is_cancelled: Cancelled) -> int:
        """Send and fetch what waits; gives how many files are across. One that cannot go waits a minute."""
        if self._database.files is None:
            return 0
        folder, across = AttachmentFolder(self._database.files), 0
        waiting = self._waiting()
        for place, transfer in enumerate(waiting):
            if is_cancelled():
                break
            on_progress(Progress(Step.FILES, place, len(waiting)))
            try:
                self._carry(folder, transfer)
            except RuleViolation as refusal:
                if refusal.code == UNKNOWN and not self._is_attached(transfer.digest):
                    self._done(transfer)  # its row was removed, or left with its ticket
                else:
                    self._put_off(transfer, refusal.code)
            else:
                self._done(transfer)
                across += 1
        return across

    def _is_attached(self, digest: str) -> bool:
        with self._database.read_session() as session:
            return (
                session.scalar(select(Attachment.id).where(Attachment.digest == digest).limit(1)) is not None
            )

    def _waiting(self) -> Sequence[BlobTransfer]:
        due = select(BlobTransfer).where(BlobTransfer.queued_at <= self._clock.now())
        with self._database.read_session() as session:
            return session.scalars(due.order_by(BlobTransfer.queued_at).limit(MOST_OF_A_ROUND)).all()

    def _carry(self, folder: AttachmentFolder, transfer: BlobTransfer) -> None:
        path = folder.path_of(transfer.digest)
        if transfer.direction is BlobDirection.UP:
            self._send(path, transfer)
        elif not path.exists():
            self._fetch(folder, transfer)

    def _send(self, path: Path, transfer: BlobTransfer) -> None:
        """A file that is not here (removed, or not fetched yet) is somebody else's to send."""
        if not path.exists():
            return
        state = self._transport.blob_offset(transfer.digest)
        with path.open("rb") as opened:
            while state.offset < state.size_bytes:
                opened.seek(state.offset)
                part = opened.read(BLOB_PART)
                if not part:
                    raise RuleViolation("exchange.blob_altered")
                state = self._transport.put_blob(transfer.digest, state.offset, state.size_bytes, part)

    def _fetch(self, folder: AttachmentFolder, transfer: BlobTransfer) -> None:
        arriving = folder.folder / ARRIVING / transfer.digest
        try:
            arriving.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with arriving.open("ab") as opened:
                while opened.tell() < transfer.size_bytes:
                    part = self._transport.get_blob(transfer.digest, opened.tell())
                    if not part:
                        raise RuleViolation("exchange.blob_on_its_way")
                    opened.write(part)
                opened.flush()
                os.fsync(opened.fileno())
            _take_in(folder, arriving, transfer.digest)
        except OSError as error:
            raise EnvironmentProblem("attachment.not_written", folder=str(folder.folder)) from error

    def _put_off(self, transfer: BlobTransfer, code: str) -> None:
        later = self._clock.now() + AGAIN_AFTER
        with self._database.write_sessions().begin() as session:
            session.execute(
                update(BlobTransfer).where(*_this(transfer)).values(problem=code, queued_at=later)
            )

    def _done(self, transfer: BlobTransfer) -> None:
        with self._database.write_sessions().begin() as session:
            session.execute(delete(BlobTransfer).where(*_this(transfer)))


def queue(session: Session, direction: BlobDirection, files: dict[str, int], now: datetime) -> None:
    """Let contents travel, by digest and size; those that wait already are left."""
    for digest, size_bytes in files.items():
        if session.get(BlobTransfer, (digest, direction)) is None:
            session.add(
                BlobTransfer(
                    digest=digest, direction=direction, size_bytes=size_bytes, queued_at=now, problem=""
                )
            )


def queue_missing(session: Session, now: datetime) -> None:
    """Contents of attachments that are not here come."""
    if session.info.get("files") is None:
        return
    folder = folder_of(session)
    listed = session.execute(select(Attachment.digest, Attachment.size_bytes).distinct()).all()
    missing = {digest: size for digest, size in listed if not folder.path_of(digest).exists()}
    queue(session, BlobDirection.DOWN, missing, now)


def _take_in(folder: AttachmentFolder, arriving: Path, digest: str) -> None:
    """Under its digest only once it is what the digest says; else it begins anew."""
    with arriving.open("rb") as opened:
        found = hashlib.file_digest(opened, "sha256").hexdigest()
    if found != digest:
        arriving.unlink(missing_ok=True)
        raise RuleViolation("exchange.blob_altered")
    target = folder.path_of(digest)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    arriving.replace(target)
    sync_folder(target.parent)


def _this(transfer: BlobTransfer) -> tuple[ColumnElement[bool], ...]:
    return (BlobTransfer.digest == transfer.digest, BlobTransfer.direction == transfer.direction)
