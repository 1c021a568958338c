"""Hands at a real window: they go to screens, run what can be run there, fill dialogs in and save or not."""

import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication, QDialog, QWidget

from fieldservice.ui.kit.buttons import Button
from fieldservice.ui.kit.checks import CheckBox
from fieldservice.ui.kit.choice import Choice
from fieldservice.ui.kit.combo import Picker
from fieldservice.ui.kit.dialogs import Option, Question
from fieldservice.ui.kit.fields import TextArea, TextField
from fieldservice.ui.kit.keyboard import Keyboard
from fieldservice.ui.kit.places import Place
from fieldservice.ui.kit.table_view import RowsView
from fieldservice.wording import ErrorWords
from tests.factories import Company
from tests.ui.walked_desk import LookingDialogs, WalkedDesk

WORDS = ("pompa", "602 000 111", "9:00", "24.12.2026", "Łódź", "5", "KAE-1", "Jeka", "", "x" * 300)
KEYS = ("Down", "Up", "Return", "Tab", "Shift+Tab", "Escape", "Space", "Home", "End", "PgDown")
NOT_DONE = ("desk.", "safekeeping.", "personal.", "comfort.", "go.")
"""What leaves the desk, wears it anew, or works beside it in processes of its own."""
MOST_DEEP = 3
TRIES = 3


class BugShownError(AssertionError):
    """The window showed a report of a bug."""


class HandDialogs(LookingDialogs):
    """Fills every dialog in and saves it, or gives it up; answers what is asked with whatever comes."""

    def __init__(self, chance: random.Random) -> None:
        super().__init__()
        self._chance = chance
        self._deep = 0
        self.desk: WalkedDesk | None = None
        self.saved = Counter[str]()

    def confirm(self, question: Question) -> bool:
        del question
        return self._chance.random() < 0.5

    def choose(self, question: Question, options: Sequence[Option]) -> Any:
        del question
        return self._chance.choice([None, *(option.value for option in options)])

    def ask_text(self, question: Question, *, initial: str = "", may_be_empty: bool = False) -> str | None:
        del question
        text = self._chance.choice((initial, "bo tak trzeba"))
        return text if text or may_be_empty else None

    def open_file(self, title: str, filters: str) -> Path | None:
        """Nobody chooses a file."""

    def tell(self, words: ErrorWords, *, can_retry: bool = False) -> bool:
        del words, can_retry
        return False

    def show_report(self, words: ErrorWords, report: str) -> None:
        raise BugShownError(f"{words}\n{report}")

    def run(self, dialog: QDialog) -> bool:
        if self._deep == MOST_DEEP:
            dialog.deleteLater()
            return False
        self._deep += 1
        try:
            return self._work_in(dialog)
        finally:
            self._deep -= 1

    def _work_in(self, dialog: QDialog) -> bool:
        self.shown.append(dialog.objectName())
        dialog.show()
        self._settle()
        for _try in range(TRIES):
            self._fill(dialog)
            if self._chance.random() < 0.2 or not dialog.isVisible():
                break
            go_on = dialog.findChild(Button, "goOnButton")
            if go_on is None or not go_on.isEnabled():
                break
            go_on.click()
            self._settle()
        is_saved = dialog.result() == QDialog.DialogCode.Accepted
        if dialog.isVisible():
            dialog.reject()
        self.saved[dialog.objectName()] += is_saved
        dialog.deleteLater()
        self._settle()
        return is_saved

    def _fill(self, dialog: QDialog) -> None:
        """Half of the fields, each with something that may or may not be meant."""
        for field in dialog.findChildren(QWidget):
            if not field.isVisible() or not field.isEnabled() or self._chance.random() < 0.5:
                continue
            if isinstance(field, Picker):
                field.setFocus()
                Keyboard(dialog).type(self._chance.choice(("", "a", "K")))
                Keyboard(dialog).press("Down", "Return")
            elif isinstance(field, TextArea | TextField):
                field.set_draft_value(self._chance.choice(WORDS))
            elif isinstance(field, Choice) and field.count():
                field.setCurrentIndex(self._chance.randrange(field.count()))
            elif isinstance(field, CheckBox):
                field.setChecked(not field.isChecked())
        self._settle()

    def _settle(self) -> None:
        if self.desk is not None:
            self.desk.settle()


class Hands:
    """One window of one desk, and what a person does at it."""

    def __init__(self, company: Company, seed: int) -> None:
        self.company = company
        self._chance = random.Random(seed)  # noqa: S311 - a game, not a secret
        self.dialogs = HandDialogs(self._chance)
        self.desk = WalkedDesk(company, self.dialogs)
        self.dialogs.desk = self.desk
        self.desk.show(1240, 820)

    def act(self) -> str:
        """Do something; its name."""
        return self._chance.choices((self._go, self._run, self._press, self._type), (2, 8, 3, 1))[0]()

    def close(self) -> None:
        self.desk.close()

    def _go(self) -> str:
        screen = self._chance.choice([spec.id for spec in self.desk.specs])
        self.desk.go(screen)
        for table in self.desk.window.page(screen).findChildren(RowsView):
            if table.isVisible() and table.model().rowCount():
                table.select_row(self._chance.randrange(min(20, table.model().rowCount())))
        self.desk.settle()
        return f"go {screen}"

    def _run(self) -> str:
        usable = [
            (spec.id, action)
            for spec, action in self.desk.window.actions_of_desk.usable()
            if not spec.id.startswith(NOT_DONE)
        ]
        if not usable:
            return self._go()
        name, action = self._chance.choice(usable)
        action.trigger()
        self.desk.settle()
        return name

    def _press(self) -> str:
        keys = self._chance.choice((*KEYS, "Ctrl+Z", "Ctrl+Z", "Ctrl+Y", "Alt+Left", "Alt+Right"))
        self._keyboard().press(keys)
        self.desk.settle()
        return keys

    def _type(self) -> str:
        """Letters: into a field, or the single keys of a list."""
        text = self._chance.choice(WORDS)[:8]
        self._keyboard().type(text)
        self.desk.settle()
        return f"type {text}"

    def _keyboard(self) -> Keyboard:
        window = self.desk.window
        if window.focusWidget() is None:
            window.go(window.current_place or Place("tickets"))
        window.activateWindow()
        QApplication.processEvents()
        return Keyboard(window)
