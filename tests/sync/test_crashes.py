"""A workstation dies, or its disk is full, anywhere in an exchange: nothing is lost, nothing doubled."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from fieldservice.domain.commands.tasks import AddTask, TaskData, add_task
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.rules.errors import EnvironmentProblem
from fieldservice.domain.store.engine import Database, open_sqlite
from fieldservice.sync.joining import Way
from tests.conftest import MONDAY_MORNING, FakeClock
from tests.factories import set_up
from tests.store.ticket_givens import logged, ordered
from tests.sync.desks import MemoryTokens, TestDesk, customers_of
from tests.sync.plain_centre import LineCutError, PlainCentre, PlainLine

STRIDE = int(os.environ.get("CRASH_STRIDE", "9"))
"""Every so manyth point; 1 for all of them (a soak)."""
MOST_POINTS = 400


class Morning:
    """Two desks that have met, each with work of its own: all kinds of writes happen in the next round."""

    def __init__(self, folder: Path, empty: Path) -> None:
        self.clock = FakeClock(MONDAY_MORNING)
        self.centre = PlainCentre()
        desks = []
        for place in range(2):
            path = folder / f"{place}.db"
            shutil.copy(empty, path)
            database = open_sqlite(path)
            company = set_up(database, self.clock)
            if place == 0:
                ordered(company, logged(company), 2)
            database.close()
            desk = TestDesk(path, PlainLine(self.centre), self.clock)
            desk.join(Way.BRING if place == 0 else Way.TAKE)
            assert desk.round().went_well
            desks.append(desk)
        one, other = desks
        self._work(one, "one")
        self._work(other, "other")
        other.round()
        self.content, self.token = one.content(), one.tokens.token
        for desk in desks:
            desk.database.close()

    def _work(self, desk: TestDesk, word: str) -> None:
        customer = customers_of(desk)[0]
        ticket = desk.company.rows(Ticket)[0].id
        desk.say(customer, note=f"said by {word}")
        desk.company.customer(f"new of {word}", number=f"N-{word}", note="what was said at length " * 4_000)
        desk.company.run(add_task, AddTask(ticket, new_id(), TaskData(f"task of {word}")))

    def again(self, path: Path) -> tuple[TestDesk, PlainCentre]:
        centre = deepcopy(self.centre)
        path.write_bytes(self.content)
        return TestDesk(path, PlainLine(centre), self.clock, MemoryTokens(self.token)), centre


@pytest.fixture(scope="module")
def morning(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Morning:
    return Morning(tmp_path_factory.mktemp("morning"), sqlite_template)


class Counter:
    """Dies at the statement of this number, before it is carried out; commits count too."""

    def __init__(self, last: int) -> None:
        self.seen = 0
        self._last = last

    def __call__(self, *_arguments: Any) -> None:
        self.seen += 1
        if self.seen == self._last:
            raise LineCutError


@contextmanager
def dying(database: Database, at: int) -> Iterator[Counter]:
    counter = Counter(at)
    for name in ("before_cursor_execute", "commit"):
        event.listen(database.writer, name, counter)
    yield counter
    for name in ("before_cursor_execute", "commit"):
        event.remove(database.writer, name, counter)


def require_all_there(desk: TestDesk, centre: PlainCentre) -> None:
    """After one more good round."""
    assert desk.round().went_well
    for table in ("outbox_operation", "exchange_stage", "exchange_provisional"):
        assert desk.count(table) == 0, table
    there = [row.values for (table, _id), row in centre.rows.items() if table == "customer"]
    names = sorted(str(row["name"]) for row in there if row is not None)
    assert names == sorted(row["name"] for row in desk.rows("customer").values())
    assert [names.count(f"new of {word}") for word in ("one", "other")] == [1, 1]
    titles = [row["title"] for row in desk.rows("task").values()]
    assert sorted(titles) == ["task of one", "task of other"]
    notes = {row["note"] for row in desk.rows("customer").values()}
    assert "said by one" in notes
    with desk.database.read_session() as session:
        connection = session.connection()
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"


@pytest.mark.covers("J03", "P-53")
def test_a_desk_may_die_at_any_statement_of_a_round(morning: Morning, tmp_path: Path) -> None:
    at, was_whole = 1, False
    while not was_whole and at < MOST_POINTS:
        desk, centre = morning.again(tmp_path / f"{at}.db")
        try:
            with dying(desk.database, at) as counter:
                desk.round()
            was_whole = counter.seen < at
        except LineCutError:
            desk.restart()
        require_all_there(desk, centre)
        desk.database.close()
        at += STRIDE

    assert was_whole
    assert at > STRIDE


@pytest.mark.covers("P-53")
def test_a_full_disk_is_told_and_the_round_ends_well_once_there_is_room(
    morning: Morning, tmp_path: Path
) -> None:
    problems = []
    for spare in (0, 8, 16, 30, 60, 100):
        desk, centre = morning.again(tmp_path / f"full{spare}.db")
        limited = _limit(desk.database, spare)
        result = desk.round()
        event.remove(desk.database.writer, "connect", limited)
        if result.problem is not None:
            problems.append(result.problem.code)
        assert desk.rows("customer")
        desk.restart()
        require_all_there(desk, centre)
        desk.database.close()

    assert set(problems) == {"database.full"}
    assert len(problems) > 1


@pytest.mark.covers("P-53")
def test_a_disk_without_room_for_a_word_is_told_and_the_round_ends_well_later(
    morning: Morning, tmp_path: Path
) -> None:
    desk, centre = morning.again(tmp_path / "no_room.db")

    def refuse(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith("UPDATE exchange_state"):
            raise EnvironmentProblem("database.full")

    event.listen(desk.database.writer, "before_cursor_execute", refuse)
    result = desk.round()
    event.remove(desk.database.writer, "before_cursor_execute", refuse)

    assert result.problem is not None
    assert result.problem.code == "database.full"
    assert result.again_in_seconds > 0
    require_all_there(desk, centre)
    desk.database.close()


def _limit(database: Database, spare: int) -> Any:
    """Let the file grow by so many pages and no more."""
    database.writer.dispose()
    database.reader.dispose()

    def limit(connection: Any, _record: Any) -> None:
        connection.execute("VACUUM")
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + spare}")

    event.listen(database.writer, "connect", limit)
    return limit
