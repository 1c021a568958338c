"""Size, density and language change while the desk is open: the window is built anew, and nothing is lost."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fieldservice.bootstrap import Program, assemble
from fieldservice.desk import Desk
from fieldservice.domain.commands.customers import CreateCustomer, CustomerData, create_customer
from fieldservice.domain.model.base import new_id
from fieldservice.domain.queries.first_preferences import first_preferences
from fieldservice.domain.rules.preferences import Density, Preferences, preferences_from
from fieldservice.ui.desk_screens import INTAKE, TICKETS
from fieldservice.ui.kit.appearance import Appearance
from fieldservice.ui.kit.dressing import default_preferences
from fieldservice.ui.kit.fields import TextField
from fieldservice.ui.kit.keyboard import Keyboard
from fieldservice.ui.kit.places import Place
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.main_window import MainWindow
from fieldservice.wording import activate

TITLE = "Kocioł nie grzeje"


@pytest.fixture
def desk(begun_desk: Desk) -> Desk:
    return begun_desk


class Running:
    """A program that runs on the desk, as `open_window` starts it."""

    def __init__(self, desk: Desk, application: QApplication) -> None:
        self.desk = desk
        self.assembled = assemble(desk, activate("en"))
        self.program = Program(desk, self.assembled, Appearance(application))
        self.assembled.window.go(Place(TICKETS))
        self.assembled.window.show()

    @property
    def window(self) -> MainWindow:
        return self.assembled.window

    @property
    def preferences(self) -> Preferences:
        return self.assembled.keeping.preferences

    def choose(self, qtbot: QtBot, preferences: Preferences) -> None:
        before = self.window
        self.assembled.keeping.choose(preferences)
        qtbot.waitUntil(lambda: self.window is not before and self.assembled.ops.is_idle)

    def close(self) -> None:
        self.program.close()
        self.program.deleteLater()
        vars(self).clear()


@pytest.fixture
def running(desk: Desk, qapp: QApplication) -> Iterator[Running]:
    made = Running(desk, qapp)
    yield made
    made.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def title_field(window: MainWindow) -> TextField:
    field = window.page(INTAKE).findChild(TextField, "titleField")
    assert field is not None
    return field


@pytest.mark.covers("39")
def test_what_was_half_typed_is_there_again_in_the_new_size_and_language(
    qtbot: QtBot, running: Running
) -> None:
    qtbot.waitUntil(lambda: running.assembled.ops.is_idle)
    running.window.go(Place(INTAKE))
    qtbot.waitUntil(lambda: running.assembled.ops.is_idle)
    title_field(running.window).setFocus()
    Keyboard(running.window).type(TITLE)

    running.choose(
        qtbot, replace(running.preferences, scale_percent=150, density=Density.COMPACT, language="pl")
    )

    assert running.window.current_place == Place(INTAKE)
    qtbot.waitUntil(lambda: title_field(running.window).text() == TITLE)
    assert running.window.rail.entries["customers"].text() == "Klienci"
    assert current_theme().measures.scale == 1.5
    assert current_theme().measures.is_compact


def test_one_can_still_go_back_and_undo_in_the_new_window(qtbot: QtBot, running: Running) -> None:
    running.window.go(Place("customers"))
    running.assembled.ops.command(create_customer, CreateCustomer(new_id(), CustomerData("Młyn"), (), "PL"))
    qtbot.waitUntil(lambda: running.window.undo_list.next_undo is not None)

    running.choose(qtbot, replace(running.preferences, scale_percent=125))

    assert running.window.undo_list.next_undo is not None
    Keyboard(running.window).press("Alt+Left")
    assert running.window.current_place == Place(TICKETS)


def test_the_next_start_opens_as_it_was_left(qtbot: QtBot, running: Running, desk: Desk) -> None:
    running.choose(qtbot, replace(running.preferences, scale_percent=125, language="cs"))

    values = first_preferences(desk.config.paths.database, desk.workplace.user_id)
    kept = preferences_from(values, default_preferences(desk.config))
    assert (kept.scale_percent, kept.language) == (125, "cs")


def test_another_colour_needs_no_new_window(qtbot: QtBot, running: Running) -> None:
    before = running.window
    dark = replace(running.preferences, theme=type(running.preferences.theme).DARK)

    with qtbot.waitSignal(running.assembled.keeping.changed):
        running.assembled.keeping.choose(dark)
    qtbot.waitUntil(lambda: running.assembled.ops.is_idle)

    assert running.window is before
    assert current_theme().colours.is_dark
