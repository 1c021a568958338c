"""The sheet of keys (F1): what can be done here and now by keyboard."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from fieldservice.ui.kit.buttons import key_words, primary
from fieldservice.ui.kit.dialog_windows import KitDialog
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.pages import KeyHint
from fieldservice.ui.kit.theme import current_theme
from fieldservice.wording import _

_ROWS_A_COLUMN = 12
_LEFT = Qt.AlignmentFlag.AlignLeft


class KeySheet(KitDialog):
    def __init__(self, parent: QWidget, hints: Sequence[KeyHint]) -> None:
        super().__init__(parent, _("Keys of this screen"), name="keySheet")
        grid = QGridLayout()
        theme = current_theme()
        grid.setHorizontalSpacing(theme.px(16))
        grid.setVerticalSpacing(theme.px(6))
        for at, hint in enumerate(hints):
            column, row = divmod(at, _ROWS_A_COLUMN)
            grid.addWidget(label(key_words(hint.keys), Look.STRONG), row, column * 2, _LEFT)
            grid.addWidget(label(hint.words), row, column * 2 + 1, _LEFT)
        self.body.addLayout(grid)
        close = primary(_("Close"), name="closeButton")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        self.add_buttons(close)
        close.setFocus()
