"""What restoring a backup would bring and what it would lose, before it is done."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from fieldservice.ui.kit.cards import soft_block
from fieldservice.ui.kit.dialog_windows import KitDialog
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.screens.safekeeping import words
from fieldservice.wording import Wording, _

_LEFT, _RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight


class RestoreDialog(KitDialog):
    """`preview` is what the child told: counts then and now, and what was done since."""

    def __init__(self, parent: QWidget, made: str, preview: Mapping[str, Any], wording: Wording) -> None:
        title = _("Restore the backup of {moment}?").format(moment=made)
        text = _("The data of now are saved first, then the desk starts anew with the backup.")
        super().__init__(parent, title, text, name="restoreDialog")
        self.body.addWidget(_table(preview, wording))
        self.body.addWidget(soft_block(label(words.lost_words(preview, wording), wraps=True)))
        give_up = self.add_give_up()
        self.add_go_on(_("Restore and start anew"), is_dangerous=True)
        give_up.setFocus()


def _table(preview: Mapping[str, Any], wording: Wording) -> QWidget:
    """What the backup holds, beside what there is now."""
    grid_widget = QWidget()
    grid_widget.setObjectName("restoreCounts")
    grid = QGridLayout(grid_widget)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(current_theme().px(24))
    for column, title in enumerate(("", _("In the backup"), _("Now"))):
        grid.addWidget(label(title, Look.SMALL), 0, column, _RIGHT if column else _LEFT)
    for row, (table, count) in enumerate(preview["then"]["counts"].items(), start=1):
        name = wording.word_of("RecordCount", table) or table
        now = preview["now"]["counts"][table]
        cells = (f"{name[:1].upper()}{name[1:]}", wording.number(count), wording.number(now))
        for column, text in enumerate(cells):
            look = Look.STRONG if column and count != now else Look.PLAIN
            grid.addWidget(label(text, look), row, column, _RIGHT if column else _LEFT)
    grid.setColumnStretch(3, 1)
    return grid_widget
