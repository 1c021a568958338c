"""While the desk opens, the first rows are read at once, all else waits without holding them up."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from fieldservice.domain.rules.changes import Changes
from fieldservice.ui.kit.notifier import Notifier
from fieldservice.ui.shell.opening_ops import OpeningOps


class PlainBackend:
    """Runs what it is given, without a database."""

    def read(self, fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        return fn(None, *args, **kwargs)

    def write(self, fn: Callable[..., Changes], command: Any) -> Changes:
        return fn(command, None, None)


def first_rows(_session: object) -> str:
    return "rows"


def counts(_session: object, number: int) -> int:
    return number


@pytest.fixture
def ops() -> Iterator[OpeningOps]:
    made = OpeningOps(PlainBackend(), Notifier(), first_rows)
    yield made
    made.close()


def test_the_first_rows_come_while_everything_else_waits(ops: OpeningOps, qtbot: QtBot) -> None:
    came: list[object] = []
    for number in range(5):
        ops.query(counts, number).succeeded.connect(came.append)
    call = ops.query(first_rows)

    with qtbot.waitSignal(call.succeeded) as told:
        pass

    assert told.args == ["rows"]
    assert came == []


def test_what_waited_runs_in_the_order_asked_once_the_desk_begins(ops: OpeningOps, qtbot: QtBot) -> None:
    came: list[object] = []
    for number in range(5):
        ops.query(counts, number).succeeded.connect(came.append)

    ops.begin()

    qtbot.waitUntil(lambda: came == [0, 1, 2, 3, 4])
    with qtbot.waitSignal(ops.query(counts, 7).succeeded) as told:
        pass
    assert told.args == [7]


def test_a_desk_closed_before_it_began_waits_for_nothing(qtbot: QtBot) -> None:
    ops = OpeningOps(PlainBackend(), Notifier(), first_rows)
    came: list[object] = []
    for number in range(3):
        ops.query(counts, number).succeeded.connect(came.append)

    ops.close()

    assert came == []
