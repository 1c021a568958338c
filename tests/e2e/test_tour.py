"""The tour as a test: the morning of 47 calls, typed into the real window, and the ticket that closes
itself.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def tour(tmp_path_factory: pytest.TempPathFactory) -> tuple[subprocess.CompletedProcess[str], Path]:
    out = tmp_path_factory.mktemp("tour")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "fieldservice", "tour", "--out", str(out), "--lang", "pl"]
    done = subprocess.run(
        command, capture_output=True, text=True, env=environment, check=False, timeout=280, cwd=out
    )
    return done, out


@pytest.mark.covers("A01", "A10", "A11", "A12", "A14", "A17", "A35", "F24")
def test_all_calls_typed_into_the_intake_end_with_the_verdict_that_was_foreseen(
    tour: tuple[subprocess.CompletedProcess[str], Path],
) -> None:
    done, _out = tour

    assert done.returncode == 0, done.stdout + done.stderr
    assert "47 of 47" in done.stdout
    assert "✗" not in done.stdout


@pytest.mark.covers("C17", "G01", "G02", "P-31")
def test_the_ticket_closed_itself_once_and_a_third_order_opened_it(
    tour: tuple[subprocess.CompletedProcess[str], Path],
) -> None:
    done, _out = tour

    assert "closed by itself 1 time(s), open again after a third order: yes" in done.stdout


def test_numbered_pictures_and_papers_are_left_behind(
    tour: tuple[subprocess.CompletedProcess[str], Path],
) -> None:
    _done, out = tour
    left = sorted(path.name for path in out.iterdir())

    assert [int(name[:2]) for name in left] == list(range(1, len(left) + 1))
    assert sum(name.endswith(".png") for name in left) >= 15
    assert sum(name.endswith(".pdf") for name in left) == 2
