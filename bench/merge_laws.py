"""The laws of merging with 20,000 examples each: `python -m bench soak merge`."""

import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter

EXAMPLES = 20_000
LAWS = "tests/unit/test_exchange_merge.py"
ROOT = Path(__file__).resolve().parents[1]


def measure(examples: int = EXAMPLES) -> dict[str, float]:
    """Runs the tests themselves, in a child that is told how many; `AssertionError` when a law broke."""
    begun = perf_counter()
    run = subprocess.run(  # noqa: S603 - our own tests
        [sys.executable, "-m", "pytest", "-q", "-n0", LAWS],
        cwd=ROOT,
        env={**os.environ, "MERGE_EXAMPLES": str(examples)},
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode != 0:
        raise AssertionError(run.stdout[-4_000:])
    return {"examples_of_each_law": examples, "broken": 0, "seconds": round(perf_counter() - begun, 1)}
