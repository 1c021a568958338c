"""Tab goes as one reads, also through parts that were made later than those below them."""

import pytest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from fieldservice.ui.kit.buttons import quiet
from fieldservice.ui.kit.fields import TextField
from fieldservice.ui.kit.keyboard import Keyboard
from fieldservice.ui.kit.pages import Page


class Late(Page):
    """A page whose head is filled after its body, and whose body grows at its top."""

    def __init__(self) -> None:
        super().__init__("Late", name="late")
        self.last = TextField(name="last")
        self.body.addWidget(self.last)
        self.top = quiet("Top", name="top")
        self.add_right(self.top)

    def grow(self) -> None:
        self.body.insertWidget(0, TextField(name="first"))


@pytest.mark.covers("39")
def test_tab_follows_the_layout_and_not_the_order_of_making(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    page = Late()
    QVBoxLayout(window).addWidget(page)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    page.grow()
    QApplication.processEvents()
    page.top.setFocus()

    walked = []
    for _ in range(3):
        focus = window.focusWidget()
        assert focus is not None
        walked.append(focus.objectName())
        Keyboard(window).press("Tab")

    assert walked == ["top", "first", "last"]
