"""Memory and processor time of processes beside ours, read from /proc (Linux)."""

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from sqlalchemy import Engine

_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")
_UTIME, _STIME, _CUTIME, _CSTIME = 11, 12, 13, 14  # behind the name, which may hold blanks


def processor_seconds(pid: int, *, with_ended_children: bool = False) -> float:
    """User and system time of a process; 0 when it has ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    counted = [_UTIME, _STIME, *((_CUTIME, _CSTIME) if with_ended_children else ())]
    return sum(int(fields[place]) for place in counted) / _TICKS


def resident_bytes(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE


def of_postgresql(engine: Engine) -> float:
    """Processor seconds of the server and all its processes, those that have ended among them."""
    with engine.connect() as connection:
        backend = int(connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one())
    parent = _parent(backend)
    own = [int(each.name) for each in Path("/proc").iterdir() if each.name.isdigit()]
    children = [pid for pid in own if _parent(pid) == parent]
    ended = processor_seconds(parent, with_ended_children=True)
    return ended + sum(processor_seconds(pid) for pid in children)


def _parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


@dataclass
class MemoryWatch:
    """Resident memory of processes, looked at again and again."""

    pids: Sequence[int]
    begun: float = field(default_factory=time.monotonic)
    seen: list[tuple[float, list[int]]] = field(default_factory=list)

    def look(self) -> None:
        self.seen.append((time.monotonic() - self.begun, [resident_bytes(pid) for pid in self.pids]))

    def megabytes(self) -> list[tuple[int, list[int]]]:
        """Second and megabytes of each process, at most a dozen of the looks."""
        step = max(1, len(self.seen) // 12)
        return [(round(at), [each >> 20 for each in sizes]) for at, sizes in self.seen[::step]]

    def growth_percent(self) -> float:
        """Of the process that grew most: the last quarter beside the second, when all is warm."""
        quarter = max(1, len(self.seen) // 4)
        early, late = self.seen[quarter : 2 * quarter] or self.seen[:1], self.seen[-quarter:]
        grown = [
            median(sizes[place] for _at, sizes in late) / median(sizes[place] for _at, sizes in early)
            for place in range(len(self.pids))
        ]
        return round((max(grown) - 1) * 100, 1)
