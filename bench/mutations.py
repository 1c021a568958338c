"""How many small alterations of merging, settling and reading the feed do their own tests notice?

`python -m bench soak mutations` alters each module, one place at a time, and runs the tests of that module
until one fails. At least nine of ten must; those that survive are listed with their lines.
`MUTATED=settle,deciding` takes the modules with these words in their paths; `MUTATED_SECONDS` ends it early.
"""

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from types import MappingProxyType

from bench.altered import passes, warm_up
from bench.mutants import Mutant, mutants

LEAST_PERCENT = 90
CHOSEN, SECONDS = "MUTATED", "MUTATED_SECONDS"
FEW_EXAMPLES = MappingProxyType({"MERGE_EXAMPLES": "10"})
MERGE = (
    "tests/unit/test_exchange_merge.py",
    "tests/unit/test_merge_removals.py",
    "tests/unit/test_merge_told.py",
    "tests/unit/test_merge_laws.py",
)
TESTS: Mapping[str, Sequence[str]] = MappingProxyType(
    {
        "domain/rules/exchange_merge.py": MERGE,
        "domain/rules/long_text_merge.py": ("tests/unit/test_long_text_merge.py", *MERGE),
        "domain/rules/settle.py": ("tests/unit/test_settle.py",),
        "domain/rules/exchange_clock.py": ("tests/unit/test_exchange_clock.py",),
        "domain/rules/exchange_digest.py": ("tests/unit/test_exchange_scopes.py",),
        "sync/deciding.py": ("tests/sync/test_deciding.py",),
        "sync/acknowledging.py": ("tests/sync/test_acknowledging.py",),
        "sync/staging.py": ("tests/sync/test_staging.py",),
        "sync/pulling.py": ("tests/sync/test_pulling.py",),
        "server/accounts/orders.py": ("tests/unit/test_exchange_orders.py",),
    }
)


@dataclass(slots=True)
class Tally:
    """Of one module: how many were made, and which were not noticed."""

    made: int = 0
    survived: list[Mutant] = field(default_factory=list)

    @property
    def percent(self) -> float:
        return 100 * (self.made - len(self.survived)) / self.made if self.made else 100


def measure() -> dict[str, object]:
    """By module, the share that was noticed; `AssertionError` below nine of ten."""
    words = os.environ.get(CHOSEN, "").split(",")
    end = perf_counter() + float(os.environ.get(SECONDS, "inf"))
    warm_up()
    tallies = {
        path: _tally(Path("fieldservice") / path, tests, end)
        for path, tests in TESTS.items()
        if any(word in path for word in words)
    }
    made = sum(each.made for each in tallies.values())
    survived = sum(len(each.survived) for each in tallies.values())
    percent = 100 * (made - survived) / max(made, 1)
    told = {path: f"{each.percent:.0f} % of {each.made}" for path, each in tallies.items()}
    if percent < LEAST_PERCENT:
        raise AssertionError(f"{percent:.1f} % of {made} mutants were noticed: {told}")
    return {**told, "mutants": made, "survived": survived, "noticed percent": round(percent, 1)}


def _tally(path: Path, tests: Sequence[str], end: float) -> Tally:
    tally, source = Tally(), path.read_text("utf-8")
    if not passes(path, source, tests, FEW_EXAMPLES):
        raise AssertionError(f"the tests of {path} fail without any alteration")
    for mutant in mutants(source):
        if perf_counter() > end:
            break
        tally.made += 1
        if passes(path, mutant.text, tests, FEW_EXAMPLES):
            tally.survived.append(mutant)
            print(f"  {path}:{mutant.line} survived: {mutant.what}", file=sys.stderr, flush=True)
    print(f"  {path}: {tally.percent:.0f} % of {tally.made}", file=sys.stderr, flush=True)
    return tally
