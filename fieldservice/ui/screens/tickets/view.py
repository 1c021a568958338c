"""The tickets' page: views with their counts above, the list at the left, one ticket at the right."""

from collections.abc import Callable, Hashable, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QMenu, QSplitter, QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.ui.kit.actions import ActionSpec
from fieldservice.ui.kit.buttons import Button, filter_button, icon_button, quiet
from fieldservice.ui.kit.calls import Latest
from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.deferred import Deferred
from fieldservice.ui.kit.fields import TextField
from fieldservice.ui.kit.pages import KeyHint, Page
from fieldservice.ui.kit.painting import Shape
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.screens.tickets import calls
from fieldservice.ui.screens.tickets.acts import Acts
from fieldservice.ui.screens.tickets.detail_side import DetailSide
from fieldservice.ui.screens.tickets.parts import ADD_KEYS, PlanTicket, TicketsParts, concerns
from fieldservice.ui.screens.tickets.printing import Printing
from fieldservice.ui.screens.tickets.ticket_table import TicketTable
from fieldservice.wording import _, ngettext

if TYPE_CHECKING:
    from fieldservice.domain.queries.ticket_detail import TicketDetail
    from fieldservice.domain.queries.ticket_views import ViewCount
    from fieldservice.ui.screens.tickets.detail_panel import DetailPanel
else:  # imported and built behind the first picture
    DetailPanel = Deferred("fieldservice.ui.screens.tickets.detail_panel", "DetailPanel")

Run = Callable[[], object]

_PAUSE_MS = 120
_MINUTE_MS = 60_000
_FURTHER = ("edit", "state", "take", "expect", "write", "visit", "customer", "history", "print")
_SHARES = (58, 42)
_NARROW_SHARES = (54, 46)
_NARROW = 1080


