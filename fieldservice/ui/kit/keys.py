"""The sheet of keys (F1): what can be done by keyboard now, on this screen and everywhere."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from fieldservice.ui.kit.buttons import key_words, primary
from fieldservice.ui.kit.dialog_windows import KitDialog
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.pages import KeyHint, scrolling
from fieldservice.ui.kit.theme import current_theme
from fieldservice.wording import _

_LEFT = Qt.AlignmentFlag.AlignLeft
_MOST_OF_WINDOW = 0.7


class KeySheet(KitDialog):
    """`here` are the keys of the screen called `screen`, `everywhere` those of the desk."""

    def __init__(
        self, parent: QWidget, here: Sequence[KeyHint], everywhere: Sequence[KeyHint], screen: str = ""
    ) -> None:
        super().__init__(parent, _("Keys of this screen"), name="keySheet")
        across = QHBoxLayout()
        across.setSpacing(current_theme().px(32))
        columns = [
            (words, hints) for words, hints in ((screen, here), (_("Everywhere"), everywhere)) if hints
        ]
        for words, hints in columns:
            across.addLayout(_column(words, hints), 1)
        self._add_scrolling(across, parent)
        close = primary(_("Close"), name="closeButton")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        self.add_buttons(close)
        close.setFocus()

    def _add_scrolling(self, across: QHBoxLayout, parent: QWidget) -> None:
        """A low window shows the sheet with a scroll bar."""
        down = QVBoxLayout()
        down.setContentsMargins(0, 0, current_theme().px(12), 0)
        down.addLayout(across)
        down.addStretch(1)
        wanted = down.sizeHint()
        area = scrolling(down)
        area.setMinimumHeight(min(wanted.height(), int(parent.window().height() * _MOST_OF_WINDOW)))
        area.setMinimumWidth(min(wanted.width() + current_theme().px(16), parent.window().width()))
        self.body.addWidget(area)


def _column(words: str, hints: Sequence[KeyHint]) -> QVBoxLayout:
    theme = current_theme()
    column = QVBoxLayout()
    column.setSpacing(theme.px(8))
    column.addWidget(label(words, Look.CARD_TITLE))
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.px(16))
    grid.setVerticalSpacing(theme.px(6))
    grid.setColumnStretch(1, 1)
    seen: set[str] = set()
    for hint in hints:
        if hint.keys not in seen:
            seen.add(hint.keys)
            grid.addWidget(label(key_words(hint.keys), Look.STRONG), len(seen), 0, _LEFT)
            grid.addWidget(label(hint.words), len(seen), 1, _LEFT)
    column.addLayout(grid)
    column.addStretch(1)
    return column
