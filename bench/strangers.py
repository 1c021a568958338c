"""Fifty thousand made-up requests to a centre over HTTP: none may end as a mistake of ours, none may see a
row of another branch. `python -m bench soak strangers` prints the figures; one such answer makes it fail.
"""

import os
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.postgres import running_postgresql
from tests.server.centre.office import Office
from tests.server.centre.running import Running
from tests.server.centre.serving import serving_office
from tests.server.centre.strangers import NOBODY, Guest, put_canaries, storm

REQUESTS = 50_000
MOST_EACH = 40
STORMS = 1_000
"""Into about so many rounds of all addresses a run is cut, so that its tokens stay fresh."""

COUNT = "STRANGERS_REQUESTS"
"""A shorter run, to try it."""


def measure() -> dict[str, float | str]:
    """Requests, answers by their class, and seconds."""
    wanted, began = int(os.environ.get(COUNT, REQUESTS)), time.monotonic()
    answers: Counter[int] = Counter()
    wrong: list[str] = []
    with (
        tempfile.TemporaryDirectory() as folder,
        running_postgresql() as server,
        serving_office(server, Path(folder)) as (office, running),
    ):
        with office.database.writer.connect() as connection:
            krk = connection.exec_driver_sql("SELECT id FROM branch WHERE code = 'KRK'").scalar_one()
        put_canaries(office, krk)
        while sum(answers.values()) < wanted and not wrong:
            for guest in (_guest(office), NOBODY):
                wrong += _hit(running, guest, answers, min(MOST_EACH, max(2, wanted // STORMS)))
    if wrong:
        raise AssertionError("\n".join(wrong[:20]))
    told = {f"answers {code // 100}xx": 0 for code in sorted(answers)}
    for code, count in answers.items():
        told[f"answers {code // 100}xx"] += count
    return {
        "requests": sum(answers.values()),
        **told,
        "mistakes": len(wrong),
        "seconds": round(time.monotonic() - began, 1),
    }


def _guest(office: Office) -> Guest:
    """A workstation of WAW in a new session: tokens are good for a quarter of an hour."""
    device, session = office.begun("WAW")
    return Guest(device.device, session.access_token)


def _hit(running: Running, guest: Guest, answers: Counter[int], each: int) -> list[str]:
    seen = storm(running, guest, each, is_repeatable=False)
    for (_name, code), count in seen.answers.items():
        answers[code] += count
    return seen.mistakes
