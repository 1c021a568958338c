"""The left half: a list of tickets of any length, as somebody wishes it, fetched off the window's thread."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QModelIndex, QPoint, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldservice.domain.queries.ticket_rows import TicketWish, Viewer
from fieldservice.domain.rules.ticket_filters import (
    ENDED_VIEWS,
    ListWish,
    SortKey,
    SortName,
    TicketFilter,
    sorted_by,
)
from fieldservice.ui.kit.cards import Card
from fieldservice.ui.kit.empty import EmptyWords
from fieldservice.ui.kit.list_feed import ListFeed, Source
from fieldservice.ui.kit.tables import DataTable
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.screens.tickets import calls, list_calls
from fieldservice.ui.screens.tickets.columns import ListShape, extras_of, shown_columns, ticket_columns
from fieldservice.ui.screens.tickets.parts import TicketsParts
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.ticket_rows import TicketPage, TicketRow

PAGE = 100
COLUMNS_KEPT, WIDTHS_KEPT = "tickets.columns", "tickets.widths"
_TIGHT, _SMALLEST = 400, 300


class TicketTable(QWidget):
    """`ticket_selected` carries an id or None, `counted` the length and whether it is the whole of it;
    `wish_changed` the `ListWish` that is shown from now on, `selection_counted` how many rows are selected.
    """

    ticket_selected = Signal(object)
    ticket_activated = Signal(object)
    counted = Signal(int, bool)
    wish_changed = Signal(object)
    selection_counted = Signal(int)
    menu_requested = Signal(QPoint)
    empty_button_pressed = Signal()

    def __init__(self, parts: TicketsParts) -> None:
        super().__init__()
        self._parts = parts
        self._wish = ListWish("mine", columns=_kept_columns(parts))
        self._text = ""
        self._is_narrow = self._is_tight = self._is_smallest = False
        self._wanted: UUID | None = None
        self._is_anything_open = True
        self.table: DataTable[TicketRow] = DataTable(
            ticket_columns(parts.wording, parts.now, ListShape(chosen=self._wish.columns)),
            name="ticketTable",
            empty=EmptyWords(_("No tickets here.")),
            sorts_itself=False,
            windowed=True,
            title=_("List of tickets"),
        )
        self.table.allow_many()
        self.feed: ListFeed[TicketRow] = ListFeed(
            self.table, Source(self._ask_page, self._ask_order, self._ask_rows)
        )
        self.card = Card(padded=False, name="ticketList")
        self.card.add(self.table, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.card)
        self.setFocusProxy(self.table)
        # One reload for a row of changes: an import or a redo tells many at once.
        self._reload_due = QTimer(self, interval=0, singleShot=True)
        self._reload_due.timeout.connect(self.reload)
        self._selection_due = QTimer(self, interval=0, singleShot=True)
        self._selection_due.timeout.connect(lambda: self.selection_counted.emit(self.table.selected_count()))
        self._connect()

    def _connect(self) -> None:
        view = self.table.view
        self.table.row_selected.connect(self._on_row_selected)
        self.table.row_activated.connect(self._on_row_activated)
        self.table.sort_requested.connect(lambda key, _down: self._on_sorted(key, adds=False))
        self.table.sort_added.connect(lambda key: self._on_sorted(key, adds=True))
        self.table.empty_button_pressed.connect(self.empty_button_pressed)
        self.feed.shown.connect(self._on_shown)
        self.feed.counted.connect(self.counted)
        self.feed.failed.connect(self._on_failed)
        view.selection_changed.connect(self._selection_due.start)
        view.menu_requested.connect(self.menu_requested)
        view.width_chosen.connect(self._on_width_chosen)
        view.set_own_widths(_kept_widths(self._parts))

    @property
    def wish(self) -> ListWish:
        """What is shown, apart from the words typed."""
        return self._wish

    @property
    def view(self) -> str:
        return self._wish.view

    @property
    def text(self) -> str:
        return self._text

    @property
    def columns(self) -> tuple[str, ...]:
        """Keys of the columns that are shown, from left to right."""
        return tuple(column.key for column in self.table.model.columns)

    def selected_id(self) -> UUID | None:
        found = self.table.selected_id()
        return found if isinstance(found, UUID) else None

    def selected_ids(self, most: int | None = None) -> tuple[UUID, ...]:
        return tuple(each for each in self.table.selected_ids(most) if isinstance(each, UUID))

    def show_view(self, view: str, text: str = "") -> None:
        """Show a view of the program's own, narrowed by a text."""
        self.show_list(ListWish(view, columns=_kept_columns(self._parts)), text)

    def show_list(self, wish: ListWish, text: str = "") -> None:
        """Show a list as somebody wished it; without columns of its own it has the person's."""
        self._text = text
        self._take(wish if wish.columns else _with_columns(wish, _kept_columns(self._parts)))
        self.feed.begin()

    def show_text(self, text: str) -> None:
        self._text = text
        self.feed.begin()

    def show_filter(self, chosen: TicketFilter) -> None:
        wish = self._wish
        self._take(ListWish(wish.view, chosen, wish.sorts, wish.columns))
        self.feed.begin()

    def show_sorts(self, sorts: Sequence[SortKey]) -> None:
        wish = self._wish
        self._take(ListWish(wish.view, wish.filter, tuple(sorts), wish.columns))
        self.feed.begin()

    def show_columns(self, columns: Sequence[str]) -> None:
        """From now on the person's own columns; without any the usual ones."""
        self._parts.services.layouts.keep(COLUMNS_KEPT, list(columns))
        self._take(_with_columns(self._wish, tuple(columns)))
        self.feed.reload()

    def want(self, ticket_id: UUID | None) -> None:
        """Select this ticket, now or when the rows come; the first one when it is not among them."""
        self._wanted = ticket_id
        if ticket_id is not None and self.table.select_id(ticket_id):
            self._wanted = None
        elif ticket_id is not None:
            self.table.view.setCurrentIndex(QModelIndex())

    def set_narrow(self, *, narrow: bool) -> None:
        """Show fewer columns while there is little room."""
        if narrow != self._is_narrow:
            self._is_narrow = narrow
            self._shape_columns()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Rather without its state, which the ticket beside tells, than with the due moment out of sight."""
        super().resizeEvent(event)
        theme = current_theme()
        room = self.width() < theme.px(_TIGHT), self.width() < theme.px(_SMALLEST)
        if room != (self._is_tight, self._is_smallest):
            self._is_tight, self._is_smallest = room
            self._shape_columns()

    def reload_soon(self) -> None:
        self._reload_due.start()

    def reload(self) -> None:
        """Ask again: nothing jumps, the selection stays."""
        self.feed.reload()

    def cancel(self) -> None:
        self.feed.cancel()
        self._reload_due.stop()

    def asked(self) -> TicketWish:
        """The list as the database is asked for it, at this moment."""
        parts, wish = self._parts, self._wish
        viewer = Viewer(parts.user_id, parts.now(), parts.wording.zone)
        return TicketWish(
            wish.view,
            viewer,
            parts.wording.language,
            self._text,
            parts.branch,
            wish.filter,
            wish.sorts,
            extras_of(self.columns),
        )

    def _ask_page(self) -> Any:
        return self._parts.ops.query(calls.page, self.asked(), None, PAGE)

    def _ask_order(self) -> Any:
        return self._parts.ops.query(list_calls.ticket_order, self.asked())

    def _ask_rows(self, ids: tuple[UUID, ...]) -> Any:
        return self._parts.ops.query(list_calls.ticket_rows, self.asked(), ids)

    def _take(self, wish: ListWish) -> None:
        self._wish = wish
        self._shape_columns()
        self.wish_changed.emit(wish)

    def _on_shown(self, page: "TicketPage", begins: bool) -> None:  # noqa: FBT001 - carried by a signal
        """A ticket that left the list, as one that closed itself, stays the one shown beside it."""
        del page
        self.table.set_empty_words(self._empty_words())
        if self._wanted is not None and self.table.select_id(self._wanted):
            self._wanted = None
        elif begins and self._wanted is None and self.table.selected_id() is None:
            self.table.select_first()

    def _on_failed(self, error: Exception) -> None:
        self._parts.services.errors.show(error, self.reload)

    def know_open(self, count: int) -> None:
        """How many tickets are open at all; where none is, every empty view says what to do first."""
        if self._is_anything_open != bool(count):
            self._is_anything_open = bool(count)
            self.table.set_empty_words(self._empty_words())

    @property
    def wants_new(self) -> bool:
        """Whether the empty list offers a new request, and not another view."""
        is_bare = self._wish.filter.is_empty and not self._text.strip()
        return is_bare and (self._wish.view == "open" or not self._is_anything_open)

    def _empty_words(self) -> EmptyWords:
        if self._text.strip():
            return EmptyWords(_("No ticket in this view fits these words."), _("Show all open tickets"))
        if not self._wish.filter.is_empty:
            return EmptyWords(_("No ticket in this view fits the filter."), _("Show all open tickets"))
        if self.wants_new:
            return EmptyWords(_("No ticket is open. A new request makes one."), _("New request"))
        return EmptyWords(_("No ticket stands in this view."), _("Show all open tickets"))

    def _shape_columns(self) -> None:
        wish = self._wish
        is_closed = wish.view in ENDED_VIEWS
        shape = ListShape(is_closed, self._is_narrow, self._is_tight, self._is_smallest, wish.columns)
        self.table.set_columns(ticket_columns(self._parts.wording, self._parts.now, shape))
        self.table.mark_sorts([(_column_of(key.name, wish.view), key.descending) for key in self._sorts()])

    def _sorts(self) -> tuple[SortKey, ...]:
        if self._wish.sorts:
            return self._wish.sorts
        is_closed = self._wish.view in ENDED_VIEWS
        return (SortKey(SortName.CLOSED if is_closed else SortName.DUE, descending=is_closed),)

    def _on_row_selected(self, row: "TicketRow | None") -> None:
        del row
        self.ticket_selected.emit(self.selected_id())

    def _on_row_activated(self, row: "TicketRow | None") -> None:
        if row is not None:
            self.ticket_activated.emit(row.id)

    def _on_sorted(self, key: str, *, adds: bool) -> None:
        name = shown_columns()[key].sort
        if name is not None:
            is_closing = name is SortName.DUE and self._wish.view in ENDED_VIEWS
            chosen = SortName.CLOSED if is_closing else name
            self.show_sorts(sorted_by(self._sorts(), chosen, adds=adds))

    def _on_width_chosen(self, key: str, width: int) -> None:
        kept = {**_kept_widths(self._parts), key: width}
        self._parts.services.layouts.keep(WIDTHS_KEPT, kept)


def _column_of(name: SortName, view: str) -> str:
    """The column that is ordered by: of closed tickets the one of deadlines tells when they were closed."""
    return "due" if name is SortName.CLOSED and view in ENDED_VIEWS else name.value


def _with_columns(wish: ListWish, columns: tuple[str, ...]) -> ListWish:
    return ListWish(wish.view, wish.filter, wish.sorts, columns)


def _kept_columns(parts: TicketsParts) -> tuple[str, ...]:
    kept = parts.services.layouts.load(COLUMNS_KEPT)
    known = shown_columns()
    return tuple(key for key in kept if key in known) if isinstance(kept, list) else ()


def _kept_widths(parts: TicketsParts) -> dict[str, int]:
    kept = parts.services.layouts.load(WIDTHS_KEPT)
    if not isinstance(kept, dict):
        return {}
    return {str(key): width for key, width in kept.items() if isinstance(width, int)}
