"""Windows before the window: the database's key is asked for, or its file is being written anew.

Like the door they run the program's event loop themselves, for there is nothing yet that could wait behind.
"""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt, QThread, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from fieldservice.domain.rules.errors import EnvironmentProblem, TellableError
from fieldservice.ui.kit.announcements import announce
from fieldservice.ui.kit.buttons import Button, primary, quiet
from fieldservice.ui.kit.cards import Card
from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.fields import TextField
from fieldservice.ui.kit.labels import Look, label, set_tone
from fieldservice.ui.kit.tab_order import ReadingOrder
from fieldservice.ui.kit.theme import current_theme
from fieldservice.wording import _, current, pgettext

T = TypeVar("T")
Run = Callable[[], object]

KEY_PROBLEMS = frozenset({"database.key_missing", "database.key_wrong"})
_WIDTH, _HEIGHT = 620, 360


class StartWindow(QWidget):
    """A card in the middle of an empty window. `left` when it was closed by hand."""

    left = Signal()

    def __init__(self, heading: str, text: str, *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setWindowTitle(pgettext("program", "Service"))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        theme = current_theme()
        self.card = Card(name=f"{name}Card")
        self.card.add(label(heading, Look.TITLE, wraps=True))
        self.card.add(label(text, Look.MUTED, wraps=True))
        outer = QVBoxLayout(self)
        side = theme.px(32)
        outer.setContentsMargins(side, side, side, side)
        outer.addStretch(1)
        outer.addWidget(self.card)
        outer.addStretch(2)
        ReadingOrder(self)
        self.resize(theme.px(_WIDTH), theme.px(_HEIGHT))

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.left.emit()


class KeyWindow(StartWindow):
    """Asks for the recovery key until `take` accepts it. `opened` when it did."""

    opened = Signal()

    def __init__(self, problem: EnvironmentProblem, take: Callable[[str], object]) -> None:
        words = current().error(problem)
        super().__init__(words.what, words.do, name="keyWindow")
        self._take = take
        self._field = TextField(name="recoveryKeyField", placeholder=_("Recovery key"))
        self._field.setAccessibleName(_("Recovery key"))
        self._field.returnPressed.connect(self._on_open)
        self._told = label("", wraps=True)
        set_tone(self._told, Tone.STOP)
        self._told.hide()
        close, go_on = quiet(_("Close"), name="keyCloseButton"), primary(_("Open"), name="keyOpenButton")
        close.clicked.connect(self.close)
        go_on.clicked.connect(self._on_open)
        for part in (self._field, self._told, _at_right(close, go_on)):
            self.card.add(part)
        self._field.setFocus()

    def _on_open(self) -> None:
        try:
            self._take(self._field.text())
        except TellableError as error:
            words = current().error(error)
            self._told.setText(f"{words.what} {words.do}")
            self._told.show()
            announce(self._told, words.what)
            self._field.setFocus()
        else:
            self.opened.emit()


class WaitingWindow(StartWindow):
    """Nothing to do but wait; a bar that moves says that it goes on."""

    def __init__(self, heading: str, text: str) -> None:
        super().__init__(heading, text, name="waitingWindow")
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setAccessibleName(heading)
        self.card.add(bar)

    def closeEvent(self, event: QCloseEvent) -> None:
        """What writes the data anew is not left half done."""
        event.ignore()


class ToldWindow(StartWindow):
    """What did not happen, before the desk opens all the same."""

    def __init__(self, error: TellableError) -> None:
        words = current().error(error)
        super().__init__(words.what, f"{words.data} {words.do}", name="toldWindow")
        go_on = primary(_("Open the desk"), name="toldGoOnButton")
        go_on.setDefault(True)
        go_on.clicked.connect(self.close)
        self.card.add(_at_right(go_on))
        go_on.setFocus()


class _Work(QThread):
    def __init__(self, work: Callable[[], object]) -> None:
        super().__init__()
        self._work = work
        self.error: Exception | None = None

    def run(self) -> None:
        try:
            self._work()
        except Exception as error:  # noqa: BLE001 - handed to whoever waits
            self.error = error


def open_with_key(
    problem: EnvironmentProblem, opened: Callable[[], T], take: Callable[[str], object], run: Run
) -> T:
    """Ask for the key that is missing, then open; the problem itself when it is another one, or when nobody
    knows the key.
    """
    if problem.code not in KEY_PROBLEMS:
        raise problem
    window = KeyWindow(problem, take)
    given: list[bool] = []
    window.opened.connect(lambda: given.append(True))
    window.opened.connect(QApplication.quit)
    window.left.connect(QApplication.quit)
    _show_until(window, run)
    if not given:
        raise problem
    return opened()


def wait_for(work: Callable[[], object], run: Run) -> None:
    """Write the database anew behind a window that says so; what hindered it is told when it is over."""
    window = WaitingWindow(
        _("The database is being written anew"), _("This takes a moment. The desk opens by itself.")
    )
    thread = _Work(work)
    thread.finished.connect(QApplication.quit)
    QTimer.singleShot(0, thread.start)  # not before the loop runs, which its end ends
    _show_until(window, run)
    thread.wait()
    thread.deleteLater()
    if isinstance(thread.error, TellableError):
        told = ToldWindow(thread.error)
        told.left.connect(QApplication.quit)
        _show_until(told, run)
    elif thread.error is not None:
        raise thread.error


def _at_right(*buttons: Button) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addStretch(1)
    for button in buttons:
        row.addWidget(button)
    return row


def _show_until(window: QWidget, run: Run) -> None:
    window.show()
    run()
    window.hide()
    window.deleteLater()
