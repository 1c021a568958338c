"""A disk that loses its power: what was written and not yet synced is dropped, torn or kept, by chance.

Works below the very library that the product uses. A layer is put over the file system of that library
(`sqlite3_vfs`, which the extension module exports): SQLite goes on writing to real files, and every write,
truncation, sync and removal in one folder is also noted. At the chosen operation the power fails: of all that
was not synced each sector of 512 bytes stands as before or as any later write left it, independently of the
others, so writes are lost, torn and put in another order. From then on every operation fails, and `left` is
what the disk holds when the machine starts again.

Other ways were looked at: APSW brings another SQLite than the product's, strace and FUSE are not at hand
everywhere, and copying a stopped process's files shows what the system holds, not what the disk does.
"""

import ctypes
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sqlcipher3 import _sqlite3 as library

SECTOR = 512
OK, IO_ERROR = 0, 10
MEMORY = "-shm"
"""What lies in shared memory is not written through the library; what is left of it means nothing."""

_POINTER, _INT, _LONG = ctypes.c_void_p, ctypes.c_int, ctypes.c_int64
# A name is kept by whoever opens: it is handed on as the very pointer.
_OPEN = ctypes.CFUNCTYPE(_INT, _POINTER, _POINTER, _POINTER, _INT, ctypes.POINTER(_INT))
_DELETE = ctypes.CFUNCTYPE(_INT, _POINTER, ctypes.c_char_p, _INT)
_CLOSE = ctypes.CFUNCTYPE(_INT, _POINTER)
_WRITE = ctypes.CFUNCTYPE(_INT, _POINTER, _POINTER, _INT, _LONG)
_TRUNCATE = ctypes.CFUNCTYPE(_INT, _POINTER, _LONG)
_SYNC = ctypes.CFUNCTYPE(_INT, _POINTER, _INT)
_KINDS = MappingProxyType({"xClose": _CLOSE, "xWrite": _WRITE, "xTruncate": _TRUNCATE, "xSync": _SYNC})


class _Methods(ctypes.Structure):
    """`sqlite3_io_methods`; what is behind the first six functions is copied as it is."""

    _fields_ = (
        ("iVersion", _INT),
        ("xClose", _POINTER),
        ("xRead", _POINTER),
        ("xWrite", _POINTER),
        ("xTruncate", _POINTER),
        ("xSync", _POINTER),
        ("rest", _POINTER * 13),
    )


class _FileSystem(ctypes.Structure):
    """`sqlite3_vfs`."""

    _fields_ = (
        ("iVersion", _INT),
        ("szOsFile", _INT),
        ("mxPathname", _INT),
        ("pNext", _POINTER),
        ("zName", ctypes.c_char_p),
        ("pAppData", _POINTER),
        ("xOpen", _POINTER),
        ("xDelete", _POINTER),
        ("rest", _POINTER * 14),
    )


@dataclass
class DiskFile:
    """`durable` is what certainly stands on the disk; None: not even its name does. `unsynced` is what was
    done since: bytes at an offset, or another size. A removal is certain once the folder is synced, which
    comes with the first sync of any new file in it.
    """

    durable: bytes | None
    unsynced: list[tuple[int, bytes | None]] = field(default_factory=list)
    is_removed: bool = False

    def sync(self) -> None:
        content = bytearray(self.durable or b"")
        for offset, written in self.unsynced:
            _carry_out(content, offset, written)
        self.durable = bytes(content)
        self.unsynced.clear()

    def after_a_cut(self, chance: random.Random) -> bytes | None:
        """What is found there again."""
        if (self.durable is None or self.is_removed) and chance.random() < 0.5:
            return None
        content = bytearray(self.durable or b"")
        states: dict[int, list[bytes]] = {}
        sizes = [len(content)]
        for offset, written in self.unsynced:
            sectors = _touched(offset, written, len(content))
            for sector in sectors:
                states.setdefault(sector, [_sector(content, sector)])
            _carry_out(content, offset, written)
            sizes.append(len(content))
            for sector in sectors:
                states[sector].append(_sector(content, sector))
        size = chance.choice(sizes)
        content.extend(bytes(max(0, size - len(content))))
        for sector, versions in states.items():
            content[sector * SECTOR : (sector + 1) * SECTOR] = chance.choice(versions)
        content.extend(bytes(max(0, size - len(content))))
        return bytes(content[:size])


