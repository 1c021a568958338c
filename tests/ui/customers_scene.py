"""The customers' screen in a window on a real SQLite company, and what a person does to it."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QMainWindow, QPushButton, QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.ui.kit.actions import Actions
from fieldservice.ui.kit.choice import Choice
from fieldservice.ui.kit.combo import Picker
from fieldservice.ui.kit.errors import ErrorDesk
from fieldservice.ui.kit.fields import TextArea, TextField
from fieldservice.ui.kit.form_dialog import FormDialog
from fieldservice.ui.kit.immediate_ops import ImmediateOps
from fieldservice.ui.kit.notifier import Notifier
from fieldservice.ui.kit.pages import Page
from fieldservice.ui.kit.registers.parts import RegisterParts
from fieldservice.ui.kit.services import Services
from fieldservice.ui.screens.customers.view import CustomersPage
from fieldservice.wording import Wording
from tests.factories import Company
from tests.ui.fakes import FakeDialogs

T = TypeVar("T", bound=QWidget)
P = TypeVar("P", bound=Page)


class CompanyBackend:
    """Runs the screens' queries and commands on the company's database."""

    def __init__(self, company: Company) -> None:
        self._company = company

    def read(self, fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        return self._company.ask(fn, *args, **kwargs)

    def write(self, fn: Callable[..., Changes], command: Any) -> Changes:
        return self._company.run(fn, command)


class DrivenDialogs(FakeDialogs):
    """Hands a dialog of the screen's own to `at_dialog`, which does in it what a person would."""

    def __init__(self) -> None:
        super().__init__()
        self.at_dialog: Callable[[Any], None] = lambda _dialog: None

    def run(self, dialog: QDialog) -> bool:
        dialog.show()
        self.at_dialog(dialog)
        accepted = dialog.result() == QDialog.DialogCode.Accepted
        dialog.close()
        dialog.deleteLater()
        return accepted


class RegisterScene(Generic[P]):
    """A page of a register in a window, with what a person does to it."""

    def __init__(self, company: Company, page: Callable[[RegisterParts], P]) -> None:
        self.company = company
        self.dialogs = DrivenDialogs()
        self.notifier = Notifier()
        self.ops = ImmediateOps(CompanyBackend(company), self.notifier)
        self.window = QMainWindow()
        self.window.resize(1240, 850)
        wording = Wording("en", zone=ZoneInfo("Europe/Warsaw"), country="PL")
        services = Services(
            dialogs=self.dialogs,
            errors=ErrorDesk(self.dialogs, wording, self.window),
            actions=Actions(self.window),
            go=lambda _place: None,
            toast=lambda _words: None,
            told=lambda _text: None,
        )
        user_id = company.actor.user_id
        now = company.clock.now
        self.parts = RegisterParts(self.ops, self.notifier, services, wording, now, "PL", user_id)
        self.page = page(self.parts)
        self.window.setCentralWidget(self.page)
        self.window.show()
        self.settle()

    def settle(self) -> None:
        QApplication.processEvents()
        self.ops.settle()
        QApplication.processEvents()

    def open(self, row_id: UUID) -> None:
        self.page.open_at(row_id)
        self.settle()

    def find(self, kind: type[T], name: str, where: QWidget | None = None) -> T:
        found = (where or self.page).findChild(kind, name)
        assert found is not None, name
        return found

    def press(self, name: str) -> None:
        QTest.mouseClick(self.find(QPushButton, name), Qt.MouseButton.LeftButton)
        self.settle()

    def fill(self, values: dict[str, str]) -> Callable[[FormDialog], None]:
        """Type into the dialog's fields by name, then save."""

        def at_dialog(dialog: FormDialog) -> None:
            self.settle()
            for name, value in values.items():
                self.put(dialog, name, value)
            dialog.accept()
            self.settle()

        return at_dialog

    def put(self, dialog: QWidget, name: str, value: str) -> None:
        field = self.find(QWidget, name, dialog)
        if isinstance(field, Picker):
            field.setFocus()
            QTest.keyClicks(field, value)
            QTest.keyClick(field, Qt.Key.Key_Return)
            self.settle()
        elif isinstance(field, TextArea | TextField):
            field.set_draft_value(value)
        else:
            assert isinstance(field, Choice)
            field.setCurrentIndex(field.findText(value))

    def texts(self, name: str = "customerCard") -> str:
        """Everything that a part of the screen says."""
        labels = self.find(QWidget, name).findChildren(QLabel)
        return "\n".join(label.text() for label in labels if not label.isHidden())

    def close(self) -> None:
        self.page.leave()
        self.ops.close()
        self.window.close()
        self.window.deleteLater()
        vars(self).clear()  # pytest keeps the scene until the check for leftovers is over


class Scene(RegisterScene[CustomersPage]):
    """The customers' page."""

    def __init__(self, company: Company) -> None:
        super().__init__(company, CustomersPage)
