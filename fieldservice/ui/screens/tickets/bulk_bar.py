"""What can be done to several tickets at once: stands below the list while more than one is selected."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from fieldservice.ui.kit.buttons import Button, quiet
from fieldservice.ui.kit.cards import rule
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.screens.tickets.list_words import MOST_AT_ONCE
from fieldservice.wording import Wording, _, ngettext

ACTS = ("change_owner", "change_queue", "change_priority", "put_in_state", "put_on_wait", "close")
BULK_KEYS = "X"


class BulkBar(QWidget):
    """`act_requested` carries the name of what is to be done; `clear_requested` asks to select nothing.

    One row always: without room for a button each, one button brings them as a menu.
    """

    act_requested = Signal(str)
    clear_requested = Signal()

    def __init__(self, wording: Wording) -> None:
        super().__init__()
        self.setObjectName("bulkBar")
        self.setAccessibleName(_("Change the selected tickets"))
        self._wording = wording
        self.words = label("", Look.STRONG)
        self.words.setObjectName("bulkWords")
        self.change = quiet(_("Change…"), keys=BULK_KEYS, name="bulkChangeButton")
        self.change.clicked.connect(lambda _checked=False: self.open_menu())
        self.buttons: dict[str, Button] = {}
        for name, words in zip(ACTS, _acts(), strict=True):
            button = quiet(words, name=f"bulk_{name}")
            button.clicked.connect(lambda _c=False, name=name: self.act_requested.emit(name))
            self.buttons[name] = button
        self._clear = quiet(_("Select none"), name="selectNoneButton")
        self._clear.clicked.connect(self.clear_requested)
        self._lay_out()

    def show_count(self, count: int) -> None:
        said = ngettext("{count} ticket selected", "{count} tickets selected", count)
        words = said.format(count=self._wording.number(count))
        is_too_many = count > MOST_AT_ONCE
        if is_too_many:
            most = self._wording.number(MOST_AT_ONCE)
            words = _("{selected}; at most {most} are changed at once").format(selected=words, most=most)
        self.words.setText(words)
        for button in (self.change, *self.buttons.values()):
            button.setEnabled(not is_too_many)
        self._fit()

    def open_menu(self, place: QPoint | None = None) -> None:
        """Everything that can be done to them, by keyboard too; above the bar unless a place is given."""
        if not self.change.isEnabled():
            return
        menu = QMenu(self)
        menu.setObjectName("bulkMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name, words in zip(ACTS, _acts(), strict=True):
            menu.addAction(words).triggered.connect(lambda _c=False, name=name: self.act_requested.emit(name))
        menu.popup(place or self.mapToGlobal(self.change.geometry().topLeft()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _lay_out(self) -> None:
        theme = current_theme()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(rule())
        row = QHBoxLayout()
        row.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        row.setSpacing(theme.px(8))
        outer.addLayout(row)
        row.addWidget(self.words)
        for button in (self.change, *self.buttons.values(), self._clear):
            row.addWidget(button)
        row.addStretch(1)

    def _fit(self) -> None:
        gap = current_theme().px(8)
        shown = (self.words, *self.buttons.values(), self._clear)
        needed = sum(widget.sizeHint().width() + gap for widget in shown) + 3 * gap
        is_roomy = needed <= self.width()
        for button in self.buttons.values():
            button.setVisible(is_roomy)
        self.change.setVisible(not is_roomy)


def _acts() -> tuple[str, ...]:
    return (_("Owner…"), _("Queue…"), _("Priority…"), _("State…"), _("Wait…"), _("Close…"))
