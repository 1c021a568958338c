"""The one table model: frozen rows and columns in, roles out. Looks up, never fetches."""

from collections.abc import Callable, Hashable, Sequence
from operator import attrgetter
from typing import Any, Generic, TypeVar, cast

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from fieldservice.domain.rules.folding import fold
from fieldservice.ui.kit.cells import Cell, CellLook, Column

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex

# Bound once: PySide looks a scoped name up again at each call, which doubles the time of a repaint.
DISPLAY_ROLE = Qt.ItemDataRole.DisplayRole
ALIGN_ROLE = Qt.ItemDataRole.TextAlignmentRole
TOOLTIP_ROLE = Qt.ItemDataRole.ToolTipRole
ACCESSIBLE_ROLE = Qt.ItemDataRole.AccessibleTextRole
SORT_ROLE = int(Qt.ItemDataRole.UserRole) + 1
ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 2
CELL_ROLE = int(Qt.ItemDataRole.UserRole) + 3
COLUMN_ROLE = int(Qt.ItemDataRole.UserRole) + 4
_HORIZONTAL = Qt.Orientation.Horizontal
_ASCENDING = Qt.SortOrder.AscendingOrder
_DESCENDING = Qt.SortOrder.DescendingOrder
_NO_INDEX = QModelIndex()


class TableModel(QAbstractTableModel, Generic[Row]):
    """Rows of one query. `sort` orders them by `Column.sort_key`; `mark_sorted` only shows the mark."""

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        *,
        row_id: Callable[[Row], Hashable] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.row_id: Callable[[Row], Hashable] = row_id or attrgetter("id")
        self._rows: list[Row] = []
        self._cells: list[tuple[Cell, ...] | None] = []
        self._sorts: tuple[tuple[str, bool], ...] = ()
        self._answers: dict[int, Callable[[int, int], Any]] = {
            int(DISPLAY_ROLE): self._display,
            int(ALIGN_ROLE): lambda _, column: self.columns[column].align.value,
            int(TOOLTIP_ROLE): self._tooltip,
            int(ACCESSIBLE_ROLE): self._accessible,
            SORT_ROLE: self._sort_value,
            ROW_ROLE: lambda row, _: self.row_at(row),
            CELL_ROLE: self.cell,
            COLUMN_ROLE: lambda _, column: self.columns[column],
        }

    @property
    def rows(self) -> Sequence[Row]:
        return tuple(self._rows)

    @property
    def sorted_by(self) -> tuple[str, bool] | None:
        """Key of the column that sorts first, and whether it runs downwards."""
        return self._sorts[0] if self._sorts else None

    def row_at(self, position: int) -> Row | None:
        """The row there; None where it is not known yet."""
        return self._rows[position]

    def id_at(self, position: int) -> Hashable:
        return self.row_id(self._rows[position])

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show the outcome of a new query."""
        self.beginResetModel()
        self._rows = list(rows)
        self._cells = [None] * len(self._rows)
        self.endResetModel()

    def append_rows(self, rows: Sequence[Row]) -> None:
        """Show the next page below the rows that are there."""
        if not rows:
            return
        first = len(self._rows)
        self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
        self._rows.extend(rows)
        self._cells.extend([None] * len(rows))
        self.endInsertRows()

    def position_of(self, row_id: Hashable, near: int | None = None) -> int | None:
        """Where a row stands; `near` a place: a long list is looked through only round it."""
        del near
        return next((at for at, row in enumerate(self._rows) if self.row_id(row) == row_id), None)

    def mark_sorted(self, key: str, *, descending: bool = False) -> None:
        """Show the sort mark for an order that the query made."""
        self.mark_sorts(((key, descending),))

    def mark_sorts(self, sorts: Sequence[tuple[str, bool]]) -> None:
        """Show the marks of an order by several columns, the one that decides first in front."""
        self._sorts = tuple(sorts)
        self.headerDataChanged.emit(_HORIZONTAL, 0, len(self.columns) - 1)

    def show_columns(self, columns: Sequence[Column[Row]]) -> None:
        """Show other columns of the same rows."""
        self.beginResetModel()
        self.columns = tuple(columns)
        self._forget_cells()
        self.endResetModel()

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = DISPLAY_ROLE) -> Any:
        answer = self._answers.get(role)
        if answer is None or not index.isValid():
            return None
        return answer(index.row(), index.column())

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY_ROLE) -> Any:
        if orientation is not _HORIZONTAL or not 0 <= section < len(self.columns):
            return None
        if role == DISPLAY_ROLE:
            return self._title(section)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.columns[section].title or None
        return self.columns[section].align.value if role == ALIGN_ROLE else None

    def sort(self, column: int, order: Qt.SortOrder = _ASCENDING) -> None:
        if not 0 <= column < len(self.columns):
            return
        key = self.columns[column].sort_key or _by_text(self.columns[column])
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        kept = [(index.column(), self.row_id(self._rows[index.row()])) for index in before]
        self._rows.sort(key=key, reverse=order == _DESCENDING)
        self._cells = [None] * len(self._rows)
        places = {self.row_id(row): at for at, row in enumerate(self._rows)}
        self.changePersistentIndexList(before, [self.index(places[id_], at) for at, id_ in kept])
        self._sorts = ((self.columns[column].key, order == _DESCENDING),)
        self.layoutChanged.emit()
        self.headerDataChanged.emit(_HORIZONTAL, 0, len(self.columns) - 1)

    def _title(self, section: int) -> str:
        """With an arrow when it sorts, and its rank when several do."""
        column = self.columns[section]
        place = next((at for at, sort in enumerate(self._sorts) if sort[0] == column.key), None)
        if place is None:
            return column.title
        rank = str(place + 1) if len(self._sorts) > 1 else ""
        return f"{column.title} {'↓' if self._sorts[place][1] else '↑'}{rank}".lstrip()

    def _forget_cells(self) -> None:
        self._cells = [None] * len(self._rows)

    def cell(self, row: int, column: int) -> Cell:
        cells = self._cells[row]
        if cells is None:
            cells = tuple(column.cell(self._rows[row]) for column in self.columns)
            self._cells[row] = cells
        return cells[column]

    def _display(self, row: int, column: int) -> str:
        return "" if self.columns[column].look is CellLook.MARK else self.cell(row, column).text

    def _tooltip(self, row: int, column: int) -> str | None:
        """Worked out when somebody points at it, not for every row that is painted."""
        words, found = self.columns[column].tooltip, self.row_at(row)
        return words(found) or None if words and found is not None else None

    def _accessible(self, row: int, column: int) -> str:
        cell = self.cell(row, column)
        return ", ".join(part for part in (cell.text, cell.second) if part)

    def _sort_value(self, row: int, column: int) -> Any:
        key, found = self.columns[column].sort_key, self.row_at(row)
        return key(found) if key and found is not None else self.cell(row, column).text


def row_at(index: Index) -> Any:
    """The frozen row behind an index, also through proxies; None for no index."""
    return cast("Any", index.data(ROW_ROLE)) if index.isValid() else None


def _by_text(column: Column[Any]) -> Callable[[Any], str]:
    """A column that says nothing about its order is ordered as people look words up."""
    return lambda row: fold(column.text(row))
