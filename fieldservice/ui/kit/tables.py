"""A table as screens use it: columns and frozen rows in, rows out by signal; empty state and loading line."""

import itertools
from collections.abc import Callable, Hashable, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypedDict, TypeVar, Unpack

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from fieldservice.domain.rules.ordered_ids import OrderedIds
from fieldservice.ui.kit.cells import Align, Cell, CellLook, Column
from fieldservice.ui.kit.deferred import Deferred
from fieldservice.ui.kit.empty import EmptyState, EmptyWords
from fieldservice.ui.kit.kept_places import KeptPlaces
from fieldservice.ui.kit.loading import LoadingLine
from fieldservice.ui.kit.table_model import TableModel
from fieldservice.ui.kit.table_view import RowsView
from fieldservice.ui.kit.windowed_model import WindowedModel
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.ui.kit.table_filter import FilterLine, says
else:
    FilterLine = Deferred("fieldservice.ui.kit.table_filter", "FilterLine")
    says = Deferred("fieldservice.ui.kit.table_filter", "says")

__all__ = ["Align", "Cell", "CellLook", "Column", "DataTable", "TableModel"]

Row = TypeVar("Row")
_ASCENDING = Qt.SortOrder.AscendingOrder
_DESCENDING = Qt.SortOrder.DescendingOrder


class TableManner(TypedDict, total=False):
    """How a table behaves: see `DataTable`. `two_lines` when a column has a `second`; `title` is read out.

    `windowed`: the list may be of any length, and a `ListFeed` brings what is in sight.
    """

    sorts_itself: bool
    two_lines: bool
    title: str
    windowed: bool


