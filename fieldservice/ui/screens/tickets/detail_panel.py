"""The right half: one ticket, loaded off the window's thread; what was there stays until the new one is."""

from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from fieldservice.domain.rules.settle import ClosedBy
from fieldservice.ui.kit.buttons import Button, ButtonKind
from fieldservice.ui.kit.calls import Latest
from fieldservice.ui.kit.cards import Card
from fieldservice.ui.kit.empty import EmptyState, EmptyWords
from fieldservice.ui.kit.loading import LoadingLine
from fieldservice.ui.kit.pages import scrolling
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.kit.toasts import ToastWords
from fieldservice.ui.screens.tickets import calls
from fieldservice.ui.screens.tickets.acts import Acts
from fieldservice.ui.screens.tickets.composer import Composer
from fieldservice.ui.screens.tickets.detail_background import DetailBackground
from fieldservice.ui.screens.tickets.detail_course import DetailCourse
from fieldservice.ui.screens.tickets.detail_head import Banner, DetailFacts, DetailHead
from fieldservice.ui.screens.tickets.detail_history import DetailHistory
from fieldservice.ui.screens.tickets.parts import TicketsParts
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.ticket_detail import TicketDetail

UNDO_KEYS = "Ctrl+Z"


class DetailPanel(QWidget):
    """`shown` carries the `TicketDetail` that was painted; `ticket_requested` an id of another ticket."""

    shown = Signal(object)
    ticket_requested = Signal(object)

    def __init__(self, parts: TicketsParts, acts: Acts) -> None:
        super().__init__()
        self._parts = parts
        self._acts = acts
        self._ticket_id: UUID | None = None
        self._latest: Latest[TicketDetail] = Latest()
        self._reload_due = QTimer(self, interval=0, singleShot=True)
        self._reload_due.timeout.connect(self.reload)
        self.head = DetailHead(parts)
        self.banner = Banner(parts)
        self.facts = DetailFacts(parts)
        self.course = DetailCourse(parts)
        self.background = DetailBackground(parts)
        self.history = DetailHistory(parts)
        self.composer = Composer(parts)
        self.loading = LoadingLine()
        self._lay_out()
        self._connect()
        self.clear()

    @property
    def ticket(self) -> "TicketDetail | None":
        return self._acts.ticket

    def show_ticket(self, ticket_id: UUID | None) -> None:
        if ticket_id is None:
            self.clear()
            return
        self._ticket_id = ticket_id
        self.reload()

    def clear(self) -> None:
        """No ticket is chosen."""
        self.composer.flush()
        self._latest.cancel()
        self._ticket_id = self._acts.ticket = None
        self._pages.setCurrentWidget(self._nothing)

    def reload(self) -> None:
        if self._ticket_id is not None:
            self.loading.start()
            language, now = self._parts.wording.language, self._parts.now()
            call = self._parts.ops.query(calls.detail, self._ticket_id, language, now)
            self._latest.ask(call).then(self._on_ticket, self._on_failed)

    def reload_soon(self) -> None:
        self._reload_due.start()

    def leave(self) -> None:
        self.composer.flush()
        self._latest.cancel()
        self.history.cancel()
        self._reload_due.stop()

    def show_tab(self, place: int) -> None:
        """0 is the course, 1 what stands behind it, 2 the history."""
        self._tabs.button(place).setChecked(True)
        self._on_tab(place)

    def _lay_out(self) -> None:
        self._pages = QStackedWidget()
        self._nothing = EmptyState(
            EmptyWords(_("Choose a ticket to see what belongs to it.")), name="noTicket"
        )
        self._pages.addWidget(self._nothing)
        self._pages.addWidget(self._whole())
        card = Card(padded=False, name="ticketDetail")
        card.add(self.loading)
        card.add(self._pages, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card)

    def _whole(self) -> QWidget:
        whole = QWidget()
        layout = QVBoxLayout(whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._stack = QStackedWidget()
        for part in (self.course, self.background, self.history):
            column = QVBoxLayout()
            column.setContentsMargins(0, 0, 0, 0)
            column.addWidget(part)
            self._stack.addWidget(scrolling(column))
        for widget in (self.head, self.banner, self.facts, self._tab_row()):
            layout.addWidget(widget)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.composer)
        return whole

    def _tab_row(self) -> QWidget:
        theme = current_theme()
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(theme.px(12), theme.px(6), theme.px(12), 0)
        layout.setSpacing(theme.px(4))
        self._tabs = QButtonGroup(row)
        tabs = (
            (_("Course"), "courseTab"),
            (_("Verdict and contract"), "backgroundTab"),
            (_("History"), "historyTab"),
        )
        for place, (words, name) in enumerate(tabs):
            button = Button(words, ButtonKind.BARE, name=name)
            button.setCheckable(True)
            self._tabs.addButton(button, place)
            layout.addWidget(button)
        layout.addStretch(1)
        self._tabs.button(0).setChecked(True)
        self._tabs.idClicked.connect(self._on_tab)
        return row

    def _connect(self) -> None:
        acts, course = self._acts, self.course
        course.record_requested.connect(acts.record_visit)
        course.start_requested.connect(acts.start_visit)
        course.plan_requested.connect(acts.plan_visit)
        course.move_requested.connect(acts.move_visit)
        course.finish_requested.connect(acts.finish_order)
        course.cancel_requested.connect(acts.cancel_order)
        course.reopen_requested.connect(acts.reopen_order)
        self.banner.reopen_pressed.connect(acts.reopen_ticket)
        self.banner.close_pressed.connect(acts.close_ticket)
        self.banner.order_pressed.connect(acts.start_orders)
        self.background.ticket_requested.connect(self.ticket_requested)

    def _on_tab(self, place: int) -> None:
        self._stack.setCurrentIndex(place)
        if place == self._stack.count() - 1:
            self.history.load()

    def _on_ticket(self, ticket: "TicketDetail") -> None:
        before = self._acts.ticket
        self._acts.ticket = ticket
        is_new = before is None or before.id != ticket.id
        self.loading.stop()
        self._pages.setCurrentIndex(1)
        for part in (self.head, self.banner, self.facts, self.background):
            part.show_ticket(ticket)
        self.course.show_ticket(ticket, is_new=is_new)
        self.history.show_ticket(ticket.id)
        self.composer.show_ticket(ticket.id)
        if self._stack.currentIndex() == self._stack.count() - 1:
            self.history.load()
        if not is_new and before is not None:
            self._tell_closing(before, ticket)
        self.shown.emit(ticket)

    def _tell_closing(self, before: "TicketDetail", ticket: "TicketDetail") -> None:
        """A ticket that has just closed itself says so, and with which order."""
        if ticket.closing.closed_by is not ClosedBy.ORDERS or before.state_type.is_terminal:
            return
        finished = [order for order in ticket.orders if order.finished_at == ticket.closing.closed_at]
        last = finished[-1] if finished else ticket.orders[-1]
        words = _("{number} closed itself: last order /{position} done").format(
            number=ticket.number, position=last.position
        )
        self._parts.services.toast(ToastWords(words, _("Undo"), UNDO_KEYS))

    def _on_failed(self, error: Exception) -> None:
        self.loading.stop()
        self._parts.services.errors.show(error, self.reload)
