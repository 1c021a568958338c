"""A table as screens use it: columns and frozen rows in, rows out by signal; empty state and loading line."""

from collections.abc import Callable, Hashable, Sequence
from typing import Any, Generic, TypedDict, TypeVar, Unpack

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from fieldservice.ui.kit.cells import Align, Cell, CellLook, Column
from fieldservice.ui.kit.empty import EmptyState, EmptyWords
from fieldservice.ui.kit.loading import LoadingLine
from fieldservice.ui.kit.table_model import TableModel
from fieldservice.ui.kit.table_view import RowsView

__all__ = ["Align", "Cell", "CellLook", "Column", "DataTable", "TableModel"]

Row = TypeVar("Row")
_ASCENDING = Qt.SortOrder.AscendingOrder
_DESCENDING = Qt.SortOrder.DescendingOrder


class TableManner(TypedDict, total=False):
    """How a table behaves: see `DataTable`. `two_lines` when a column has a `second`; `title` is read out."""

    sorts_itself: bool
    two_lines: bool
    title: str


class DataTable(QWidget, Generic[Row]):
    """`sorts_itself=True`: a press on a header orders the rows that are there. False: `sort_requested` (key,
    downwards) asks the screen for a new query, and `mark_sorted` shows what it did.
    """

    row_activated = Signal(object)
    row_selected = Signal(object)
    sort_requested = Signal(str, bool)
    more_requested = Signal()
    empty_button_pressed = Signal()

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        *,
        name: str,
        empty: EmptyWords,
        row_id: Callable[[Row], Hashable] | None = None,
        **manner: Unpack[TableManner],
    ) -> None:
        super().__init__()
        self.setObjectName(f"{name}Area")
        self.model: TableModel[Row] = TableModel(columns, row_id=row_id, parent=self)
        self.view = RowsView(self.model, name=name, two_lines=manner.get("two_lines", False))
        self.view.setAccessibleName(manner.get("title") or empty.sentence)
        self.loading = LoadingLine()
        self._empty = EmptyState(empty, name=f"{name}Empty")
        self._sorts_itself = manner.get("sorts_itself", True)
        self._is_loaded = False
        self._is_resetting = False
        self._has_more = False
        self._lay_out()
        self.view.row_activated.connect(self.row_activated)
        self.view.row_selected.connect(self._on_row_selected)
        self.view.header_pressed.connect(self._on_header_pressed)
        self.view.end_reached.connect(self._on_end_reached)
        self._empty.button_pressed.connect(self.empty_button_pressed)
        self.setFocusProxy(self.view)

    def set_rows(self, rows: Sequence[Row], *, has_more: bool = False) -> None:
        """Show a new outcome. The selected row stays selected if it is still there, and stays in view."""
        kept = self.selected_id()
        self._is_loaded = True
        self._has_more = has_more
        self._is_resetting = True
        self.model.set_rows(rows)
        self._sort_again()
        found = self.select_id(kept) if kept is not None else False
        self._is_resetting = False
        if kept is not None and not found:
            self.row_selected.emit(None)
        self.loading.stop()
        self._show_rows_or_empty()

    def append_rows(self, rows: Sequence[Row], *, has_more: bool = False) -> None:
        self._has_more = has_more
        self.model.append_rows(rows)
        self.loading.stop()

    def start_loading(self) -> None:
        self.loading.start()

    def stop_loading(self) -> None:
        self.loading.stop()

    def set_empty_words(self, words: EmptyWords) -> None:
        self._empty.show_words(words)

    def mark_sorted(self, key: str, *, descending: bool = False) -> None:
        self.model.mark_sorted(key, descending=descending)

    def selected_row(self) -> Row | None:
        row: Row | None = self.view.current_row()
        return row

    def selected_id(self) -> Hashable | None:
        row = self.selected_row()
        return None if row is None else self.model.row_id(row)

    def select_id(self, row_id: Hashable) -> bool:
        """Select the row with this id; False when it is not among the rows."""
        position = self.model.position_of(row_id)
        if position is None:
            return False
        self.view.select_row(position)
        return True

    def select_first(self) -> None:
        if self.model.rowCount():
            self.view.select_row(0)

    def allow_many(self) -> None:
        """Let several rows be selected, for bulk actions."""
        self.view.setSelectionMode(RowsView.SelectionMode.ExtendedSelection)

    def selected_rows(self) -> list[Row]:
        return self.view.selected_rows()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.loading)
        self._stack = QStackedLayout()
        layout.addLayout(self._stack, 1)  # before the widgets: a stack without a parent shows them as windows
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._empty)

    def _show_rows_or_empty(self) -> None:
        is_empty = self._is_loaded and not self.model.rowCount()
        self._stack.setCurrentWidget(self._empty if is_empty else self.view)

    def _sort_again(self) -> None:
        sorted_by = self.model.sorted_by
        if self._sorts_itself and sorted_by is not None:
            at = [column.key for column in self.model.columns].index(sorted_by[0])
            self.model.sort(at, _DESCENDING if sorted_by[1] else _ASCENDING)

    def _on_row_selected(self, row: Any) -> None:
        if not self._is_resetting:
            self.row_selected.emit(row)

    def _on_header_pressed(self, at: int) -> None:
        column = self.model.columns[at]
        if column.sort_key is None:
            return
        descending = self.model.sorted_by == (column.key, False)
        if self._sorts_itself:
            self.model.sort(at, _DESCENDING if descending else _ASCENDING)
        else:
            self.sort_requested.emit(column.key, descending)

    def _on_end_reached(self) -> None:
        if self._has_more:
            self._has_more = False
            self.more_requested.emit()
