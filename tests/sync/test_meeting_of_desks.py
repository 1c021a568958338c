"""Several desks, real files and the real engine, whatever the line, the machines and the people do (T2).

A state machine plays people who work and disks, lines and clocks that misbehave; the centre is the plain one,
so that a hundred days pass in seconds. In the end all exchange until nothing moves, and hold the same.
"""

import os
import shutil
import tempfile
from copy import deepcopy
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test
from sqlalchemy import select

from fieldservice.domain.commands.orders import FinishOrder, finish_order
from fieldservice.domain.commands.tasks import AddTask, RemoveTask, TaskData, add_task, remove_task
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.order import WorkOrder
from fieldservice.domain.model.ticket import Task, Ticket
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.store.engine import open_sqlite
from fieldservice.sync.joining import Way
from fieldservice.sync.row_form import exchanged_tables, row_form
from tests.conftest import MONDAY_MORNING, FakeClock
from tests.factories import set_up
from tests.store.ticket_givens import logged, ordered
from tests.sync.desks import MemoryTokens, TestDesk, customers_of
from tests.sync.plain_centre import LineCutError, PlainCentre, PlainLine

MOST_DESKS = 4
MOST_ROUNDS = 12
DESKS = st.integers(0, MOST_DESKS - 1)
PICKS = st.integers(0, 1_000)
TROUBLES = st.lists(st.sampled_from(["", "", "lost", "unanswered", "cut"]), max_size=6)


class World:
    """Where every day begins: two desks that have met, made once."""

    def __init__(self, folder: Path, empty: Path) -> None:
        clock = FakeClock(MONDAY_MORNING)
        self.centre = PlainCentre()
        self.files: list[tuple[bytes, str | None]] = []
        for place in range(2):
            path = folder / f"first{place}.db"
            shutil.copy(empty, path)
            database = open_sqlite(path)
            company = set_up(database, clock)
            if place == 0:
                orders = ordered(company, logged(company), 2)
                assert orders
            database.close()
            desk = TestDesk(path, PlainLine(self.centre), clock)
            desk.join(Way.BRING if place == 0 else Way.TAKE)
            assert desk.round().went_well
            self.files.append((desk.content(), desk.tokens.token))
            desk.database.close()


