"""The tickets' screen in a window on a real SQLite company, and what a person does to it by keyboard."""

from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QMainWindow, QPushButton, QWidget

from fieldservice.domain.commands.history import UndoEntry, undo_entry
from fieldservice.ui.kit.actions import Actions
from fieldservice.ui.kit.errors import ErrorDesk
from fieldservice.ui.kit.immediate_ops import ImmediateOps
from fieldservice.ui.kit.keyboard import Keyboard
from fieldservice.ui.kit.notifier import Notifier
from fieldservice.ui.kit.ops import ThreadedOps
from fieldservice.ui.kit.services import Services
from fieldservice.ui.kit.toasts import ToastWords
from fieldservice.ui.kit.undo import UndoList
from fieldservice.ui.screens.tickets.parts import TicketsParts
from fieldservice.ui.screens.tickets.reopen_dialog import ReopenDialog
from fieldservice.ui.screens.tickets.view import TicketsView
from fieldservice.wording import Wording
from tests.factories import Company
from tests.ui.customers_scene import CompanyBackend
from tests.ui.fakes import FakeDialogs

T = TypeVar("T", bound=QWidget)
Do = Callable[[Any], None]


class StepDialogs(FakeDialogs):
    """Shows each dialog of the screen itself and hands it to the next step: what a person does."""

    def __init__(self) -> None:
        super().__init__()
        self.steps: deque[Do] = deque()
        self.seen: list[str] = []

    def run(self, dialog: QDialog) -> bool:
        self.seen.append(dialog.objectName())
        assert self.steps, f"nobody expected the dialog {dialog.objectName()}"
        dialog.open()
        QTest.qWaitForWindowActive(dialog)
        self.steps.popleft()(dialog)
        accepted = dialog.result() == QDialog.DialogCode.Accepted
        dialog.close()
        dialog.deleteLater()
        if isinstance(above := dialog.parentWidget(), QWidget):
            above.window().activateWindow()
            QTest.qWaitForWindowActive(above.window())
        return accepted


class TicketsScene:
    """The page in a window, with what a person does to it."""

    def __init__(
        self,
        company: Company,
        language: str = "en",
        make_ops: type[ImmediateOps | ThreadedOps] = ImmediateOps,
        *,
        waits: bool = True,
    ) -> None:
        """`waits` until the right half is there, which is built behind the first picture."""
        self.company = company
        self.dialogs = StepDialogs()
        self.notifier = Notifier()
        self.ops = make_ops(CompanyBackend(company), self.notifier)
        self.toasts: list[str] = []
        self.window = QMainWindow()
        self.window.resize(1247, 824)
        wording = Wording(language, zone=ZoneInfo("Europe/Warsaw"), country="PL")
        services = Services(
            dialogs=self.dialogs,
            errors=ErrorDesk(self.dialogs, wording, self.window),
            actions=Actions(self.window),
            go=lambda _place: None,
            toast=self._on_toast,
            told=lambda _text: None,
        )
        self.undo = UndoList(partial(_undo, self.ops), parent=self.window)
        self.ops.commanded.connect(self.undo.note)
        user_id, now, branch_id = company.actor.user_id, company.clock.now, company.actor.branch_id
        self.parts = TicketsParts(
            self.ops, self.notifier, services, wording, now, user_id, "WAW", "PLN", branch_id
        )
        self.page = TicketsView(self.parts)
        self.window.setCentralWidget(self.page)
        self.window.show()
        QTest.qWaitForWindowExposed(self.window)
        self.page.first_field().setFocus()
        self.settle()
        if waits:
            assert self.page.detail is not None
            self.settle()
        self.keys = Keyboard(self.page)

    def settle(self) -> None:
        """Until all is told and painted, and what waited for the picture is told too."""
        for _ in range(6):
            QApplication.processEvents()
            if isinstance(self.ops, ImmediateOps):
                self.ops.settle()
        QApplication.processEvents()

    def show(self, ticket_id: UUID) -> None:
        self.page.open_at(ticket_id)
        self.settle()
        self.page.first_field().setFocus()

    def expect(self, *steps: Do) -> None:
        """What is done in the next dialogs."""
        self.dialogs.steps.extend(steps)

    def press_key(self, *keys: str) -> None:
        for key in keys:
            self.keys.press(key)
            self.settle()

    def press(self, name: str) -> None:
        QTest.mouseClick(self.find(QPushButton, name), Qt.MouseButton.LeftButton)
        self.settle()

    def choose_for_order(self, name: str) -> None:
        """Take what stands behind the last button below the orders."""
        assert self.find(QPushButton, "moreOrderButton").isVisible()
        menu = self.page.detail.course.order_menu()
        next(act for act in menu.actions() if act.objectName() == f"{name}OrderAction").trigger()
        menu.deleteLater()
        self.settle()

    def find(self, kind: type[T], name: str, where: QWidget | None = None) -> T:
        found = (where or self.page).findChild(kind, name)
        assert found is not None, name
        return found

    def words(self, name: str) -> str:
        """What a label says, if it is to be seen."""
        label = self.find(QLabel, name)
        return label.text() if label.isVisible() else ""

    def numbers(self) -> list[str]:
        return [row.number for row in self.page.list.table.model.rows]

    def course(self) -> list[str]:
        return [entry.title for entry in self.page.detail.course.timeline.entries]

    def select_order(self, position: int) -> None:
        lines = self.page.detail.course.orders.model.rows
        place = next(at for at, line in enumerate(lines) if line.order.position == position)
        self.page.detail.course.orders.view.select_row(place)
        self.settle()

    def close(self) -> None:
        self.page.leave()
        self.ops.close()
        self.window.close()
        self.window.deleteLater()
        vars(self).clear()  # pytest keeps the scene until the check for leftovers is over

    def _on_toast(self, words: ToastWords) -> None:
        self.toasts.append(words.text)


def reopened_because(scene: TicketsScene, because: str) -> Do:
    """What a person does in the dialog that opens a closed ticket again."""

    def reopen(dialog: ReopenDialog) -> None:
        dialog.because.set_text(because)
        dialog.accept()
        scene.settle()

    return reopen


def _undo(ops: ImmediateOps | ThreadedOps, entry_id: UUID) -> Any:
    return ops.command(undo_entry, UndoEntry(entry_id))
