"""The window around the screens, driven by keyboard as a person would."""

from collections.abc import Hashable, Sequence
from typing import Any
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.reasons import Reason
from fieldservice.ui.kit.calls import Call, JobCall, Progress
from fieldservice.ui.kit.fields import TextField
from fieldservice.ui.kit.immediate_ops import ImmediateOps
from fieldservice.ui.kit.keyboard import Keyboard
from fieldservice.ui.kit.notifier import Notifier
from fieldservice.ui.kit.pages import KeyHint, Page
from fieldservice.ui.kit.places import Place
from fieldservice.ui.kit.services import Services
from fieldservice.ui.kit.suggestions import Suggestion
from fieldservice.ui.kit.theme import apply_theme, make_theme
from fieldservice.ui.main_window import MainWindow
from fieldservice.ui.shell.rail import Badge
from fieldservice.ui.shell.specs import DeskParts, DeskStatus, Line, ScreenSpec, Section
from fieldservice.wording import ErrorWords
from tests.ui.fakes import FakeDialogs, PlainBackend


class PlainWords:
    """Says a reason by its code."""

    def error(self, error: Exception) -> ErrorWords:
        return ErrorWords(str(error), "Nothing was changed.", "Try again.")

    def reason(self, reason: Reason) -> str:
        return reason.code


class Memory:
    def __init__(self) -> None:
        self.kept = b""

    def load(self) -> bytes:
        return self.kept

    def save(self, geometry: bytes) -> None:
        self.kept = geometry


class Screen(Page):
    left = Signal()

    def __init__(self, title: str) -> None:
        super().__init__(title, name=title)
        self.opened_at: list[Hashable] = []
        self.field = TextField(name=f"{title}Field", placeholder=title)
        self.field.setAccessibleName(title)
        self.body.addWidget(self.field)

    def open_at(self, argument: Hashable) -> None:
        self.opened_at.append(argument)

    def first_field(self) -> QWidget:
        return self.field

    def leave(self) -> None:
        self.left.emit()


class Desk:
    """A window with three screens, and what stands behind it."""

    def __init__(self, *answers: Any) -> None:
        self.ops = ImmediateOps(PlainBackend(), Notifier())
        self.memory = Memory()
        self.dialogs = FakeDialogs(*answers)
        self.made: list[str] = []
        self.searched: list[str] = []
        self.taken_back: list[UUID] = []
        parts = DeskParts(
            "Serwis",
            self.ops,
            PlainWords(),
            self.search,
            self.undo_entry,
            self.memory,
            Place("intake"),
            self.dialogs,
        )
        specs = [
            self.spec("tickets", "Tickets"),
            self.spec("customers", "Customers"),
            self.spec("intake", "Intake", Section.HIDDEN),
        ]
        self.window = MainWindow(specs, parts)

    def spec(self, id_: str, title: str, section: Section = Section.MAIN) -> ScreenSpec:
        def make(services: Services) -> Page:
            self.made.append(id_)
            return Screen(title)

        marks = "tickets" if section is Section.HIDDEN else ""
        return ScreenSpec(id_, title, "note", make, section, marks)

    def search(self, text: str) -> "Call[Sequence[Suggestion]]":
        self.searched.append(text)
        found = [Suggestion(Place("customers", 7), "Stępień", "Poznań")] if text == "st" else []
        return self.ops.query(lambda _session: found)

    def undo_entry(self, entry_id: UUID) -> "Call[Changes]":
        self.taken_back.append(entry_id)
        return self.ops.command(lambda *_: Changes(uuid4(), Reason("undone")), entry_id)

    def screen(self, id_: str) -> Screen:
        page = self.window.page(id_)
        assert isinstance(page, Screen)
        return page

    def do(self, label: str) -> UUID:
        entry = uuid4()
        self.ops.command(lambda *_: Changes(entry, Reason(label)), None)
        self.ops.settle()
        return entry


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    made = Desk()
    qtbot.addWidget(made.window)
    with qtbot.waitExposed(made.window):
        made.window.show()
    made.window.go(Place("tickets"))
    return made


def test_screens_are_made_when_they_are_first_gone_to(desk: Desk) -> None:
    before = list(desk.made)
    for _ in range(2):
        desk.window.go(Place("customers"))
        desk.window.go(Place("tickets"))

    assert (before, desk.made) == (["tickets"], ["tickets", "customers"])


def test_what_a_screen_tells_stands_in_the_status_bar_only_while_it_is_shown(desk: Desk) -> None:
    told = desk.window.status_bar.told
    desk.screen("tickets").status_told.emit("22 tickets")
    desk.window.go(Place("customers"))
    at_customers = told.text()
    desk.screen("tickets").status_told.emit("23 tickets")
    late = told.text()
    desk.window.go(Place("tickets"))

    assert (at_customers, late, told.text()) == ("", "", "23 tickets")