class Days(RuleBasedStateMachine):
    """What may happen in any order."""

    world: World

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="desks-"))
        self.clock = FakeClock(MONDAY_MORNING)
        self.centre = deepcopy(self.world.centre)
        self.older: PlainCentre | None = None
        self.backups: dict[int, bytes] = {}
        self.said: set[str] = set()
        self.desks: list[TestDesk] = []
        self.is_lossy = self.has_jumped = False
        for place, (content, token) in enumerate(self.world.files):
            path = self.folder / f"{place}.db"
            path.write_bytes(content)
            self.desks.append(TestDesk(path, PlainLine(self.centre), self.clock, MemoryTokens(token), place))

    def teardown(self) -> None:
        try:
            self.all_exchange_until_nothing_moves()
            for desk in self.desks:
                self.holds_what_the_centre_holds(desk)
            self.nothing_typed_is_lost()
        finally:
            for desk in self.desks:
                desk.database.close()
            shutil.rmtree(self.folder)

    @rule(at=DESKS, pick=PICKS, field=st.sampled_from(["note", "name"]))
    def changes_a_customer(self, at: int, pick: int, field: str) -> None:
        desk, word = self.desk(at), uuid4().hex
        customers = customers_of(desk)
        if customers:
            desk.say(customers[pick % len(customers)], **{field: word})
            self.said.add(word)

    @rule(at=DESKS)
    def adds_a_customer(self, at: int) -> None:
        word = uuid4().hex
        self.desk(at).company.customer(word, number=word[:12])
        self.said.add(word)

    @rule(at=DESKS, pick=PICKS)
    def adds_a_task(self, at: int, pick: int) -> None:
        desk, word = self.desk(at), uuid4().hex
        ticket = self.one_of(desk, Ticket, pick)
        if ticket is not None:
            self.tried(desk, add_task, AddTask(ticket, new_id(), TaskData(word)))

    @rule(at=DESKS, pick=PICKS)
    def removes_a_task(self, at: int, pick: int) -> None:
        desk = self.desk(at)
        task = self.one_of(desk, Task, pick)
        if task is not None:
            self.tried(desk, remove_task, RemoveTask(task))

    @rule(at=DESKS, pick=PICKS)
    def finishes_an_order(self, at: int, pick: int) -> None:
        desk = self.desk(at)
        order = self.one_of(desk, WorkOrder, pick)
        if order is not None:
            self.tried(desk, finish_order, FinishOrder(order, self.clock.now()))

    @rule(at=DESKS)
    def exchanges(self, at: int) -> None:
        self.desk(at).round()

    @rule(at=DESKS, troubles=TROUBLES)
    def exchanges_over_a_bad_line(self, at: int, troubles: list[str]) -> None:
        desk = self.desk(at)
        desk.line.trouble = list(troubles)
        try:
            desk.round()
        except LineCutError:
            desk.restart()
        desk.line.trouble = []

    @rule(at=DESKS, after=st.integers(0, 4))
    def breaks_off_an_exchange(self, at: int, after: int) -> None:
        left = iter([False] * after)
        self.desk(at).engine.round(is_cancelled=lambda: next(left, True))

    @rule(at=DESKS)
    def is_killed(self, at: int) -> None:
        self.desk(at).restart()

    @rule(at=DESKS)
    def is_backed_up(self, at: int) -> None:
        self.backups[at % len(self.desks)] = self.desk(at).content()

    @precondition(lambda self: self.backups)
    @rule(pick=PICKS)
    def is_put_back(self, pick: int) -> None:
        at = sorted(self.backups)[pick % len(self.backups)]
        self.is_lossy = True
        self.desks[at].put_back(self.backups[at])

    @precondition(lambda self: len(self.desks) < MOST_DESKS)
    @rule(at=DESKS)
    def is_cloned(self, at: int) -> None:
        path = self.folder / f"{len(self.desks)}.db"
        self.desks.append(self.desk(at).cloned(path, PlainLine(self.centre)))

    @rule()
    def the_centre_is_backed_up(self) -> None:
        self.older = deepcopy(self.centre)

    @precondition(lambda self: self.older is not None)
    @rule()
    def the_centre_is_put_back(self) -> None:
        assert self.older is not None
        self.is_lossy = self.is_lossy or self.has_jumped
        self.centre.restored(deepcopy(self.older))
        self.older = None

    @rule(hours=st.sampled_from([-8_760, -1, 1, 8_760]))
    def the_clock_jumps(self, hours: int) -> None:
        self.has_jumped = True
        self.clock.advance(hours=hours)

    def desk(self, at: int) -> TestDesk:
        return self.desks[at % len(self.desks)]

    def one_of(self, desk: TestDesk, kind: Any, pick: int) -> UUID | None:
        with desk.database.read_session() as session:
            ids = sorted(session.scalars(select(kind.id)))
        return ids[pick % len(ids)] if ids else None

    def tried(self, desk: TestDesk, function: Any, command: Any) -> None:
        try:
            desk.company.run(function, command)
        except RuleViolation:
            return  # the ticket was closed, or the order finished

    def all_exchange_until_nothing_moves(self) -> None:
        for _ in range(MOST_ROUNDS):
            results = [desk.round() for desk in self.desks]
            if all(r.went_well and not (r.sent or r.touched) for r in results):
                return
        raise AssertionError([(r.problem, r.sent, len(r.touched)) for r in results])

    def holds_what_the_centre_holds(self, desk: TestDesk) -> None:
        for table in ("outbox_operation", "exchange_stage", "exchange_provisional"):
            assert desk.count(table) == 0, table
        for table in exchanged_tables():
            form = row_form(table)
            assert form is not None
            theirs = {
                row_id: {name: row.values.get(name, form.default(name)) for name in form.columns}
                for (name, row_id), row in self.centre.rows.items()
                if name == table and row.values is not None
            }
            assert desk.rows(table) == theirs, table
        with desk.database.read_session() as session:
            connection = session.connection()
            assert not connection.exec_driver_sql("PRAGMA foreign_key_check").all()

    def nothing_typed_is_lost(self) -> None:
        """Each word came to the centre, but for a file that was put back, and for work that a desk rightly no
        longer keeps when a centre is put back: its clock went ahead by a year.
        """
        if not self.is_lossy:
            assert self.said <= self.centre.heard


@pytest.fixture(scope="session")
def two_desks(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> World:
    return World(tmp_path_factory.mktemp("two"), sqlite_template)


@pytest.mark.covers("J03", "J05", "J06", "P-54", "P-55", "P-57")
def test_desks_hold_the_same_whatever_happened(two_desks: World) -> None:
    class Day(Days):
        world = two_desks

    run_state_machine_as_test(
        Day,
        settings=settings(
            max_examples=int(os.environ.get("EXCHANGE_DAYS", "12")),
            stateful_step_count=int(os.environ.get("EXCHANGE_STEPS", "25")),
            deadline=None,
            phases=(Phase.explicit, Phase.reuse, Phase.generate),  # days are too long to be shortened here
            suppress_health_check=list(HealthCheck),
        ),
    )
