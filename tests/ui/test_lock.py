"""The door: who signs in, the screen locked by key and by idleness, another person taking the chair."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fieldservice.bootstrap import Program, assemble
from fieldservice.desk import Desk, DeskBackend, open_desk
from fieldservice.domain.commands.default_roles import role_id
from fieldservice.domain.commands.sign_in import (
    ChangePassword,
    EnterDesk,
    GivePassword,
    change_password,
    enter_desk,
    give_password,
)
from fieldservice.domain.commands.users import AddUser, UserData, add_user
from fieldservice.domain.model.base import new_id
from fieldservice.ui.desk_screens import INTAKE, TICKETS
from fieldservice.ui.kit.appearance import Appearance
from fieldservice.ui.kit.fields import TextField
from fieldservice.ui.kit.immediate_ops import ImmediateOps
from fieldservice.ui.kit.keyboard import Keyboard
from fieldservice.ui.kit.notifier import Notifier
from fieldservice.ui.kit.places import Place
from fieldservice.ui.main_window import MainWindow
from fieldservice.ui.shell.screen_lock import Curtain, IdleWatch, LockDialog
from fieldservice.ui.shell.sign_in_panel import DoorParts
from fieldservice.ui.shell.sign_in_window import SignInWindow
from fieldservice.wording import activate

ANNAS, OLAS, FIRST = "zielona gęś nisko", "trzy żółte kaczki", "pierwsze hasło Oli"
CALLER = "+48612813035"
LOCK = "Ctrl+Shift+L"


@pytest.fixture
def desk(begun_desk: Desk) -> Iterator[Desk]:
    yield begun_desk
    begun_desk.close()


def give_passwords(desk: Desk) -> UUID:
    """The person at the desk has a password; Ola has one of her own too. Gives Ola's id."""
    backend, ola = DeskBackend(desk), new_id()
    backend.write(change_password, ChangePassword("", ANNAS))
    data = UserData("Ola Wrona", "ola", role_ids=frozenset({role_id("coordinator")}))
    backend.write(add_user, AddUser(ola, data))
    backend.write(give_password, GivePassword(ola, FIRST))
    place, me = desk.workplace, desk.workplace.user_id
    backend.write(enter_desk, EnterDesk(ola, place.workstation_id, FIRST, OLAS))
    backend.write(enter_desk, EnterDesk(me, place.workstation_id, ANNAS))
    return ola


class Running:
    """A program that runs on the desk, as `open_window` starts it."""

    def __init__(self, desk: Desk, application: QApplication) -> None:
        self.desk = desk
        self.assembled = assemble(desk, activate("en"))
        self.program = Program(desk, self.assembled, Appearance(application))
        self.program.guard()
        self.assembled.window.go(Place(TICKETS))
        self.assembled.window.show()

    @property
    def window(self) -> MainWindow:
        return self.assembled.window

    @property
    def dialog(self) -> LockDialog:
        shown = self.program.door.lock.dialog
        assert shown is not None
        return shown

    def lock(self, qtbot: QtBot) -> None:
        Keyboard(self.window).press(LOCK)
        qtbot.waitUntil(lambda: self.program.door.is_locked and self.assembled.ops.is_idle)

    def unlock(self, qtbot: QtBot, password: str) -> None:
        self.dialog.panel.password.setText(password)
        self.dialog.panel.enter()
        qtbot.waitUntil(lambda: self.assembled.ops.is_idle)

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


def test_a_locked_screen_shows_nothing_of_the_window_and_opens_with_the_password(
    running: Running, qtbot: QtBot
) -> None:
    give_passwords(running.desk)
    running.window.go(Place(INTAKE))
    title_field(running.window).set_text("Kocioł nie grzeje")

    running.lock(qtbot)

    curtain = running.window.findChild(Curtain)
    assert curtain is not None
    assert curtain.geometry() == running.window.rect()
    assert QApplication.activeModalWidget() is running.dialog
    running.unlock(qtbot, "zgaduję sobie")
    assert "not right" in running.dialog.panel.trouble.text()
    running.unlock(qtbot, ANNAS)
    qtbot.waitUntil(lambda: not running.program.door.is_locked)
    assert title_field(running.window).text() == "Kocioł nie grzeje"
    assert all(not each.isVisible() for each in running.window.findChildren(Curtain))


def test_escape_leads_nowhere_and_keys_of_the_window_are_dead(running: Running, qtbot: QtBot) -> None:
    give_passwords(running.desk)
    running.lock(qtbot)

    Keyboard(running.dialog).press("Escape")
    Keyboard(running.dialog).press("Ctrl+N")

    assert running.program.door.is_locked
    assert running.window.current_place == Place(TICKETS)


def test_where_nobody_has_a_password_the_curtain_opens_by_enter(running: Running, qtbot: QtBot) -> None:
    running.lock(qtbot)
    assert not running.dialog.panel.password.isVisible()

    running.unlock(qtbot, "")

    qtbot.waitUntil(lambda: not running.program.door.is_locked)


def test_calls_that_come_in_meanwhile_are_counted_without_a_word_about_who_calls(
    running: Running, qtbot: QtBot
) -> None:
    give_passwords(running.desk)
    running.lock(qtbot)

    running.program.tell_call(CALLER)
    running.program.tell_call(CALLER)

    assert running.dialog.calls.text() == "2 calls came in meanwhile."
    assert running.window.current_place == Place(TICKETS)
    running.unlock(qtbot, ANNAS)
    qtbot.waitUntil(lambda: running.window.current_place is not None)
    place = running.window.current_place
    assert place is not None
    assert place.screen == INTAKE


