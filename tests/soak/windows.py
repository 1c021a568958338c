"""Hands at several windows at once, some on one database: no step may leave behind what must not be."""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType

from fieldservice.domain.store.engine import open_sqlite
from tests.conftest import MONDAY_MORNING, FakeClock
from tests.factories import Company, set_up
from tests.soak import monkey_checks as checks
from tests.soak.hands import Hands
from tests.soak.jungle import WrongError
from tests.soak.monkey import SECOND_USER
from tests.soak.monkey_watch import Watch
from tests.ui.lived_in import SOMEBODY_ELSE, live_in

WHOLE_EVERY = 500

assert SECOND_USER == SOMEBODY_ELSE  # who is given to the company by `live_in`


@dataclass(slots=True)
class WindowOutcome:
    """What was done at the windows, and how often each dialog was saved."""

    steps: int = 0
    acts: Counter[str] = field(default_factory=Counter)
    dialogs: int = 0
    saved: int = 0


def run(folder: Path, template: Path, steps: int, seed: int) -> WindowOutcome:
    """Two windows of two people on one file, and one of a company of its own.

    Raises `WrongError` at the first thing that is wrong, a bug shown or raised included.
    """
    shared, alone = (_company(folder / name, template) for name in ("shared.db", "alone.db"))
    second = Company(
        open_sqlite(folder / "shared.db"), shared.clock, replace(shared.actor, user_id=SECOND_USER)
    )
    everybody = [Hands(company, seed + at) for at, company in enumerate((shared, second, alone))]
    of_both, of_one = Watch(), Watch()
    watches = (of_both, of_both, of_one)
    outcome = WindowOutcome()
    try:
        with _raised() as raised:
            for number in range(1, steps + 1):
                hands, watch = everybody[number % len(everybody)], watches[number % len(everybody)]
                _step(hands, outcome, raised)
                _check(hands.company, watch, number, outcome)
        for company in (shared, alone):
            _check_whole(company, "the end")
    finally:
        for hands in everybody:
            outcome.dialogs += len(hands.dialogs.shown)
            outcome.saved += sum(hands.dialogs.saved.values())
            hands.close()
        for company in (shared, second, alone):
            company.database.close()
    return outcome


def _company(path: Path, template: Path) -> Company:
    path.write_bytes(template.read_bytes())
    company = set_up(open_sqlite(path), FakeClock(MONDAY_MORNING))
    live_in(company)
    rights = "UPDATE user_account SET rights = '[\"everything\"]' WHERE id = ?"
    with company.database.writer.begin() as connection:
        connection.exec_driver_sql(rights, (SECOND_USER.hex,))
    return company


def _step(hands: Hands, outcome: WindowOutcome, raised: Sequence[BaseException]) -> None:
    outcome.steps += 1
    if isinstance(hands.company.clock, FakeClock):
        hands.company.clock.advance(seconds=30)
    act = hands.act()
    outcome.acts[act] += 1
    if raised:
        raise WrongError(f"{act} raised {raised[0]!r}") from raised[0]


def _check(company: Company, watch: Watch, number: int, outcome: WindowOutcome) -> None:
    faults = watch.faults(company)
    if faults:
        raise WrongError(f"after step {number}, {list(outcome.acts)[-1]}: " + "; ".join(faults[:10]))
    if number % WHOLE_EVERY == 0:
        _check_whole(company, f"step {number}")


def _check_whole(company: Company, after: str) -> None:
    with company.database.read_session() as session:
        faults = [*checks.faults_of_tickets(session), *checks.faults_of_homes(session)]
        faults += checks.faults_of_audit(session)
    faults += checks.faults_of_search(company)
    if faults:
        raise WrongError(f"after {after}: " + "; ".join(faults[:10]))


@contextmanager
def _raised() -> Iterator[list[BaseException]]:
    """What was raised inside a slot, where nobody could catch it."""
    found: list[BaseException] = []
    before = sys.excepthook

    def hook(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        found.append(error)

    sys.excepthook = hook
    try:
        yield found
    finally:
        sys.excepthook = before
