"""Pages of lists in any order of several keys: each goes on behind the last row seen, never by counting.

A key never gives NULL: what may be missing is replaced by its `coalesce` before it is ordered by.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, or_


@dataclass(frozen=True, slots=True)
class SortBy:
    """One key of an order by its name."""

    key: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """The keys of the last row of a page, the id last."""

    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class KeyOrder:
    """Columns with their direction; the last one is unique."""

    columns: tuple[tuple[ColumnElement[Any], bool], ...]

    @classmethod
    def of(
        cls, sorts: Sequence[SortBy], known: dict[str, ColumnElement[Any]], row_id: ColumnElement[Any]
    ) -> "KeyOrder":
        named = [(known[sort.key], sort.descending) for sort in sorts if sort.key in known]
        return cls((*named, (row_id, False)))

    def order_by(self) -> list[ColumnElement[Any]]:
        return [column.desc() if descending else column.asc() for column, descending in self.columns]

    def selected(self) -> list[ColumnElement[Any]]:
        """To be selected at the end of a row, for `mark_of`."""
        return [column.label(f"key_{place}") for place, (column, _descending) in enumerate(self.columns)]

    def mark_of(self, row: Sequence[Any]) -> Mark:
        return Mark(tuple(row)[-len(self.columns) :])

    def behind(self, mark: Mark) -> ColumnElement[bool]:
        """Rows that come after the mark: equal in the first keys, further in the next one."""
        choices = []
        for place, (column, descending) in enumerate(self.columns):
            equal = [
                earlier == value
                for (earlier, _), value in zip(self.columns[:place], mark.values, strict=False)
            ]
            value = mark.values[place]
            choices.append(and_(*equal, column < value if descending else column > value))
        return or_(*choices)
