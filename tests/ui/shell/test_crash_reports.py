"""A session that dies leaves a report without anybody's words; one that ends properly leaves nothing."""

import subprocess
import sys
from pathlib import Path

import pytest

from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.ui.shell.crash_reports import NAME, CrashReports, offer
from tests.ui.fakes import FakeDialogs

SECRET = "Stanisław Jeka, +48 601 234 567"
# Where a crash is provoked, pytest's own watch must not stand in the way: in a process of its own.
DIES = """
import ctypes, sys
from pathlib import Path
from fieldservice.ui.shell.crash_reports import CrashReports
CrashReports(Path(sys.argv[1]), "1").begin()
ctypes.string_at(0)
"""


def test_a_crash_below_python_is_told_at_the_next_start(tmp_path: Path) -> None:
    died = subprocess.run([sys.executable, "-c", DIES, str(tmp_path)], capture_output=True, check=False)
    reports = CrashReports(tmp_path, "0.1.0")

    report = reports.begin()
    reports.end()

    assert died.returncode != 0
    assert report.startswith("fieldservice 0.1.0, Python ")
    assert "Segmentation fault" in report
    assert "string_at" in report


def fails() -> None:
    raise ValueError(SECRET)


def test_a_report_names_the_place_and_no_person(tmp_path: Path) -> None:
    reports = CrashReports(tmp_path, "1")
    reports.begin()
    with pytest.raises(ValueError, match="Jeka") as caught:
        fails()
    reports.note(caught.value)
    reports.note(RuleViolation("ticket.closed", name=SECRET))

    written = (tmp_path / NAME).read_text("utf-8")
    reports.end()

    assert "ValueError" in written
    assert "test_crash_reports.py" in written
    assert "RuleViolation ticket.closed" in written
    assert not any(word in written for word in SECRET.replace(",", "").split())


def test_a_session_that_ends_properly_leaves_nothing(tmp_path: Path) -> None:
    reports = CrashReports(tmp_path, "1")
    reports.begin()
    reports.note(ValueError(SECRET))
    reports.end()

    assert not (tmp_path / NAME).exists()
    again = CrashReports(tmp_path, "1")
    assert again.begin() == ""
    again.end()


def test_the_report_is_offered_to_be_copied_and_nothing_is_asked_without_one() -> None:
    dialogs = FakeDialogs()

    offer(dialogs, "")
    offer(dialogs, "Segmentation fault")

    assert [asked.about[1] for asked in dialogs.asked] == ["Segmentation fault"]
