"""The contract of `Ops`, held by the threaded one and by the immediate one that tests of screens use."""

import logging
import threading
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import QObject, Slot
from pytestqt.qtbot import QtBot

from fieldservice.domain.rules.changes import Changes, RowRef
from fieldservice.domain.rules.errors import EnvironmentProblem, RuleViolation
from fieldservice.domain.rules.reasons import Reason
from fieldservice.ui.kit.calls import Call, Latest, Progress
from fieldservice.ui.kit.immediate_ops import ImmediateOps
from fieldservice.ui.kit.notifier import Notifier
from fieldservice.ui.kit.ops import Ops, ThreadedOps
from fieldservice.ui.kit.work import JobControl

ENTRY = UUID(int=7)


class FakeBackend:
    """Hands functions a word instead of a session, and remembers on which threads it was called."""

    def __init__(self) -> None:
        self.threads: list[str] = []
        self.written: list[Any] = []

    def read(self, fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        self.threads.append(threading.current_thread().name)
        return fn("session", *args, **kwargs)

    def write(self, fn: Callable[..., Changes], command: Any) -> Changes:
        self.threads.append(threading.current_thread().name)
        changes = fn(command, "uow", "clock")
        self.written.append(command)
        return changes


class Ear(QObject):
    """Collects what it is told, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[Any] = []

    @Slot(object)
    def hear(self, value: Any) -> None:
        self.heard.append(value)


@pytest.fixture
def backend() -> FakeBackend:
    return FakeBackend()


@pytest.fixture
def notifier() -> Notifier:
    return Notifier()


@pytest.fixture(params=[ThreadedOps, ImmediateOps])
def ops(request: pytest.FixtureRequest, backend: FakeBackend, notifier: Notifier) -> Iterator[Ops]:
    made = request.param(backend, notifier)
    yield made
    made.close()


def greet(session: str, name: str) -> str:
    return f"{session} of {name}"


def rename(command: str, uow: object, clock: object) -> Changes:
    return Changes(ENTRY, Reason("customer.renamed"), touched=frozenset({RowRef("customer", uuid4())}))


def do_nothing(command: str, uow: object, clock: object) -> Changes:
    return Changes(None, Reason("nothing"))


def refuse(command: str, uow: object, clock: object) -> Changes:
    raise RuleViolation("ticket.closed", number="WAW-1")


def break_down(session: str) -> str:
    message = "a bug"
    raise ZeroDivisionError(message)


def test_a_query_answers_with_what_the_function_returned(qtbot: QtBot, ops: Ops) -> None:
    call = ops.query(greet, "Anna")

    with qtbot.waitSignal(call.succeeded) as told:
        pass

    assert told.args == ["session of Anna"]


def test_an_answer_never_comes_before_the_caller_could_connect(qtbot: QtBot, ops: Ops) -> None:
    ear = Ear()

    call = ops.query(greet, "Anna")
    told_early = list(ear.heard)
    call.then(ear.hear)

    assert told_early == []
    qtbot.waitUntil(lambda: ear.heard == ["session of Anna"])


def test_a_command_is_told_to_its_caller_then_to_undo_then_to_the_screens_once(
    qtbot: QtBot, ops: Ops, notifier: Notifier
) -> None:
    order: list[str] = []
    ops.commanded.connect(lambda _: order.append("undo"))
    notifier.changed.connect(lambda _: order.append("screens"))

    ops.command(rename, "new name").then(lambda _: order.append("caller"))

    qtbot.waitUntil(lambda: order == ["caller", "undo", "screens"])


def test_a_command_that_changed_nothing_is_not_news(qtbot: QtBot, ops: Ops, notifier: Notifier) -> None:
    ear = Ear()
    notifier.changed.connect(ear.hear)

    with qtbot.waitSignal(ops.command(do_nothing, "same").succeeded):
        pass

    assert ear.heard == []


def test_a_refusal_reaches_the_caller(qtbot: QtBot, ops: Ops) -> None:
    call = ops.command(refuse, "close it")

    with qtbot.waitSignal(call.failed) as told:
        pass

    assert told.args is not None
    assert told.args[0].code == "ticket.closed"


def test_a_failure_that_nobody_listens_for_is_not_lost(
    qtbot: QtBot, ops: Ops, caplog: pytest.LogCaptureFixture
) -> None:
    ear = Ear()
    ops.went_unheard.connect(ear.hear)

    ops.query(break_down)

    qtbot.waitUntil(lambda: len(ear.heard) == 1)
    assert isinstance(ear.heard[0], ZeroDivisionError)
    assert [record.exc_info is not None for record in caplog.records] == [True]
    caplog.clear()


def test_a_problem_of_the_disk_is_one_line_in_the_log(
    qtbot: QtBot, ops: Ops, caplog: pytest.LogCaptureFixture
) -> None:
    def full(session: str) -> str:
        raise EnvironmentProblem("disk.full", path="secret")

    call = ops.query(full)
    with qtbot.waitSignal(call.failed):
        pass

    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    assert "secret" not in caplog.text
    caplog.clear()


def test_a_cancelled_call_tells_nothing_more(qtbot: QtBot, ops: Ops) -> None:
    ear = Ear()
    dropped = ops.query(greet, "late").then(ear.hear, ear.hear)

    dropped.cancel()
    with qtbot.waitSignal(ops.query(greet, "Anna").succeeded):
        pass
    with qtbot.waitSignal(ops.query(greet, "Anna").succeeded):
        pass

    assert ear.heard == []
    assert dropped.is_cancelled


def test_asking_again_drops_the_answer_to_the_question_before(qtbot: QtBot, ops: Ops) -> None:
    ear = Ear()
    latest: Latest[str] = Latest()

    latest.ask(ops.query(greet, "A")).then(ear.hear)
    latest.ask(ops.query(greet, "An")).then(ear.hear)

    qtbot.waitUntil(lambda: ear.heard == ["session of An"])


def test_a_job_tells_its_progress_reads_and_writes(qtbot: QtBot, ops: Ops, notifier: Notifier) -> None:
    ear, screens = Ear(), Ear()
    notifier.changed.connect(screens.hear)

    def import_all(job: JobControl, path: str) -> str:
        job.progress(1, 2, path)
        job.write(rename, "by job")
        return job.read(greet, "job")

    call = ops.job(import_all, "Import", "file.xlsx")
    call.progressed.connect(ear.hear)
    call.then(ear.hear)

    qtbot.waitUntil(lambda: ear.heard == [Progress(1, 2, "file.xlsx"), "session of job"])
    qtbot.waitUntil(lambda: len(screens.heard) == 1)


def test_a_cancelled_job_stops_at_its_next_step(qtbot: QtBot, ops: Ops, backend: FakeBackend) -> None:
    may_go_on = threading.Event()

    def slow(job: JobControl) -> str:
        may_go_on.wait(5)
        job.write(rename, "never")
        return "done"

    call = ops.job(slow, "Import")
    call.cancel()
    may_go_on.set()
    with qtbot.waitSignal(ops.query(greet, "Anna").succeeded):
        pass
    ops.close()

    assert backend.written == []


def test_closing_waits_for_the_writer(backend: FakeBackend, notifier: Notifier) -> None:
    ops = ThreadedOps(backend, notifier)
    for number in range(20):
        ops.command(rename, f"name {number}")

    ops.close()

    assert backend.written == [f"name {number}" for number in range(20)]


def test_a_question_that_comes_after_the_end_is_answered_to_nobody(
    backend: FakeBackend, notifier: Notifier
) -> None:
    ops = ThreadedOps(backend, notifier)
    ops.close()

    ops.query(lambda _session: "late")

    assert ops.is_idle


def test_commands_run_one_after_another_on_one_thread(
    qtbot: QtBot, backend: FakeBackend, notifier: Notifier
) -> None:
    ops = ThreadedOps(backend, notifier)
    calls = [ops.command(rename, str(number)) for number in range(10)]

    qtbot.waitUntil(lambda: all(call.is_over for call in calls))
    ops.close()

    assert len(set(backend.threads)) == 1
    assert threading.current_thread().name not in backend.threads


def test_calls_are_freed_after_they_were_told(qtbot: QtBot, backend: FakeBackend, notifier: Notifier) -> None:
    ops = ThreadedOps(backend, notifier)
    call: Call[str] = ops.query(greet, "Anna")
    gone = Ear()
    call.destroyed.connect(lambda: gone.hear("freed"))
    with qtbot.waitSignal(call.finished):
        pass

    del call

    qtbot.waitUntil(lambda: gone.heard == ["freed"])
    ops.close()
