"""The left half: the list of one view, fetched page by page behind the last row, off the window's thread."""

from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QModelIndex, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldservice.domain.queries.ticket_rows import TicketWish, Viewer
from fieldservice.domain.rules.ticket_filters import SortKey, SortName
from fieldservice.ui.kit.calls import Latest
from fieldservice.ui.kit.cards import Card
from fieldservice.ui.kit.empty import EmptyWords
from fieldservice.ui.kit.tables import DataTable
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.screens.tickets import calls
from fieldservice.ui.screens.tickets.columns import ListShape, set_columns, ticket_columns
from fieldservice.ui.screens.tickets.parts import TicketsParts
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.ticket_rows import PageKey, TicketPage, TicketRow

_PAGE = 100
_TIGHT = 400
_LONGEST_RELOAD = 1_000


class TicketTable(QWidget):
    """`ticket_selected` carries an id or None, `counted` how many rows are there and whether more follow."""

    ticket_selected = Signal(object)
    ticket_activated = Signal(object)
    counted = Signal(int, bool)
    empty_button_pressed = Signal()

    def __init__(self, parts: TicketsParts) -> None:
        super().__init__()
        self._parts = parts
        self._view = "mine"
        self._text = ""
        self._sort: tuple[str, bool] | None = None
        self._next: PageKey | None = None
        self._is_narrow = self._is_tight = False
        self._wanted: UUID | None = None
        self._begins_anew = True
        self._latest: Latest[TicketPage] = Latest()
        self.table: DataTable[TicketRow] = DataTable(
            ticket_columns(parts.wording, parts.now, ListShape()),
            name="ticketTable",
            empty=EmptyWords(_("No tickets here.")),
            sorts_itself=False,
        )
        card = Card(padded=False, name="ticketList")
        card.add(self.table, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card)
        self.setFocusProxy(self.table)
        # One reload for a row of changes: an import or a redo tells many at once.
        self._reload_due = QTimer(self, interval=0, singleShot=True)
        self._reload_due.timeout.connect(self.reload)
        self.table.row_selected.connect(self._on_row_selected)
        self.table.row_activated.connect(lambda row: self.ticket_activated.emit(row.id))
        self.table.sort_requested.connect(self._on_sort_requested)
        self.table.more_requested.connect(self._on_more_requested)
        self.table.empty_button_pressed.connect(self.empty_button_pressed)

    @property
    def view(self) -> str:
        return self._view

    def selected_id(self) -> UUID | None:
        row = self.table.selected_row()
        return None if row is None else row.id

    def show_view(self, view: str, text: str = "") -> None:
        """Ask for the first page of a view, narrowed by a text."""
        self._view, self._text = view, text
        self._sort = None
        self._begins_anew = True
        self._shape_columns()
        self._ask(_PAGE)

    def show_text(self, text: str) -> None:
        self._text = text
        self._begins_anew = True
        self._ask(_PAGE)

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
        is_tight = self.width() < current_theme().px(_TIGHT)
        if is_tight != self._is_tight:
            self._is_tight = is_tight
            self._shape_columns()

    def reload_soon(self) -> None:
        self._reload_due.start()

    def reload(self) -> None:
        """Ask again for as many rows as are there: nothing jumps, the selection stays."""
        rows = len(self.table.model.rows)
        self._ask(min(max(rows, _PAGE), _LONGEST_RELOAD))

    def cancel(self) -> None:
        self._latest.cancel()
        self._reload_due.stop()

    def _ask(self, limit: int) -> None:
        self.table.start_loading()
        call = self._parts.ops.query(calls.page, self._wish(), None, limit)
        self._latest.ask(call).then(self._on_page, self._on_failed)

    def _wish(self) -> TicketWish:
        sorts: tuple[SortKey, ...] = ()
        if self._sort is not None:
            is_closing = self._sort[0] == "due" and self._view == "closed"
            name = SortName.CLOSED if is_closing else SortName(self._sort[0])
            sorts = (SortKey(name, self._sort[1]),)
        parts = self._parts
        language, branch = parts.wording.language, parts.branch
        viewer = Viewer(parts.user_id, parts.now())
        return TicketWish(self._view, viewer, language, self._text, branch, sorts=sorts)

    def _on_page(self, page: "TicketPage") -> None:
        """A ticket that left the list, as one that closed itself, stays the one shown beside it."""
        begins = self._begins_anew or not self.table.model.rowCount()
        self._begins_anew = False
        self._next = page.next
        self.table.set_empty_words(self._empty_words())
        self.table.set_rows(page.rows, has_more=page.next is not None)
        if self._wanted is not None and self.table.select_id(self._wanted):
            self._wanted = None
        elif begins and self._wanted is None and self.table.selected_row() is None:
            self.table.select_first()
        self._tell_count()

    def _on_more(self, page: "TicketPage") -> None:
        self._next = page.next
        self.table.append_rows(page.rows, has_more=page.next is not None)
        self._tell_count()

    def _on_failed(self, error: Exception) -> None:
        self.table.stop_loading()
        self._parts.services.errors.show(error, self.reload)

    def _tell_count(self) -> None:
        self.counted.emit(len(self.table.model.rows), self._next is not None)

    def _empty_words(self) -> EmptyWords:
        if self._text.strip():
            return EmptyWords(_("No ticket in this view fits these words."), _("Show all open tickets"))
        if self._view == "open":
            return EmptyWords(_("No ticket is open. A new request makes one."), _("New request"))
        return EmptyWords(_("No ticket stands in this view."), _("Show all open tickets"))

    def _shape_columns(self) -> None:
        shape = ListShape(closed=self._view == "closed", narrow=self._is_narrow, tight=self._is_tight)
        columns = ticket_columns(self._parts.wording, self._parts.now, shape)
        set_columns(self.table, columns)
        self._mark_sorted()

    def _mark_sorted(self) -> None:
        key, descending = self._sort or ("due", self._view == "closed")
        self.table.mark_sorted(key, descending=descending)

    def _on_row_selected(self, row: "TicketRow | None") -> None:
        self.ticket_selected.emit(None if row is None else row.id)

    def _on_sort_requested(self, key: str, descending: bool) -> None:  # noqa: FBT001 - carried by a signal
        self._sort = (key, descending)
        self._mark_sorted()
        self._ask(_PAGE)

    def _on_more_requested(self) -> None:
        if self._next is not None:
            self.table.start_loading()
            call = self._parts.ops.query(calls.page, self._wish(), self._next, _PAGE)
            self._latest.ask(call).then(self._on_more, self._on_failed)
