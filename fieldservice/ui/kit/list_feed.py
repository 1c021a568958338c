"""Feeds a windowed table: the first page at once, then the ids of the whole list, then rows as they are seen.

Nothing waits on the window's thread, nothing is fetched by counting rows off: the first page is found by an
index, each further one by the ids of its rows.
"""

from collections.abc import Callable, Sequence
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal

from fieldservice.domain.rules.ordered_ids import OrderedIds
from fieldservice.domain.rules.quick_dataclass import dataclass
from fieldservice.ui.kit.calls import Call, Latest
from fieldservice.ui.kit.tables import DataTable

Row = TypeVar("Row")
Row_co = TypeVar("Row_co", covariant=True)

AHEAD = 60
LARGE_SELECTION = 1_000


class PageOf(Protocol[Row_co]):
    """The beginning of a list; it may carry the `order` of the whole."""

    @property
    def rows(self) -> Sequence[Row_co]: ...

    @property
    def has_more(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Source(Generic[Row]):
    """How a list is asked for: its first page, its ids in order, the rows of some ids."""

    page: Callable[[], Call[Any]]
    order: Callable[[], Call[OrderedIds]]
    rows: Callable[[tuple[UUID, ...]], Call[Any]]


class ListFeed(QObject, Generic[Row]):
    """`shown` when the first page is there (True for a new list), `counted` with the length and whether it is
    the whole; `failed` with the error of whatever could not be read.
    """

    shown = Signal(object, bool)
    counted = Signal(int, bool)
    failed = Signal(object)

    def __init__(self, table: DataTable[Row], source: Source[Row]) -> None:
        super().__init__(table)
        self._table = table
        self._source = source
        self._pages: Latest[PageOf[Row]] = Latest()
        self._order: Call[OrderedIds] | None = None
        self._fetching: dict[tuple[int, int], Call[Any]] = {}
        self._is_whole = False
        self._begins = True
        self._order_wanted = False
        self._list = 0
        self._order_due = QTimer(self, interval=0, singleShot=True)  # after the first page was painted
        self._order_due.timeout.connect(self._ask_order)
        self._sight_due = QTimer(self, interval=0, singleShot=True)
        self._sight_due.timeout.connect(self._fetch_in_sight)
        table.view.in_sight_changed.connect(lambda _first, _last: self._sight_due.start())

    @property
    def is_whole(self) -> bool:
        """Whether all that belongs to the list is known to the table."""
        return self._is_whole

    def begin(self) -> None:
        """Ask for another list."""
        self._begins = True
        self._is_whole = False
        self._list += 1
        self._forget_calls()
        self._ask_page()

    def reload(self) -> None:
        """Ask for the same list again: nothing jumps, the selection stays."""
        if self._begins or self._table.model.rowCount() <= AHEAD or self._is_short():
            self._ask_page()
            return
        self._table.windowed.forget_all_but(*self._table.view.in_sight())
        self._fetch(*self._table.view.in_sight())
        if self._table.selected_count() <= LARGE_SELECTION:  # else it stands still: somebody is about to act
            self._ask_order()

    def cancel(self) -> None:
        self._forget_calls()
        self._sight_due.stop()
        if self._order is not None:
            self._order.cancel()

    def _is_short(self) -> bool:
        model = self._table.windowed
        return self._is_whole and len(model.rows) == model.rowCount()

    def _ask_page(self) -> None:
        self._table.start_loading()
        self._pages.ask(self._source.page()).then(self._on_page, self._on_failed)

    def _on_page(self, page: PageOf[Row]) -> None:
        begins, self._begins = self._begins, False
        self._is_whole = not page.has_more
        self._table.set_rows(page.rows)
        order = getattr(page, "order", None)
        if isinstance(order, OrderedIds):  # what had to be sorted is known whole already
            self._on_order(order, self._list)
        elif page.has_more:
            self._order_due.start()
        self.shown.emit(page, begins)
        self.counted.emit(self._table.model.rowCount(), self._is_whole)

    def _ask_order(self) -> None:
        """One at a time: a slow order must not keep both readers busy."""
        if self._order is not None:
            self._order_wanted = True
            return
        asked_for = self._list
        self._order = self._source.order()
        self._order.finished.connect(self._on_order_over)
        self._order.then(lambda order: self._on_order(order, asked_for), self._on_failed)

    def _on_order_over(self) -> None:
        self._order = None
        if self._order_wanted:
            self._order_wanted = False
            self._ask_order()

    def _on_order(self, order: OrderedIds, asked_for: int) -> None:
        if asked_for != self._list:  # of a list that is no longer shown
            return
        self._is_whole = True
        if order != self._table.windowed.order:
            self._table.show_order(order)
        self._table.show_loaded()
        self.counted.emit(len(order), True)
        self._sight_due.start()

    def _fetch_in_sight(self) -> None:
        first, last = self._table.view.in_sight()
        self._fetch_unknown(first, last)
        self._fetch_unknown(first - AHEAD, last + AHEAD)

    def _fetch_unknown(self, first: int, last: int) -> None:
        span = self._table.windowed.unknown(first, last)
        if span is None or any(begin <= span[0] and span[1] <= end for begin, end in self._fetching):
            return
        self._drop_fetches_far_from(first, last)
        self._fetch(*span)

    def _fetch(self, first: int, last: int) -> None:
        ids = self._table.windowed.order.between(first, last)
        if not ids:
            return
        call = self._source.rows(ids)
        self._fetching[first, last] = call

        def on_rows(rows: Sequence[Row]) -> None:
            self._fetching.pop((first, last), None)
            self._table.windowed.fill(ids, first, rows)
            self._sight_due.start()

        def on_failed(error: Exception) -> None:
            self._fetching.pop((first, last), None)
            self._on_failed(error)

        call.then(on_rows, on_failed)

    def _drop_fetches_far_from(self, first: int, last: int) -> None:
        """While the scroll bar is dragged, what was passed is not read any more."""
        for span in [each for each in self._fetching if each[1] < first - AHEAD or each[0] > last + AHEAD]:
            self._fetching.pop(span).cancel()

    def _forget_calls(self) -> None:
        self._pages.cancel()
        self._order_wanted = False
        self._order_due.stop()
        for call in self._fetching.values():
            call.cancel()
        self._fetching.clear()

    def _on_failed(self, error: Exception) -> None:
        self._table.stop_loading()
        self.failed.emit(error)
