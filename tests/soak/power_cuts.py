"""The life of a workstation whose power fails again and again: nothing told as saved, nothing sent is lost.

People work at it, it exchanges with a centre that remembers each number and digest it was ever sent, a
colleague changes the same customers. At a random operation of its disk the power fails (`power_disk.py`);
then the machine starts again on what the disk holds, and all of it is looked at.
"""

import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.exc import SQLAlchemyError

from fieldservice.domain.commands.tasks import AddTask, TaskData, add_task
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.model.whole import Base
from fieldservice.domain.rules.errors import TellableError
from fieldservice.domain.store.engine import open_sqlite
from fieldservice.sync.joining import Way
from tests.conftest import MONDAY_MORNING, FakeClock
from tests.factories import set_up
from tests.soak.power_disk import MEMORY, PowerDisk, powered
from tests.store.ticket_givens import logged, ordered
from tests.sync.desks import MemoryTokens, TestDesk, customers_of
from tests.sync.plain_centre import LineCutError, PlainCentre, PlainLine

ACTS_OF_A_TURN = 12
FIRST_SPAN = 300
"""Operations of the disk among which the first cut is chosen; then as many as a turn had."""


class PoweredLine(PlainLine):
    """Without power nothing is sent, either."""

    disk: PowerDisk | None = None

    def _sent(self, *arguments: Any) -> Any:
        if self.disk is not None and self.disk.is_cut:
            raise LineCutError
        return super()._sent(*arguments)


@dataclass
class Outcome:
    """What a life came to."""

    cuts: int = 0
    operations: int = 0
    saved: int = 0
    sent: int = 0
    rounds: int = 0
    unsynced: int = 0
    """Files that had something to lose when the power failed, over all cuts."""


@dataclass(frozen=True, slots=True)
class Conditions:
    """`key` encrypts the database; `synchronous` is set over the product's own for a control, which must lose
    something. A seed repeats the same life.
    """

    seed: int = 1
    key: str | None = None
    synchronous: str | None = None


