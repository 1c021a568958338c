"""My desk by keyboard: each choice holds at once, and only for who chose it."""

from collections.abc import Iterator
from datetime import time

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from fieldservice.domain.queries.preferences import preference_values
from fieldservice.domain.rules.preferences import Density, QuietHours, ThemeChoice
from fieldservice.ui.desk_screens import PERSONAL, TICKETS
from fieldservice.ui.kit.keyboard import Keyboard
from fieldservice.ui.kit.places import Place
from fieldservice.ui.screens.personal.view import PersonalView
from tests.factories import USER_ID, Company
from tests.ui.walked_desk import WalkedDesk, walked


@pytest.fixture
def desk(qtbot: QtBot, desk_company: Company) -> Iterator[WalkedDesk]:
    with walked(desk_company) as made:
        with qtbot.waitActive(made.window):
            made.window.activateWindow()
        made.go(PERSONAL)
        yield made


def page(desk: WalkedDesk) -> PersonalView:
    found = desk.window.page(PERSONAL)
    assert isinstance(found, PersonalView)
    return found


def test_it_is_one_chord_away_from_anywhere(desk: WalkedDesk) -> None:
    desk.go(TICKETS)

    Keyboard(desk.window).press("Ctrl+,")

    assert desk.window.current_place == Place(PERSONAL)
    assert page(desk).look.theme.hasFocus()


@pytest.mark.covers("39")
def test_stepping_through_a_list_chooses_where_one_stops(
    qtbot: QtBot, desk: WalkedDesk, desk_company: Company
) -> None:
    page(desk).look.theme.setFocus(Qt.FocusReason.TabFocusReason)
    with qtbot.waitSignal(desk.keeping.changed) as told:
        Keyboard(desk.window).press("Down", "Down")
    desk.settle()

    assert told.args[1].theme is ThemeChoice.DARK
    assert desk_company.ask(preference_values, USER_ID) == {"theme": "dark"}


def test_what_was_chosen_last_is_not_lost_by_leaving_at_once(desk: WalkedDesk) -> None:
    page(desk).look.density.set_value(Density.COMPACT)
    page(desk).look.scale.set_value(125)
    desk.go(TICKETS)

    assert desk.keeping.preferences.density is Density.COMPACT
    assert desk.keeping.preferences.scale_percent == 125


def test_a_zone_is_found_by_the_name_of_its_town(desk: WalkedDesk) -> None:
    zone = page(desk).language.zone
    zone.setFocus()
    zone.selectAll()
    keys = Keyboard(desk.window)
    keys.type("lisb")
    keys.press("Return")
    desk.settle()
    page(desk).leave()

    assert desk.keeping.preferences.zone == "Europe/Lisbon"


@pytest.mark.covers("F16")
def test_notices_are_chosen_by_kind_and_hour(desk: WalkedDesk) -> None:
    notices = page(desk).notices
    notices.kinds["updated"].setChecked(False)
    before = notices.begins.isEnabled()
    notices.quiet.setChecked(True)
    notices.begins.set_value("21:30")
    page(desk).leave()

    chosen = desk.keeping.preferences
    assert (before, notices.begins.isEnabled()) == (False, True)
    assert chosen.muted_notices == ("updated",)
    assert chosen.quiet_hours == QuietHours(time(21, 30), time(6))


def test_one_button_goes_back_to_what_the_desk_is_set_to(desk: WalkedDesk) -> None:
    page(desk).look.theme.set_value(ThemeChoice.CONTRAST)
    page(desk).day.lock.set_value(10)
    page(desk).leave()
    chosen = desk.keeping.preferences

    desk.window.actions_of_desk["personal.as_desk"].trigger()

    assert (chosen.theme, chosen.lock_minutes) == (ThemeChoice.CONTRAST, 10)
    assert desk.keeping.preferences == desk.keeping.defaults
    assert page(desk).look.theme.value == ThemeChoice.SYSTEM
