"""Buttons under the hands: Enter presses them, the key of the whole screen does not."""

import pytest
from pytestqt.qtbot import QtBot

from fieldservice.ui.kit.buttons import quiet
from fieldservice.ui.kit.keyboard import Keyboard


@pytest.mark.parametrize(("key", "times"), [("Return", 1), ("Enter", 1), ("Space", 1), ("Ctrl+Return", 0)])
def test_a_button_is_pressed_by_plain_keys_alone(qtbot: QtBot, key: str, times: int) -> None:
    button = quiet("Leave…")
    qtbot.addWidget(button)
    pressed: list[str] = []
    button.clicked.connect(lambda: pressed.append(key))
    with qtbot.waitActive(button):
        button.show()
        button.activateWindow()
    button.setFocus()

    Keyboard(button).press(key)

    assert len(pressed) == times
