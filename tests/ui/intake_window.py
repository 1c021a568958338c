"""The intake in a window of its own, on a real database, driven by keys as a coordinator drives it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from fieldservice.domain.model.ticket import Request, Ticket
from fieldservice.domain.rules.changes import Changes
from fieldservice.ui.kit.actions import Actions
from fieldservice.ui.kit.buttons import Button
from fieldservice.ui.kit.errors import ErrorDesk
from fieldservice.ui.kit.immediate_ops import ImmediateOps
from fieldservice.ui.kit.keyboard import Keyboard
from fieldservice.ui.kit.notifier import Notifier
from fieldservice.ui.kit.places import Place
from fieldservice.ui.kit.services import Services
from fieldservice.ui.kit.toasts import ToastWords
from fieldservice.ui.screens.intake.parts import IntakeParts
from fieldservice.ui.screens.intake.view import IntakeView
from fieldservice.wording import Wording
from tests.factories import COUNTRY, USER_ID, ZONE, Company
from tests.ui.fakes import FakeDialogs

NUMBER = "+48 61 281 30 35"

W = TypeVar("W", bound=QWidget)


class CompanyBackend:
    """Runs queries and commands on the test's company."""

    def __init__(self, company: Company) -> None:
        self._company = company

    def read(self, fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        return self._company.ask(fn, *args, **kwargs)

    def write(self, fn: Callable[..., Changes], command: Any) -> Changes:
        return self._company.run(fn, command)


@dataclass
class IntakeWindow:
    """What a test holds: the screen, its keyboard, the answers to its questions."""

    view: IntakeView
    company: Company
    dialogs: FakeDialogs
    ops: ImmediateOps
    told: list[str]

    @property
    def keys(self) -> Keyboard:
        return Keyboard(self.view)

    def settle(self) -> None:
        """Let everything be answered that was asked."""
        self.view.form.judge.now()
        self.ops.settle()

    def call(self, number: str) -> None:
        self.view.start_call(number)
        self.ops.settle()

    def pick(self, text: str) -> None:
        """Type into the picker that has the focus and take what is found first."""
        self.keys.type(text)
        self.keys.press("Return")
        self.ops.settle()
        self.keys.press()
        self.ops.settle()

    def title(self, text: str) -> None:
        self.view.form.trouble.title.setFocus()
        self.keys.type(text)

    def save(self, keys: str = "Ctrl+Return") -> None:
        self.keys.press(keys)
        self.ops.settle()

    def find(self, kind: type[W], name: str) -> W:
        found = self.view.findChild(kind, name)
        assert found is not None, name
        return found

    def press(self, name: str) -> None:
        self.find(QWidget, name).click()  # type: ignore[attr-defined]
        self.ops.settle()

    @property
    def primary(self) -> str:
        return self.find(Button, "saveButton").text()

    @property
    def sentence(self) -> str:
        return (
            self.view.form.subject.lights.sentence.text()
            .replace("<b style='font-weight:600'>", "")
            .replace("</b>", "")
        )

    def tickets(self) -> list[Ticket]:
        return sorted(self.company.rows(Ticket), key=lambda ticket: ticket.number)

    def requests(self) -> list[Request]:
        return self.company.rows(Request)


def open_intake(
    qtbot: QtBot, company: Company, dialogs: FakeDialogs | None = None, language: str = "en"
) -> IntakeWindow:
    """Show the intake; what opened before on the same database left its drafts there."""
    dialogs = dialogs or FakeDialogs()
    words = Wording(language, zone=ZoneInfo(ZONE), country=COUNTRY)
    notifier = Notifier()
    ops = ImmediateOps(CompanyBackend(company), notifier)
    window = QWidget()
    qtbot.addWidget(window)
    told: list[str] = []

    def nowhere(_value: Place | ToastWords) -> None:
        """Nobody is there to be shown anything."""

    services = Services(
        dialogs, ErrorDesk(dialogs, words, window), Actions(window), nowhere, nowhere, told.append
    )
    view = IntakeView(IntakeParts(ops, notifier, services, words, company.clock.now, COUNTRY, USER_ID))
    view.status_told.connect(told.append)
    QVBoxLayout(window).addWidget(view)
    window.resize(1240, 860)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    shown = IntakeWindow(view, company, dialogs, ops, told)
    ops.settle()
    view.form.caller.customer.setFocus()
    return shown


def close(window: IntakeWindow) -> None:
    """As when the program is killed: nothing more is saved."""
    window.view.form.drafts.keeper.forget()
    window.view.leave()
    window.ops.close()


def served(company: Company, name: str = "Zakłady Mleczarskie Stępień", phone: str = NUMBER) -> UUID:
    """A customer with two units, all covered."""
    customer = company.customer(name, phone=phone)
    site = company.site(customer)
    company.unit(site, "GA175309", "Gaśnica", "GP-6x ABC")
    company.unit(site, "KO000001", "Kocioł", "Vitodens 200")
    company.contract(customer)
    return customer