class DataTable(QWidget, Generic[Row]):
    """`sorts_itself=True`: a press on a header orders the rows that are there. False: `sort_requested` (key,
    downwards) asks the screen for a new query, and `mark_sorted` shows what it did; with Shift it is
    `sort_added` (key): by this column too.

    A table that holds all its rows can be narrowed by words (`start_filter`) and ordered by any column.
    """

    row_activated = Signal(object)
    row_selected = Signal(object)
    sort_requested = Signal(str, bool)
    sort_added = Signal(str)
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
        make_model = WindowedModel if manner.get("windowed", False) else TableModel
        self.model: TableModel[Row] = make_model(columns, row_id=row_id, parent=self)
        self.view = RowsView(self.model, name=name, two_lines=manner.get("two_lines", False))
        self.view.setAccessibleName(manner.get("title") or empty.sentence)
        self.loading = LoadingLine()
        self._empty = EmptyState(empty, name=f"{name}Empty")
        self._sorts_itself = manner.get("sorts_itself", True)
        self._empty_words = empty
        self._rows: list[Row] = []
        self._filter: FilterLine | None = None
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
        self._has_more = has_more
        self._rows = list(rows)
        self._show_fitting()
        self.show_loaded()

    def show_order(self, order: OrderedIds) -> None:
        """Show another order of a windowed table; the selection stays by id, what is in sight in place."""
        model = self.windowed
        if model.goes_on(order):
            model.lengthen(order)
        else:
            self._change_rows(lambda: model.show_order(order, self.view.in_sight()))
        self.show_loaded()

    def show_loaded(self) -> None:
        """The answer is there: rows, or that there are none."""
        self._is_loaded = True
        self.loading.stop()
        self._show_rows_or_empty()

    @property
    def windowed(self) -> WindowedModel[Row]:
        """The model of a table that was made `windowed`."""
        if not isinstance(self.model, WindowedModel):
            message = "this table holds all its rows"
            raise TypeError(message)
        return self.model

    def set_columns(self, columns: Sequence[Column[Row]]) -> None:
        """Show other columns; rows, selection and what is in view stay."""
        if [column.key for column in columns] == [column.key for column in self.model.columns]:
            self.model.columns = tuple(columns)
            return
        self._change_rows(lambda: self.model.show_columns(columns))
        self.view.share_widths()

    def append_rows(self, rows: Sequence[Row], *, has_more: bool = False) -> None:
        self._has_more = has_more
        self._rows += rows
        self.model.append_rows(rows)
        self.loading.stop()

    @property
    def is_whole(self) -> bool:
        """Whether every row of the list is here."""
        return not self._has_more and not isinstance(self.model, WindowedModel)

    @property
    def holds_all(self) -> bool:
        """Whether every row of the list is here, so that it can be narrowed and ordered here."""
        return self._sorts_itself and self.is_whole

    def start_filter(self) -> None:
        """Open the line in which the rows are narrowed, above them."""
        if self._filter is None:
            self._filter = FilterLine(self.view.objectName())
            self._filter.edited.connect(self._show_fitting)
            self._filter.left.connect(self.view.setFocus)
            self._filter.closed.connect(self._on_filter_closed)
            self._above.addWidget(self._filter)
        self._filter.show()
        self._show_fitting()
        self._filter.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._filter.field.selectAll()

    def order_by(self, key: str | None, *, descending: bool = False) -> None:
        """Order the rows that are here by a column; None: as they came."""
        if key is None:
            self.model.mark_sorts(())
            self._show_fitting()
            return
        at = [column.key for column in self.model.columns].index(key)
        self.model.sort(at, _DESCENDING if descending else _ASCENDING)

    def start_loading(self) -> None:
        self.loading.start()

    def stop_loading(self) -> None:
        self.loading.stop()

    def set_empty_words(self, words: EmptyWords) -> None:
        self._empty_words = words
        self._show_empty_words()

    def mark_sorted(self, key: str, *, descending: bool = False) -> None:
        self.model.mark_sorted(key, descending=descending)

    def mark_sorts(self, sorts: Sequence[tuple[str, bool]]) -> None:
        self.model.mark_sorts(sorts)

    def selected_row(self) -> Row | None:
        row: Row | None = self.view.current_row()
        return row

    def selected_id(self) -> Hashable | None:
        place = self.view.currentIndex()
        return self.model.id_at(place.row()) if place.isValid() else None

    def selected_ids(self, most: int | None = None) -> list[Hashable]:
        """The ids of all selected rows, from above to below, seen or not; at most so many."""
        places = itertools.chain.from_iterable(self.view.selected_spans())
        return [self.model.id_at(place) for place in itertools.islice(places, most)]

    def selected_count(self) -> int:
        return sum(map(len, self.view.selected_spans()))

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
        self._above = QVBoxLayout()
        layout.addLayout(self._above)
        self._stack = QStackedLayout()
        layout.addLayout(self._stack, 1)  # before the widgets: a stack without a parent shows them as windows
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._empty)

    def _show_rows_or_empty(self) -> None:
        is_empty = self._is_loaded and not self.model.rowCount()
        self._stack.setCurrentWidget(self._empty if is_empty else self.view)

    def _show_empty_words(self) -> None:
        hides = self._filter is not None and bool(self._filter.words) and bool(self._rows)
        self._empty.show_words(EmptyWords(_("Nothing fits the filter.")) if hides else self._empty_words)

    def _show_fitting(self) -> None:
        """Put those rows into the model that the filter leaves."""
        words = self._filter.words if self._filter is not None else ()
        columns = self.model.columns
        fitting = [row for row in self._rows if says(columns, row, words)] if words else self._rows
        if self._filter is not None:
            self._filter.show_count(len(fitting), len(self._rows))
        self._change_rows(lambda: self._set_and_sort(fitting))
        self._show_empty_words()
        self._show_rows_or_empty()

    def _on_filter_closed(self) -> None:
        if self._filter is not None:
            self._filter.hide()
        self.view.setFocus()

    def _set_and_sort(self, rows: Sequence[Row]) -> None:
        self.model.set_rows(rows)
        self._sort_again()

    def _change_rows(self, change: Callable[[], None]) -> None:
        """Put other rows into the model: what was selected and what was in sight stay by id."""
        kept = KeptPlaces.of(self.view, self.model)
        self._is_resetting = True
        change()
        found = kept.restore(self.view, self.model)
        self._is_resetting = False
        if kept.current is not None and not found:
            self.row_selected.emit(None)

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
        if column.sort_key is None and not self.holds_all:
            return
        descending = self.model.sorted_by == (column.key, False)
        if self.holds_all and self.model.sorted_by == (column.key, True):
            self.order_by(None)
        elif not self._sorts_itself and self.view.adds_order:
            self.sort_added.emit(column.key)
        elif self._sorts_itself:
            self.model.sort(at, _DESCENDING if descending else _ASCENDING)
        else:
            self.sort_requested.emit(column.key, descending)

    def _on_end_reached(self) -> None:
        if self._has_more:
            self._has_more = False
            self.more_requested.emit()
