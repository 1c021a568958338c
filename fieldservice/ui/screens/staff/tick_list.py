"""Several of a list: a box to tick for each, in an area that scrolls when there are many."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from fieldservice.ui.kit.checks import CheckBox
from fieldservice.ui.kit.scrolling import scrolling
from fieldservice.ui.kit.theme import current_theme

_SEEN_AT_ONCE = 6
_BOX_HEIGHT = 28


class TickList(QWidget):
    """`options` are ids and names; a draft keeps the ids."""

    edited = Signal()

    def __init__(self, options: Sequence[tuple[UUID, str]], *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._boxes: dict[UUID, CheckBox] = {}
        down = QVBoxLayout()
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        for at, (option_id, words) in enumerate(options):
            box = CheckBox(words, name=f"{name}-{at}")
            box.edited.connect(self.edited)
            down.addWidget(box)
            self._boxes[option_id] = box
        self._area = scrolling(down)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._area)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if self._boxes:
            self.setFocusProxy(next(iter(self._boxes.values())))

    @property
    def value(self) -> frozenset[UUID]:
        return frozenset(option_id for option_id, box in self._boxes.items() if box.isChecked())

    def set_value(self, ids: frozenset[UUID]) -> None:
        for option_id, box in self._boxes.items():
            box.setChecked(option_id in ids)

    def draft_value(self) -> str:
        return " ".join(sorted(str(each) for each in self.value))

    def set_draft_value(self, value: str) -> None:
        self.set_value(frozenset(UUID(each) for each in value.split()))

    def sizeHint(self) -> QSize:
        shown = max(1, min(len(self._boxes), _SEEN_AT_ONCE))
        return QSize(super().sizeHint().width(), current_theme().px(_BOX_HEIGHT) * shown)

    def minimumSizeHint(self) -> QSize:
        return QSize(current_theme().px(120), self.sizeHint().height())
