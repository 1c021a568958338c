"""The command line as a telephone system or a script uses it: real processes, real files."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile

from fieldservice.config import resources_folder
from fieldservice.ui.shell.desk_lock import LOCK_NAME

DEMO = resources_folder() / "demo"
CALLS = DEMO / "calls-2026-11-23.csv"
MONDAY = ("--on", "2026-11-23")


def fieldservice(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "fieldservice", "--home", str(home), *arguments]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "LANG": "C.UTF-8"}
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False, timeout=120)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Polish company whose workbook was imported on its first day."""
    folder = tmp_path_factory.mktemp("company")
    (folder / "settings.toml").write_text(
        'language = "pl"\nbranch_code = "WAW"\ncountry = "PL"\nzone = "Europe/Warsaw"\n', "utf-8"
    )
    workbook = folder / "serwis-polska.xlsx"
    workbook.write_bytes((DEMO / "serwis-polska.xlsx").read_bytes())
    done = fieldservice(folder, "import", str(workbook), "--yes-servability", "--json")
    assert done.returncode == 1, done.stderr
    (folder / "first.json").write_text(done.stdout, "utf-8")
    return folder


@pytest.mark.covers("A20", "P-73", "expectation 43")
def test_every_row_of_the_workbook_is_accounted_for_and_the_doubled_serial_number_told(home: Path) -> None:
    told = json.loads((home / "first.json").read_text("utf-8"))

    assert told["total"] == {"new": 7940, "changed": 0, "same": 0, "refused": 1}
    assert "PO981710" in json.dumps(told["doubled"])


@pytest.mark.covers("P-73")
def test_importing_again_changes_nothing(home: Path) -> None:
    again = fieldservice(home, "import", str(home / "serwis-polska.xlsx"), "--dry-run", "--json")

    assert json.loads(again.stdout)["total"] == {"new": 0, "changed": 0, "same": 7940, "refused": 1}


@pytest.mark.covers("A10", "A11", "A12", "A14", "A17", "M02")
def test_all_calls_of_the_morning_get_the_verdict_that_was_foreseen(home: Path) -> None:
    done = fieldservice(home, "verdict", "--file", str(CALLS), *MONDAY)

    assert done.returncode == 0, done.stdout
    assert len(done.stdout.splitlines()) == 47
    assert "✗" not in done.stdout


def test_a_call_with_another_outcome_than_foreseen_is_marked_and_told_by_the_exit_code(
    home: Path, tmp_path: Path
) -> None:
    lines = CALLS.read_text("utf-8").splitlines()[:2]
    wrong = tmp_path / "calls.csv"
    wrong.write_text("\n".join(lines).replace("not-covered", "ok"), "utf-8")

    done = fieldservice(home, "verdict", "--file", str(wrong), *MONDAY)

    assert done.returncode == 1
    assert "✗" in done.stdout


@pytest.mark.covers("X2", "B04", "P-70")
def test_one_call_is_answered_with_outcome_and_sentence_however_the_number_is_written(home: Path) -> None:
    done = fieldservice(
        home, "verdict", "--caller", "61 / 281-30-35", "--serial", "ga175309", "--work", "Naprawa", *MONDAY
    )

    assert done.stdout.splitlines() == [
        "ok",
        "Urządzenie GA175309 jest objęte umową U/0198/2026, pozycja 3, do 08.04.2028.",
    ]


def test_a_machine_gets_the_whole_evidence(home: Path) -> None:
    done = fieldservice(
        home,
        "verdict",
        "--caller",
        "+48612813035",
        "--serial",
        "GA175309",
        "--work",
        "Naprawa",
        "--json",
        *MONDAY,
    )

    answer = json.loads(done.stdout)[0]
    assert answer["outcome"] == "ok"
    assert answer["verdict"]["evidence"]["contract_number"] == "U/0198/2026"


def test_a_file_of_calls_that_is_not_there_is_told_in_one_sentence(home: Path) -> None:
    done = fieldservice(home, "verdict", "--file", str(home / "none.csv"), *MONDAY)

    assert done.returncode == 3
    assert "none.csv" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_backup_made_by_hand_restores(home: Path, tmp_path: Path) -> None:
    written = fieldservice(home, "backup", "--to", str(tmp_path))
    other = tmp_path / "other"
    other.mkdir()

    restored = fieldservice(other, "restore", written.stdout.strip())

    assert restored.returncode == 0, restored.stderr
    done = fieldservice(other, "verdict", "--caller", "+48612813035", *MONDAY)
    assert done.stdout.splitlines()[0] == "ok"


def test_a_backup_is_not_restored_under_an_open_desk(home: Path, tmp_path: Path) -> None:
    written = fieldservice(home, "backup", "--to", str(tmp_path))
    lock = QLockFile(str(home / LOCK_NAME))
    assert lock.tryLock(0)

    refused = fieldservice(home, "restore", written.stdout.strip())

    lock.unlock()
    assert refused.returncode == 4
    assert not list(home.glob("*.replaced*"))


def test_an_unknown_command_is_wrong_usage(home: Path) -> None:
    assert fieldservice(home, "fly").returncode == 2
