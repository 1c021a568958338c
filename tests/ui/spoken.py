"""A request typed from the call to the closed ticket, and what a screen reader would say at each key.

The words are kept in `tests/data/spoken-request.txt`, and changed there when they change here.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QWidget

from fieldservice.ui.kit.keyboard import Keyboard
from fieldservice.ui.kit.table_view import RowsView
from tests.factories import Company
from tests.ui.intake_window import NUMBER, served
from tests.ui.walked_desk import LookingDialogs, WalkedDesk

SPOKEN = Path(__file__).resolve().parents[1] / "data" / "spoken-request.txt"
_TEXT = QAccessible.Text
_SAID_ROLES = {
    QAccessible.Role.EditableText: "edit",
    QAccessible.Role.PushButton: "button",
    QAccessible.Role.ComboBox: "choice",
    QAccessible.Role.Table: "table",
    QAccessible.Role.CheckBox: "check box",
    QAccessible.Role.Dialog: "dialog",
    QAccessible.Role.Client: "page",
}


class TypingDialogs(LookingDialogs):
    """Hands each dialog to the next step: what a person types in it."""

    def __init__(self) -> None:
        super().__init__()
        self.steps: list[Callable[[QDialog], None]] = []

    def run(self, dialog: QDialog) -> bool:
        dialog.open()
        QTest.qWaitForWindowActive(dialog)
        assert self.steps, f"nobody expected the dialog {dialog.objectName()}"
        self.steps.pop(0)(dialog)
        accepted = dialog.result() == QDialog.DialogCode.Accepted
        dialog.close()
        dialog.deleteLater()
        assert self.window is not None
        self.window.activateWindow()
        QTest.qWaitForWindowActive(self.window)
        return accepted


@dataclass
class Telling:
    """Presses keys and writes down what is said after each."""

    desk: WalkedDesk
    wait_until: Callable[[Callable[[], bool]], object]
    said: list[str] = field(default_factory=list)
    _told: str = ""

    def press(self, *keys: str, where: QWidget | None = None) -> None:
        for key in keys:
            Keyboard(where or self.desk.window).press(key)
            self.desk.settle()
            self._note(key, where)

    def type(self, text: str, where: QWidget | None = None) -> None:
        Keyboard(where or self.desk.window).type(text)
        self.desk.settle()
        self._note(f"“{text}”", where)

    def tab_to(self, name: str, where: QWidget | None = None) -> None:
        """Go on with Tab until the field of that name has the focus; every stop is said."""
        for _step in range(60):
            focused = self._focused(where)
            if focused is not None and focused.objectName() == name:
                return
            self.press("Tab", where=where)
        raise AssertionError(f"Tab never came to {name}")

    def _focused(self, where: QWidget | None) -> QWidget | None:
        return (where or self.desk.window).focusWidget()

    def _note(self, key: str, where: QWidget | None) -> None:
        focused = self._focused(where)
        self.said.append(f"{key}: {said_of(focused)}" if focused is not None else key)
        toast = self.desk.window.toast
        told = toast.accessibleName() if toast.isVisible() else ""
        if told and told != self._told:
            self.said.append(f"  announced: {told}")
        self._told = told


def said_of(widget: QWidget) -> str:
    """Name, role, value and description, as a screen reader puts them together."""
    interface = QAccessible.queryAccessibleInterface(widget)
    name, value = interface.text(_TEXT.Name), interface.text(_TEXT.Value)
    role = _SAID_ROLES.get(interface.role(), "")
    row = _row_of(widget) if isinstance(widget, RowsView) else ""
    description = interface.text(_TEXT.Description)
    parts = [name, role, "" if value == name else value, row, description]
    return ", ".join(part.replace("\n", " ") for part in parts if part)


def _row_of(view: RowsView) -> str:
    index, model = view.currentIndex(), view.model()
    if not index.isValid():
        return ""
    texts = [str(model.index(index.row(), at).data() or "") for at in range(model.columnCount())]
    return "row " + ", ".join(text for text in texts if text)


def whole_request(company: Company, wait_until: Callable[[Callable[[], bool]], object]) -> list[str]:
    """From the call to the closed ticket by keyboard alone; gives what was said."""
    served(company)
    dialogs = TypingDialogs()
    desk = WalkedDesk(company, dialogs)
    desk.show(1440, 900)
    desk.window.activateWindow()
    QTest.qWaitForWindowActive(desk.window)
    desk.go("tickets")
    telling = Telling(desk, wait_until)
    try:
        _log(telling)
        _plan(telling, dialogs)
        _finish(telling, dialogs)
        return telling.said
    finally:
        desk.close()


def _log(telling: Telling) -> None:
    telling.press("Ctrl+N")
    telling.type(NUMBER)
    telling.press("Return")
    telling.tab_to("unitPicker")
    telling.type("ga17")
    telling.press("Return")
    telling.tab_to("workPicker")
    telling.type("repair")
    telling.press("Return")
    telling.tab_to("titleField")
    telling.type("Nieszczelny zawór")
    telling.press("Ctrl+Return")


def _plan(telling: Telling, dialogs: TypingDialogs) -> None:
    def at_grid(dialog: QDialog) -> None:
        telling.type("Wymiana zaworu", dialog)
        telling.press("Tab", "Tab", "Tab", where=dialog)
        telling.type("Marek", dialog)
        telling.press("Tab", where=dialog)
        telling.type("9:00", dialog)
        telling.press("Ctrl+Return", where=dialog)

    telling.press("Ctrl+2")
    _first_ticket(telling)
    dialogs.steps.append(at_grid)
    telling.press("O")


def _first_ticket(telling: Telling) -> None:
    telling.tab_to("ticketTable")
    telling.press("Down")
    telling.wait_until(lambda: telling.desk.shows("ticketNumber", "WAW-000001"))


def _finish(telling: Telling, dialogs: TypingDialogs) -> None:
    def at_visit(dialog: QDialog) -> None:
        telling.tab_to("visitReport", dialog)
        telling.type("Wymieniono zawór.", dialog)
        telling.press("Ctrl+Return", where=dialog)

    telling.wait_until(lambda: telling.desk.shows("factOrders", "0 of 1 done"))
    dialogs.steps.append(at_visit)
    telling.press("V")