def _touched(offset: int, written: bytes | None, size: int) -> range:
    """The sectors that change: those of the bytes, or those between the sizes."""
    first, end = (offset, offset + len(written)) if written is not None else sorted((offset, size))
    return range(first // SECTOR, -(-end // SECTOR))


def _sector(content: bytearray, sector: int) -> bytes:
    return bytes(content[sector * SECTOR : (sector + 1) * SECTOR]).ljust(SECTOR, b"\0")


def _carry_out(content: bytearray, offset: int, written: bytes | None) -> None:
    if written is None:
        del content[offset:]
        content.extend(bytes(max(0, offset - len(content))))
        return
    content.extend(bytes(max(0, offset - len(content))))
    content[offset : offset + len(written)] = written


class PowerDisk:
    """One folder. `cut_at` is the operation at which the power fails, counted from 1; 0: it never does."""

    def __init__(self, folder: Path, chance: random.Random, cut_at: int = 0) -> None:
        self._folder = str(folder.resolve())
        self._chance = chance
        self.cut_at = cut_at
        self.operations = 0
        self.left: dict[str, bytes] | None = None
        self.files = {
            each.name: DiskFile(each.read_bytes())
            for each in folder.iterdir()
            if each.is_file() and not each.name.endswith(MEMORY)
        }

    @property
    def is_cut(self) -> bool:
        return self.left is not None

    def holds(self, path: str) -> bool:
        return path.startswith(self._folder + "/") and not path.endswith(MEMORY)

    def opened(self, name: str) -> None:
        """One that takes the place of a removed file may yet turn out to be that one."""
        file = self.files.setdefault(name, DiskFile(None))
        if file.is_removed:
            file.is_removed = False
            file.unsynced.append((0, None))

    def done(self, name: str, offset: int, written: bytes | None) -> bool:
        """Whether there is power for it."""
        self.files[name].unsynced.append((offset, written))
        return self._has_power()

    def synced(self, name: str) -> bool:
        if not self._has_power():
            return False
        file = self.files[name]
        if file.durable is None:
            self._sync_folder()
        file.sync()
        return True

    def removed(self, name: str, *, is_synced: bool) -> bool:
        self.files[name].is_removed = True
        there = self._has_power()
        if there and is_synced:
            self._sync_folder()
        return there

    def _sync_folder(self) -> None:
        """Names are certain now; what stands in new files is not."""
        self.files = {name: file for name, file in self.files.items() if not file.is_removed}
        for file in self.files.values():
            file.durable = file.durable or b""

    def _has_power(self) -> bool:
        self.operations += 1
        if self.operations == self.cut_at:
            found = {name: file.after_a_cut(self._chance) for name, file in self.files.items()}
            self.left = {name: content for name, content in found.items() if content is not None}
        return not self.is_cut


class _Layer:
    """What the library calls instead of its own functions, for files of the disk's folder."""

    def __init__(self, disk: PowerDisk, system: _FileSystem) -> None:
        self._disk = disk
        self._system = system
        self._open_below = _OPEN(system.xOpen)
        self._delete_below = _DELETE(system.xDelete)
        self.named: dict[int, str] = {}
        self._methods: dict[int, _Methods] = {}
        self._below: dict[int, dict[str, Any]] = {}
        self._own = {
            "xClose": _CLOSE(self._close),
            "xWrite": _WRITE(self._write),
            "xTruncate": _TRUNCATE(self._truncate),
            "xSync": _SYNC(self._sync),
        }
        self.open, self.delete = _OPEN(self._open), _DELETE(self._delete)

    def _open(self, _system: int, name: int | None, file: int, flags: int, out: Any) -> int:
        done: int = self._open_below(ctypes.addressof(self._system), name, file, flags, out)
        path = ctypes.string_at(name).decode() if name else ""
        if done == OK and self._disk.holds(path):
            self.named[file] = Path(path).name
            self._disk.opened(self.named[file])
            place = _POINTER.from_address(file)
            place.value = ctypes.addressof(self._over(place.value or 0, file))
        return done

    def _over(self, below: int, file: int) -> _Methods:
        """The methods of a file, four of them ours."""
        if below not in self._methods:
            own = _Methods.from_buffer_copy(_Methods.from_address(below))
            for name, function in self._own.items():
                setattr(own, name, ctypes.cast(function, _POINTER))
            self._methods[below] = own
        methods = _Methods.from_address(below)
        self._below[file] = {name: kind(getattr(methods, name)) for name, kind in _KINDS.items()}
        return self._methods[below]

    def _delete(self, _system: int, name: bytes, is_synced: int) -> int:
        path = name.decode()
        is_there = Path(path).exists()
        done: int = self._delete_below(ctypes.addressof(self._system), name, is_synced)
        if done != OK or not is_there or not self._disk.holds(path):
            return done
        return OK if self._disk.removed(Path(path).name, is_synced=bool(is_synced)) else IO_ERROR

    def _close(self, file: int) -> int:
        self.named.pop(file)
        done: int = self._below.pop(file)["xClose"](file)
        return done

    def _write(self, file: int, content: int, size: int, offset: int) -> int:
        done: int = self._below[file]["xWrite"](file, content, size, offset)
        written = ctypes.string_at(content, size)
        return done if self._disk.done(self.named[file], offset, written) else IO_ERROR

    def _truncate(self, file: int, size: int) -> int:
        done: int = self._below[file]["xTruncate"](file, size)
        return done if self._disk.done(self.named[file], size, None) else IO_ERROR

    def _sync(self, file: int, flags: int) -> int:
        done: int = self._below[file]["xSync"](file, flags)
        return done if self._disk.synced(self.named[file]) else IO_ERROR


@contextmanager
def powered(disk: PowerDisk) -> Iterator[PowerDisk]:
    """Databases that are opened in the folder meanwhile lie on this disk; all must be closed again."""
    exported = ctypes.CDLL(library.__file__)
    exported.sqlite3_vfs_find.restype = _POINTER
    found = exported.sqlite3_vfs_find(None)
    usual = _FileSystem.from_address(found)
    layer = _Layer(disk, usual)
    over = _FileSystem.from_buffer_copy(usual)
    over.zName = b"power"
    over.xOpen, over.xDelete = (
        ctypes.cast(layer.open, _POINTER).value,
        ctypes.cast(layer.delete, _POINTER).value,
    )
    over.pNext = None
    exported.sqlite3_vfs_register(ctypes.byref(over), 1)
    try:
        yield disk
    finally:
        exported.sqlite3_vfs_unregister(ctypes.byref(over))
        exported.sqlite3_vfs_register(_POINTER(found), 1)
    assert not layer.named, f"still open: {layer.named}"
