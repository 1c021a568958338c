"""How large the cells of tables want to be, and what they say when pointed at; `row_painter` paints them."""

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QSize
from PySide6.QtGui import QFont, QFontMetrics, QHelpEvent
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from fieldservice.ui.kit.cells import Cell, CellLook, Column
from fieldservice.ui.kit.painting import SHAPE, Shape, chip_width
from fieldservice.ui.kit.row_painter import SECOND_SIZE, SIDE
from fieldservice.ui.kit.table_model import CELL_ROLE, COLUMN_ROLE, TOOLTIP_ROLE
from fieldservice.ui.kit.theme import Theme, current_theme

Index = QModelIndex | QPersistentModelIndex

_TOOLTIP = QEvent.Type.ToolTip


class CellDelegate(QStyledItemDelegate):
    """One for a whole table."""

    def __init__(self, parent: QAbstractItemView, *, two_lines: bool = False) -> None:
        super().__init__(parent)
        self._two_lines = two_lines

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        del option
        theme = current_theme()
        column: Column[object] = index.data(COLUMN_ROLE)
        return QSize(
            self._needed_width(index.data(CELL_ROLE), column, theme),
            row_height(theme, two_lines=self._two_lines),
        )

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """Show what is cut, or what the column has to say beyond its text."""
        if event.type() != _TOOLTIP or not index.isValid():
            return super().helpEvent(event, view, option, index)
        QToolTip.showText(event.globalPos(), self.tooltip(view, index), view)
        return True

    def tooltip(self, view: QAbstractItemView, index: Index) -> str:
        cell: Cell = index.data(CELL_ROLE)
        column: Column[object] = index.data(COLUMN_ROLE)
        said = index.data(TOOLTIP_ROLE)
        if said or column.look is CellLook.MARK:
            return str(said or cell.text)
        width = view.visualRect(index).width()
        is_cut = self._needed_width(cell, column, current_theme()) > width
        return "\n".join(part for part in (cell.text, cell.second) if part) if is_cut else ""

    def _needed_width(self, cell: Cell, column: Column[object], theme: Theme) -> int:
        sides = 2 * theme.px(SIDE)
        if column.look is CellLook.MARK:
            return theme.px(SHAPE) + sides
        if column.look is CellLook.CHIP:
            return chip_width(cell.text, cell.shape, theme) + sides
        first = QFontMetrics(_font_of(column.look, theme)).horizontalAdvance(cell.text)
        second = QFontMetrics(theme.font(SECOND_SIZE)).horizontalAdvance(cell.second)
        mark = theme.px(SHAPE + 4) if cell.shape is not Shape.NONE else 0
        return max(first + mark, second) + sides


def row_height(theme: Theme, *, two_lines: bool = False) -> int:
    return theme.measures.two_line_row_height if two_lines else theme.measures.row_height


def _font_of(look: CellLook, theme: Theme) -> QFont:
    return theme.font(strong=look is CellLook.STRONG)
