"""The tabs of a ticket's panel, with how much is on them; they take a second row when there is no room."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from fieldservice.ui.kit.buttons import Button, ButtonKind
from fieldservice.ui.kit.flow import Flow
from fieldservice.ui.kit.theme import current_theme
from fieldservice.wording import _

COURSE, BACKGROUND, HISTORY, TASKS, FILES, LINKS = range(6)


class DetailTabs(QWidget):
    """`chosen` carries the tab that was chosen. That of the links is there when there are some."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        theme = current_theme()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(12), theme.px(6), theme.px(12), 0)
        self._flow = Flow(gap=4)
        self._group = QButtonGroup(self)
        self._buttons: dict[int, Button] = {}
        for place, words, name in _tabs():
            button = Button(words, ButtonKind.BARE, name=name)
            button.setCheckable(True)
            self._group.addButton(button, place)
            self._flow.add(button)
            self._buttons[place] = button
        self._buttons[LINKS].hide()
        layout.addWidget(self._flow)
        self._buttons[COURSE].setChecked(True)
        self._group.idClicked.connect(self.chosen)

    def choose(self, place: int) -> None:
        self._buttons[place].setChecked(True)
        self.chosen.emit(place)

    def set_count(self, place: int, count: int) -> None:
        """How much is there; nothing is said of none."""
        self._buttons[place].set_count(count or None)
        if place == LINKS:
            self._buttons[LINKS].setVisible(bool(count))
        self._flow.arrange()


def _tabs() -> tuple[tuple[int, str, str], ...]:
    """In the order in which they stand."""
    return (
        (COURSE, _("Course"), "courseTab"),
        (TASKS, _("Tasks"), "tasksTab"),
        (FILES, _("Files"), "filesTab"),
        (LINKS, _("Links"), "linksTab"),
        (BACKGROUND, _("Contract"), "backgroundTab"),
        (HISTORY, _("History"), "historyTab"),
    )
