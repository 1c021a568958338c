"""From the start of the process to a window with painted rows, and the memory it then takes.

The reference is a bare PySide6 window with menu, toolbar and a table of 200 rows, started in turns with it.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import which
from statistics import median

from bench.company import KEPT_IN, copy_of_big_company
from bench.report import Figure, ratio_at_most, spread

ROUNDS, WARM_UP = 9, 2
LONGEST_SECONDS = 600  # the first start makes the daily backup and waits for it
TIMES, TIMES_MEMORY = ratio_at_most(2), ratio_at_most(3)
BARE = "bench.bare_window"
DESK = "bench.watched_desk"


@dataclass(frozen=True, slots=True)
class Start:
    milliseconds: float
    megabytes: float


def figures() -> list[Figure]:
    found = []
    with tempfile.TemporaryDirectory(dir=KEPT_IN) as folder:
        copy_of_big_company(Path(folder))
        found += _figures(Path(folder), "offscreen")
        if which("Xvfb") is not None:
            with _screen() as display:
                found += _figures(Path(folder), "xcb", display)
    return found


def _figures(home: Path, platform: str, display: str = "") -> list[Figure]:
    environment = {**os.environ, "QT_QPA_PLATFORM": platform, "DISPLAY": display}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # compiled code is kept, as on the desk of a person
    ours, bare = [], []
    for turn in range(WARM_UP + ROUNDS):
        pair = (
            _started([DESK, "--home", str(home)], environment),
            _started([BARE], environment),
        )
        if turn >= WARM_UP:
            ours.append(pair[0])
            bare.append(pair[1])
    ratios = [mine.milliseconds / theirs.milliseconds for mine, theirs in zip(ours, bare, strict=True)]
    return [
        Figure(
            f"start to painted rows, {platform}",
            median(each.milliseconds for each in ours),
            "ms",
            TIMES,
            median(each.milliseconds for each in bare),
            "bare window",
            spread("ratio", ratios),
        ),
        Figure(
            f"memory after the start, {platform}",
            median(each.megabytes for each in ours),
            "MB",
            TIMES_MEMORY,
            median(each.megabytes for each in bare),
            "bare window",
        ),
    ]


def _started(arguments: list[str], environment: dict[str, str]) -> Start:
    started = time.monotonic()
    done = subprocess.run(  # noqa: S603 - our own modules
        [sys.executable, "-m", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=LONGEST_SECONDS,
        check=False,
    )
    if not done.stdout.strip():
        raise AssertionError(f"{arguments[0]} painted nothing: {done.stderr[-2000:]}")
    told = json.loads(done.stdout.strip().splitlines()[-1])
    return Start((told["painted_at"] - started) * 1000, told["megabytes"])


@contextmanager
def _screen() -> Iterator[str]:
    """A display of our own."""
    reader, writer = os.pipe()
    server = subprocess.Popen(  # noqa: S603
        [str(which("Xvfb")), "-displayfd", str(writer), "-screen", "0", "1600x1000x24"],
        pass_fds=(writer,),
        stderr=subprocess.DEVNULL,
    )
    os.close(writer)
    try:
        with os.fdopen(reader) as told:
            yield f":{told.readline().strip()}"
    finally:
        server.terminate()
        server.wait()
