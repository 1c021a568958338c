"""After a restart the desk is where its person left it: place, ticket, view and filter."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fieldservice.bootstrap import Program, assemble
from fieldservice.desk import Desk, open_desk
from fieldservice.domain.model.base import new_id
from fieldservice.domain.rules.ticket_filters import ListWish, SortKey, SortName
from fieldservice.ui.kit.appearance import Appearance
from fieldservice.ui.kit.layouts import NoLayouts
from fieldservice.ui.kit.places import Place
from fieldservice.ui.screens.staff.parts import StaffSection
from fieldservice.ui.screens.staff.view import StaffPage
from fieldservice.ui.screens.tickets.last_list import LastList, ListMemory
from fieldservice.ui.screens.tickets.view import TicketsView
from fieldservice.ui.screens.trays.view import TraysView
from fieldservice.ui.shell.uses import HabitsOf
from fieldservice.wording import activate
from tests.ui.test_palette import Remembered

Doing = Callable[[Program, Any], None]
VIEWS = ("mine", "open", "unassigned")


class Sessions:
    """One home folder, opened and closed again and again."""

    def __init__(self, desk: Desk, qtbot: QtBot, application: QApplication) -> None:
        self._config = desk.config
        self._qtbot = qtbot
        self._application = application
        desk.close()

    def run(self, doing: Doing) -> None:
        """Open where the person was, do it, close the window."""
        desk = open_desk(self._config)
        assembled = assemble(desk, activate("en"), values=desk.first_preferences())
        program = Program(desk, assembled, Appearance(self._application))
        assembled.window.go(program.first_place())
        assembled.window.show()
        self._qtbot.waitUntil(lambda: assembled.ops.is_idle)
        doing(program, assembled)
        self._qtbot.waitUntil(lambda: assembled.ops.is_idle)
        program.close()
        program.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def sessions(begun_desk: Desk, qtbot: QtBot, qapp: QApplication) -> Sessions:
    return Sessions(begun_desk, qtbot, qapp)


def test_the_screen_and_its_part_are_there_again(sessions: Sessions) -> None:
    found: list[Any] = []
    sessions.run(lambda _program, made: made.window.go(Place("staff", StaffSection.ROLES)))

    def look(_program: Program, made: Any) -> None:
        page = made.window.current_page
        assert isinstance(page, StaffPage)
        found.append(page.section)

    sessions.run(look)

    assert found == [StaffSection.ROLES]


def test_the_view_and_the_filter_of_the_tickets_are_there_again(sessions: Sessions) -> None:
    found: list[Any] = []
    wish = ListWish("open", sorts=(SortKey(SortName.NUMBER, descending=True),))

    def narrow(_program: Program, made: Any) -> None:
        page = made.window.page("tickets")
        assert isinstance(page, TicketsView)
        made.window.go(Place("tickets"))
        page.show_list(wish)

    def look(_program: Program, made: Any) -> None:
        page = made.window.current_page
        assert isinstance(page, TicketsView)
        found.append((page.list.wish.view, page.list.wish.sorts))

    sessions.run(narrow)
    sessions.run(look)

    assert found == [(wish.view, wish.sorts)]


def test_who_chose_a_screen_to_begin_with_begins_there(sessions: Sessions) -> None:
    found: list[Any] = []

    def choose(_program: Program, made: Any) -> None:
        made.keeping.choose(replace(made.keeping.preferences, first_screen="trays"))
        made.window.go(Place("customers"))

    sessions.run(choose)
    sessions.run(lambda _program, made: found.append(type(made.window.current_page)))

    assert found == [TraysView]


def test_a_ticket_and_a_code_are_places_to_come_back_to_and_nonsense_is_none() -> None:
    memory = Remembered()
    habits = HabitsOf(memory, lambda: pytest.fail("no moment is needed"))
    ticket = Place("tickets", new_id())
    told = []

    for place in (ticket, Place("settings", "kinds"), Place("intake", ("what", "else"))):
        habits.note_last(place)
        told.append(habits.last_place())
    for nonsense in (None, 3, ["tickets"], ["tickets", "no id", ""]):
        memory.values["last_place"] = nonsense
        told.append(habits.last_place())

    assert told == [ticket, Place("settings", "kinds"), Place("intake"), None, None, None, None]


@pytest.mark.parametrize(
    "kept",
    [None, 3, {}, {"list": {"view": "gone"}, "saved": "", "text": ""}, {"list": 1, "saved": "x", "text": ""}],
)
def test_a_list_that_cannot_be_read_is_ones_own_tickets(kept: Any) -> None:
    class Kept(NoLayouts):
        def load(self, name: str) -> Any | None:
            return kept if name else None

    assert ListMemory(Kept()).recall(VIEWS) == LastList(ListWish("mine"))