def test_a_toast_stands_below_the_page_and_hides_nothing_of_it(desk: Desk) -> None:
    page = desk.screen("tickets")
    desk.do("ticket.create")

    content = page.mapTo(desk.window, page.contentsRect().bottomLeft()).y()
    margin = page.layout().contentsMargins().bottom()  # type: ignore[union-attr]

    assert desk.window.toast.isVisible()
    assert desk.window.toast.geometry().top() > content - margin


def test_a_toast_leaves_the_line_to_the_centre_and_who_works_in_sight(desk: Desk) -> None:
    bar, window = desk.window.status_bar, desk.window
    window.resize(1024, 768)
    window.show_status(DeskStatus(person="Anna Kowalska-Wiśniewska", branch="Warszawa Mokotów"))

    desk.do("ticket.create")

    toast = window.toast.geometry()
    for part in (bar.exchange, bar.branch):
        place = QRect(part.mapTo(window, part.rect().topLeft()), part.size())
        assert not toast.intersects(place)
    assert window.rect().contains(toast)


def test_the_sheet_of_keys_names_each_key_once_and_the_screen_s_own_first(desk: Desk) -> None:
    sheets: list[list[str]] = []
    desk.dialogs.run = lambda dialog: sheets.append(  # type: ignore[method-assign,assignment,return-value]
        [words.text() for words in dialog.findChildren(QLabel)]
    )
    page = desk.screen("tickets")
    page.key_hints = lambda: (KeyHint("Return", "Go in"), KeyHint("Return", "Go in"))  # type: ignore[method-assign]

    Keyboard(desk.window).press("F1")

    assert sheets[0].count("Go in") == 1
    assert sheets[0].index("Go in") < sheets[0].index("New request")


def test_a_new_request_is_one_chord_away_and_its_first_field_has_the_focus(desk: Desk) -> None:
    Keyboard(desk.window).press("Ctrl+N")

    assert desk.screen("intake").field.hasFocus()
    assert desk.window.rail.entries["tickets"].isChecked()


def test_back_and_forward_go_through_the_places_one_was_at(desk: Desk) -> None:
    desk.window.go(Place("customers", 7))
    desk.window.go(Place("tickets", 12))
    keyboard = Keyboard(desk.window)

    keyboard.press("Alt+Left", "Alt+Left", "Alt+Right")

    assert desk.window.current_place == Place("customers", 7)
    assert desk.screen("customers").opened_at == [7, 7, 7]


def test_back_finds_what_a_screen_showed_last(desk: Desk) -> None:
    desk.screen("tickets").place_changed.emit(99)
    desk.window.go(Place("customers"))

    Keyboard(desk.window).press("Alt+Left")

    assert desk.screen("tickets").opened_at[-1] == 99


def test_a_screen_is_told_when_it_is_left(qtbot: QtBot, desk: Desk) -> None:
    with qtbot.waitSignal(desk.screen("tickets").left):
        desk.window.go(Place("customers"))


def test_search_finds_records_by_keyboard_alone(qtbot: QtBot, desk: Desk) -> None:
    keyboard = Keyboard(desk.window)
    keyboard.press("Ctrl+K")
    keyboard.type("st")
    qtbot.waitUntil(lambda: desk.window.search.is_open)

    keyboard.press("Return")

    assert desk.window.current_place == Place("customers", 7)


def test_search_runs_commands(qtbot: QtBot, desk: Desk) -> None:
    keyboard = Keyboard(desk.window)
    keyboard.press("Ctrl+K")
    keyboard.type("new re")
    qtbot.waitUntil(lambda: desk.window.search.is_open)

    keyboard.press("Return")

    assert desk.window.current_place == Place("intake")


def test_escape_leaves_the_search_where_one_came_from(desk: Desk) -> None:
    keyboard = Keyboard(desk.window)
    keyboard.press("Ctrl+K")
    keyboard.type("x")

    keyboard.press("Escape")

    assert desk.screen("tickets").field.hasFocus()
    assert desk.window.search.text() == ""


def test_a_command_is_told_with_its_undo_and_undone_by_keyboard(desk: Desk) -> None:
    entry = desk.do("ticket.closed")
    said = desk.window.toast.accessibleName()
    desk.window.rail.entries["tickets"].setFocus()

    Keyboard(desk.window).press("Ctrl+Z")
    desk.ops.settle()

    assert said == "ticket.closed Undo Ctrl+Z"
    assert desk.taken_back == [entry]
    assert desk.window.toast.text == "Undone: ticket.closed"


def test_undo_in_a_text_field_is_the_fields_own(desk: Desk) -> None:
    desk.do("ticket.closed")
    field = desk.screen("tickets").field
    field.setFocus()
    keyboard = Keyboard(desk.window)
    keyboard.type("leak")

    keyboard.press("Ctrl+Z")

    assert field.text() == ""
    assert desk.taken_back == []


