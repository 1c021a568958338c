"""Kills mornings at the desk and looks afterwards whether anything that was confirmed is missing.

Used by the test with a few kills and by `bench/kill_morning.py` with many.
"""

import json
import os
import random
import select as readiness
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fieldservice.domain.model.journal import Draft, JournalChange, SearchEntry
from fieldservice.domain.model.order import Visit, WorkOrder
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.model.whole import Base
from fieldservice.domain.rules.settle import SettleAction
from fieldservice.domain.store import search_index
from fieldservice.domain.store.engine import open_sqlite
from fieldservice.domain.store.schema import migrate
from fieldservice.domain.store.settling import settle
from tests.conftest import MONDAY_MORNING, FakeClock
from tests.e2e.morning import at_the_desk
from tests.factories import Company, set_up

LONGEST_LIFE_SECONDS = 0.6
"""After that a morning is killed at the latest; a command takes some hundredths of a second."""
PATIENCE_SECONDS = 60
ROOT = Path(__file__).resolve().parents[2]

Fact = dict[str, Any]


@dataclass(slots=True)
class Memory:
    """What was confirmed so far: by table and id, the last word on each."""

    kept: dict[tuple[str, str], Fact] = field(default_factory=dict)
    gone: set[tuple[str, str]] = field(default_factory=set)
    kills: int = 0

    def hear(self, fact: Fact) -> None:
        for word in ("kept", "doubtful", "gone"):
            if word in fact:
                key = fact[word], fact["id"]
                self.kept.pop(key, None)
                if word == "kept":
                    self.kept[key] = fact
                if word == "gone":
                    self.gone.add(key)


def found(path: Path) -> None:
    """A company with a customer whose calls are covered, on a database made by the migrations."""
    database = open_sqlite(path)
    migrate(database.writer)
    company = set_up(database, FakeClock(MONDAY_MORNING.replace(year=2020)))
    customer = company.customer(phone="61 281 30 35")
    company.unit(company.site(customer))
    company.contract(
        customer, MONDAY_MORNING.date().replace(year=2020), MONDAY_MORNING.date().replace(year=2090)
    )
    database.close()


@dataclass(slots=True)
class Workplace:
    """The process that works mornings, and its voice."""

    process: "subprocess.Popen[bytes]"
    voice: IO[bytes]
    unread: bytes = b""

    def begin(self, seed: int) -> None:
        if self.process.stdin is None:
            raise LookupError("the workplace has no ear")
        self.process.stdin.write(f"{seed}\n".encode())
        self.process.stdin.flush()

    def facts(self, until: float) -> Iterator[Fact]:
        """What is said until the moment (monotonic), line by line."""
        while (left := until - time.monotonic()) > 0:
            if not readiness.select([self.voice], [], [], left)[0]:
                return
            said = os.read(self.voice.fileno(), 65_536)
            if not said:
                raise EOFError("the workplace fell silent")
            *lines, self.unread = (self.unread + said).split(b"\n")
            yield from (json.loads(line) for line in lines)


@contextmanager
def workplace(path: Path) -> Iterator[Workplace]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.e2e.morning", str(path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        if process.stdout is None:
            raise LookupError("the workplace has no voice")
        made = Workplace(process, process.stdout)
        _hear_until("ready", made, Memory())
        yield made
    finally:
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()
        process.wait(PATIENCE_SECONDS)


def kill_one(place: Workplace, memory: Memory, chance: random.Random) -> None:
    """Let a morning begin, kill it at a random moment, and remember all that it had confirmed."""
    place.begin(chance.randrange(2**31))
    worker = _hear_until("begun", place, memory)
    for fact in place.facts(time.monotonic() + chance.uniform(0, LONGEST_LIFE_SECONDS)):
        memory.hear(fact)
    os.kill(worker, signal.SIGKILL)
    memory.kills += 1
    _hear_until("ended", place, memory)


def _hear_until(word: str, place: Workplace, memory: Memory) -> int:
    heard = 0
    while not heard:
        for fact in place.facts(time.monotonic() + PATIENCE_SECONDS):
            memory.hear(fact)
            if word in fact:
                heard = int(fact[word])
                break
    return heard


def faults(path: Path, memory: Memory) -> list[str]:
    """Everything that is wrong after a restart; nothing, if the promise holds."""
    company = at_the_desk(path)
    try:
        return [
            *_broken_files(company),
            *company.ask(_missing, memory),
            *company.ask(_doubled_numbers),
            *_unsettled(company),
            *_misfound(company),
        ]
    finally:
        company.database.close()


def _broken_files(company: Company) -> list[str]:
    with company.database.reader.connect() as connection:
        answer = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
        loose = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    return [*(line for line in answer if line != "ok"), *(f"loose: {row}" for row in loose)]


def _missing(session: Session, memory: Memory) -> list[str]:
    wrong = []
    for (table, row_id), fact in memory.kept.items():
        row = session.get(_kinds()[table], UUID(row_id))
        if row is None:
            wrong.append(f"missing: {fact}")
        elif not _holds(row, fact):
            wrong.append(f"differs: {fact}")
    for table, row_id in memory.gone - memory.kept.keys():
        if session.get(_kinds()[table], UUID(row_id)) is not None:
            wrong.append(f"back again: {table} {row_id}")
    return wrong


def _kinds() -> Mapping[str, type[Base]]:
    return {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}


def _holds(row: Base, fact: Fact) -> bool:
    if isinstance(row, Ticket):
        return bool(row.number == fact["number"])
    if isinstance(row, Visit) and "outcome" in fact:
        return row.outcome is not None and bool(row.outcome.value == fact["outcome"])
    if isinstance(row, Draft):
        return str(row.content["text"]).startswith(fact["text"])  # what was typed after it may be there too
    return True


def _doubled_numbers(session: Session) -> list[str]:
    doubled = []
    for number in (Ticket.number, WorkOrder.number):
        more = select(number).group_by(number).having(func.count() > 1)
        doubled += [f"doubled: {each}" for each in session.scalars(more)]
    unrecorded = select(Ticket.number).where(Ticket.id.not_in(select(JournalChange.row_id)))
    return [*doubled, *(f"not in the journal: {each}" for each in session.scalars(unrecorded))]


def _unsettled(company: Company) -> list[str]:
    with company.begin() as uow:
        tickets = uow.session.scalars(select(Ticket)).all()
        actions = {ticket.number: settle(uow, ticket).action for ticket in tickets}
    return [f"unsettled: {number}" for number, action in actions.items() if action is not SettleAction.NONE]


def _misfound(company: Company) -> list[str]:
    words = select(SearchEntry.id, SearchEntry.words)
    with company.begin() as uow:
        kept = {(row[0], row[1]) for row in uow.session.execute(words)}
        search_index.rebuild(uow.session, company.clock.now())
        made = {(row[0], row[1]) for row in uow.session.execute(words)}
    return [f"words differ: {row_id}" for row_id, _words in kept ^ made]
