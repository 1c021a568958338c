"""Whether a file lies on a network share, where SQLite's locks do not hold (P-61)."""

import ctypes
import re
import sys
from pathlib import Path, PureWindowsPath

MOUNTS = Path("/proc/mounts")
SHARED_TYPES = frozenset(
    {"afs", "ceph", "cifs", "davfs", "glusterfs", "lustre", "ncpfs", "nfs", "nfs4", "smb2", "smb3", "smbfs"}
)
SHARING_PROGRAMS = frozenset({"fuse.curlftpfs", "fuse.davfs2", "fuse.glusterfs", "fuse.rclone", "fuse.sshfs"})
ESCAPED = re.compile(r"\\([0-7]{3})")
REMOTE_DRIVE = 4  # DRIVE_REMOTE of the Windows interface


def mount_table() -> str:
    """The machine's mounts as Linux tells them; nothing where there is no such table."""
    return MOUNTS.read_text(encoding="utf-8", errors="surrogateescape") if MOUNTS.exists() else ""


def network_share_of(path: Path, mounts: str) -> str | None:
    """The kind of share on which the file lies; None for a disk of this machine.

    A share named by two backslashes is one on any system; about mapped drives Windows itself is asked.
    """
    if str(path).startswith("\\\\") or _is_remote_drive(path):
        return "smb"
    lying_deepest = max(_mounts_above(path.resolve(), mounts), default=None)
    kind = "" if lying_deepest is None else lying_deepest[1]
    return kind if kind in SHARED_TYPES or kind in SHARING_PROGRAMS else None


def _mounts_above(path: Path, mounts: str) -> list[tuple[int, str]]:
    """Depth and kind of each mount on the way to the file; a later one of a place hides the earlier."""
    found: dict[Path, str] = {}
    for line in mounts.splitlines():
        _source, place, kind, *_options = line.split(" ")
        found[Path(_unescaped(place))] = kind
    return [(len(place.parts), kind) for place, kind in found.items() if path.is_relative_to(place)]


def _unescaped(place: str) -> str:
    """The table writes blanks and the like as three octal digits."""
    return ESCAPED.sub(lambda digits: chr(int(digits[1], 8)), place)


def _is_remote_drive(path: Path) -> bool:
    if sys.platform != "win32":
        return False
    drive = PureWindowsPath(path.resolve()).anchor
    return bool(ctypes.windll.kernel32.GetDriveTypeW(drive) == REMOTE_DRIVE)
