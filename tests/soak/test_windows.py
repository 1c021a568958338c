"""A short run of the hands at three windows; the long one is `python -m bench soak windows`."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.soak.windows import run


@pytest.mark.covers("P-39")
@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_hundred_and_fifty_acts_at_three_windows_leave_nothing_wrong(
    sqlite_template: Path, tmp_path: Path, qapp: QApplication
) -> None:
    outcome = run(tmp_path, sqlite_template, steps=150, seed=11)

    assert outcome.steps == 150
    assert len(outcome.acts) > 40
    assert outcome.saved > 2