@dataclass
class Life:
    """`empty` is a database of the newest schema, under the same key."""

    folder: Path
    empty: Path
    under: Conditions
    outcome: Outcome = field(default_factory=Outcome)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.under.seed)  # noqa: S311 - no secret
        self.clock = FakeClock(MONDAY_MORNING)
        self.centre = PlainCentre()
        self.line = PoweredLine(self.centre)
        self.tokens = MemoryTokens()
        self.path = self.folder / "victim" / "desk.db"
        self.colleague = self._joined(self.folder / "colleague" / "desk.db", PlainLine(self.centre))
        victim = self._joined(self.path, self.line, self.tokens)
        self.user_id = victim.user_id
        victim.database.close()
        self.devices = len(self.centre.devices)
        self.words: list[str] = []
        self.span = FIRST_SPAN

    def _joined(self, path: Path, line: PlainLine, tokens: MemoryTokens | None = None) -> TestDesk:
        path.parent.mkdir()
        shutil.copy(self.empty, path)
        database = open_sqlite(path, key=self.under.key)
        company = set_up(database, self.clock)
        is_first = not self.centre.devices
        if is_first:
            ordered(company, logged(company), 2)
        database.close()
        desk = TestDesk(path, line, self.clock, tokens or MemoryTokens(), key=self.under.key)
        desk.join(Way.BRING if is_first else Way.TAKE)
        assert desk.round().went_well
        return desk

    def turn(self) -> None:
        """People work, the power fails or does not, the machine starts again."""
        disk = PowerDisk(self.path.parent, self.chance, self.chance.randint(1, self.span))
        with powered(disk):
            self.line.disk = disk
            self._work(disk)
            self.line.disk = None
        self.outcome.operations += disk.operations
        if disk.left is None:
            self.span = round(disk.operations * 1.1) or FIRST_SPAN
        else:
            self.outcome.cuts += 1
            self.outcome.unsynced += any(file.unsynced for file in disk.files.values())
            self._start_again(disk.left)
        self._look()

    def _work(self, disk: PowerDisk) -> None:
        desk: TestDesk | None = None
        try:
            with _ended_by(disk):
                desk = self._opened()
                for _act in range(ACTS_OF_A_TURN):
                    self._act(desk, disk)
        finally:
            if desk is not None:
                with suppress(SQLAlchemyError, TellableError):
                    desk.database.close()

    def _desk(self) -> TestDesk:
        user, key = self.user_id, self.under.key
        return TestDesk(self.path, self.line, self.clock, self.tokens, user_id=user, key=key)

    def _opened(self) -> TestDesk:
        desk = self._desk()
        if self.under.synchronous is not None:
            for engine in (desk.database.writer, desk.database.reader):
                engine.dispose()
                event.listen(engine, "connect", self._set_lax)
        return desk

    def _set_lax(self, connection: Any, _entry: object) -> None:
        connection.execute(f"PRAGMA synchronous = {self.under.synchronous}")

    def _act(self, desk: TestDesk, disk: PowerDisk) -> None:
        word = f"word{len(self.words)}x{self.outcome.cuts}"
        act = self.chance.randrange(8)
        self.clock.advance(seconds=5)
        if act < 2:
            desk.say(self.chance.choice(customers_of(desk)), note=word)
        elif act == 2:
            desk.company.customer(word, number=word)
        elif act == 3:
            ticket = self.chance.choice(desk.company.rows(Ticket)).id
            desk.company.run(add_task, AddTask(ticket, new_id(), TaskData(word)))
        elif act < 6:
            desk.round()
            self.outcome.rounds += not disk.is_cut
        elif act == 6:
            self.colleague.say(self.chance.choice(customers_of(self.colleague)), note=f"other {word}")
            assert self.colleague.round().went_well
        else:
            desk.content()  # as a backup does: all that was written goes into the one file
        if act < 4 and not disk.is_cut:
            self.words.append(word)
            self.outcome.saved += 1

    def _start_again(self, left: dict[str, bytes]) -> None:
        """What lay in shared memory may still be there, and says what is not so any more."""
        memory = self.path.with_name(self.path.name + MEMORY)
        stale = memory.read_bytes() if memory.exists() and self.chance.random() < 0.5 else None
        for each in self.path.parent.iterdir():
            if each.is_file():
                each.unlink()
        for name, content in left.items():
            (self.path.parent / name).write_bytes(content)
        if stale is not None:
            memory.write_bytes(stale)

    def _look(self) -> None:
        """`AssertionError` for what was lost, torn, or will be numbered twice."""
        assert self.path.exists(), "the file is gone"
        try:
            desk = self._desk()
        except (SQLAlchemyError, TellableError) as error:
            message = f"the database does not open: {error}"
            raise AssertionError(message) from error
        try:
            self._require_whole(desk)
            self._require_numbers(desk)
            if self.chance.random() < 0.5:
                result = desk.round()
                assert result.went_well, result.problem
            assert len(self.centre.devices) == self.devices, "the centre saw a fork"
        finally:
            desk.database.close()

    def _require_whole(self, desk: TestDesk) -> None:
        with desk.database.read_session() as session:
            connection = session.connection()
            try:
                assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
                assert connection.exec_driver_sql("PRAGMA foreign_key_check").first() is None
                texts = connection.exec_driver_sql("SELECT after FROM journal_change WHERE after IS NOT NULL")
                told = "\n".join(str(row[0]) for row in texts)
            except (SQLAlchemyError, TellableError) as error:
                message = f"the database is damaged: {error}"
                raise AssertionError(message) from error
        lost = [word for word in self.words if f'"{word}"' not in told]
        assert not lost, f"told as saved and lost: {lost}"

    def _require_numbers(self, desk: TestDesk) -> None:
        """What the centre was sent is here under its number and digest; no number of it is free again."""
        with desk.database.read_session() as session:
            connection = session.connection()
            device, following = connection.exec_driver_sql(
                "SELECT device_id, next_number FROM exchange_state"
            ).one()
            kept = connection.exec_driver_sql(
                "SELECT number, digest FROM outbox_transaction WHERE digest IS NOT NULL"
            )
            digests = {number: bytes(digest).hex() for number, digest in kept}
        known = self.centre.devices[str(device).replace("-", "")]
        self.outcome.sent = known.last_n
        assert following > known.last_n, "a number that was sent is free again"
        other = [n for n, (digest, _result) in known.receipts.items() if digests.get(n, digest) != digest]
        assert not other, f"numbers that mean something else at the centre: {other}"


@contextmanager
def _ended_by(disk: PowerDisk) -> Iterator[None]:
    """Whatever fails once the power is gone is no matter."""
    try:
        yield
    except (TellableError, SQLAlchemyError, LineCutError):
        if not disk.is_cut:
            raise


def run(folder: Path, empty: Path, cuts: int, under: Conditions) -> Outcome:
    """A life with so many cuts."""
    life = Life(folder, empty, under)
    try:
        while life.outcome.cuts < cuts:
            life.turn()
    finally:
        life.colleague.database.close()
    return life.outcome


def new_database(path: Path, key: str | None = None) -> Path:
    """An empty one of the newest schema."""
    database = open_sqlite(path, key=key)
    Base.metadata.create_all(database.writer)
    database.close()
    return path
