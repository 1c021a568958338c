"""The folder of attachments beside the database: each content once, under its SHA-256, durable before the
row that refers to it is committed.

A content that nothing refers to harms nobody (undo may bring its row back); `forget` is for erasing.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from time import time

from sqlalchemy.orm import Session

from fieldservice.domain.formats.photo_places import without_place
from fieldservice.domain.model.base import new_id
from fieldservice.domain.rules.attachments import (
    HEAD_BYTES,
    LARGEST_BYTES,
    FileOffer,
    FileState,
    KeptFile,
    judge,
    kept_name,
)
from fieldservice.domain.rules.errors import EnvironmentProblem
from fieldservice.domain.store.sqlite_files import sync_folder

OPENED = ".opened"
OPENED_FOR_SECONDS = 86_400


def folder_of(session: Session) -> "AttachmentFolder":
    """The folder that belongs to the session's database; `EnvironmentProblem` `attachment.no_folder`."""
    folder: Path | None = session.info.get("files")
    if folder is None:
        raise EnvironmentProblem("attachment.no_folder")
    return AttachmentFolder(folder)


class AttachmentFolder:
    """Contents by digest. Every method raises `EnvironmentProblem` for what the disk refuses."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, offer: FileOffer) -> KeptFile:
        """Check the file and write its content; what is there already is left, unless it was altered.

        `RuleViolation` when such a file is not kept (`rules/attachments.py`).
        """
        name = kept_name(offer.name)
        content = without_place(_judged(name, offer))
        kind = judge(name, len(content), content[:HEAD_BYTES])
        digest = hashlib.sha256(content).hexdigest()
        if self.state_of(digest) is not FileState.WHOLE:
            self._write(self.path_of(digest), content)
        return KeptFile(name, kind.media_type, len(content), digest)

    def path_of(self, digest: str) -> Path:
        return self.folder / digest[:2] / digest

    def read(self, digest: str) -> bytes | None:
        """The content; None when it is missing or not what was kept."""
        try:
            content = self.path_of(digest).read_bytes()
        except OSError:
            return None
        return content if hashlib.sha256(content).hexdigest() == digest else None

    def state_of(self, digest: str) -> FileState:
        if not self.path_of(digest).exists():
            return FileState.MISSING
        return FileState.ALTERED if self.read(digest) is None else FileState.WHOLE

    def copy_out(self, digest: str, target: Path) -> Path:
        """Write a copy for a person to `target`; one that was altered or is missing is not handed out."""
        content = self.read(digest)
        if content is None:
            raise EnvironmentProblem(f"attachment.{self.state_of(digest).value}", name=target.name)
        try:
            target.write_bytes(content)
        except OSError as error:
            raise EnvironmentProblem("attachment.not_saved", name=target.name) from error
        return target

    def copy_to_open(self, digest: str, name: str) -> Path:
        """A copy under the file's own name for the system's program; copies of yesterday are removed."""
        self._clear_opened()
        folder = self.folder / OPENED / new_id().hex
        try:
            folder.mkdir(mode=0o700, parents=True)
        except OSError as error:
            raise EnvironmentProblem("attachment.not_saved", name=name) from error
        return self.copy_out(digest, folder / kept_name(name))

    def digests(self) -> Iterator[str]:
        """Of every content that lies here."""
        for path in self.folder.glob("[0-9a-f][0-9a-f]/*"):
            if path.suffix == "":
                yield path.name

    def forget(self, digest: str) -> None:
        """Remove a content for good, copies that were opened too: for erasing."""
        try:
            self.path_of(digest).unlink(missing_ok=True)
            shutil.rmtree(self.folder / OPENED, ignore_errors=True)
        except OSError as error:
            raise EnvironmentProblem("attachment.not_removed", name=digest[:8]) from error

    def _write(self, target: Path, content: bytes) -> None:
        """Under another name first: at no moment is there half a content under its digest."""
        fresh = target.with_suffix(f".{new_id().hex}.part")
        try:
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with fresh.open("xb") as opened:
                opened.write(content)
                opened.flush()
                os.fsync(opened.fileno())
            fresh.replace(target)
            sync_folder(target.parent)
            sync_folder(self.folder)
        except OSError as error:
            with suppress(OSError):
                fresh.unlink(missing_ok=True)
            raise EnvironmentProblem("attachment.not_written", folder=str(self.folder)) from error

    def _clear_opened(self) -> None:
        for folder in (self.folder / OPENED).glob("*"):
            with suppress(OSError):
                if time() - folder.stat().st_mtime > OPENED_FOR_SECONDS:
                    shutil.rmtree(folder, ignore_errors=True)


def _judged(name: str, offer: FileOffer) -> bytes:
    """The content of a file that may be kept; one that is too large is not read to its end."""
    if offer.path is None:
        judge(name, len(offer.content), offer.content[:HEAD_BYTES])
        return offer.content
    try:
        with offer.path.open("rb") as opened:
            head = opened.read(HEAD_BYTES)
            judge(name, os.fstat(opened.fileno()).st_size, head)
            return head + opened.read(LARGEST_BYTES)
    except OSError as error:
        raise EnvironmentProblem("attachment.not_read", name=name) from error
