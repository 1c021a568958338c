"""One desk a home folder: a second start rings at the first and hands over its call."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from fieldservice.ui.shell.desk_lock import DeskLock, is_desk_running
from fieldservice.ui.shell.doorbell import Doorbell, ring_at


@pytest.fixture
def bell(tmp_path: Path, qtbot: QtBot) -> Doorbell:
    bell = Doorbell(tmp_path)
    assert bell.listen()
    return bell


@pytest.mark.covers("M05")
def test_a_call_is_handed_to_the_running_desk(bell: Doorbell, tmp_path: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bell.call_arrived) as arrived:
        assert ring_at(tmp_path, "+48 22 123 45 67")

    assert arrived.args == ["+48 22 123 45 67"]
    bell.close()


def test_a_second_start_without_a_call_only_brings_the_desk_to_the_front(
    bell: Doorbell, tmp_path: Path, qtbot: QtBot
) -> None:
    calls: list[str] = []
    bell.call_arrived.connect(calls.append)

    with qtbot.waitSignal(bell.was_rung):
        assert ring_at(tmp_path, None)

    assert calls == []
    bell.close()


@pytest.mark.covers("P-61")
def test_only_one_desk_works_in_a_folder(tmp_path: Path) -> None:
    first, second = DeskLock(tmp_path), DeskLock(tmp_path)

    assert first.take()
    assert not second.take()
    assert is_desk_running(tmp_path)

    first.release()
    assert not is_desk_running(tmp_path)
    assert second.take()
    second.release()


def test_a_bell_that_a_killed_desk_left_behind_hinders_nobody(bell: Doorbell, tmp_path: Path) -> None:
    second = Doorbell(tmp_path)

    assert second.listen()

    second.close()
    bell.close()


def test_nobody_answers_where_no_desk_runs(tmp_path: Path) -> None:
    assert not ring_at(tmp_path, "+48221234567", tries=2)
