"""`fieldservice import FILE --repeat SECONDS`: what another system writes is taken again and again (A21).

A file is read when it is new or has changed, and rests: one that is still being written is left for the next
look. One that cannot be read is told, and tried again when it changes.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

SUFFIXES = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".txt", ".tsv"})


Mark = tuple[int, int]
"""When a file was written last, and how large it is."""


@dataclass(slots=True)
class Watched:
    """A file, or all workbooks and text tables of a folder; what was seen of each, and what was taken.

    Files whose names end so, before their suffix, are left out: those with rows to correct are ours.
    """

    path: Path
    left_out: str
    _seen: dict[Path, Mark] = field(default_factory=dict)
    _taken: dict[Path, Mark] = field(default_factory=dict)
    _is_first: bool = True

    def due(self) -> list[Path]:
        """Files to be read now, by name. At the first look all that are there, later those that rest."""
        marks = {file: mark for file in self._files() if (mark := _mark_of(file)) is not None}
        due = [
            file
            for file, mark in marks.items()
            if self._taken.get(file) != mark and (self._is_first or self._seen.get(file) == mark)
        ]
        self._seen, self._is_first = marks, False
        self._taken |= {file: marks[file] for file in due}
        return due

    def _files(self) -> Iterator[Path]:
        if not self.path.is_dir():
            yield self.path
            return
        for file in sorted(self.path.iterdir()):
            is_half_made = file.name.startswith((".", "~"))
            if file.suffix.lower() in SUFFIXES and not is_half_made and not file.stem.endswith(self.left_out):
                yield file


def repeat(watched: Watched, seconds: float, stop: Event, take: Callable[[Path], object]) -> None:
    """Look, take what is due, rest, until told to stop."""
    while not stop.is_set():
        for file in watched.due():
            take(file)
        stop.wait(seconds)


def _mark_of(file: Path) -> Mark | None:
    try:
        known = file.stat()
    except OSError:
        return None
    return known.st_mtime_ns, known.st_size
