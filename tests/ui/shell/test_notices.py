"""The bell, the panel below it, and the bar of what is overdue, worked by keyboard."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import time

import pytest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from fieldservice.domain.model.content import Notice
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.rules.notices import NoticeKind
from fieldservice.domain.rules.preferences import QuietHours
from fieldservice.ui.desk_screens import CUSTOMERS, PERSONAL, TICKETS
from fieldservice.ui.kit.keyboard import Keyboard
from fieldservice.ui.kit.places import Place
from fieldservice.ui.shell.notice_panel import NoticePanel
from tests.conftest import FakeClock
from tests.factories import Company
from tests.ui.walked_desk import WalkedDesk, walked

KINDS = len(NoticeKind)


@pytest.fixture
def desk(lived_in: Company) -> Iterator[WalkedDesk]:
    with walked(lived_in) as made:
        made.go(CUSTOMERS)
        yield made


def press(desk: WalkedDesk, *keys: str) -> None:
    for key in keys:
        Keyboard(desk.window).press(key)
        desk.settle()


def panel(desk: WalkedDesk) -> NoticePanel:
    found = desk.window.findChild(NoticePanel)
    assert isinstance(found, NoticePanel)
    return found


def unread(company: Company) -> int:
    return sum(notice.read_at is None for notice in company.rows(Notice))


@pytest.mark.covers("F15")
def test_the_bell_says_how_many_are_new(desk: WalkedDesk) -> None:
    bell = desk.window.top_bar.bell

    assert bell.waiting == KINDS
    assert bell.accessibleName() == f"{KINDS} new notices"


@pytest.mark.covers("F15")
def test_notices_are_listed_by_day_and_opened_by_keyboard(desk: WalkedDesk, lived_in: Company) -> None:
    press(desk, "Ctrl+J")
    lines = panel(desk).lines
    first = lines[0].words

    press(desk, "Return")

    place = desk.window.current_place
    assert len(lines) == KINDS
    assert "Ewa Sowa" in first.said
    assert place is not None
    assert place.screen == TICKETS
    assert lived_in.get(Ticket, place.argument).title in first.what  # type: ignore[arg-type]
    assert not panel(desk).isVisible()
    assert unread(lived_in) < KINDS


def test_arrows_go_through_the_lines_and_r_marks_one_read_and_unread(
    desk: WalkedDesk, lived_in: Company
) -> None:
    press(desk, "Ctrl+J", "Down", "R")
    after_reading = unread(lived_in)
    focused = [line.hasFocus() for line in panel(desk).lines]
    press(desk, "R")

    assert after_reading == KINDS - 1
    assert focused.index(True) == 1
    assert unread(lived_in) == KINDS
    assert desk.window.top_bar.bell.waiting == KINDS


@pytest.mark.qt_log_ignore("does not support", extend=True)
def test_a_notice_is_put_off_and_comes_back(
    qtbot: QtBot, desk: WalkedDesk, lived_in: Company, clock: FakeClock
) -> None:
    press(desk, "Ctrl+J", "S")
    menu = desk.window.findChild(QMenu)
    assert menu is not None
    menu.actions()[0].trigger()
    desk.settle()
    menu.close()
    while_away = desk.window.top_bar.bell.waiting
    clock.advance(hours=1, minutes=1)
    desk.comforts.centre.count()
    desk.settle()

    assert while_away == KINDS - 1
    assert desk.window.top_bar.bell.waiting == KINDS


@pytest.mark.covers("F16")
def test_a_kind_that_is_silenced_is_neither_counted_nor_listed(desk: WalkedDesk) -> None:
    press(desk, "Ctrl+J", "M")

    assert len(panel(desk).lines) == KINDS - 1
    assert desk.window.top_bar.bell.waiting == KINDS - 1
    assert len(desk.keeping.preferences.muted_notices) == 1
    assert "My desk" in desk.window.toast.text


def test_escape_closes_the_panel_and_gives_the_focus_back(desk: WalkedDesk) -> None:
    before = desk.window.focusWidget()

    press(desk, "Ctrl+J", "Escape")

    assert not panel(desk).isVisible()
    assert desk.window.focusWidget() is before


def test_all_are_read_at_once_and_the_settings_are_one_button_away(
    desk: WalkedDesk, lived_in: Company
) -> None:
    press(desk, "Ctrl+J")
    panel(desk).all_read.click()
    desk.settle()
    left = unread(lived_in)
    panel(desk).settings.click()
    desk.settle()

    assert left == 0
    assert desk.window.top_bar.bell.accessibleName() == "No new notices"
    assert desk.window.current_place == Place(PERSONAL)


@pytest.mark.covers("F16")
def test_in_quiet_hours_nothing_is_announced_but_the_list_grows(
    qtbot: QtBot, desk: WalkedDesk, lived_in: Company, clock: FakeClock
) -> None:
    desk.window.top_bar.bell.show_waiting(0, is_quiet=False)
    quiet = QuietHours(time(0), time(23, 59))
    desk.keeping.choose(replace(desk.keeping.preferences, quiet_hours=quiet))

    with qtbot.assertNotEmitted(desk.comforts.centre.arrived):
        desk.comforts.centre.count()
        desk.settle()

    assert desk.window.top_bar.bell.waiting == KINDS
    assert "quiet hours" in desk.window.top_bar.bell.accessibleName()


def test_what_is_overdue_stands_in_the_bar_until_it_is_put_aside(desk: WalkedDesk, clock: FakeClock) -> None:
    bar = desk.window.alarm_bar
    at_first = bar.words
    clock.advance(days=30)
    press(desk, "Ctrl+J", "R")
    bar.show_overdue(2)
    told = bar.words
    bar._aside.click()
    aside = bar.words
    bar.show_overdue(2)
    still = bar.words
    bar.show_overdue(3)

    assert at_first == ""
    assert told == "2 of your tickets are overdue."
    assert (aside, still) == ("", "")
    assert bar.words.startswith("3 ")


def test_the_bar_counts_what_the_list_shows_as_overdue(desk: WalkedDesk, clock: FakeClock) -> None:
    clock.advance(days=30)
    desk.comforts.alarms.count()
    desk.settle()

    assert desk.window.alarm_bar.words == "2 of your tickets are overdue."
