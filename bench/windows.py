"""Thousands of random acts at three real windows, two of them on one database: none may leave a fault behind.

`python -m bench soak windows` prints what was done; anything wrong, a bug shown included, makes it fail.
"""

import tempfile
import time
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QApplication

from fieldservice.domain.store import schema
from fieldservice.domain.store.engine import open_sqlite
from fieldservice.ui.kit.theme import apply_theme, make_theme
from fieldservice.wording import activate
from tests.soak.windows import run

STEPS = 3_000
SEED = 2026


def measure(steps: int = STEPS, seed: int = SEED) -> dict[str, float]:
    """Steps, dialogs shown and saved, faults and seconds. A seed chooses the same acts again."""
    began = time.monotonic()
    known = QApplication.instance()
    application = known if isinstance(known, QApplication) else QApplication([])
    activate("en", zone=ZoneInfo("Europe/Warsaw"), country="PL")
    apply_theme(application, make_theme())
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "template.db"
        database = open_sqlite(template)
        schema.migrate(database.writer)
        database.close()
        outcome = run(Path(folder), template, steps, seed)
    application.processEvents()
    return {
        "steps": outcome.steps,
        "kinds_of_acts": len(outcome.acts),
        "dialogs": outcome.dialogs,
        "saved": outcome.saved,
        "faults": 0,
        "seconds": time.monotonic() - began,
    }
