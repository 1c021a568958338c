"""The window before the window: where somebody has a password, whoever comes says who they are."""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from fieldservice.ui.kit.cards import Card
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.tab_order import ReadingOrder
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.shell.sign_in_panel import DoorParts, SignInPanel
from fieldservice.wording import _

_WIDTH, _HEIGHT = 560, 380


class SignInWindow(QWidget):
    """`entered` carries id and name; `given_up` says that the window was closed without anybody coming in."""

    entered = Signal(object, str)
    given_up = Signal()

    def __init__(self, parts: DoorParts, title: str) -> None:
        super().__init__()
        self.setObjectName("signInWindow")
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        theme = current_theme()
        self.panel = SignInPanel(parts, _("Sign in"))
        self.panel.entered.connect(self.entered)
        card = Card(name="signInCard")
        card.add(label(title, Look.TITLE))
        card.add(label(_("Who works here?"), Look.MUTED))
        card.add(self.panel)
        outer = QVBoxLayout(self)
        side = theme.px(32)
        outer.setContentsMargins(side, side, side, side)
        outer.addStretch(1)
        outer.addWidget(card)
        outer.addStretch(2)
        ReadingOrder(self)
        self.resize(theme.px(_WIDTH), theme.px(_HEIGHT))
        self.panel.first_field().setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.given_up.emit()


def ask_who(parts: DoorParts, title: str, run: Callable[[], object]) -> tuple[UUID, str] | None:
    """Show the door until somebody came in; None when the window was closed. `run` is the program's event
    loop, which the door ends: there is no window yet that could wait behind it.
    """
    window = SignInWindow(parts, title)
    came: list[tuple[UUID, str]] = []
    window.entered.connect(lambda user_id, name: came.append((user_id, name)))
    window.entered.connect(QApplication.quit)
    window.given_up.connect(QApplication.quit)
    window.show()
    run()
    window.hide()
    window.deleteLater()
    return came[0] if came else None
