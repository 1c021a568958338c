"""The screen of people in a window on a real SQLite company, and what a person does to it."""

from collections.abc import Callable
from typing import TypeVar
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QApplication, QDialog, QLabel, QMainWindow, QWidget

from fieldservice.ui.kit.actions import Actions
from fieldservice.ui.kit.chips import Chip
from fieldservice.ui.kit.choice import Choice
from fieldservice.ui.kit.errors import ErrorDesk
from fieldservice.ui.kit.fields import TextField
from fieldservice.ui.kit.immediate_ops import ImmediateOps
from fieldservice.ui.kit.keyboard import Keyboard
from fieldservice.ui.kit.notifier import Notifier
from fieldservice.ui.kit.services import Services
from fieldservice.ui.screens.staff.parts import StaffParts
from fieldservice.ui.screens.staff.tick_list import TickList
from fieldservice.ui.screens.staff.view import StaffPage
from fieldservice.wording import Wording
from tests.factories import Company
from tests.ui.customers_scene import CompanyBackend, DrivenDialogs

T = TypeVar("T", bound=QWidget)


class StaffScene:
    def __init__(self, company: Company, wording: Wording | None = None) -> None:
        self.company = company
        self.dialogs = DrivenDialogs()
        self.notifier = Notifier()
        self.ops = ImmediateOps(CompanyBackend(company), self.notifier)
        self.window = QMainWindow()
        self.window.resize(1240, 850)
        self.wording = wording or Wording("en", zone=ZoneInfo("Europe/Warsaw"), country="PL")
        self.actions = Actions(self.window)
        services = Services(
            dialogs=self.dialogs,
            errors=ErrorDesk(self.dialogs, self.wording, self.window),
            actions=self.actions,
            go=lambda _place: None,
            toast=lambda _words: None,
            told=lambda _text: None,
        )
        parts = StaffParts(
            ops=self.ops,
            notifier=self.notifier,
            services=services,
            wording=self.wording,
            now=company.clock.now,
            user_id=company.actor.user_id,
        )
        self.page = StaffPage(parts)
        self.window.setCentralWidget(self.page)
        self.window.show()
        self.keys = Keyboard(self.window)
        self.settle()

    def settle(self) -> None:
        for _ in range(2):
            QApplication.processEvents()
            self.ops.settle()
        QApplication.processEvents()

    def press(self, *keys: str) -> None:
        self.window.activateWindow()  # after a dialog, as a window system does
        for each in keys:
            self.keys.press(each)
            self.settle()

    def find(self, kind: type[T], name: str, where: QWidget | None = None) -> T:
        found = (where or self.page).findChild(kind, name)
        assert found is not None, name
        return found

    def fill(self, values: dict[str, object]) -> Callable[[QDialog], None]:
        """Put values into the dialog's fields by name, then save."""

        def at_dialog(dialog: QDialog) -> None:
            self.settle()
            for name, value in values.items():
                self._put(dialog, name, value)
            dialog.accept()
            self.settle()

        return at_dialog

    def _put(self, dialog: QDialog, name: str, value: object) -> None:
        field = self.find(QWidget, name, dialog)
        if isinstance(field, TickList):
            assert isinstance(value, frozenset)
            field.set_value(value)
        elif isinstance(field, Choice):
            field.set_value(value)
        else:
            assert isinstance(field, TextField)
            field.set_draft_value(str(value))

    def texts(self, name: str) -> str:
        """Everything that a part of the screen says."""
        held = self.find(QWidget, name)
        labels = [each.text() for each in held.findChildren(QLabel) if not each.isHidden()]
        chips = [each.accessibleName() for each in held.findChildren(Chip) if not each.isHidden()]
        return "\n".join([*labels, *chips])

    def close(self) -> None:
        self.page.leave()
        self.ops.close()
        self.window.close()
        self.window.deleteLater()
        vars(self).clear()  # pytest keeps the scene until the check for leftovers is over
