"""The tickets' page: views with their counts above, the list at the left, one ticket at the right."""

from collections.abc import Callable, Hashable, Sequence
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.ticket_filters import ListWish
from fieldservice.ui.kit.actions import ActionSpec
from fieldservice.ui.kit.buttons import icon_button, quiet
from fieldservice.ui.kit.calls import Latest
from fieldservice.ui.kit.deferred import Deferred
from fieldservice.ui.kit.fields import TextField
from fieldservice.ui.kit.pages import KeyHint, Page
from fieldservice.ui.kit.painted import AfterPaint
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.screens.tickets import calls, list_calls, list_dialogs
from fieldservice.ui.screens.tickets.acts import Acts
from fieldservice.ui.screens.tickets.detail_side import DetailSide
from fieldservice.ui.screens.tickets.last_list import LastList, ListMemory
from fieldservice.ui.screens.tickets.life_actions import further, life_actions
from fieldservice.ui.screens.tickets.list_acts import ListActs
from fieldservice.ui.screens.tickets.list_words import FURTHER_VIEWS, HEADER_VIEWS, MOST_AT_ONCE, length_words
from fieldservice.ui.screens.tickets.menus import BEFORE, BEHIND, LIST_ACTS, OF_A_ROW, menu_of
from fieldservice.ui.screens.tickets.parts import ADD_KEYS, OpenView, PlanTicket, TicketsParts, concerns
from fieldservice.ui.screens.tickets.printing import Printing
from fieldservice.ui.screens.tickets.ticket_table import TicketTable
from fieldservice.ui.screens.tickets.view_bar import ViewBar
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.saved_views import SavedViewRow
    from fieldservice.domain.queries.ticket_detail import TicketDetail
    from fieldservice.domain.queries.ticket_views import ViewCount
    from fieldservice.ui.screens.tickets.bulk_acts import BulkActs
    from fieldservice.ui.screens.tickets.bulk_bar import BulkBar
    from fieldservice.ui.screens.tickets.detail_panel import DetailPanel
    from fieldservice.ui.screens.tickets.filter_bar import FilterBar
else:  # imported and built behind the first picture
    DetailPanel = Deferred("fieldservice.ui.screens.tickets.detail_panel", "DetailPanel")

Run = Callable[[], object]

_PAUSE_MS = 120
_MINUTE_MS = 60_000
ALL_VIEWS = (*HEADER_VIEWS, *FURTHER_VIEWS)
_SHARES = (58, 42)
_NARROW_SHARES = (54, 46)
_NARROW = 1080


