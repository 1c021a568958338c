"""What is staged is read back as one event a row, in the order of the feed."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from sqlalchemy import Connection

from fieldservice.domain.store.engine import Database
from fieldservice.domain.store.exchange_state import SCHEMA
from fieldservice.sync.staging import (
    Incoming,
    forget,
    incoming,
    move_cursors,
    stage,
    stage_leaving,
    stage_truth,
    staged_count,
)
from fieldservice.sync.wire import Exit, PulledRow

HERE, THERE = UUID(int=1).hex, UUID(int=2).hex
ROW, OTHER = UUID(int=7).hex, UUID(int=8).hex
KEY = ("customer", ROW)


def row(seq: int, version: int, scope: str = HERE, row_id: str = ROW, name: str | None = "Huta") -> PulledRow:
    values = None if name is None else {"id": row_id, "name": name}
    return PulledRow(scope, seq, "customer", row_id, version, values, UUID(int=5).hex, "2026-11-23T07:30:00")


@pytest.fixture
def connection(sqlite_database: Database) -> Iterator[Connection]:
    with sqlite_database.write_sessions().begin() as session:
        yield session.connection()


def only(connection: Connection) -> Incoming:
    ((key, found),) = incoming(connection).items()
    assert key == KEY == (found.table, found.row_id)
    return found


def test_a_row_comes_with_its_version_and_who_changed_it(connection: Connection) -> None:
    stage(connection, [row(3, 4)], [])

    found = only(connection)

    assert (found.version, found.scope, found.row) == (4, HERE, {"id": ROW, "name": "Huta"})
    assert found.told == row(3, 4)
    assert (found.is_told, found.is_truth, found.exits) == (True, False, set())
    assert staged_count(connection) == len(found.positions) == 1


def test_of_a_row_that_came_twice_the_newer_stands(connection: Connection) -> None:
    stage(connection, [row(3, 4, name="older")], [])
    stage(connection, [row(9, 6, name="newer")], [])
    stage(connection, [row(11, 5, name="not newer")], [])

    found = only(connection)

    assert (found.version, found.row) == (6, {"id": ROW, "name": "newer"})
    assert len(found.positions) == 3


def test_the_same_version_once_more_is_what_it_says_now(connection: Connection) -> None:
    stage(connection, [row(3, 4, name="before")], [])
    stage(connection, [row(5, 4, THERE, name="moved")], [Exit(HERE, 5, *KEY)])

    found = only(connection)

    assert (found.scope, found.row, found.exits) == (THERE, {"id": ROW, "name": "moved"}, {HERE})


def test_a_row_that_is_gone_has_no_values(connection: Connection) -> None:
    stage(connection, [row(3, 4), row(5, 5, name=None)], [])

    found = only(connection)

    assert (found.version, found.row, found.is_told) == (5, None, True)


def test_an_exit_alone_says_nothing_of_the_row(connection: Connection) -> None:
    stage(connection, [], [Exit(HERE, 5, *KEY)])

    found = only(connection)

    assert (found.is_told, found.exits, found.row, found.told) == (False, {HERE}, None, None)


def test_events_are_read_in_the_order_of_the_feed_however_a_page_lists_them(connection: Connection) -> None:
    """It left, and came back later: it is here."""
    stage(connection, [row(9, 6)], [Exit(HERE, 5, *KEY)])

    assert only(connection).exits == set()


def test_what_leaves_after_it_came_has_left(connection: Connection) -> None:
    stage(connection, [row(3, 4)], [Exit(HERE, 5, *KEY)])

    found = only(connection)

    assert (found.scope, found.exits) == (HERE, {HERE})


@pytest.mark.covers("P-54")
def test_a_truth_counts_though_its_version_is_older(connection: Connection) -> None:
    stage(connection, [row(3, 9, name="of before the backup")], [])
    stage(connection, [row(4, 2, name="of now")], [], is_truth=True)

    found = only(connection)

    assert (found.is_truth, found.version, found.row) == (True, 2, {"id": ROW, "name": "of now"})


def test_a_truth_stays_one_whatever_comes_behind_it(connection: Connection) -> None:
    stage_truth(connection, [row(3, 4)], [KEY])
    stage(connection, [row(5, 5, name="later")], [])

    found = only(connection)

    assert (found.is_truth, found.row) == (True, {"id": ROW, "name": "later"})


def test_what_was_asked_for_and_is_not_there_is_gone(connection: Connection) -> None:
    stage_truth(connection, [row(3, 4)], [KEY, ("customer", OTHER), ("customer", OTHER)])

    found = incoming(connection)

    assert found[KEY].row is not None
    gone = found["customer", OTHER]
    assert (gone.row, gone.is_told, gone.is_truth, gone.version) == (None, True, True, 0)
    assert staged_count(connection) == 2


def test_a_truth_may_be_that_the_row_is_gone(connection: Connection) -> None:
    stage_truth(connection, [row(3, 4, name=None)], [KEY])

    found = only(connection)

    assert (found.row, found.is_truth, found.version) == (None, True, 4)


def test_rows_leave_with_their_scope(connection: Connection) -> None:
    stage_leaving(connection, HERE, [KEY])
    stage_leaving(connection, HERE, [])

    assert only(connection).exits == {HERE}


def test_only_what_was_applied_is_forgotten(connection: Connection) -> None:
    stage(connection, [row(3, 4), row(4, 1, row_id=OTHER)], [])
    positions = incoming(connection)[KEY].positions

    forget(connection, [], is_all=False)
    forget(connection, positions, is_all=False)

    assert list(incoming(connection)) == [("customer", OTHER)]
    forget(connection, [], is_all=True)
    assert staged_count(connection) == 0


def test_cursors_move_with_the_schema_that_read_them(connection: Connection) -> None:
    move_cursors(connection, {HERE: 5, THERE: 6})
    move_cursors(connection, {HERE: 9})
    move_cursors(connection, {})

    kept = connection.exec_driver_sql(
        "SELECT scope, sequence, tables_version FROM exchange_cursor ORDER BY 1"
    )
    assert [tuple(each) for each in kept] == [(HERE, 9, SCHEMA), (THERE, 6, SCHEMA)]


def test_nothing_staged_is_nothing(connection: Connection) -> None:
    stage(connection, [], [])
    stage_truth(connection, [], [])

    assert incoming(connection) == {}
