"""The view of a table: widths that share the room, whole rows, a focus ring round the current row."""

from typing import Any

from PySide6.QtCore import QItemSelectionModel, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from fieldservice.ui.kit.cell_delegate import CellDelegate, row_height
from fieldservice.ui.kit.painting import paint_frame
from fieldservice.ui.kit.table_model import TableModel, row_at
from fieldservice.ui.kit.theme import current_theme

_ENTER_KEYS = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_SELECT_ROW = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_NARROWEST = 56
_NEAR_END_ROWS = 20


class RowsView(QTableView):
    """Shows a `TableModel`. Emits frozen rows; Enter or a double click activates, the end asks for more."""

    row_activated = Signal(object)
    row_selected = Signal(object)
    header_pressed = Signal(int)
    end_reached = Signal()

    def __init__(self, model: TableModel[Any], *, name: str, two_lines: bool = False) -> None:
        super().__init__()
        self._table = model
        self.setObjectName(name)
        self.setModel(model)
        self.setItemDelegate(CellDelegate(self, two_lines=two_lines))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._set_up_headers(two_lines=two_lines)
        self.doubleClicked.connect(lambda index: self.row_activated.emit(row_at(index)))
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self._widths_due = QTimer(self, interval=0, singleShot=True)
        self._widths_due.timeout.connect(self.share_widths)

    def select_row(self, position: int) -> None:
        index = self._table.index(position, 0)
        self.selectionModel().setCurrentIndex(index, _SELECT_ROW)

    def current_row(self) -> Any:
        """The frozen row that the keyboard stands on, or None."""
        return row_at(self.currentIndex())

    def selected_rows(self) -> list[Any]:
        return [row_at(index) for index in self.selectionModel().selectedRows()]

    def currentChanged(self, current: Any, previous: Any) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()
        self.row_selected.emit(row_at(current))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER_KEYS and not event.modifiers() and self.currentIndex().isValid():
            self.row_activated.emit(self.current_row())
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.share_widths()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus() and self.currentIndex().isValid():
            self._paint_focus()

    def share_widths(self) -> None:
        """Give each column its width, and what is left over to those that stretch."""
        theme = current_theme()
        header = self.horizontalHeader()
        columns = self._table.columns
        fixed = sum(theme.px(column.width) for column in columns if not column.stretch)
        shares = sum(column.stretch for column in columns)
        room = max(0, self.viewport().width() - fixed)
        for at, column in enumerate(columns):
            width = theme.px(column.width)
            if column.stretch:
                width = max(theme.px(_NARROWEST), room * column.stretch // shares)
            if header.sectionSize(at) != width:
                header.resizeSection(at, width)

    def _set_up_headers(self, *, two_lines: bool) -> None:
        theme = current_theme()
        height = row_height(theme, two_lines=two_lines)
        rows = self.verticalHeader()
        rows.hide()
        rows.setMinimumSectionSize(height)
        rows.setDefaultSectionSize(height)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setFixedHeight(theme.measures.row_height)
        header.setMinimumSectionSize(theme.px(24))
        header.setDefaultAlignment(_LEFT)
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        header.sectionClicked.connect(self.header_pressed)

    def _paint_focus(self) -> None:
        theme = current_theme()
        row = self.visualRect(self.currentIndex())
        ring = QRect(1, row.top() + 1, self.viewport().width() - 2, row.height() - 3)
        painter = QPainter(self.viewport())
        paint_frame(painter, ring, theme.colours.accent, theme.ring, theme.px(3))
        painter.end()

    def _on_scrolled(self, value: int) -> None:
        if value >= self.verticalScrollBar().maximum() - _NEAR_END_ROWS and self._table.rowCount():
            self.end_reached.emit()
