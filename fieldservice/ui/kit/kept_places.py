"""What was selected and in sight in a table, kept by id while its rows are put in anew."""

from collections.abc import Hashable, Iterable, Sequence
from typing import Any

from fieldservice.domain.rules.quick_dataclass import dataclass
from fieldservice.ui.kit.table_model import TableModel
from fieldservice.ui.kit.table_view import RowsView

FEW = 20
MOST_KEPT = 1_000
"""A larger selection is kept only when it was everything."""


@dataclass(frozen=True, slots=True)
class KeptPlaces:
    """Ids with the places where they stood. `top` is the uppermost row in sight; `is_all`: every row was
    selected.
    """

    selected: tuple[tuple[Hashable, int], ...]
    current: Hashable | None
    top: tuple[int, Hashable] | None
    is_all: bool

    @classmethod
    def of(cls, view: RowsView, model: TableModel[Any]) -> "KeptPlaces":
        spans, length = view.selected_spans(), model.rowCount()
        count = sum(map(len, spans))
        is_all = count == length > 1
        places = [place for span in spans for place in span] if count <= MOST_KEPT else []
        current = view.currentIndex()
        top = view.in_sight()[0]
        return cls(
            tuple((model.id_at(place), place) for place in places),
            model.id_at(current.row()) if current.isValid() and current.row() < length else None,
            (top, model.id_at(top)) if top < length else None,
            is_all,
        )

    def restore(self, view: RowsView, model: TableModel[Any]) -> bool:
        """Select the same again, and scroll so that nothing jumps; whether the current row is still there."""
        current = None if self.current is None else model.position_of(self.current)
        if self.is_all:
            spans: Sequence[range] = [range(model.rowCount())] if model.rowCount() else []
        else:
            hint = len(self.selected) > FEW
            places = (model.position_of(each, near if hint else None) for each, near in self.selected)
            spans = _joined(place for place in places if place is not None)
        if spans or current is not None:
            view.select_spans(spans, current)
        self._scroll(view, model)
        return current is not None

    def _scroll(self, view: RowsView, model: TableModel[Any]) -> None:
        """A list that is looked at from its top stays at its top, so that what is new there is seen."""
        if self.top is None or self.top[0] == 0:
            return
        place = model.position_of(self.top[1])
        bar = view.verticalScrollBar()
        view.updateGeometries()
        bar.setValue(min(bar.maximum(), self.top[0] if place is None else place))


def _joined(places: Iterable[int]) -> list[range]:
    """Neighbouring places as one span."""
    spans: list[range] = []
    for place in sorted(places):
        if spans and spans[-1].stop == place:
            spans[-1] = range(spans[-1].start, place + 1)
        else:
            spans.append(range(place, place + 1))
    return spans
