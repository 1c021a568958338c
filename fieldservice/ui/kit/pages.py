"""A page: what every screen is made of. Title and buttons above, cards below; wishes by signal."""

from collections.abc import Hashable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from fieldservice.domain.rules.quick_dataclass import dataclass
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.scrolling import scrolling
from fieldservice.ui.kit.side_by_side import SideBySide
from fieldservice.ui.kit.tab_order import ReadingOrder
from fieldservice.ui.kit.theme import current_theme

__all__ = ["KeyHint", "Page", "scrolling"]

_ALL = 1_000
"""A share of the width beside which the empty rest is nothing."""


@dataclass(frozen=True, slots=True)
class KeyHint:
    """A key that is no action of the registry, for the sheet of keys: Alt+1 takes the first slot."""

    keys: str
    words: str


class Page(QWidget):
    """Base of the screens. Overrides what it needs of `open_at`, `first_field`, `key_hints`, `leave`.

    `place_requested` carries a `Place`; `status_told` a sentence for the right end of the status bar;
    `place_changed` the `Hashable` argument under which "back" finds what is shown now.
    """

    place_requested = Signal(object)
    place_changed = Signal(object)
    status_told = Signal(str)

    def __init__(self, title: str, *, name: str, scrolls: bool = False) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        theme = current_theme()
        outer = QVBoxLayout(self)
        margin = theme.gap(16)
        outer.setContentsMargins(margin, margin, margin, margin)
        outer.setSpacing(theme.gap(12))
        self._title = label(title, Look.TITLE)
        self._left, self._left_row = _row(theme.px(8))
        self._right, self._right_row = _row(theme.px(10))
        self._title.setMinimumHeight(theme.measures.field_height)
        self._left_row.addWidget(self._title)
        self._left_row.addSpacing(theme.px(4))
        self._left_row.addStretch(1)
        self._right_row.addStretch(1)
        outer.addWidget(SideBySide(self._left, self._right, shares=(1, 0), spacing=12))
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(theme.gap(16))
        if scrolls:
            outer.addWidget(scrolling(self.body), 1)
        else:
            outer.addLayout(self.body, 1)
        self._reading = ReadingOrder(self)

    @property
    def title(self) -> QLabel:
        return self._title

    def set_title(self, title: str) -> None:
        self._title.setText(title)
        self.setAccessibleName(title)

    def add_left(self, *widgets: QWidget) -> None:
        """Put chips, filters or words beside the title."""
        for widget in widgets:
            self._left_row.insertWidget(self._left_row.count() - 1, widget)

    def fill_left(self, widget: QWidget) -> None:
        """Let one widget have all the room beside the title, as tabs that go on in a second row."""
        self._left_row.insertWidget(self._left_row.count() - 1, widget, _ALL)

    def add_right(self, *widgets: QWidget) -> None:
        """Put buttons at the right end of the title row; the primary one last."""
        for widget in widgets:
            self._right_row.addWidget(widget)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, FBT001 - what Qt calls
        self._reading.put_in_order()
        return super().focusNextPrevChild(next)

    def open_at(self, argument: Hashable) -> None:
        """Show what a place names; called each time the page is gone to."""

    def first_field(self) -> QWidget | None:
        """Where the focus goes when the page is gone to."""
        return None

    def key_hints(self) -> Sequence[KeyHint]:
        return ()

    def leave(self) -> None:
        """The window is closing or another page is shown: save drafts, stop timers, cancel calls."""


def _row(spacing: int) -> tuple[QWidget, QHBoxLayout]:
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    return row, layout
