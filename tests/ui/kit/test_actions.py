"""Actions: declared once, keys never shared."""

from functools import partial

import pytest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from fieldservice.ui.kit.actions import Actions, ActionSpec, ShortcutTakenError
from fieldservice.ui.kit.keyboard import Keyboard


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    layout = QVBoxLayout(made)
    for name in ("left", "right"):
        field = QLineEdit()
        field.setObjectName(name)
        layout.addWidget(field)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_an_action_runs_by_its_keys(window: QWidget) -> None:
    ran: list[str] = []
    actions = Actions(window)
    actions.add(ActionSpec("ticket.save", "Save", "Ctrl+Return"), lambda: ran.append("save"))

    Keyboard(window).press("Ctrl+Return")

    assert ran == ["save"]


def test_the_same_keys_twice_are_refused(window: QWidget) -> None:
    actions = Actions(window)
    actions.add(ActionSpec("ticket.save", "Save", "Ctrl+Return"), list)

    with pytest.raises(ShortcutTakenError, match=r"order\.save and ticket\.save"):
        actions.add(ActionSpec("order.save", "Save", "Ctrl+Enter", more_keys=("Ctrl+Return",)), list)


def test_the_same_action_twice_is_refused(window: QWidget) -> None:
    actions = Actions(window)
    actions.add(ActionSpec("ticket.save", "Save"), list)

    with pytest.raises(ShortcutTakenError, match="declared twice"):
        actions.add(ActionSpec("ticket.save", "Save again"), list)


def test_two_screens_may_use_the_same_key_each_for_itself(qtbot: QtBot, window: QWidget) -> None:
    ran: list[str] = []
    actions = Actions(window)
    fields = window.findChildren(QLineEdit)
    for field in fields:
        name = field.objectName()
        actions.add(ActionSpec(name, name, "Ctrl+D"), partial(ran.append, name), scope=field)

    fields[1].setFocus()
    Keyboard(window).press("Ctrl+D")

    assert ran == ["right"]


def test_an_action_that_cannot_be_used_now_is_not_offered(window: QWidget) -> None:
    actions = Actions(window)
    actions.add(ActionSpec("undo", "Undo", enabled_when=lambda: False), list)
    actions.add(ActionSpec("save", "Save"), list)

    assert [spec.id for spec, _action in actions.usable()] == ["save"]


def test_actions_of_a_screen_go_with_it(qtbot: QtBot, window: QWidget) -> None:
    actions = Actions(window)
    screen = QWidget(window)
    actions.add(ActionSpec("screen.print", "Print", "Ctrl+P"), list, scope=screen)

    with qtbot.waitSignal(screen.destroyed):
        screen.deleteLater()

    assert list(actions) == []
    actions.add(ActionSpec("screen.print", "Print", "Ctrl+P"), list)
