"""Paints the cells of tables: strong numbers, muted words, chips, shapes, second lines. Fetches nothing."""

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QHelpEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from fieldservice.ui.kit.cells import BLANK, Align, Cell, CellLook, Column
from fieldservice.ui.kit.colours import Tone, ink_of
from fieldservice.ui.kit.painting import SHAPE, Shape, chip_width, paint_chip, paint_shape, paint_text
from fieldservice.ui.kit.table_model import CELL_ROLE, COLUMN_ROLE, TOOLTIP_ROLE
from fieldservice.ui.kit.theme import Theme, current_theme

Index = QModelIndex | QPersistentModelIndex

_SELECTED = QStyle.StateFlag.State_Selected
_HOVERED = QStyle.StateFlag.State_MouseOver
_TOP_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
_BOTTOM_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
_TOOLTIP = QEvent.Type.ToolTip
_SIDE = 10
_SECOND_SIZE = 13


class CellDelegate(QStyledItemDelegate):
    """One for a whole table; the row's ground and the line under it are painted cell by cell."""

    def __init__(self, parent: QAbstractItemView, *, two_lines: bool = False) -> None:
        super().__init__(parent)
        self._two_lines = two_lines

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = current_theme()
        box: QRect = option.rect
        state: QStyle.StateFlag = option.state
        cell: Cell = index.data(CELL_ROLE)
        column: Column[object] = index.data(COLUMN_ROLE)
        painter.save()
        _paint_ground(painter, box, state, theme, is_first=index.column() == 0)
        inner = box.adjusted(theme.px(_SIDE), 0, -theme.px(_SIDE), -1)
        if cell is BLANK:
            _paint_on_its_way(painter, inner, theme)
        elif column.look is CellLook.MARK:
            side = theme.px(SHAPE + 1)
            paint_shape(painter, cell.shape, _centred(inner, side), ink_of(cell.tone, theme.colours))
        elif column.look is CellLook.CHIP:
            if cell.text:
                paint_chip(painter, inner, cell.text, cell.tone, cell.shape)
        else:
            self._paint_words(painter, inner, cell, column, theme)
        painter.restore()

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
        sides = 2 * theme.px(_SIDE)
        if column.look is CellLook.MARK:
            return theme.px(SHAPE) + sides
        if column.look is CellLook.CHIP:
            return chip_width(cell.text, cell.shape, theme) + sides
        first = QFontMetrics(_font_of(column.look, theme)).horizontalAdvance(cell.text)
        second = QFontMetrics(theme.font(_SECOND_SIZE)).horizontalAdvance(cell.second)
        mark = theme.px(SHAPE + 4) if cell.shape is not Shape.NONE else 0
        return max(first + mark, second) + sides

    def _paint_words(
        self, painter: QPainter, box: QRect, cell: Cell, column: Column[object], theme: Theme
    ) -> None:
        painter.setFont(_font_of(column.look, theme))
        painter.setPen(QColor(_ink(cell, column.look, theme)))
        if not cell.second:
            paint_text(
                painter, _beside_shape(painter, box, cell, column, theme), cell.text, column.align.value
            )
            return
        upper = QRect(box.left(), box.top(), box.width(), box.height() // 2 + theme.px(1))
        lower = QRect(box.left(), upper.bottom(), box.width(), box.height() - upper.height())
        paint_text(painter, upper, cell.text, _TOP_LEFT)
        painter.setFont(theme.font(_SECOND_SIZE))
        painter.setPen(QColor(_second_ink(cell, column.look, theme)))
        paint_text(painter, lower, cell.second, _BOTTOM_LEFT)


def row_height(theme: Theme, *, two_lines: bool = False) -> int:
    return theme.measures.two_line_row_height if two_lines else theme.measures.row_height


def _font_of(look: CellLook, theme: Theme) -> QFont:
    return theme.font(strong=look is CellLook.STRONG)


def _ink(cell: Cell, look: CellLook, theme: Theme) -> str:
    if look is CellLook.MUTED:
        return theme.colours.muted
    if look is CellLook.TONED and cell.tone is not Tone.NEUTRAL and not cell.second:
        return ink_of(cell.tone, theme.colours)
    return theme.colours.text


def _second_ink(cell: Cell, look: CellLook, theme: Theme) -> str:
    return ink_of(cell.tone, theme.colours) if look is CellLook.TONED else theme.colours.muted


def _beside_shape(painter: QPainter, box: QRect, cell: Cell, column: Column[object], theme: Theme) -> QRect:
    """Paint the shape that stands before the text, and return what is left for the text."""
    if cell.shape is Shape.NONE:
        return box
    side, gap = theme.px(SHAPE), theme.px(5)
    left = box.left()
    if column.align is Align.RIGHT:
        left = max(left, box.right() - painter.fontMetrics().horizontalAdvance(cell.text) - side - gap)
    mark = QRectF(left, box.top(), side, box.height())
    paint_shape(painter, cell.shape, mark, ink_of(cell.tone, theme.colours))
    return box.adjusted(left + side + gap - box.left(), 0, 0, 0)


def _centred(box: QRect, side: int) -> QRectF:
    return QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side)


def _paint_on_its_way(painter: QPainter, box: QRect, theme: Theme) -> None:
    """A soft bar where the text will stand: the row is there, what it says is being fetched."""
    height = theme.px(8)
    bar = QRect(box.left(), box.center().y() - height // 2, max(height, box.width() * 3 // 5), height)
    painter.fillRect(bar, QColor(theme.colours.hover))


def _paint_ground(
    painter: QPainter, box: QRect, state: QStyle.StateFlag, theme: Theme, *, is_first: bool
) -> None:
    colours = theme.colours
    if state & _SELECTED:
        painter.fillRect(box, QColor(colours.accent_soft))
        if is_first:
            edge = theme.px(3 * colours.line_width)
            painter.fillRect(QRect(box.left(), box.top(), edge, box.height()), QColor(colours.accent))
        if theme.is_high_contrast:
            painter.fillRect(QRect(box.left(), box.top(), box.width(), theme.ring), QColor(colours.accent))
    elif state & _HOVERED:
        painter.fillRect(box, QColor(colours.hover))
    width = colours.line_width
    painter.fillRect(QRect(box.left(), box.bottom() - width + 1, box.width(), width), QColor(colours.line))
