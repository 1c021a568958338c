"""The course of a ticket: what was said and done as one time line, and the orders with what can be done."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QVBoxLayout, QWidget

from fieldservice.domain.rules.order_states import (
    ORDER_TRANSITIONS,
    VISIT_TRANSITIONS,
    OrderAction,
    VisitAction,
)
from fieldservice.ui.kit.booking_words import booked_twice_words
from fieldservice.ui.kit.buttons import Button, icon_button, quiet
from fieldservice.ui.kit.cells import Column
from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.empty import EmptyWords
from fieldservice.ui.kit.flow import Flow
from fieldservice.ui.kit.labels import Look, label, set_tone
from fieldservice.ui.kit.tables import DataTable
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.kit.timeline import Timeline
from fieldservice.ui.screens.tickets.columns import OrderLine, order_columns, order_lines
from fieldservice.ui.screens.tickets.detail_head import closing_words
from fieldservice.ui.screens.tickets.detail_said import DetailSaid
from fieldservice.ui.screens.tickets.parts import TicketsParts
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.orders import VisitRow
    from fieldservice.domain.queries.ticket_detail import TicketDetail

_NARROW = 560
_BEHIND = frozenset({"move", "finish", "print", "cancel"})


class DetailCourse(QWidget):
    """Wishes are signals that carry the `OrderLine` on which the keyboard stands."""

    record_requested = Signal(object)
    start_requested = Signal(object)
    move_requested = Signal(object)
    plan_requested = Signal(object)
    finish_requested = Signal(object)
    print_requested = Signal(object)
    cancel_requested = Signal(object)
    reopen_requested = Signal(object)

    def __init__(self, parts: TicketsParts) -> None:
        super().__init__()
        self._parts = parts
        self._ticket: TicketDetail | None = None
        theme = current_theme()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(16), theme.px(12), theme.px(16), theme.px(12))
        layout.setSpacing(theme.px(12))
        self.said = DetailSaid(parts)
        self.orders = OrdersTable(order_columns(parts.wording, parts.now))
        self._sentence = label("", Look.MUTED, wraps=True)
        self._sentence.setObjectName("closingSentence")
        self._twice = label("", wraps=True)
        self._twice.setObjectName("bookedTwice")
        set_tone(self._twice, Tone.CARE)
        for widget in (self.orders, self._twice, self._order_buttons(), self._sentence, self.said):
            layout.addWidget(widget)
        layout.addStretch(1)
        self.orders.row_selected.connect(self._refresh_buttons)
        self.orders.row_activated.connect(self._on_row_activated)

    def show_ticket(self, ticket: "TicketDetail", *, is_new: bool) -> None:
        self._ticket = ticket
        self.said.show_ticket(ticket, is_new=is_new)
        self.orders.set_rows(order_lines(ticket.orders))
        self.orders.setVisible(bool(ticket.orders))
        if is_new or self.orders.selected_row() is None:
            self._select_next()
        self._twice.setText("\n".join(twice_words(ticket, self._parts)))
        self._twice.setVisible(bool(self._twice.text()))
        self._sentence.setText(closing_words(ticket, self._parts))
        self._sentence.setVisible(bool(self._sentence.text()))
        self._refresh_buttons()

    def _select_next(self) -> None:
        """Stand on what is to be done next, else on the last that was done."""
        lines = self.orders.model.rows
        open_lines = [line for line in lines if not line.order.state.is_terminal]
        if lines:
            self.orders.select_id((open_lines or lines[-1:])[0].id)

    @property
    def timeline(self) -> Timeline:
        return self.said.timeline

    def current_line(self) -> OrderLine | None:
        return self.orders.selected_row()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < current_theme().px(_NARROW)
        self.orders.set_columns(order_columns(self._parts.wording, self._parts.now, narrow=is_narrow))

    def _order_buttons(self) -> Flow:
        """What is mostly done next stands as buttons, the rest behind the last of them."""
        self._buttons: dict[str, Button] = {}
        row = self._flow = Flow()
        for name, words in self._wishes().items():
            if name not in _BEHIND:
                button = quiet(words, name=f"{name}OrderButton")
                button.clicked.connect(lambda _checked=False, name=name: self._wish(name))
                self._buttons[name] = button
                row.add(button)
        self._more = icon_button(
            "dots-three", _("What else can be done with the order"), name="moreOrderButton"
        )
        self._more.clicked.connect(self._on_more)
        row.add(self._more)
        return row

    def _wishes(self) -> dict[str, str]:
        return {
            "record": _("Record…"),
            "start": _("Start"),
            "plan": _("Plan a visit…"),
            "move": _("Move…"),
            "finish": _("Finish order…"),
            "print": _("Print order…"),
            "cancel": _("Cancel order…"),
            "reopen": _("Reopen order…"),
        }

    def _wish(self, name: str) -> None:
        wishes = {
            "record": self.record_requested,
            "start": self.start_requested,
            "plan": self.plan_requested,
            "move": self.move_requested,
            "finish": self.finish_requested,
            "print": self.print_requested,
            "cancel": self.cancel_requested,
            "reopen": self.reopen_requested,
        }
        wishes[name].emit(self.current_line())

    def order_menu(self) -> QMenu:
        """What else can be done with the order, in words."""
        menu = QMenu(self)
        menu.setObjectName("moreOrderMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        possible = possible_wishes(self.current_line())
        for name, words in self._wishes().items():
            if name in possible and name in _BEHIND:
                act = menu.addAction(words)
                act.setObjectName(f"{name}OrderAction")
                act.triggered.connect(lambda _checked=False, name=name: self._wish(name))
        return menu

    def _on_more(self) -> None:
        self.order_menu().popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    def _refresh_buttons(self, _row: object = None) -> None:
        line = self.current_line()
        possible = possible_wishes(line)
        is_over = line is not None and line.visit is not None and line.visit.outcome is not None
        self._buttons["record"].setText(_("Correct…") if is_over else _("Record…"))
        for name, button in self._buttons.items():
            button.setVisible(name in possible)
        self._more.setVisible(bool(_BEHIND & possible))
        self._flow.arrange()

    def _on_row_activated(self, line: OrderLine) -> None:
        possible = possible_wishes(line)
        if "record" in possible:
            self.record_requested.emit(line)
        elif "plan" in possible:
            self.plan_requested.emit(line)


class OrdersTable(DataTable[OrderLine]):
    """As high as its rows: the page scrolls, not the table in it."""

    def __init__(self, columns: Sequence[Column[OrderLine]]) -> None:
        super().__init__(
            columns,
            name="ordersTable",
            empty=EmptyWords(_("No order yet.")),
            two_lines=True,
            sorts_itself=False,
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def set_rows(self, rows: Sequence[OrderLine], *, has_more: bool = False) -> None:
        super().set_rows(rows, has_more=has_more)
        self.setFixedHeight(self.sizeHint().height())

    def sizeHint(self) -> QSize:
        header = self.view.horizontalHeader().height()
        rows = self.model.rowCount() * self.view.verticalHeader().defaultSectionSize()
        return QSize(super().sizeHint().width(), header + rows + current_theme().px(6))


def twice_words(ticket: "TicketDetail", parts: TicketsParts) -> list[str]:
    """A line for each visit whose technician another branch has booked for the same time."""
    visits = [visit for order in ticket.orders for visit in order.visits]
    return [booked_twice_words(each, parts.wording) for visit in visits for each in visit.booked_twice]


def possible_wishes(line: OrderLine | None) -> frozenset[str]:
    """What the rules allow for the order and the visit of a line."""
    if line is None:
        return frozenset()
    permits = ORDER_TRANSITIONS.permits
    wishes = {
        name
        for name, action in (
            ("plan", OrderAction.PLAN_VISIT),
            ("finish", OrderAction.FINISH),
            ("cancel", OrderAction.CANCEL),
            ("reopen", OrderAction.REOPEN),
        )
        if permits(line.order.state, action)
    }
    return frozenset({"print"} | wishes | _visit_wishes(line.visit))


def _visit_wishes(visit: "VisitRow | None") -> set[str]:
    if visit is None:
        return set()
    permits = VISIT_TRANSITIONS.permits
    wishes = {
        name
        for name, action in (("start", VisitAction.START), ("move", VisitAction.MOVE))
        if permits(visit.state, action)
    }
    return wishes | {"record"}
