"""Dialogs: verbs on buttons, keyboard, freed when closed (P-76)."""

from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from fieldservice.ui.kit.dialogs import Option, QtDialogs, Question
from fieldservice.ui.kit.fields import TextArea
from fieldservice.ui.kit.keyboard import Keyboard
from fieldservice.wording import ErrorWords

CLOSE = Question(title="Close ticket WAW-12?", text="2 orders are open.", yes="Close and cancel 2 orders")


@pytest.fixture
def dialogs(qtbot: QtBot) -> QtDialogs:
    window = QWidget()
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    return QtDialogs(window)


def once_open(act: Callable[[QDialog], object]) -> None:
    """Do something as soon as a dialog is open."""

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QDialog) and dialog.isActiveWindow():
            act(dialog)
            if dialog.isVisible():  # it would hang the test
                dialog.reject()
        else:
            QTimer.singleShot(5, look)

    QTimer.singleShot(0, look)


def press(keys: str, dialog: QDialog) -> None:
    Keyboard(dialog).press(keys)


@pytest.mark.covers("P-76")
def test_a_question_is_answered_by_keyboard(dialogs: QtDialogs) -> None:
    answers = []
    for keys in ("Return", "Escape"):
        once_open(partial(press, keys))
        answers.append(dialogs.confirm(CLOSE))

    assert answers == [True, False]


@pytest.mark.parametrize(
    "text", ["Short.", "A long explanation that fills several lines of the dialog. " * 4]
)
def test_a_question_is_as_high_as_what_it_says(dialogs: QtDialogs, text: str) -> None:
    spare: list[int] = []

    def measure(dialog: QDialog) -> None:
        spare.extend(
            each.height() - each.heightForWidth(each.width())
            for each in dialog.findChildren(QLabel)
            if each.wordWrap()
        )

    once_open(measure)
    dialogs.confirm(Question(title="Retire “Office hours”?", text=text, yes="Retire"))

    assert len(spare) == 2
    assert max(spare) <= 1


def test_enter_does_not_do_what_is_dangerous(dialogs: QtDialogs) -> None:
    once_open(lambda dialog: Keyboard(dialog).press("Return"))

    assert not dialogs.confirm(Question(title="Delete?", yes="Delete", is_dangerous=True))


def test_buttons_are_verbs(dialogs: QtDialogs) -> None:
    words: list[str] = []

    def read(dialog: QDialog) -> None:
        words.extend(button.text() for button in dialog.findChildren(QPushButton))
        dialog.reject()

    once_open(read)
    dialogs.confirm(CLOSE)

    assert words == ["Cancel", "Close and cancel 2 orders"]


def test_one_of_several_ways_is_taken_by_its_number(dialogs: QtDialogs) -> None:
    once_open(lambda dialog: Keyboard(dialog).press("2"))

    chosen = dialogs.choose(CLOSE, [Option("cancel", "Cancel orders"), Option("keep", "Keep orders")])

    assert chosen == "keep"


def test_a_reason_must_be_given(dialogs: QtDialogs) -> None:
    enabled: list[bool] = []

    def give(dialog: QDialog) -> None:
        button = dialog.findChild(QPushButton, "goOnButton")
        assert isinstance(button, QPushButton)
        enabled.append(button.isEnabled())
        field = dialog.findChild(TextArea)
        assert isinstance(field, TextArea)
        field.set_text("  unpaid ")
        enabled.append(button.isEnabled())
        Keyboard(dialog).press("Ctrl+Return")

    once_open(give)
    reason = dialogs.ask_text(Question(title="Why?", yes="Park", label="Reason"))

    assert enabled == [False, True]
    assert reason == "unpaid"


def test_a_report_can_be_copied(dialogs: QtDialogs) -> None:
    def copy(dialog: QDialog) -> None:
        button = dialog.findChild(QPushButton, "copyReportButton")
        assert isinstance(button, QPushButton)
        button.click()
        dialog.accept()

    once_open(copy)
    dialogs.show_report(ErrorWords("It failed.", "Nothing is lost.", "Send it."), "trace")

    assert QGuiApplication.clipboard().text() == "trace"


def test_an_error_that_may_pass_offers_to_try_again(dialogs: QtDialogs) -> None:
    once_open(lambda dialog: Keyboard(dialog).press("Return"))

    assert dialogs.tell(ErrorWords("Not saved.", "Nothing was changed.", "Free some space."), can_retry=True)