class TicketsView(Page):
    """Open it at a ticket's id (`UUID`), at a `PlanTicket`, at the code of a view (`str`), at a list as one
    wishes it (`ListWish`), at a view that somebody made (`OpenView`), or at nothing.
    """

    open_customer_requested = Signal(object)
    new_request_requested = Signal(object)
    open_tray_requested = Signal()

    def __init__(self, parts: TicketsParts) -> None:
        super().__init__(_("Tickets"), name="tickets")
        self._parts = parts
        self._was_parted = False
        self._first_ticket: UUID | None = None
        self._memory = ListMemory(parts.services.layouts)
        self._counts: Latest[tuple[ViewCount, ...]] = Latest()
        self._saved: Latest[tuple[SavedViewRow, ...]] = Latest()
        self._shown: str | UUID = "mine"
        self._wanted_view: UUID | None = None
        self._was_opened = False
        self._is_wanting = False
        self._bulk: BulkBar | None = None
        self._bulk_acts: BulkActs | None = None
        self.acts = Acts(parts, self)
        self.list = TicketTable(parts)
        self._side: DetailSide[DetailPanel] = DetailSide(self._make_detail)
        self.printing = Printing(parts, self)
        self.list_acts = ListActs(parts, self, self.list)
        self._filters: FilterBar | None = None
        self._build_header()
        self._build_body()
        self._declare_actions()
        self._connect()
        self._show_last()

    @property
    def detail(self) -> "DetailPanel":
        """The right half; it is built when somebody asks for it, at the latest after the first picture."""
        return self._side.panel

    def show_view(self, view: str) -> None:
        """Show a view of the program's own: mine, unassigned, overdue, due_soon, vip, waiting, open, closed,
        my_queues, escalated, reopened or problems.
        """
        if view in ALL_VIEWS:
            self._mark(view)
            self.list.show_view(view, self.filter.text())
            self._count()

    def _show_last(self) -> None:
        last = self._memory.recall(ALL_VIEWS)
        self._mark(last.saved or last.wish.view)
        self.filter.set_text(last.text)
        self.list.show_list(last.wish, last.text)
        self._count()

    def _keep_list(self) -> None:
        if self._was_opened:
            self._memory.keep(LastList.of(self._shown, self.list.wish, self.list.text))

    def _on_typed(self) -> None:
        self.list.show_text(self.filter.text())
        self._keep_list()

    def show_list(self, wish: ListWish) -> None:
        """Show a list as somebody wishes it."""
        self._mark(wish.view)
        self.filter.clear()
        self.list.show_list(wish)
        self._count()

    def show_saved(self, view: "SavedViewRow") -> None:
        """Show a view that somebody made."""
        self._mark(view.id)
        self.filter.clear()
        self.list.show_list(view.wish)

    def show_ticket(self, ticket_id: UUID) -> None:
        """Show one ticket, whatever the list shows."""
        self._is_wanting = True
        self.list.want(ticket_id)
        self._is_wanting = False
        self.detail.show_ticket(ticket_id)

    def start_orders(self, ticket_id: UUID) -> None:
        """Show the ticket, and the grid that makes its orders."""
        self.show_ticket(ticket_id)
        self.acts.start_orders(ticket_id)

    def open_at(self, argument: Hashable) -> None:
        if isinstance(argument, PlanTicket):
            self.start_orders(argument.ticket_id)
        elif isinstance(argument, OpenView):
            self._wanted_view = argument.view_id
            self._ask_saved()
        elif isinstance(argument, ListWish):
            self.show_list(argument)
        elif isinstance(argument, UUID) and (self._was_opened or self._side.is_built):
            self.show_ticket(argument)
        elif isinstance(argument, UUID):  # the list is painted first
            self._first_ticket = argument
            self.list.want(argument)
        elif isinstance(argument, str):
            self.show_view(argument)
        elif self._was_opened:  # what it was made with is being asked for already
            self._reload()
        self._was_opened = True

    def first_field(self) -> QWidget:
        return self.list.table.view

    def key_hints(self) -> Sequence[KeyHint]:
        return (KeyHint("Return", _("Go into the ticket")), KeyHint(ADD_KEYS, _("Add what was written")))

    def leave(self) -> None:
        if self._side.is_built:
            self.detail.leave()
        self.list.cancel()
        self.list_acts.leave()
        if self._bulk_acts is not None:
            self._bulk_acts.cancel()
        self._counts.cancel()
        self._saved.cancel()
        self._tick.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < current_theme().px(_NARROW)
        self.list.set_narrow(narrow=is_narrow)
        self._fit_chips()
        if not self._was_parted:
            shares = _NARROW_SHARES if is_narrow else _SHARES
            self._splitter.setSizes([self.width() * share // sum(shares) for share in shares])

    def _fit_chips(self) -> None:
        """Views that find no room beside the title are reached by the last chip."""
        gap = current_theme().px(8)
        right = self.filter.minimumWidth() + self.narrow_button.sizeHint().width() + self.list_button.width()
        self.views.fit(self.width() - self.title.sizeHint().width() - right - 11 * gap)

    def _mark(self, shown: str | UUID) -> None:
        self._shown = shown
        self.views.mark(shown)
        self._fit_chips()

    def _on_more_views(self) -> None:
        below = self.views.more.mapToGlobal(self.views.more.rect().bottomLeft())
        self.list_acts.open_menu(below, self.views.saved)

    def _on_list_menu(self) -> None:
        """What can be done with the list as a whole."""
        actions = self._parts.services.actions
        actions.refresh()
        menu = menu_of(self, "listMenu")
        menu.addActions([actions[f"tickets.{name}"] for name in LIST_ACTS])
        menu.popup(self.list_button.mapToGlobal(self.list_button.rect().bottomLeft()))

    def _on_menu_requested(self, place: QPoint) -> None:
        """The same acts as the keys; of several selected tickets those for many."""
        if self._bulk is not None and self._is_bulk():
            self._bulk.open_menu(place)
            return
        actions = self._parts.services.actions
        actions.refresh()
        menu = menu_of(self, "rowMenu")
        menu.addActions([actions[f"tickets.{name}"] for name in OF_A_ROW])
        menu.addSeparator()
        menu.addActions([actions[f"tickets.{name}"] for name in LIST_ACTS])
        menu.popup(place)

    def _on_splitter_moved(self) -> None:
        """From now on the person's own division holds."""
        self._was_parted = True

    def _build_header(self) -> None:
        self.views = ViewBar()
        self.views.view_chosen.connect(self.show_view)
        self.views.saved_chosen.connect(self.show_saved)
        self.views.more_requested.connect(self._on_more_views)
        self.add_left(self.views)
        self.filter = TextField(name="ticketFilter", placeholder=_("Filter…"))
        self.filter.setAccessibleName(_("Filter the list"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setFixedWidth(current_theme().px(150))
        self.narrow_button = quiet(_("Filter"), name="filterByButton")
        self.narrow_button.setToolTip(_("Filter by fields…"))
        self.list_button = icon_button("sliders-horizontal", _("Columns, order, export"), name="listButton")
        self.list_button.clicked.connect(self._on_list_menu)
        self.add_right(self.filter, self.narrow_button, self.list_button)
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._on_typed)

    def _build_body(self) -> None:
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setObjectName("ticketSplitter")
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(16)
        self._splitter.addWidget(self.list)
        self._splitter.addWidget(self._side)
        for place, share in enumerate(_SHARES):
            self._splitter.setStretchFactor(place, share)
        self._splitter.splitterMoved.connect(self._on_splitter_moved)
        self.body.addWidget(self._splitter, 1)

    def _make_detail(self) -> "DetailPanel":
        detail = DetailPanel(self._parts, self.acts)
        self._add_buttons(detail)
        detail.shown.connect(self._on_shown)
        detail.ticket_requested.connect(self.show_ticket)
        detail.course.print_requested.connect(self.printing.print_order)
        return detail

    def _add_buttons(self, detail: "DetailPanel") -> None:
        self.order_button = quiet(_("Order"), name="orderButton")
        self.close_button = quiet(_("Close…"), name="closeButton")
        self.reopen_button = quiet(_("Reopen…"), name="reopenButton")
        self.more_button = icon_button("dots-three", _("What else can be done"), name="moreButton")
        self.more_button.clicked.connect(self._on_more_pressed)
        for button, action_id in (
            (self.order_button, "tickets.order"),
            (self.close_button, "tickets.close"),
            (self.reopen_button, "tickets.reopen"),
        ):
            words = button.text()
            button.follow(self._parts.services.actions[action_id])
            button.setText(words)
        detail.head.add_buttons(self.order_button, self.close_button, self.reopen_button, self.more_button)

    def _declare_actions(self) -> None:
        actions = self._parts.services.actions
        for spec, run in (*self._ticket_actions(), *self._page_actions(), *self.list_acts.actions()):
            actions.add(spec, run, scope=self)
        self.narrow_button.clicked.connect(actions["tickets.filter_by"].trigger)

    def _ticket_actions(self) -> tuple[tuple[ActionSpec, Run], ...]:
        acts = self.acts

        def is_live() -> bool:
            return acts.is_live

        return (
            (ActionSpec("tickets.order", _("Make orders"), "O", lambda: acts.may_order), acts.start_orders),
            (ActionSpec("tickets.close", _("Close the ticket…"), "C", is_live), acts.close_ticket),
            (
                ActionSpec("tickets.reopen", _("Reopen the ticket…"), "R", lambda: acts.may_reopen),
                acts.reopen_ticket,
            ),
            *life_actions(acts, with_branches=self._parts.branch_id is not None),
            (ActionSpec("tickets.edit", _("Change the ticket…"), "E", self._has_ticket), acts.edit),
            (ActionSpec("tickets.state", _("Change the state…"), "S", is_live), acts.change_state),
            (ActionSpec("tickets.expect", _("Promise another closing…"), "D", is_live), acts.expect_closing),
        )

    def _page_actions(self) -> tuple[tuple[ActionSpec, Run], ...]:
        shown, named = self._has_ticket, self._has_customer
        return (
            (ActionSpec("tickets.visit", _("Record the visit…"), "V", shown), self._on_record),
            (ActionSpec("tickets.write", _("Write on the ticket"), "N", shown), self._on_write),
            (ActionSpec("tickets.filter", _("Filter the list"), "F"), self.filter.setFocus),
            (
                ActionSpec("tickets.bulk", _("Change the selected tickets…"), "X", self._is_bulk),
                self._on_bulk,
            ),
            (ActionSpec("tickets.add", _("Add what was written"), ADD_KEYS, shown), self._on_send),
            (ActionSpec("tickets.customer", _("Open the customer"), "K", named), self._on_customer),
            (ActionSpec("tickets.history", _("History of the ticket"), "H", shown), self._on_history),
            (ActionSpec("tickets.print", _("Print the ticket…"), "", shown), self._on_print),
            (ActionSpec("tickets.print_order", _("Print the order…"), "", shown), self._on_print_order),
        )

    def _connect(self) -> None:
        self.list.ticket_selected.connect(self._on_ticket_selected)
        self.acts.ticket_requested.connect(self.show_ticket)
        self.list.ticket_activated.connect(self._on_ticket_activated)
        self.list.counted.connect(self._on_counted)
        self.list.empty_button_pressed.connect(self._on_empty_button)
        self.list.wish_changed.connect(self._on_wish_changed)
        self.list.selection_counted.connect(self._on_selection_counted)
        self.list.menu_requested.connect(self._on_menu_requested)
        self.list_acts.view_wanted.connect(self.show_view)
        self.list_acts.saved_wanted.connect(self.show_saved)
        self.list_acts.list_wanted.connect(self.show_list)
        self.list_acts.parked_wanted.connect(self.open_tray_requested)
        self.list_acts.views_changed.connect(self._ask_saved)
        self.printing.printed.connect(self.status_told)
        self.filter.edited.connect(self._pause.start)
        self._parts.notifier.changed.connect(self._on_changed)
        self._tick = QTimer(self, interval=_MINUTE_MS)
        self._tick.timeout.connect(self._on_minute)
        self._tick.start()

    def _reload(self) -> None:
        self.list.reload_soon()
        if self._side.is_built:
            self.detail.reload_soon()
        self._count()

    def _count(self) -> None:
        viewer = calls.Viewer(self._parts.user_id, self._parts.now(), self._parts.wording.zone)
        call = self._parts.ops.query(calls.view_counts, viewer, ALL_VIEWS)
        self._counts.ask(call).then(self._on_counts, self._on_no_counts)
        self._ask_saved()

    def _ask_saved(self) -> None:
        viewer = calls.Viewer(self._parts.user_id, self._parts.now(), self._parts.wording.zone)
        self._saved.ask(self._parts.ops.query(list_calls.saved_views, viewer)).then(
            self._on_saved, self._on_no_counts
        )

    def _on_counts(self, counts: "Sequence[ViewCount]") -> None:
        self.views.show_counts(counts)
        self.list.know_open(next((each.count for each in counts if each.view == "open"), 0))
        self._fit_chips()

    def _on_saved(self, views: "Sequence[SavedViewRow]") -> None:
        self.views.show_saved(views)
        self.views.mark(self._shown)
        wanted = next((view for view in views if view.id == self._wanted_view), None)
        self._wanted_view = None
        if wanted is not None:
            self.show_saved(wanted)
        self._fit_chips()

    def _on_no_counts(self, error: Exception) -> None:
        """The list says what is wrong; `ops` has logged it."""

    def _on_wish_changed(self, wish: ListWish) -> None:
        if self._filters is None and not wish.filter.is_empty:
            self._filters = self.list_acts.make_bar()
            self.body.insertWidget(0, self._filters)
        self.list_acts.show_chips(wish.filter)
        self._keep_list()
        self._parts.services.actions.refresh()

    def _on_selection_counted(self, count: int) -> None:
        """Several tickets are changed at once, from a bar below the list."""
        if self._bulk is None and count > 1:
            self._bulk = list_dialogs.BulkBar(self._parts.wording)
            self._bulk.clear_requested.connect(self._on_select_none)
            self._bulk.act_requested.connect(self._on_bulk_act)
            self.list.card.add(self._bulk)
        self._parts.services.actions.refresh()
        if self._bulk is not None:
            self._bulk.setVisible(count > 1)
            self._bulk.show_count(count)

    def _on_bulk_act(self, name: str) -> None:
        if self._bulk_acts is None:
            self._bulk_acts = list_dialogs.BulkActs(self._parts, self)
        self._bulk_acts.act(name, self.list.selected_ids(MOST_AT_ONCE))

    def _on_bulk(self) -> None:
        if self._bulk is not None and self._bulk.isVisible():
            self._bulk.open_menu()

    def _is_bulk(self) -> bool:
        return self.list.table.selected_count() > 1

    def _on_select_none(self) -> None:
        self.list.table.view.clearSelection()
        self.first_field().setFocus()

    def _on_changed(self, changes: Changes) -> None:
        if concerns(changes):
            self._reload()

    def _on_minute(self) -> None:
        if self.isVisible():
            self._reload()

    def _on_ticket_selected(self, ticket_id: UUID | None) -> None:
        """Beside stands what the desk begins with, whatever the list selects for want of it."""
        if ticket_id is not None and not self._is_wanting:
            wanted, self._first_ticket = self._first_ticket or ticket_id, None
            self._side.when_built(lambda detail: detail.show_ticket(wanted))

    def _on_ticket_activated(self, ticket_id: UUID) -> None:
        self.detail.show_ticket(ticket_id)
        self.detail.course.orders.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_shown(self, ticket: "TicketDetail") -> None:
        self.reopen_button.setVisible(self.acts.may_reopen)
        self.close_button.setVisible(self.acts.is_live)
        self._parts.services.actions.refresh()
        self.place_changed.emit(ticket.id)

    def _on_counted(self, count: int, is_whole: bool) -> None:  # noqa: FBT001 - carried by a signal
        """How long the list is, once its rows are seen: numbers are written by a library of languages."""
        if not count and self._first_ticket is not None:
            self._on_ticket_selected(self._first_ticket)
        tell = partial(self._tell_length, count, is_whole=is_whole)
        if self.isVisible():
            AfterPaint(self, tell)
        else:
            tell()

    def _tell_length(self, count: int, *, is_whole: bool) -> None:
        words = length_words(count, self._parts.wording)
        self.status_told.emit(words if is_whole else _("more than {words}").format(words=words))

    def _on_empty_button(self) -> None:
        if self.list.wants_new:
            self.new_request_requested.emit(None)
            return
        self.filter.clear()
        self.show_view("open")

    def _on_more_pressed(self) -> None:
        """The rest of the actions in words, with their keys."""
        actions = self._parts.services.actions
        actions.refresh()
        menu = menu_of(self, "moreMenu")
        names = (*BEFORE, *further(with_branches=self._parts.branch_id is not None), *BEHIND)
        menu.addActions([actions[f"tickets.{name}"] for name in names])
        menu.popup(self.more_button.mapToGlobal(self.more_button.rect().bottomLeft()))

    def _on_send(self) -> None:
        self.detail.send()

    def _on_write(self) -> None:
        self.detail.composer.start()

    def _on_record(self) -> None:
        self.acts.record_visit(self.detail.course.current_line())

    def _on_print(self) -> None:
        self.printing.print_ticket(self.detail.ticket)

    def _on_print_order(self) -> None:
        self.printing.print_order(self.detail.course.current_line())

    def _has_ticket(self) -> bool:
        return self.acts.ticket is not None

    def _has_customer(self) -> bool:
        return self.acts.ticket is not None and self.acts.ticket.place.customer_id is not None

    def _on_customer(self) -> None:
        if self.acts.ticket is not None and self._has_customer():
            self.open_customer_requested.emit(self.acts.ticket.place.customer_id)

    def _on_history(self) -> None:
        self.detail.show_tab(2)
