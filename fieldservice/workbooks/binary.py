"""Reading of old binary workbooks (.xls, .xlsb) through calamine in a child process with limits (cage.py)."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import fieldservice
from fieldservice.domain.rules.errors import EnvironmentProblem
from fieldservice.workbooks.number_formats import day_or_moment
from fieldservice.workbooks.sheets import Cell, RowCollector, Sheet, Watch, Workbook

_CHECK_EACH_LINES = 500


class _Sheets:
    """Gathers what the child tells into sheets."""

    def __init__(self, watch: Watch) -> None:
        self.done: list[Sheet] = []
        self.complete = False
        self._watch = watch
        self._told: dict[str, Any] | None = None
        self._collector = RowCollector(watch)

    def hear(self, line: dict[str, Any]) -> None:
        if "row" in line:
            self._collector.add_sparse(
                line["row"], {int(at): _unpacked(value) for at, value in line["cells"].items()}
            )
        elif "refused" in line:
            raise self._watch.refusal(line["refused"])
        else:
            self._close()
            self._told = line if "sheet" in line else None
            self._collector = RowCollector(self._watch)
            self.complete = "end" in line

    def _close(self) -> None:
        if self._told is not None:
            merged = tuple((top, left, bottom, right) for top, left, bottom, right in self._told["merged"])
            self.done.append(Sheet(self._told["sheet"], self._collector.rows(), merged, self._told["hidden"]))


def read_binary(path: Path, kind: str, watch: Watch) -> Workbook:
    sheets = _Sheets(watch)
    for place, line in enumerate(_told_by_child(path, watch)):
        if place % _CHECK_EACH_LINES == 0:
            watch.advance(0)
        sheets.hear(line)
    if not sheets.complete:
        raise watch.refusal("workbook.damaged")
    return Workbook(watch.file_name, kind, tuple(sheets.done))


def _told_by_child(path: Path, watch: Watch) -> Iterator[dict[str, Any]]:
    limits = watch.limits
    command = [
        sys.executable,
        "-m",
        "fieldservice.workbooks.cage",
        str(path.absolute()),
        str(limits.cage_bytes),
    ]
    try:
        child = subprocess.Popen(  # noqa: S603 - our own module, the path is an argument, no shell
            [*command, str(limits.seconds_in_cage)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            encoding="ascii",
        )
    except OSError as problem:
        raise EnvironmentProblem("workbook.reader_not_started", file=watch.file_name) from problem
    deadline = threading.Timer(limits.seconds_in_cage, child.kill)
    deadline.start()
    try:
        with child:
            assert child.stdout is not None  # noqa: S101 - asked for above
            yield from (json.loads(line) for line in child.stdout if line.endswith("\n"))
            if child.wait() != 0:  # aborted for want of memory, or over its time
                raise watch.refusal("workbook.too_large")
    finally:
        child.kill()
        deadline.cancel()
        deadline.join()


def _environment() -> dict[str, str]:
    root = str(Path(fieldservice.__file__).resolve().parent.parent)
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}


def _unpacked(value: Any) -> Cell:
    match value:
        case {"moment": text}:
            return day_or_moment(datetime.fromisoformat(text))
        case {"day": text}:
            return date.fromisoformat(text)
        case {"time": text}:
            return time.fromisoformat(text)
        case {"seconds": seconds}:
            return timedelta(seconds=seconds)
        case float() if value.is_integer() and abs(value) < 1e15:  # noqa: PLR2004 - exact below
            return int(value)
        case _:
            return value  # type: ignore[no-any-return]
