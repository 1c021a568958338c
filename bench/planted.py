"""Bugs planted into a copy of the program, one at a time: do the tests notice each?

`python -m bench soak planted` prints which test caught which; one that survives makes it fail. The control
runs the same tests on the copy without a bug. `PLANTED=word,word` takes the bugs whose name or case holds one
of these words.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.planted.all_bugs import BUGS
from tests.planted.bug import Bug
from tests.planted.workshop import NotTestedError, Outcome, Workshop
from tests.postgres import running_postgresql

CHOSEN = "PLANTED"


def measure() -> dict[str, object]:
    """By bug, the test that caught it; `AssertionError` with those that none did."""
    bugs = _chosen(os.environ.get(CHOSEN, ""))
    with running_postgresql() as server, TemporaryDirectory(prefix="planted-") as folder:
        workshop = Workshop(Path(folder), server)
        control = _control(workshop, bugs)
        outcomes = {bug.name: _caught(workshop, bug) for bug in bugs}
    survived = [name for name, outcome in outcomes.items() if not outcome.is_caught]
    if survived:
        raise AssertionError(f"{len(survived)} of {len(bugs)} bugs were not noticed: {survived}")
    return {
        **{name: f"{each.noticed_by}, {each.seconds:.0f} s" for name, each in outcomes.items()},
        "planted": len(bugs),
        "caught": len(bugs),
        "seconds of the control": round(control.seconds),
        "seconds": round(sum(each.seconds for each in outcomes.values())),
    }


def _chosen(words: str) -> Sequence[Bug]:
    wanted = [word.strip() for word in words.split(",") if word.strip()]
    return [bug for bug in BUGS if not wanted or any(word in f"{bug.name} {bug.case}" for word in wanted)]


def _control(workshop: Workshop, bugs: Sequence[Bug]) -> Outcome:
    """Without a bug all of these tests pass, or their failing would say nothing."""
    tests = sorted({test for bug in bugs for test in bug.tests})
    whole = [test for test in tests if "::" not in test or test.partition("::")[0] not in tests]
    outcome = workshop.test(whole)
    if outcome.is_caught:
        raise AssertionError(f"without any bug {outcome.noticed_by} fails: {outcome.said}")
    return outcome


def _caught(workshop: Workshop, bug: Bug) -> Outcome:
    with workshop.altered(bug.path, bug.plant(workshop.text(bug.path))):
        try:
            outcome = workshop.test(bug.tests)
        except NotTestedError as error:
            raise AssertionError(f"{bug.name}: {error}") from error
    told = f"{outcome.noticed_by} ({outcome.said})" if outcome.is_caught else "SURVIVED"
    print(f"  {bug.name} [{bug.case}]: {told}, {outcome.seconds:.0f} s", file=sys.stderr, flush=True)
    return outcome
