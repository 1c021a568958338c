"""Desks that exchange for long: days of misfortune at a plain and a real centre, a death at every statement.

`python -m bench soak desks`; T2 and T3 of the exchange. Runs the tests themselves, in children that are told
how much.
"""

import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter

DAYS, STEPS = 300, 60
DAYS_AT_A_CENTRE = 40
ROOT = Path(__file__).resolve().parents[1]
HOURS = 6 * 3_600


def measure(days: int = DAYS, days_at_a_centre: int = DAYS_AT_A_CENTRE) -> dict[str, float]:
    """`AssertionError` with the failing day when something was lost, doubled or not the same."""
    begun = perf_counter()
    _run("test_meeting_of_desks.py", EXCHANGE_DAYS=days, EXCHANGE_STEPS=STEPS)
    plain = perf_counter()
    _run("test_days_at_a_centre.py", EXCHANGE_DAYS=days_at_a_centre, EXCHANGE_STEPS=STEPS)
    real = perf_counter()
    _run("test_crashes.py", CRASH_STRIDE=1)
    return {
        "days_at_a_plain_centre": days,
        "days_at_a_real_centre": days_at_a_centre,
        "steps_of_a_day": STEPS,
        "lost_or_doubled": 0,
        "seconds_of_plain_days": round(plain - begun, 1),
        "seconds_of_real_days": round(real - plain, 1),
        "seconds_of_dying_at_every_statement": round(perf_counter() - real, 1),
    }


def _run(name: str, **told: int) -> None:
    run = subprocess.run(  # noqa: S603 - our own tests
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-n0",
            "-o",
            f"timeout={HOURS}",
            "-o",
            f"faulthandler_timeout={HOURS}",
            f"tests/sync/{name}",
        ],
        cwd=ROOT,
        env={**os.environ, **{key: str(value) for key, value in told.items()}},
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode != 0:
        raise AssertionError(run.stdout[-6_000:])
