"""One desk a home folder: whoever holds the folder's lock works in it."""

from pathlib import Path

from PySide6.QtCore import QLockFile

LOCK_NAME = "desk.lock"


class DeskLock:
    """The lock of a home folder. A killed desk leaves none: it falls with its process."""

    def __init__(self, home: Path) -> None:
        self._lock = QLockFile(str(home / LOCK_NAME))
        self._lock.setStaleLockTime(0)

    def take(self) -> bool:
        """Begin to work in the folder; False when another desk does."""
        return self._lock.tryLock(0)

    def release(self) -> None:
        self._lock.unlock()


def is_desk_running(home: Path) -> bool:
    """Whether a desk works in that folder now."""
    lock = DeskLock(home)
    if not lock.take():
        return True
    lock.release()
    return False
