"""Work beside the desk: a real child that can be stopped, and backups begun one at a time when due."""

import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Signal

from fieldservice.background.backups import PlannedBackups
from fieldservice.background.children import Child, program, start_child
from fieldservice.background.timetable import Entry, Timetable

ENDLESS = 'import time\nprint(\'{"step": "copying", "done": 0, "total": 0}\', flush=True)\ntime.sleep(600)'
SECONDS = 60.0


def lines_of(child: Child) -> list[dict[str, object]]:
    """All lines until the child has ended."""
    found: list[dict[str, object]] = []
    while line := child.next_line(SECONDS):
        found.append(line)
    return found


def test_a_child_tells_its_steps_and_how_it_ended(tmp_path: Path) -> None:
    child = start_child(tmp_path, "backup")
    lines = lines_of(child)
    child.stop()

    assert [line["error"] for line in lines] == ["backup.database_unreadable"]


def test_a_child_is_stopped_at_once() -> None:
    child = Child([sys.executable, "-c", ENDLESS], "")
    assert child.next_line(SECONDS) == {"step": "copying", "done": 0, "total": 0}
    assert child.next_line(0.01) is None
    began = time.monotonic()

    child.stop()

    assert time.monotonic() - began < SECONDS / 6
    assert child.next_line(SECONDS) == {}


def test_the_packaged_program_starts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    assert program()[:2] == [sys.executable, "-c"]

    monkeypatch.setattr(sys, "frozen", True, raising=False)

    assert program() == [sys.executable]


class Work(QObject):
    """An answer that a test gives."""

    succeeded = Signal(object)
    finished = Signal()


class Asked:
    def __init__(self) -> None:
        self.works: list[Work] = []

    def __call__(self) -> Work:
        self.works.append(Work())
        return self.works[-1]


def test_a_backup_is_begun_when_it_is_due_and_not_twice_at_once() -> None:
    ask, start = Asked(), Asked()
    planned = PlannedBackups(ask, start)

    planned.look()
    ask.works[0].succeeded.emit(False)
    assert start.works == []
    planned.look()
    ask.works[1].succeeded.emit(True)
    planned.look()
    assert (len(ask.works), len(start.works)) == (2, 1)

    start.works[0].finished.emit()
    planned.look()
    ask.works[2].succeeded.emit(True)
    assert len(start.works) == 2


def test_the_timetable_keeps_each_entrys_own_pace() -> None:
    begun: list[str] = []

    def note(name: str) -> Callable[[], None]:
        return lambda: begun.append(name)

    table = Timetable([Entry("often", 1, note("often")), Entry("rarely", 3, note("rarely"))])
    for _minute in range(4):
        table.tick()

    assert begun == ["often", "rarely", "often", "often", "often", "rarely"]
