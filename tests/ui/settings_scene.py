"""The settings' screen in a window on a real SQLite company, and what a person does to it."""

from collections.abc import Callable
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QWidget

from fieldservice.ui.kit.actions import Actions
from fieldservice.ui.kit.errors import ErrorDesk
from fieldservice.ui.kit.immediate_ops import ImmediateOps
from fieldservice.ui.kit.keyboard import Keyboard
from fieldservice.ui.kit.notifier import Notifier
from fieldservice.ui.kit.services import Services
from fieldservice.ui.screens.settings.parts import SettingsParts
from fieldservice.ui.screens.settings.view import SettingsPage
from fieldservice.wording import Wording
from tests.factories import BRANCH, Company
from tests.ui.customers_scene import CompanyBackend, DrivenDialogs

T = TypeVar("T", bound=QWidget)


class SettingsScene:
    """The page in a window; `at` names the section that is opened."""

    def __init__(self, company: Company, at: str = "kinds", language: str = "en") -> None:
        self.company = company
        self.dialogs = DrivenDialogs()
        self.notifier = Notifier()
        self.ops = ImmediateOps(CompanyBackend(company), self.notifier)
        self.window = QMainWindow()
        self.window.resize(1240, 850)
        wording = Wording(language, zone=ZoneInfo("Europe/Warsaw"), country="PL")
        services = Services(
            dialogs=self.dialogs,
            errors=ErrorDesk(self.dialogs, wording, self.window),
            actions=Actions(self.window),
            go=lambda _place: None,
            toast=lambda _words: None,
            told=lambda _text: None,
        )
        self.parts = SettingsParts(
            ops=self.ops,
            notifier=self.notifier,
            services=services,
            wording=wording,
            now=company.clock.now,
            country="PL",
            branch=BRANCH,
            user_id=company.actor.user_id,
        )
        self.page = SettingsPage(self.parts)
        self.window.setCentralWidget(self.page)
        self.window.show()
        self.window.activateWindow()
        self.open(at)

    @property
    def section(self) -> Any:
        return self.page.section

    def settle(self) -> None:
        QApplication.processEvents()
        self.ops.settle()
        QApplication.processEvents()

    def open(self, section: str) -> None:
        self.page.open_at(section)
        self.settle()

    def do(self, act: str) -> None:
        """Trigger one of the page's actions, as its key does."""
        self.parts.services.actions.refresh()
        action = self.parts.services.actions[f"settings.{act}"]
        assert action.isEnabled(), act
        action.trigger()
        self.settle()

    def find(self, kind: type[T], name: str, where: QWidget | None = None) -> T:
        found = (where or self.page).findChild(kind, name)
        assert found is not None, name
        return found

    def fill(self, values: dict[str, Any]) -> Callable[[Any], None]:
        """Put values into the form's fields by their names, then save."""

        def at_dialog(dialog: Any) -> None:
            self.settle()
            for name, value in values.items():
                field: Any = self.find(QWidget, name, dialog)
                field.show_value(value)
            dialog.accept()
            self.settle()

        return at_dialog

    def typing(self, *steps: tuple[str, ...]) -> Callable[[Any], None]:
        """Type into the dialog as a person does: each step is `type` or `press` and what."""

        def at_dialog(dialog: Any) -> None:
            self.settle()
            keyboard = Keyboard(dialog)
            for how, *what in steps:
                keyboard.type(*what) if how == "type" else keyboard.press(*what)
                self.settle()

        return at_dialog

    def names(self) -> list[str]:
        """What the list of the section shows, by name."""
        return [row.name for row in self.section.table.model.rows]

    def texts(self) -> str:
        labels = self.page.findChildren(QLabel)
        return "\n".join(label.text() for label in labels if label.isVisible())

    def close(self) -> None:
        self.page.leave()
        self.ops.close()
        self.window.close()
        self.window.deleteLater()
        vars(self).clear()