def test_the_keys_of_the_screen_are_shown_on_demand(qtbot: QtBot) -> None:
    desk = Desk(False)
    qtbot.addWidget(desk.window)
    with qtbot.waitExposed(desk.window):
        desk.window.show()

    Keyboard(desk.window).press("F1")

    assert [asked.about for asked in desk.dialogs.asked] == [("keySheet",)]


def test_every_action_has_words_and_keys_are_unique(desk: Desk) -> None:
    specs = [spec for spec, _action in desk.window.actions_of_desk]
    keys = [key for spec in specs for key in (spec.keys, *spec.more_keys) if key]

    assert all(spec.text for spec in specs)
    assert len(keys) == len(set(keys))


def test_running_work_is_shown_and_can_be_stopped(qtbot: QtBot, desk: Desk) -> None:
    call: JobCall[object] = JobCall("Import")
    desk.window.status_bar.follow(call)
    call.deliver_progress(Progress(1, 4, "100 of 400 rows"))
    stop = desk.window.status_bar.findChild(QWidget, "stopJobButton")
    assert stop is not None
    assert stop.accessibleName() == "Stop: Import"

    stop.click()  # type: ignore[attr-defined]

    assert call.is_cancelled
    qtbot.waitUntil(lambda: desk.window.status_bar.running() == 0)


def test_closing_asks_nothing_leaves_the_screens_and_keeps_the_size(qtbot: QtBot, desk: Desk) -> None:
    desk.window.resize(1100, 700)

    with qtbot.waitSignals([desk.screen("tickets").left, desk.window.closed]):
        desk.window.close()

    again = Desk()
    again.memory.kept = desk.memory.kept
    assert desk.dialogs.asked == []
    assert desk.memory.kept
    again.window.deleteLater()


def test_a_window_that_was_left_on_a_screen_that_is_gone_comes_back_within_reach(qtbot: QtBot) -> None:
    desk = Desk()
    qtbot.addWidget(desk.window)
    desk.window.resize(3000, 2000)
    desk.window.move(9000, 5000)

    desk.window._stay_on_screen()

    screen = desk.window.screen().availableGeometry()
    assert screen.contains(desk.window.pos())
    assert desk.window.width() <= screen.width()


def test_closing_asks_when_work_is_still_running(qtbot: QtBot) -> None:
    desk = Desk(False, True)
    qtbot.addWidget(desk.window)
    desk.window.show()
    call: JobCall[object] = JobCall("Import")
    desk.window.status_bar.follow(call)

    stayed = not desk.window.close()
    closed = desk.window.close()

    assert (stayed, closed) == (True, True)
    call.cancel()


@pytest.mark.parametrize(("width", "height"), [(800, 600), (1024, 768)])
@pytest.mark.parametrize("scale", [100, 200])
def test_the_window_fits_small_screens(
    qtbot: QtBot, qapp: QApplication, width: int, height: int, scale: int
) -> None:
    apply_theme(qapp, make_theme(scale_percent=scale))
    desk = Desk()
    qtbot.addWidget(desk.window)
    desk.window.resize(width, height)
    desk.window.show()
    desk.window.go(Place("tickets"))

    assert (desk.window.width(), desk.window.height()) == (width, height)
    assert desk.window.rail.is_narrow
    assert desk.window.rail.entries["tickets"].toolTip() == "Tickets"


def test_whatever_takes_the_focus_has_a_name_for_screen_readers(desk: Desk) -> None:
    desk.window.show_status(DeskStatus("Anna Kowal", "Warszawa", Line.ONLINE, "11:42", 3))
    nameless = [
        f"{type(widget).__name__} {widget.objectName()}"
        for widget in desk.window.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
    ]

    assert nameless == []


def test_badges_are_read_out_with_their_entry(desk: Desk) -> None:
    desk.window.set_badge("tickets", Badge(1200, is_alarm=True))
    with_badge = desk.window.rail.entries["tickets"].accessibleName()
    desk.window.set_badge("tickets", Badge(0))

    assert with_badge == "Tickets, 999+"
    assert desk.window.rail.entries["tickets"].accessibleName() == "Tickets"


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (DeskStatus("Anna", "Warszawa"), ["On this computer only"]),
        (DeskStatus("Anna", "Warszawa", Line.ONLINE, "11:42"), ["Online · exchanged 11:42"]),
        (
            DeskStatus("Anna", "Warszawa", Line.OFFLINE, "9:10", 1, refused=2, conflicts=3, since="9:12"),
            ["Offline since 9:12 · exchanged 9:10", "1 waits to be sent", "2 not taken", "3 to decide"],
        ),
    ],
)
def test_the_status_bar_tells_how_one_stands_to_the_centre(
    desk: Desk, status: DeskStatus, words: list[str]
) -> None:
    desk.window.show_status(status)

    bar = desk.window.status_bar
    assert [told.words for told in bar.exchange.told] == words
    assert bar.exchange.accessibleName() == ", ".join(words)
    assert bar.branch.text() == "Anna, Warszawa"
