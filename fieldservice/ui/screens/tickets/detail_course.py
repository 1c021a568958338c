"""The course of a ticket: what was said and done as one time line, and the orders with what can be done."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from fieldservice.domain.rules.order_states import (
    ORDER_TRANSITIONS,
    VISIT_TRANSITIONS,
    OrderAction,
    VisitAction,
)
from fieldservice.ui.kit.buttons import Button, ButtonKind, quiet
from fieldservice.ui.kit.cells import Column
from fieldservice.ui.kit.empty import EmptyWords
from fieldservice.ui.kit.flow import Flow
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.tables import DataTable
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.kit.timeline import Timeline, TimelineEntry
from fieldservice.ui.screens.tickets.columns import OrderLine, order_columns, order_lines, set_columns
from fieldservice.ui.screens.tickets.detail_head import closing_words
from fieldservice.ui.screens.tickets.parts import TicketsParts
from fieldservice.ui.screens.tickets.words import minutes_words, when_words
from fieldservice.wording import _, ngettext

if TYPE_CHECKING:
    from fieldservice.domain.queries.orders import OrderRow, VisitRow
    from fieldservice.domain.queries.ticket_detail import ArticleRow, TicketDetail

_SHOWN_AT_FIRST = 6
_NARROW = 560
_QUOTED = frozenset({"call", "email", "sms"})


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
        self._shows_all = False
        theme = current_theme()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(16), theme.px(12), theme.px(16), theme.px(12))
        layout.setSpacing(theme.px(12))
        self.timeline = Timeline(name="ticketTimeline")
        self._more = Button("", ButtonKind.BARE, name="timelineMoreButton")
        self._more.clicked.connect(self._on_more_pressed)
        self.orders = OrdersTable(order_columns(parts.wording, parts.now))
        self._sentence = label("", Look.MUTED, wraps=True)
        self._sentence.setObjectName("closingSentence")
        for widget in (self.timeline, self._more, self.orders):
            layout.addWidget(widget)
        layout.addWidget(self._order_buttons())
        layout.addWidget(self._sentence)
        layout.addStretch(1)
        self.orders.row_selected.connect(self._refresh_buttons)
        self.orders.row_activated.connect(self._on_row_activated)

    def show_ticket(self, ticket: "TicketDetail", *, is_new: bool) -> None:
        self._ticket = ticket
        self._shows_all = self._shows_all and not is_new
        self._show_entries()
        self.orders.set_rows(order_lines(ticket.orders))
        self.orders.setVisible(bool(ticket.orders))
        if is_new or self.orders.selected_row() is None:
            self._select_next()
        self._sentence.setText(closing_words(ticket, self._parts))
        self._sentence.setVisible(bool(self._sentence.text()))
        self._refresh_buttons()

    def _select_next(self) -> None:
        """Stand on what is to be done next, else on the last that was done."""
        lines = self.orders.model.rows
        open_lines = [line for line in lines if not line.order.state.is_terminal]
        if lines:
            self.orders.select_id((open_lines or lines[-1:])[0].id)

    def current_line(self) -> OrderLine | None:
        return self.orders.selected_row()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < current_theme().px(_NARROW)
        set_columns(self.orders, order_columns(self._parts.wording, self._parts.now, narrow=is_narrow))

    def _order_buttons(self) -> Flow:
        self._buttons: dict[str, Button] = {}
        row = self._flow = Flow()
        for name, words, wish in (
            ("record", _("Record…"), self.record_requested),
            ("start", _("Start"), self.start_requested),
            ("plan", _("Plan a visit…"), self.plan_requested),
            ("move", _("Move…"), self.move_requested),
            ("finish", _("Finish order…"), self.finish_requested),
            ("print", _("Print order…"), self.print_requested),
            ("cancel", _("Cancel order…"), self.cancel_requested),
            ("reopen", _("Reopen order…"), self.reopen_requested),
        ):
            button = quiet(words, name=f"{name}OrderButton")
            button.clicked.connect(lambda _checked=False, wish=wish: wish.emit(self.current_line()))
            self._buttons[name] = button
            row.add(button)
        return row

    def _refresh_buttons(self, _row: object = None) -> None:
        line = self.current_line()
        possible = possible_wishes(line)
        is_over = line is not None and line.visit is not None and line.visit.outcome is not None
        self._buttons["record"].setText(_("Correct…") if is_over else _("Record…"))
        for name, button in self._buttons.items():
            button.setVisible(name in possible)
        self._flow.arrange()

    def _on_row_activated(self, line: OrderLine) -> None:
        possible = possible_wishes(line)
        if "record" in possible:
            self.record_requested.emit(line)
        elif "plan" in possible:
            self.plan_requested.emit(line)

    def _on_more_pressed(self) -> None:
        self._shows_all = True
        self._show_entries()

    def _show_entries(self) -> None:
        if self._ticket is None:
            return
        entries = course(self._ticket, self._parts)
        shown = entries if self._shows_all else entries[:_SHOWN_AT_FIRST]
        self.timeline.set_entries(shown)
        hidden = len(entries) - len(shown)
        self._more.setVisible(bool(hidden))
        words = ngettext("Show {count} earlier entry", "Show {count} earlier entries", hidden)
        self._more.setText(words.format(count=hidden))


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


def course(ticket: "TicketDetail", parts: TicketsParts) -> tuple[TimelineEntry, ...]:
    """Articles and visits as one line, the latest first."""
    now = parts.now()
    dated = [(article.happened_at, 1, _article_entry(article, parts, now)) for article in ticket.articles]
    dated += [
        (visit.ended_at, 0, _visit_entry(order, visit, parts, now))
        for order in ticket.orders
        for visit in order.visits
        if visit.ended_at is not None and visit.started_at is not None
    ]
    return tuple(entry for _at, _rank, entry in sorted(dated, key=lambda each: each[:2], reverse=True))


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


def _article_entry(article: "ArticleRow", parts: TicketsParts, now: datetime) -> TimelineEntry:
    wording = parts.wording
    kind = wording.word_of("ArticleKind", article.kind) or article.kind
    is_own = article.reason is not None
    return TimelineEntry(
        article.id,
        when_words(article.happened_at, now, wording),
        wording.reason(article.reason) if article.reason is not None else kind,
        "" if is_own else _by(article.author, _("internal") if article.is_internal else ""),
        article.text,
        is_quoted=article.kind in _QUOTED,
        when_tooltip=wording.long_moment(article.happened_at),
    )


def _visit_entry(order: "OrderRow", visit: "VisitRow", parts: TicketsParts, now: datetime) -> TimelineEntry:
    wording = parts.wording
    ended_at, started_at = visit.ended_at or now, visit.started_at or now
    outcome = "" if visit.outcome is None else wording.word(visit.outcome)
    minutes = round((ended_at - started_at).total_seconds() / 60)
    took = minutes_words(minutes, wording) if minutes else ""
    return TimelineEntry(
        visit.id,
        when_words(ended_at, now, wording),
        _("Order {number} {outcome}").format(number=order.number, outcome=outcome),
        _by(visit.technician, took),
        visit.report,
        when_tooltip=wording.long_moment(ended_at),
    )


def _by(*words: str) -> str:
    return ", ".join(word for word in words if word)
