"""Zip containers (.xlsx, .xlsb, .ods) opened with suspicion: what they would unpack to is checked first."""

import errno
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from fieldservice.workbooks.sheets import Watch

_ENCRYPTED = 0x1


class Archive:
    """A zip file whose directory keeps the limits; parts are opened by name, any case."""

    def __init__(self, container: zipfile.ZipFile, watch: Watch) -> None:
        self._container = container
        self._watch = watch
        self._entries = {info.filename.lstrip("/").lower(): info for info in container.infolist()}

    def has(self, name: str) -> bool:
        return name.lower() in self._entries

    def size(self, name: str) -> int:
        return self._entries[name.lower()].file_size if self.has(name) else 0

    @contextmanager
    def part(self, name: str) -> Iterator[BinaryIO]:
        """One part as a stream; a broken one is a RuleViolation while it is read."""
        if not self.has(name):
            raise self._watch.refusal("workbook.damaged")
        try:
            with self._container.open(self._entries[name.lower()]) as stream:
                yield cast("BinaryIO", stream)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as problem:
            raise self._watch.refusal("workbook.damaged") from problem

    def head(self, name: str, length: int) -> bytes:
        with self.part(name) as stream:
            return stream.read(length)


@contextmanager
def open_archive(path: Path, watch: Watch) -> Iterator[Archive]:
    try:
        container = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError) as problem:
        raise watch.refusal("workbook.damaged") from problem
    except OSError as problem:
        if problem.errno != errno.EINVAL:
            raise
        raise watch.refusal("workbook.damaged") from problem  # a place before the beginning of the file
    with container:
        _check(container, watch, path.stat().st_size)
        yield Archive(container, watch)


def _check(container: zipfile.ZipFile, watch: Watch, packed: int) -> None:
    entries = container.infolist()
    limits = watch.limits
    if len(entries) > limits.archive_entries:
        raise watch.too_large("entries", limits.archive_entries)
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise watch.refusal("workbook.password")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > limits.unpacked_bytes:
        raise watch.too_large("unpacked_bytes", limits.unpacked_bytes)
    if unpacked > limits.ratio_matters_above_bytes and unpacked > packed * limits.unpacked_ratio:
        raise watch.too_large("unpacked_ratio", limits.unpacked_ratio)