def test_somebody_else_signs_in_works_in_their_own_name_and_the_first_finds_their_place_again(
    running: Running, qtbot: QtBot
) -> None:
    ola, anna = give_passwords(running.desk), running.desk.workplace.user_id
    running.window.go(Place(INTAKE))
    title_field(running.window).set_text("Kocioł nie grzeje")
    annas_window = running.window
    running.lock(qtbot)
    running.dialog.panel.person.set_value(ola)

    running.unlock(qtbot, OLAS)

    qtbot.waitUntil(lambda: running.window is not annas_window and running.assembled.ops.is_idle)
    assert running.desk.actor.user_id == ola
    assert running.window.current_place == Place(TICKETS)
    olas_window = running.window
    running.lock(qtbot)
    running.dialog.panel.person.set_value(anna)
    running.unlock(qtbot, ANNAS)
    qtbot.waitUntil(lambda: running.window is not olas_window and running.assembled.ops.is_idle)
    assert running.window.current_place == Place(INTAKE)
    qtbot.waitUntil(lambda: title_field(running.window).text() == "Kocioł nie grzeje")


@pytest.mark.covers("L01")
def test_who_signs_in_finds_places_that_are_not_theirs_greyed_with_the_reason(
    running: Running, qtbot: QtBot
) -> None:
    give_passwords(running.desk)
    marek, backend, before = new_id(), DeskBackend(running.desk), running.window
    data = UserData("Marek Lis", "marek", role_ids=frozenset({role_id("technician")}))
    backend.write(add_user, AddUser(marek, data))
    backend.write(give_password, GivePassword(marek, FIRST))
    running.lock(qtbot)
    running.dialog.panel.person.set_value(marek)
    running.dialog.panel.new_password.show()
    running.dialog.panel.new_password.setText("czwarte wiadro farby")

    running.unlock(qtbot, FIRST)

    qtbot.waitUntil(lambda: running.window is not before and running.assembled.ops.is_idle)
    trays, tickets = running.window.rail.entries["trays"], running.window.rail.entries["tickets"]
    qtbot.waitUntil(lambda: not trays.isEnabled())
    assert "see the tray" in trays.toolTip()
    assert tickets.isEnabled()


def test_the_screen_locks_itself_when_nobody_works(running: Running, qtbot: QtBot) -> None:
    keeping = running.assembled.keeping
    keeping.choose(replace(keeping.preferences, lock_minutes=5))
    idle = running.program.door.findChild(IdleWatch)
    assert idle is not None
    assert idle.is_watching

    idle.idled.emit()

    qtbot.waitUntil(lambda: running.assembled.ops.is_idle)
    assert running.program.door.is_locked
    running.unlock(qtbot, "")


def test_who_wants_no_lock_is_never_locked_out(running: Running) -> None:
    idle = running.program.door.findChild(IdleWatch)

    assert idle is not None
    assert not idle.is_watching


def door_of(desk: Desk) -> tuple[SignInWindow, ImmediateOps]:
    ops = ImmediateOps(DeskBackend(desk), Notifier())
    place = desk.workplace
    parts = DoorParts(
        ops, activate("en"), place.workstation_id, place.user_id, place.user_name, asks_who=True
    )
    window = SignInWindow(parts, "Service")
    window.show()
    ops.settle()
    return window, ops


def test_a_desk_asks_who_comes_as_soon_as_somebody_has_a_password(desk: Desk) -> None:
    assert not open_desk(desk.config).workplace.asks_who

    give_passwords(desk)

    assert open_desk(desk.config).workplace.asks_who


def test_the_first_sign_in_with_a_given_password_asks_for_one_of_ones_own(desk: Desk, qtbot: QtBot) -> None:
    backend, ola = DeskBackend(desk), new_id()
    backend.write(change_password, ChangePassword("", ANNAS))
    backend.write(add_user, AddUser(ola, UserData("Ola Wrona", "ola")))
    backend.write(give_password, GivePassword(ola, FIRST))
    window, ops = door_of(desk)
    panel = window.panel
    panel.person.set_value(ola)
    keys = Keyboard(panel.password)
    panel.password.setFocus()
    keys.type(FIRST)
    keys.press("Return")
    ops.settle()
    assert panel.new_password.isVisible()
    assert "first password" in panel.trouble.text()

    panel.new_password.setText(OLAS)
    with qtbot.waitSignal(window.entered) as came:
        panel.enter()
        ops.settle()

    assert came.args == [ola, "Ola Wrona"]
    assert panel.password.text() == ""
    window.close()
    ops.close()
    window.deleteLater()


def test_only_those_who_can_come_in_stand_at_the_door(desk: Desk) -> None:
    give_passwords(desk)
    DeskBackend(desk).write(add_user, AddUser(new_id(), UserData("Bez Hasła", "bez")))
    window, ops = door_of(desk)

    names = [window.panel.person.itemText(at) for at in range(window.panel.person.count())]

    assert sorted(names) == sorted([desk.workplace.user_name, "Ola Wrona"])
    window.close()
    ops.close()
    window.deleteLater()
