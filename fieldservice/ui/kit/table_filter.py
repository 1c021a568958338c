"""The line above a table in which its rows are narrowed to those whose columns say what is typed."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from fieldservice.domain.rules.folding import fold
from fieldservice.ui.kit.cells import Column
from fieldservice.ui.kit.fields import TextField
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.theme import current_theme
from fieldservice.wording import _

_DOWN = {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}


class FilterLine(QWidget):
    """`edited` with each letter; `closed` when it is given up (Escape); `left` when one goes to the rows."""

    edited = Signal()
    closed = Signal()
    left = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.field = TextField(name=f"{name}Filter", placeholder=_("Filter…"))
        self.field.setAccessibleName(_("Filter the list"))
        self.field.setClearButtonEnabled(True)
        self.field.edited.connect(self.edited)
        self._count = label("", Look.SMALL)
        layout = QHBoxLayout(self)
        edge = current_theme().px(8)
        layout.setContentsMargins(edge, edge, edge, edge)
        layout.setSpacing(edge)
        layout.addWidget(self.field, 1)
        layout.addWidget(self._count)

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(fold(self.field.text()).split())

    def show_count(self, fitting: int, of: int) -> None:
        self._count.setText(_("{count} of {total}").format(count=fitting, total=of))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What the field itself has no use for."""
        if event.key() == Qt.Key.Key_Escape:
            self.field.clear()
            self.closed.emit()
        elif event.key() in _DOWN:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def says(columns: Sequence[Column[Any]], row: Any, words: Sequence[str]) -> bool:
    """Whether every word stands in something that the columns say of the row."""
    said = fold(" ".join(part for column in columns for part in (column.text(row), _second(column, row))))
    return all(word in said for word in words)


def _second(column: Column[Any], row: Any) -> str:
    return column.second(row) if column.second is not None else ""
