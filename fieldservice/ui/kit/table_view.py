"""The view of a table: widths that share the room or are a person's own, whole rows, a focus ring.

It tells which rows are in sight, so that a list of any length fetches only those.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QObject,
    QPoint,
    QRect,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from fieldservice.ui.kit.cell_delegate import CellDelegate, row_height
from fieldservice.ui.kit.painting import paint_frame
from fieldservice.ui.kit.row_painter import RowPainter
from fieldservice.ui.kit.table_model import TableModel, row_at
from fieldservice.ui.kit.theme import Theme, current_theme

_ENTER_KEYS = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_SELECT_ROW = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
_HOVERS = {QEvent.Type.MouseMove, QEvent.Type.Leave}
_RELEASED = QEvent.Type.MouseButtonRelease
_ONLY_THESE = _SELECT_ROW
_NO_UPDATE = QItemSelectionModel.SelectionFlag.NoUpdate
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_NEAR_END_ROWS = 20
_MOST_SEARCHED = 1_000


class RowsView(QTableView):
    """Shows a `TableModel`. Emits frozen rows; Enter or a double click activates, the end asks for more.

    `in_sight_changed` carries the first and last row in sight, `width_chosen` the key of a column and the
    width that somebody gave it, in pixels of the unscaled design; `menu_requested` where a menu is asked for.
    """

    row_activated = Signal(object)
    row_selected = Signal(object)
    selection_changed = Signal()
    header_pressed = Signal(int)
    end_reached = Signal()
    in_sight_changed = Signal(int, int)
    width_chosen = Signal(str, int)
    menu_requested = Signal(QPoint)

    def __init__(self, model: TableModel[Any], *, name: str, two_lines: bool = False) -> None:
        super().__init__()
        self._table = model
        self._painter = RowPainter(self, model)
        self._hovered = -1
        self._own_widths: dict[str, int] = {}
        self._is_sharing = False
        self.adds_order = False
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
        self._sight_due = QTimer(self, interval=0, singleShot=True)
        self._sight_due.timeout.connect(self._tell_sight)
        for changed in (model.modelReset, model.rowsInserted):
            changed.connect(self._sight_due.start)
        model.headerDataChanged.connect(self.share_widths)  # an arrow more or less
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._on_menu_requested)

    def select_row(self, position: int) -> None:
        index = self._table.index(position, 0)
        self.selectionModel().setCurrentIndex(index, _SELECT_ROW)

    def current_row(self) -> Any:
        """The frozen row that the keyboard stands on, or None."""
        return row_at(self.currentIndex())

    def selected_rows(self) -> list[Any]:
        """The rows themselves, as far as they are known."""
        rows = (self._table.row_at(place) for span in self.selected_spans() for place in span)
        return [row for row in rows if row is not None]

    def selected_spans(self) -> list[range]:
        """Places of what is selected, from above to below; a million rows are one span."""
        chosen = self.selectionModel().selection()
        ranges = [chosen.at(place) for place in range(chosen.size())]
        spans = [range(each.top(), each.bottom() + 1) for each in ranges]
        return sorted(spans, key=lambda span: span.start)

    def select_spans(self, spans: Sequence[range], current: int | None) -> None:
        """Select these rows and put the keyboard on one of them, without moving what is in sight."""
        chosen = QItemSelection()
        last_column = len(self._table.columns) - 1
        for span in spans:
            first, last = self._table.index(span.start, 0), self._table.index(span.stop - 1, last_column)
            chosen.append(QItemSelectionRange(first, last))
        if current is not None:
            self.selectionModel().setCurrentIndex(self._table.index(current, 0), _NO_UPDATE)
        self.selectionModel().select(chosen, _ONLY_THESE)

    def in_sight(self) -> tuple[int, int]:
        """First and last row that can be seen."""
        first = max(0, self.rowAt(0))
        height = max(1, self.verticalHeader().defaultSectionSize())
        last = first + self.viewport().height() // height + 1
        return first, min(last, max(0, self._table.rowCount() - 1))

    def set_own_widths(self, widths: Mapping[str, int]) -> None:
        """Widths that a person gave to columns, by key, in pixels of the unscaled design."""
        self._own_widths = dict(widths)
        self.share_widths()

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.selection_changed.emit()

    def currentChanged(self, current: Any, previous: Any) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()
        self.row_selected.emit(row_at(current))

    def keyboardSearch(self, search: str) -> None:
        """Jump to what begins with the letters typed; not in a long list, where it would ask every row."""
        if self._table.rowCount() <= _MOST_SEARCHED:
            super().keyboardSearch(search)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER_KEYS and not event.modifiers() and self.currentIndex().isValid():
            self.row_activated.emit(self.current_row())
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.share_widths()
        self._sight_due.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Without the view's own painting, which asks a delegate for each cell."""
        painter = QPainter(self.viewport())
        self._painter.paint(painter, event.rect(), self.selected_spans(), self._hovered)
        if self.hasFocus() and self.currentIndex().isValid():
            self._paint_focus(painter)
        painter.end()

    def viewportEvent(self, event: QEvent) -> bool:
        """Know the row under the mouse."""
        if event.type() in _HOVERS:
            self._hover(event)
        return super().viewportEvent(event)

    def share_widths(self) -> None:
        """Give each column its width, and what is left over to those that stretch."""
        header = self.horizontalHeader()
        self._is_sharing = True
        for at, width in enumerate(self._shared_widths(current_theme())):
            if header.sectionSize(at) != width:
                header.resizeSection(at, width)
        self._is_sharing = False

    def _shared_widths(self, theme: Theme) -> list[int]:
        own, columns = self._own_widths, self._table.columns
        fixed = [
            theme.px(own.get(column.key, column.width)) if column.key in own or not column.stretch else None
            for column in columns
        ]
        shares = sum(column.stretch for column, width in zip(columns, fixed, strict=True) if width is None)
        needs = [
            self.horizontalHeader().sectionSizeHint(at) if columns[at].title else 0
            for at in range(len(columns))
        ]
        self._widen_for_headings(fixed, needs, theme)
        room = max(0, self.viewport().width() - sum(width or 0 for width in fixed))
        stretched = {
            at: max(theme.px(column.least), room * column.stretch // shares)
            for at, column in enumerate(columns)
            if fixed[at] is None
        }
        _give_to_short_headings(stretched, needs)
        return [stretched.get(at, width or 0) for at, width in enumerate(fixed)]

    def _widen_for_headings(self, fixed: list[int | None], needs: Sequence[int], theme: Theme) -> None:
        """A language with longer words gets wider columns, as far as those that stretch can spare it."""
        columns = self._table.columns
        kept = sum(
            theme.px(column.least) for column, width in zip(columns, fixed, strict=True) if width is None
        )
        spare = self.viewport().width() - kept - sum(width or 0 for width in fixed)
        for at, width in enumerate(fixed):
            if width is not None and columns[at].key not in self._own_widths:
                more = max(0, min(needs[at] - width, spare))
                fixed[at], spare = width + more, spare - more

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
        header.viewport().installEventFilter(self)
        header.sectionClicked.connect(self.header_pressed)
        header.sectionResized.connect(self._on_section_resized)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Know whether a head is pressed with Shift: that adds its column to the order."""
        if isinstance(event, QMouseEvent) and event.type() == _RELEASED:
            self.adds_order = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        return super().eventFilter(watched, event)

    def _hover(self, event: QEvent) -> None:
        row = self.rowAt(round(event.position().y())) if isinstance(event, QMouseEvent) else -1
        if row != self._hovered:
            before, self._hovered = self._hovered, row
            for each in (before, row):
                self._update_row(each)

    def _update_row(self, row: int) -> None:
        if row >= 0:
            top, height = self.rowViewportPosition(row), self.verticalHeader().defaultSectionSize()
            self.viewport().update(0, top, self.viewport().width(), height)

    def _paint_focus(self, painter: QPainter) -> None:
        theme = current_theme()
        row = self.visualRect(self.currentIndex())
        ring = QRect(1, row.top() + 1, self.viewport().width() - 2, row.height() - 3)
        paint_frame(painter, ring, theme.colours.accent, theme.ring, theme.px(3))

    def _on_section_resized(self, at: int, _old: int, width: int) -> None:
        """By the mouse: from now on the column keeps this width."""
        if self._is_sharing or not QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            return
        key, unscaled = self._table.columns[at].key, round(width / max(0.01, current_theme().px(100) / 100))
        self._own_widths[key] = unscaled
        self.width_chosen.emit(key, unscaled)

    def _on_menu_requested(self, place: QPoint) -> None:
        """At the mouse, or below the row that the keyboard stands on."""
        current = self.visualRect(self.currentIndex())
        at_row = self.currentIndex().isValid() and not self.viewport().underMouse()
        self.menu_requested.emit(self.viewport().mapToGlobal(current.bottomLeft() if at_row else place))

    def _tell_sight(self) -> None:
        if self._table.rowCount():
            self.in_sight_changed.emit(*self.in_sight())

    def _on_scrolled(self, value: int) -> None:
        self._sight_due.start()
        if value >= self.verticalScrollBar().maximum() - _NEAR_END_ROWS and self._table.rowCount():
            self.end_reached.emit()


def _give_to_short_headings(widths: dict[int, int], needs: Sequence[int]) -> None:
    """A column narrower than its heading gets what is missing from the one that has most beyond its own."""
    for at in tuple(widths):
        while widths[at] < needs[at]:
            donor = max(widths, key=lambda other: widths[other] - needs[other])
            given = min(needs[at] - widths[at], widths[donor] - needs[donor])
            if given <= 0:
                return
            widths[at] += given
            widths[donor] -= given
