"""A list to tick: rows turned on and off by Space, Enter or a press on the mark, and told at once."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldservice.ui.kit.cells import Align, CellLook, Column
from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.empty import EmptyWords
from fieldservice.ui.kit.painting import Shape
from fieldservice.ui.kit.tables import DataTable
from fieldservice.wording import _

_MARK = 0
_PRESSED = QEvent.Type.KeyPress


@dataclass(frozen=True, slots=True)
class Tickable:
    """One row; `trailing` stands at its right end, as a number does."""

    id: Hashable
    words: str
    is_on: bool = False
    trailing: str = ""


class TickList(QWidget):
    """`ticked` carries the id of a row and whether it is on now."""

    ticked = Signal(object, bool)

    def __init__(self, title: str, *, name: str, empty: str = "") -> None:
        super().__init__()
        self.setObjectName(f"{name}Area")
        self.table: DataTable[Tickable] = DataTable(
            _columns(), name=name, empty=EmptyWords(empty or _("Nothing fits.")), title=title
        )
        self.table.view.horizontalHeader().hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table)
        self.setFocusProxy(self.table)
        self.table.row_activated.connect(self._toggle)
        self.table.view.clicked.connect(self._on_clicked)
        self.table.view.installEventFilter(self)

    @property
    def rows(self) -> Sequence[Tickable]:
        return self.table.model.rows

    @property
    def on(self) -> tuple[Hashable, ...]:
        """What is ticked, from above to below."""
        return tuple(row.id for row in self.rows if row.is_on)

    def set_rows(self, rows: Sequence[Tickable]) -> None:
        self.table.set_rows(rows)
        if self.table.selected_id() is None:
            self.table.select_first()

    def move_row(self, step: int) -> None:
        """Move the row that the keyboard stands on up or down."""
        place = self.table.view.currentIndex().row()
        rows = list(self.rows)
        if 0 <= place < len(rows) and 0 <= place + step < len(rows):
            rows.insert(place + step, rows.pop(place))
            self.table.set_rows(rows)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == _PRESSED and event.key() == Qt.Key.Key_Space:
            self._toggle(self.table.selected_row())
            return True
        return super().eventFilter(watched, event)

    def _toggle(self, row: Tickable | None) -> None:
        if row is None:
            return
        turned = replace(row, is_on=not row.is_on)
        self.table.set_rows([turned if each.id == row.id else each for each in self.rows])
        self.ticked.emit(row.id, turned.is_on)

    def _on_clicked(self, index: QModelIndex) -> None:
        if index.column() == _MARK:
            self._toggle(self.table.model.row_at(index.row()))


def _columns() -> tuple[Column[Tickable], ...]:
    return (
        Column(
            key="on",
            title="",
            text=lambda row: _("ticked") if row.is_on else _("not ticked"),
            look=CellLook.MARK,
            shape=lambda row: Shape.TICK if row.is_on else Shape.CIRCLE,
            tone=lambda row: Tone.ACCENT if row.is_on else Tone.NEUTRAL,
            width=36,
        ),
        Column(key="words", title="", text=lambda row: row.words, stretch=1),
        Column(
            key="trailing",
            title="",
            text=lambda row: row.trailing,
            align=Align.RIGHT,
            look=CellLook.MUTED,
            width=72,
        ),
    )
