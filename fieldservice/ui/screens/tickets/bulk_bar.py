"""What can be done to several tickets at once: stands below the list while more than one is selected."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldservice.ui.kit.buttons import quiet
from fieldservice.ui.kit.cards import rule
from fieldservice.ui.kit.flow import Flow
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.theme import current_theme
from fieldservice.wording import Wording, _, ngettext

if TYPE_CHECKING:
    from fieldservice.ui.kit.buttons import Button

ACTS = ("change_owner", "change_queue", "change_priority", "put_in_state", "put_on_wait", "close")


class BulkBar(QWidget):
    """`act_requested` carries the name of what is to be done; `clear_requested` asks to select nothing."""

    act_requested = Signal(str)
    clear_requested = Signal()

    def __init__(self, wording: Wording) -> None:
        super().__init__()
        self.setObjectName("bulkBar")
        self.setAccessibleName(_("Change the selected tickets"))
        self._wording = wording
        theme = current_theme()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(rule())
        row = QHBoxLayout()
        outer.addLayout(row)
        row.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        row.setSpacing(theme.px(12))
        self.words = label("", Look.STRONG)
        self.words.setObjectName("bulkWords")
        self.words.setMinimumHeight(theme.measures.field_height)
        row.addWidget(self.words)
        self._buttons = Flow()
        self.buttons = {name: self._button(name, words) for name, words in zip(ACTS, _acts(), strict=True)}
        clear = quiet(_("Select none"), name="selectNoneButton")
        clear.clicked.connect(self.clear_requested)
        self._buttons.add(clear)
        row.addWidget(self._buttons, 1)

    def show_count(self, count: int) -> None:
        said = ngettext("{count} ticket selected", "{count} tickets selected", count)
        self.words.setText(said.format(count=self._wording.number(count)))
        self._buttons.arrange()

    def _button(self, name: str, words: str) -> "Button":
        button = quiet(words, name=f"bulk_{name}")
        button.clicked.connect(lambda: self.act_requested.emit(name))
        self._buttons.add(button)
        return button


def _acts() -> tuple[str, ...]:
    return (_("Owner…"), _("Queue…"), _("Priority…"), _("State…"), _("Wait…"), _("Close…"))
