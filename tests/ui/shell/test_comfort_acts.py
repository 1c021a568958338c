"""Size, rail and parts of the window by keyboard, kept for whoever left them so."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from fieldservice.ui.desk_screens import CUSTOMERS, TICKETS
from fieldservice.ui.kit.keyboard import Keyboard
from tests.factories import Company
from tests.ui.walked_desk import WalkedDesk, walked


@pytest.fixture
def desk(qtbot: QtBot, lived_in: Company) -> Iterator[WalkedDesk]:
    with walked(lived_in) as made:
        made.go(TICKETS)
        with qtbot.waitActive(made.window):
            made.window.activateWindow()
        yield made


def press(desk: WalkedDesk, *keys: str) -> None:
    Keyboard(desk.window).press(*keys)
    desk.settle()


@pytest.mark.covers("39")
def test_everything_grows_and_shrinks_in_steps_and_comes_back(desk: WalkedDesk) -> None:
    sizes = []
    for keys in ("Ctrl++", "Ctrl++", "Ctrl+-", "Ctrl+0"):
        press(desk, keys)
        sizes.append(desk.keeping.preferences.scale_percent)

    assert sizes == [110, 125, 110, 100]


def test_nothing_grows_beyond_what_is_promised(desk: WalkedDesk) -> None:
    press(desk, *["Ctrl++"] * 12)
    largest = desk.keeping.preferences.scale_percent
    press(desk, *["Ctrl+-"] * 14)

    assert (largest, desk.keeping.preferences.scale_percent) == (200, 80)
    assert not desk.window.actions_of_desk["desk.smaller"].isEnabled()


def test_the_rail_folds_to_icons_with_tooltips_and_stays_so(desk: WalkedDesk) -> None:
    rail = desk.window.rail
    wide = rail.width()
    press(desk, "F9")
    folded, tooltip = rail.width(), rail.entries[TICKETS].toolTip()
    kept = desk.keeping.load("rail")
    press(desk, "F9")

    assert folded < wide
    assert tooltip == "Tickets"
    assert (kept, rail.width()) == (True, wide)


def test_f6_goes_round_the_parts_of_the_window(desk: WalkedDesk) -> None:
    stops = []
    for _ in range(3):
        press(desk, "F6")
        focus = desk.window.focusWidget()
        assert focus is not None
        stops.append(
            next(part for part in (desk.window.rail, desk.window.top_bar, desk.window.current_page)
                 if part is focus or (part is not None and part.isAncestorOf(focus)))
        )  # fmt: skip

    assert stops == [desk.window.rail, desk.window.top_bar, desk.window.current_page]


def test_parts_of_a_screen_are_resized_by_keyboard_only_where_there_are_parts(desk: WalkedDesk) -> None:
    wider = desk.window.actions_of_desk["desk.wider"]
    with_parts = wider.isEnabled()
    desk.go("personal")
    without = wider.isEnabled()
    desk.go(CUSTOMERS)

    assert (with_parts, without) == (True, False)