class TicketsView(Page):
    """Open it at a ticket's id (`UUID`), at a `PlanTicket`, at the code of a view (`str`), or at nothing."""

    open_customer_requested = Signal(object)
    new_request_requested = Signal(object)

    def __init__(self, parts: TicketsParts) -> None:
        super().__init__(_("Tickets"), name="tickets")
        self._parts = parts
        self._was_parted = False
        self._counts: Latest[tuple[ViewCount, ...]] = Latest()
        self.acts = Acts(parts, self)
        self.list = TicketTable(parts)
        self._side: DetailSide[DetailPanel] = DetailSide(self._make_detail)
        self.printing = Printing(parts, self)
        self._chips: dict[str, Button] = {}
        self._build_header()
        self._build_body()
        self._declare_actions()
        self._connect()
        self.show_view("mine")

    @property
    def detail(self) -> "DetailPanel":
        """The right half; it is built when somebody asks for it, at the latest after the first picture."""
        return self._side.panel

    def show_view(self, view: str) -> None:
        """Show a saved view: mine, unassigned, overdue, due_soon, vip, waiting, open or closed."""
        if view in self._chips:
            self._chips[view].setChecked(True)
            self._fit_chips()
            self.list.show_view(view, self.filter.text())
            self._count()

    def show_ticket(self, ticket_id: UUID) -> None:
        """Show one ticket, whatever the list shows."""
        self.list.want(ticket_id)
        self.detail.show_ticket(ticket_id)

    def start_orders(self, ticket_id: UUID) -> None:
        """Show the ticket, and the grid that makes its orders."""
        self.show_ticket(ticket_id)
        self.acts.start_orders(ticket_id)

    def open_at(self, argument: Hashable) -> None:
        if isinstance(argument, PlanTicket):
            self.start_orders(argument.ticket_id)
        elif isinstance(argument, UUID):
            self.show_ticket(argument)
        elif isinstance(argument, str):
            self.show_view(argument)
        else:
            self._reload()

    def first_field(self) -> QWidget:
        return self.list.table.view

    def key_hints(self) -> Sequence[KeyHint]:
        return (KeyHint("Return", _("Go into the ticket")), KeyHint(ADD_KEYS, _("Add what was written")))

    def leave(self) -> None:
        if self._side.is_built:
            self.detail.leave()
        self.list.cancel()
        self._counts.cancel()
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
        room = self.width() - self.title.sizeHint().width() - self.filter.minimumWidth() - 9 * gap
        needed = 0
        for chip in self._chips.values():
            needed += chip.sizeHint().width() + gap
            fits = needed <= room - self._more_views.sizeHint().width()
            chip.setVisible(fits or chip.isChecked())
        self._more_views.setVisible(any(chip.isHidden() for chip in self._chips.values()))

    def _on_more_views(self) -> None:
        menu = _menu(self, "viewsMenu")
        for view, chip in self._chips.items():
            if chip.isHidden():
                words = chip.accessibleName() or chip.text()
                menu.addAction(words).triggered.connect(lambda _c=False, view=view: self.show_view(view))
        menu.popup(self._more_views.mapToGlobal(self._more_views.rect().bottomLeft()))

    def _on_splitter_moved(self) -> None:
        """From now on the person's own division holds."""
        self._was_parted = True

    def _build_header(self) -> None:
        group = QButtonGroup(self)
        for view, words, shape, tone in _views():
            chip = filter_button(words, name=f"view_{view}")
            if shape is not Shape.NONE:
                chip.set_mark(shape, tone)
            chip.clicked.connect(lambda _checked=False, view=view: self.show_view(view))
            group.addButton(chip)
            self._chips[view] = chip
            self.add_left(chip)
        self._more_views = quiet(_("More"), name="moreViewsButton")
        self._more_views.clicked.connect(self._on_more_views)
        self._more_views.hide()
        self.add_left(self._more_views)
        self.filter = TextField(name="ticketFilter", placeholder=_("Filter…"))
        self.filter.setAccessibleName(_("Filter the list"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setFixedWidth(current_theme().px(150))
        self.add_right(self.filter)
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(lambda: self.list.show_text(self.filter.text()))

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
        for spec, run in (*self._ticket_actions(), *self._page_actions()):
            actions.add(spec, run, scope=self)

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
            (ActionSpec("tickets.edit", _("Change the ticket…"), "E"), acts.edit),
            (ActionSpec("tickets.state", _("Change the state…"), "S", is_live), acts.change_state),
            (ActionSpec("tickets.take", _("Take the ticket over"), "T", is_live), acts.take_over),
            (ActionSpec("tickets.expect", _("Promise another closing…"), "D", is_live), acts.expect_closing),
        )

    def _page_actions(self) -> tuple[tuple[ActionSpec, Run], ...]:
        return (
            (ActionSpec("tickets.visit", _("Record the visit…"), "V"), self._on_record),
            (ActionSpec("tickets.write", _("Write on the ticket"), "N"), self._on_write),
            (ActionSpec("tickets.filter", _("Filter the list"), "F"), self.filter.setFocus),
            (ActionSpec("tickets.add", _("Add what was written"), ADD_KEYS), self._on_send),
            (
                ActionSpec(
                    "tickets.customer", _("Open the customer"), "K", lambda: self._customer_id is not None
                ),
                self._on_customer,
            ),
            (ActionSpec("tickets.history", _("History of the ticket"), "H"), self._on_history),
            (ActionSpec("tickets.print", _("Print the ticket…")), self._on_print),
            (ActionSpec("tickets.print_order", _("Print the order…")), self._on_print_order),
        )

    def _connect(self) -> None:
        self.list.ticket_selected.connect(self._on_ticket_selected)
        self.list.ticket_activated.connect(self._on_ticket_activated)
        self.list.counted.connect(self._on_counted)
        self.list.empty_button_pressed.connect(self._on_empty_button)
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
        viewer = calls.Viewer(self._parts.user_id, self._parts.now())
        call = self._parts.ops.query(calls.view_counts, viewer)
        self._counts.ask(call).then(self._on_counts, self._on_no_counts)

    def _on_counts(self, counts: "Sequence[ViewCount]") -> None:
        for each in counts:
            chip = self._chips[each.view]
            chip.set_count(each.count)
            if each.is_more:
                chip.setToolTip(_("{count} or more").format(count=each.count))
        self._fit_chips()

    def _on_no_counts(self, error: Exception) -> None:
        """The list says what is wrong; `ops` has logged it."""

    def _on_changed(self, changes: Changes) -> None:
        if concerns(changes):
            self._reload()

    def _on_minute(self) -> None:
        if self.isVisible():
            self._reload()

    def _on_ticket_selected(self, ticket_id: UUID | None) -> None:
        if ticket_id is not None:
            self._side.when_built(lambda detail: detail.show_ticket(ticket_id))

    def _on_ticket_activated(self, ticket_id: UUID) -> None:
        self.detail.show_ticket(ticket_id)
        self.detail.course.orders.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_shown(self, ticket: "TicketDetail") -> None:
        self.reopen_button.setVisible(self.acts.may_reopen)
        self.close_button.setVisible(self.acts.is_live)
        self._parts.services.actions.refresh()
        self.place_changed.emit(ticket.id)

    def _on_counted(self, count: int, has_more: bool) -> None:  # noqa: FBT001 - carried by a signal
        words = ngettext("{count} ticket", "{count} tickets", count).format(count=count)
        self.status_told.emit(_("more than {words}").format(words=words) if has_more else words)

    def _on_empty_button(self) -> None:
        if self.list.view == "open" and not self.filter.text().strip():
            self.new_request_requested.emit(None)
            return
        self.filter.clear()
        self.show_view("open")

    def _on_more_pressed(self) -> None:
        """The rest of the actions in words, with their keys."""
        actions = self._parts.services.actions
        actions.refresh()
        menu = _menu(self, "moreMenu")
        menu.addActions([actions[f"tickets.{name}"] for name in _FURTHER])
        menu.popup(self.more_button.mapToGlobal(self.more_button.rect().bottomLeft()))

    def _on_send(self) -> None:
        self.detail.composer.send()

    def _on_write(self) -> None:
        self.detail.composer.text.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_record(self) -> None:
        self.acts.record_visit(self.detail.course.current_line())

    def _on_print(self) -> None:
        self.printing.print_ticket(self.detail.ticket)

    def _on_print_order(self) -> None:
        self.printing.print_order(self.detail.course.current_line())

    @property
    def _customer_id(self) -> UUID | None:
        ticket = self.acts.ticket
        return None if ticket is None else ticket.place.customer_id

    def _on_customer(self) -> None:
        if self._customer_id is not None:
            self.open_customer_requested.emit(self._customer_id)

    def _on_history(self) -> None:
        self.detail.show_tab(2)


def _menu(parent: QWidget, name: str) -> QMenu:
    menu = QMenu(parent)
    menu.setObjectName(name)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return menu


def _views() -> tuple[tuple[str, str, Shape, Tone], ...]:
    return (
        ("mine", _("Mine"), Shape.NONE, Tone.NEUTRAL),
        ("unassigned", _("Unassigned"), Shape.NONE, Tone.NEUTRAL),
        ("overdue", _("Overdue"), Shape.TRIANGLE, Tone.STOP),
        ("due_soon", _("Within an hour"), Shape.DIAMOND, Tone.CARE),
        ("vip", _("VIP"), Shape.NONE, Tone.NEUTRAL),
        ("waiting", _("Waiting"), Shape.NONE, Tone.NEUTRAL),
        ("open", _("All open"), Shape.NONE, Tone.NEUTRAL),
        ("closed", _("Closed"), Shape.NONE, Tone.NEUTRAL),
    )
