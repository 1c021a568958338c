"""Runs the monkey: two desks on one file, invariants after each step, and processes killed in the middle."""

import multiprocessing
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from multiprocessing.synchronize import Event
from pathlib import Path
from uuid import UUID

from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.store.engine import open_sqlite
from fieldservice.domain.store.unit_of_work import Actor
from tests.conftest import MONDAY_MORNING, FakeClock
from tests.factories import BRANCH, USER_ID, WORKSTATION_ID, ZONE, Company, set_up
from tests.soak import monkey_checks as checks
from tests.soak.monkey import SECOND_USER, Desk, seat, second_user, step
from tests.soak.monkey_watch import Watch
from tests.store.ticket_givens import covered_customer

WHOLE_EVERY = 1_000
READY_IN, LIVES_AT_MOST = 60, 0.8


@dataclass(slots=True)
class Outcome:
    """What was done, how often it was refused, how often a process was killed."""

    steps: int = 0
    refused: int = 0
    kills: int = 0
    acts: Counter[str] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)


class WrongError(AssertionError):
    """An invariant that does not hold, and after which act."""


def run(path: Path, steps: int, seed: int, kill_every: int = 0) -> Outcome:
    """Let the monkey work; raises `WrongError` at the first thing that is not as it must be."""
    chance, outcome = random.Random(seed), Outcome()  # noqa: S311 - a game, not a secret
    company, served = _company(path)
    desks = [
        seat(path, user_id, served, company, seed + place)
        for place, user_id in enumerate((USER_ID, SECOND_USER))
    ]
    desks[0].other, desks[1].other = desks[1], desks[0]
    watch = Watch()
    try:
        for number in range(1, steps + 1):
            if kill_every and number % kill_every == 0:
                _kill_one(path, served, chance, company)
                outcome.kills += 1
                _check_whole(company, f"kill {outcome.kills}")
            desk = chance.choice(desks)
            act = _step(desk, outcome)
            _raise(watch.faults(desk.company), f"step {number}, {act}")
            if number % WHOLE_EVERY == 0:
                _check_whole(company, f"step {number}")
    finally:
        for desk in desks:
            desk.company.database.close()
    _check_whole(company, "the end")
    company.database.close()
    return outcome


def _company(path: Path) -> tuple[Company, tuple[UUID, UUID]]:
    company = set_up(open_sqlite(path), FakeClock(MONDAY_MORNING))
    second_user(company)
    customer, unit = covered_customer(company)
    return company, (customer, unit)


def _step(desk: Desk, outcome: Outcome) -> str:
    outcome.steps += 1
    desk.latest = None
    try:
        act = step(desk)
    except RuleViolation as refused:
        outcome.refused += 1
        act = f"refused: {refused.code}"
        outcome.refusals[refused.code] += 1
    outcome.acts[act] += 1
    return act


def _check_whole(company: Company, after: str) -> None:
    with company.database.read_session() as session:
        faults = [*checks.faults_of_tickets(session), *checks.faults_of_homes(session)]
        faults += checks.faults_of_audit(session)
    faults += checks.faults_of_search(company)
    _raise(faults, after)


def _raise(faults: list[str], after: str) -> None:
    if faults:
        raise WrongError(f"after {after}: " + "; ".join(faults[:10]))


def _kill_one(path: Path, served: tuple[UUID, UUID], chance: random.Random, company: Company) -> None:
    """A third desk works in a process of its own, and is killed wherever it is."""
    spawned = multiprocessing.get_context("spawn")
    ready = spawned.Event()
    seed = chance.randrange(1_000_000)
    process = spawned.Process(target=_work_on, args=(path, served, company.clock.now(), seed, ready))
    process.start()
    ready.wait(READY_IN)
    process.join(chance.random() * LIVES_AT_MOST)
    process.kill()
    process.join()
    if isinstance(company.clock, FakeClock):
        company.clock.advance(days=2)


def _work_on(path: Path, served: tuple[UUID, UUID], now: datetime, seed: int, ready: Event) -> None:
    """Works until somebody kills it."""
    clock = FakeClock(now)
    actor = Actor(USER_ID, WORKSTATION_ID, BRANCH, ZONE)
    company = Company(open_sqlite(path), clock, actor)
    desk = Desk(company, random.Random(seed), served)  # noqa: S311 - a game, not a secret
    ready.set()
    until = time.monotonic() + READY_IN
    while time.monotonic() < until:
        try:
            step(desk)
        except RuleViolation:
            continue
