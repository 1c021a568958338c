"""Many long days of several desks and people at a real centre (T2), each batch under a seed that is told.

`python -m bench soak days` plays `DAYS` of `STEPS` things that may happen, then compares everything with
everything. The seed of a batch that fails is in the message, with what happened that day: `EXCHANGE_SEED=…
pytest tests/sync/test_days_at_a_centre.py` plays it again; it stays there as a test (`play`).
"""

import os
import secrets
import subprocess
import sys
from pathlib import Path
from time import perf_counter

DAYS, STEPS, A_BATCH = 300, 60, 20
ROOT = Path(__file__).resolve().parents[1]
TESTS = "tests/sync/test_days_at_a_centre.py::test_desks_of_a_centre_hold_the_same_whatever_happened"
A_DAY = 6 * 3_600
COUNT, FIRST_SEED = "DAYS", "DAYS_SEED"
"""Fewer days, to try it; the seed to begin with."""


def measure() -> dict[str, object]:
    """`AssertionError` with seed and day when something was lost, doubled or not the same."""
    days = int(os.environ.get(COUNT, DAYS))
    first = int(os.environ.get(FIRST_SEED, secrets.randbelow(1_000_000)))
    seeds = range(first, first + -(-days // A_BATCH))
    begun = perf_counter()
    for number, seed in enumerate(seeds):
        _play(seed, min(A_BATCH, days - number * A_BATCH))
        print(f"  seed {seed}: {perf_counter() - begun:.0f} s", file=sys.stderr, flush=True)
    seconds = perf_counter() - begun
    return {
        "days": days,
        "steps of a day": STEPS,
        "seeds": f"{seeds.start} to {seeds.stop - 1}",
        "lost, doubled or different": 0,
        "seconds": round(seconds, 1),
        "milliseconds a step": round(1_000 * seconds / days / STEPS, 1),
    }


def _play(seed: int, days: int) -> None:
    told = {"EXCHANGE_SEED": str(seed), "EXCHANGE_DAYS": str(days), "EXCHANGE_STEPS": str(STEPS)}
    limits = ["-o", f"timeout={A_DAY}", "-o", f"faulthandler_timeout={A_DAY}"]
    run = subprocess.run(  # noqa: S603 - our own tests
        [sys.executable, "-m", "pytest", "-q", "-n0", *limits, TESTS],
        cwd=ROOT,
        env={**os.environ, **told},
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode != 0:
        raise AssertionError(f"seed {seed}, {days} days:\n{run.stdout[-8_000:]}")
