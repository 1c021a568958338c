"""The window's size and place, in a small file of the home folder."""

from pathlib import Path


class WindowFile:
    """Remembers the window's size and place between starts."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> bytes:
        return self._path.read_bytes() if self._path.exists() else b""

    def save(self, geometry: bytes) -> None:
        self._path.write_bytes(geometry)
