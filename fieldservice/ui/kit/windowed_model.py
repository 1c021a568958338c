"""A model of any length over the ids of a list: it holds the rows round what is in sight, no others.

Where everything stands is known from the ids (`OrderedIds`), so the scroll bar is true and a selection is
kept by id; what a row shows comes later by `fill`. Until then a row is there, but blank.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, TypeVar
from uuid import UUID

from PySide6.QtCore import QModelIndex, QObject

from fieldservice.domain.rules.ordered_ids import OrderedIds
from fieldservice.ui.kit.cells import BLANK, Cell, Column
from fieldservice.ui.kit.table_model import Index, TableModel

Row = TypeVar("Row")

CHUNK = 100
MOST_KEPT = 2_000
_NO_INDEX = QModelIndex()


class WindowedModel(TableModel[Row]):
    """`set_rows` shows a list that is known whole; `show_order` one of which only the ids are."""

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        *,
        row_id: Callable[[Row], Hashable] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(columns, row_id=row_id, parent=parent)
        self._order = OrderedIds()
        self._known: dict[int, Row] = {}
        self._worked_out: dict[int, tuple[Cell, ...]] = {}

    @property
    def order(self) -> OrderedIds:
        return self._order

    @property
    def rows(self) -> Sequence[Row]:
        """Those that are known, from above to below."""
        return tuple(self._known[place] for place in sorted(self._known))

    def set_rows(self, rows: Sequence[Row]) -> None:
        self.beginResetModel()
        self._order = OrderedIds.of(self._uuid(row) for row in rows)
        self._known = dict(enumerate(rows))
        self._worked_out.clear()
        self.endResetModel()

    def append_rows(self, rows: Sequence[Row]) -> None:
        if not rows:
            return
        first = len(self._order)
        self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
        self._order = self._order + OrderedIds.of(self._uuid(row) for row in rows)
        self._known.update(enumerate(rows, start=first))
        self.endInsertRows()

    def goes_on(self, order: OrderedIds) -> bool:
        """Whether the order begins with all that is shown."""
        return order.packed.startswith(self._order.packed)

    def lengthen(self, order: OrderedIds) -> None:
        """Put the rest of a list below what is shown; nothing that is seen moves."""
        first, length = len(self._order), len(order)
        if length == first:
            return
        self.beginInsertRows(QModelIndex(), first, length - 1)
        self._order = order
        self.endInsertRows()

    def show_order(self, order: OrderedIds, around: tuple[int, int] = (0, CHUNK)) -> None:
        """Show another order; what is known of the rows in sight stays to be seen until it comes anew."""
        by_id = {self._uuid(row): row for row in self._known.values()}
        first, last = max(0, around[0] - CHUNK), around[1] + CHUNK
        self.beginResetModel()
        self._order = order
        places = enumerate(order.between(first, last), start=first)
        self._known = {place: by_id[each] for place, each in places if each in by_id}
        self._worked_out.clear()
        self.endResetModel()

    def fill(self, ids: Sequence[UUID], first: int, rows: Iterable[Row]) -> None:
        """Rows that came for `ids`, which stood from `first` on; dropped when the order changed meanwhile."""
        last = first + len(ids) - 1
        if not ids or self._order.between(first, last) != tuple(ids):
            return
        found = {self._uuid(row): row for row in rows}
        for place, each in enumerate(ids, start=first):
            if each in found and self._known.get(place) != found[each]:
                self._known[place] = found[each]
                self._worked_out.pop(place, None)
        self._forget_far_from(first)
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))

    def unknown(self, first: int, last: int) -> tuple[int, int] | None:
        """The span of chunks that is not wholly known between two places, or None."""
        last = min(last, len(self._order) - 1)
        missing = [place for place in range(max(0, first), last + 1) if place not in self._known]
        if not missing:
            return None
        begin = missing[0] // CHUNK * CHUNK
        return begin, min(missing[-1] // CHUNK * CHUNK + CHUNK, len(self._order)) - 1

    def forget_all_but(self, first: int, last: int) -> None:
        """Rows out of sight are asked for again when they come into it: something was changed."""
        kept = range(first, last + 1)
        self._known = {place: row for place, row in self._known.items() if place in kept}
        self._worked_out = {place: row for place, row in self._worked_out.items() if place in kept}

    def row_at(self, position: int) -> Row | None:
        return self._known.get(position)

    def id_at(self, position: int) -> UUID:
        return self._order[position]

    def position_of(self, row_id: Hashable, near: int | None = None) -> int | None:
        return self._order.place_of(row_id, near) if isinstance(row_id, UUID) else None

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._order)

    def cell(self, row: int, column: int) -> Cell:
        cells = self._worked_out.get(row)
        if cells is None:
            found = self._known.get(row)
            if found is None:
                return BLANK
            cells = tuple(column.cell(found) for column in self.columns)
            self._worked_out[row] = cells
        return cells[column]

    def _forget_cells(self) -> None:
        self._worked_out.clear()

    def _forget_far_from(self, place: int) -> None:
        if len(self._known) <= MOST_KEPT:
            return
        near = sorted(self._known, key=lambda each: abs(each - place))[: MOST_KEPT // 2]
        self._known = {each: self._known[each] for each in near}
        self._worked_out = {each: self._worked_out[each] for each in near if each in self._worked_out}

    def _uuid(self, row: Any) -> UUID:
        found = self.row_id(row)
        if not isinstance(found, UUID):
            message = f"a windowed list needs UUIDs, not {type(found).__name__}"
            raise TypeError(message)
        return found
