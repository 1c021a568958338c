"""A list of a million tickets on the screen: first paint, pages, the whole of it scrolled, and the memory.

The reference is Qt's own model of a query, in C++, over the same tickets. Each is measured in a process of
its own, in turns.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import Any

from bench.report import Figure, at_most, percentile, ratio_at_most, spread
from bench.years import LARGE, SMALL, years

ROUNDS = 3
LONGEST_SECONDS = 300
FIRST_PAINT, FRAME, BLOCKED, MEMORY = ratio_at_most(2), at_most(16), at_most(50), at_most(350)
BESIDE = "QSqlQueryModel"


def figures() -> list[Figure]:
    found: list[Figure] = []
    for tickets in (SMALL, LARGE):
        file = years(tickets)
        pairs = [(_measured("ours", file), _measured("qt", file)) for _turn in range(ROUNDS)]
        ours, qts = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
        found += _figures(f"{tickets:,}", ours, qts)
    return found


def _figures(name: str, ours: list[dict[str, Any]], qts: list[dict[str, Any]]) -> list[Figure]:
    mine, theirs = _first_paints(ours), _first_paints(qts)
    frames, bare = _frames(ours), _frames(qts)
    whole = [each["whole"] for each in ours]
    blocked = max(max(each["blocked_whole"], each["blocked_scrolling"]) for each in ours)
    return [
        Figure(f"list painted first, {name}", median(mine), "ms", FIRST_PAINT, median(theirs), BESIDE),
        Figure(
            f"frame on page down, 95 %, {name}",
            percentile(frames, 95),
            "ms",
            FRAME,
            percentile(bare, 95),
            BESIDE,
        ),
        Figure(f"whole list scrollable, {name}", median(whole), "ms", more=spread("ms", whole)),
        Figure(f"longest block while scrolling it all, {name}", blocked, "ms", BLOCKED),
        Figure(f"memory with the list, {name}", max(each["megabytes"] for each in ours), "MB", MEMORY),
    ]


def _first_paints(runs: list[dict[str, Any]]) -> list[float]:
    """Without the first one of a process, which loads fonts and modules."""
    return [value for run in runs for value in run["first"][1:]]


def _frames(runs: list[dict[str, Any]]) -> list[float]:
    return [value for run in runs for value in run["frames"]]


def _measured(kind: str, file: Path) -> dict[str, Any]:
    done = subprocess.run(  # noqa: S603 - our own module
        [sys.executable, "-m", "bench.shown_list", kind, str(file)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=LONGEST_SECONDS,
        check=False,
    )
    if done.returncode or not done.stdout.strip():
        raise AssertionError(f"{kind} was not measured: {done.stderr[-2000:]}")
    told: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return told
