"""Errors in words: one table, three parts, nothing falls through."""

import logging
import sys
import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from fieldservice.domain.rules.errors import EnvironmentProblem, RuleViolation, TellableError
from fieldservice.ui.kit.errors import ErrorDesk, ErrorKind, Hooks, kind_of, report_of, words_for
from fieldservice.wording import current
from tests.ui.fakes import FakeDialogs


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (RuleViolation("database.newer"), ErrorKind.REFUSED),
        (EnvironmentProblem("database.busy"), ErrorKind.RETRY),
        (TellableError("database.busy"), ErrorKind.REFUSED),
        (ZeroDivisionError("x"), ErrorKind.BUG),
        (KeyError("x"), ErrorKind.BUG),
        (MemoryError(), ErrorKind.BUG),
    ],
)
def test_each_kind_of_error_has_its_three_parts(error: Exception, kind: ErrorKind) -> None:
    words = words_for(error, current())

    assert kind_of(error) is kind
    assert all((words.what, words.data, words.do))


def test_what_may_succeed_later_can_be_tried_again(qtbot: QtBot) -> None:
    tried: list[str] = []
    desk = ErrorDesk(FakeDialogs(True), current())

    desk.show(EnvironmentProblem("database.busy"), retry=lambda: tried.append("again"))

    assert tried == ["again"]


def test_a_refusal_is_never_tried_again(qtbot: QtBot) -> None:
    tried: list[str] = []
    desk = ErrorDesk(FakeDialogs(True), current())

    desk.show(RuleViolation("database.newer"), retry=lambda: tried.append("again"))

    assert tried == []


def test_the_same_bug_is_shown_once(qtbot: QtBot) -> None:
    dialogs = FakeDialogs()
    desk = ErrorDesk(dialogs, current())

    for _ in range(3):
        desk.show(_raised(lambda: 1 // 0))

    assert [asked.method for asked in dialogs.asked] == ["show_report"]


def test_a_report_names_the_mistake_and_where_it_is() -> None:
    report = report_of(_raised(lambda: 1 // 0))

    assert "ZeroDivisionError" in report
    assert "test_errors.py" in report


@pytest.fixture
def hooked(qtbot: QtBot) -> Iterator[tuple[FakeDialogs, Hooks]]:
    dialogs = FakeDialogs()
    desk = ErrorDesk(dialogs, current())
    hooks = Hooks(desk)
    hooks.install()
    yield dialogs, hooks
    hooks.remove()


def test_what_a_slot_raises_reaches_the_desk(
    qtbot: QtBot, hooked: tuple[FakeDialogs, Hooks], caplog: pytest.LogCaptureFixture
) -> None:
    error = _raised(lambda: int("x"))

    sys.excepthook(type(error), error, error.__traceback__)

    qtbot.waitUntil(lambda: len(hooked[0].asked) == 1)
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    caplog.clear()


def test_what_a_plain_thread_raises_reaches_the_desk(
    qtbot: QtBot, hooked: tuple[FakeDialogs, Hooks], caplog: pytest.LogCaptureFixture
) -> None:
    thread = threading.Thread(target=int, args=("x",))

    thread.start()
    thread.join()

    qtbot.waitUntil(lambda: len(hooked[0].asked) == 1)
    caplog.clear()


def _raised(act: object) -> Exception:
    assert callable(act)
    try:
        act()
    except Exception as error:  # noqa: BLE001 - any will do
        return error
    pytest.fail("it was to raise")
