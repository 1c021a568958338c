"""Files that another system writes are taken when they are new or changed, and written to their end (A21)."""

import os
from pathlib import Path
from threading import Event

import pytest

from fieldservice.commandline.import_repeating import Watched, repeat

MARK = "-to correct"


def written(file: Path, text: str, at: int) -> Path:
    file.write_text(text, encoding="utf-8")
    os.utime(file, (at, at))
    return file


@pytest.mark.covers("A21")
def test_what_is_there_is_taken_at_once_and_again_only_when_it_changed(tmp_path: Path) -> None:
    file = written(tmp_path / "customers.csv", "a", at=1)
    watched = Watched(file, MARK)

    first, same = watched.due(), watched.due()
    written(file, "b", at=2)
    growing = watched.due()
    rested, later = watched.due(), watched.due()

    assert [first, same, growing, rested, later] == [[file], [], [], [file], []]


def test_a_file_that_is_still_being_written_is_left_for_the_next_look(tmp_path: Path) -> None:
    watched = Watched(tmp_path, MARK)
    assert watched.due() == []
    file = tmp_path / "customers.xlsx"

    looks = []
    for length in (1, 5, 9, 9):
        written(file, "x" * length, at=length)
        looks.append(watched.due())

    assert looks == [[], [], [], [file]]


def test_of_a_folder_only_workbooks_and_tables_of_others_are_taken(tmp_path: Path) -> None:
    for name in ("b.csv", "a.xlsx", "a-to correct.xlsx", "~$a.xlsx", ".hidden.csv", "notes.pdf"):
        written(tmp_path / name, "x", at=1)

    assert [file.name for file in Watched(tmp_path, MARK).due()] == ["a.xlsx", "b.csv"]


def test_a_file_that_is_not_there_yet_is_waited_for(tmp_path: Path) -> None:
    file = tmp_path / "later.csv"
    watched = Watched(file, MARK)
    assert watched.due() == []

    written(file, "x", at=1)

    assert [watched.due(), watched.due()] == [[], [file]]


def test_it_goes_on_until_told_to_stop(tmp_path: Path) -> None:
    stop, taken = Event(), []
    files = [written(tmp_path / f"{name}.csv", "x", at=1) for name in "ab"]

    def take(file: Path) -> None:
        taken.append(file)
        if len(taken) == len(files):
            stop.set()

    repeat(Watched(tmp_path, MARK), 0.01, stop, take)

    assert taken == files
