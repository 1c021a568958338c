"""The head of a ticket: number, chips, what it is, whose it is, three facts, what waits for a decision."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from fieldservice.domain.rules.clock_state import ClockState
from fieldservice.domain.rules.order_states import OrderState
from fieldservice.domain.rules.reasons import Reason
from fieldservice.domain.rules.settle import ClosedBy
from fieldservice.ui.kit.buttons import Button, quiet
from fieldservice.ui.kit.cards import rule
from fieldservice.ui.kit.chips import Chip
from fieldservice.ui.kit.clock_marks import clock_mark
from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.facts import Facts, ShareBar
from fieldservice.ui.kit.flow import Flow
from fieldservice.ui.kit.labels import Look, label, selectable, set_tone
from fieldservice.ui.kit.painting import Shape
from fieldservice.ui.kit.side_by_side import SideBySide
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.screens.tickets.parts import TicketsParts
from fieldservice.ui.screens.tickets.words import priority_words, response_words, state_mark
from fieldservice.wording import _, ngettext

if TYPE_CHECKING:
    from fieldservice.domain.queries.ticket_detail import TicketDetail

_URGENT = 4
_NARROW = 440


class DetailHead(QWidget):
    """Buttons are put in by `add_buttons`."""

    def __init__(self, parts: TicketsParts) -> None:
        super().__init__()
        self._parts = parts
        theme = current_theme()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(theme.px(16), theme.px(8), theme.px(16), theme.px(12))
        self._layout.setSpacing(theme.px(4))
        self._number = label("", Look.MUTED)
        self._number.setObjectName("ticketNumber")
        self._state = Chip(name="ticketState")
        self._priority = Chip(name="ticketPriority")
        self._vip = Chip(_("VIP"), Tone.CARE, Shape.DIAMOND, name="ticketVip")
        self._title = selectable("", Look.HEADING)
        self._title.setObjectName("ticketTitle")
        self._where = selectable("", Look.MUTED)
        self._where.setObjectName("ticketWhere")
        self._layout.addWidget(self._first_row())
        self._layout.addWidget(self._title)
        self._layout.addWidget(self._where)

    def add_buttons(self, *buttons: QWidget) -> None:
        for button in buttons:
            self._row.addWidget(button)

    def event(self, event: QEvent) -> bool:
        """Never lower than its wrapped lines: a layout takes their height from the row of buttons."""
        if event.type() in {QEvent.Type.LayoutRequest, QEvent.Type.Resize}:
            self.setMinimumHeight(max(0, self._layout.minimumHeightForWidth(self.width())))
        return super().event(event)

    def set_compact(self, *, is_compact: bool) -> None:
        """Where there is little height, whose ticket it is stands behind the tab of the contract alone."""
        self._where.setVisible(not is_compact)

    def show_ticket(self, ticket: "TicketDetail") -> None:
        self._number.setText(ticket.number)
        shape, tone = state_mark(ticket.state_type, ticket.look)
        self._state.show_state(ticket.state, tone, shape)
        is_urgent = ticket.priority >= _URGENT
        self._priority.show_state(priority_words(ticket.priority), Tone.CARE if is_urgent else Tone.NEUTRAL)
        self._vip.setVisible(ticket.place.is_vip)
        self._marks.arrange()
        self._title.setText(ticket.title)
        self._where.setText(where_words(ticket))

    def _first_row(self) -> QWidget:
        """The chips stand beside the buttons, or above them when there is little room."""
        buttons = QWidget()
        buttons.setMinimumHeight(current_theme().measures.field_height)
        self._row = QHBoxLayout(buttons)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(current_theme().px(8))
        self._row.addStretch(1)
        self._marks = Flow()
        for widget in (self._number, self._state, self._priority, self._vip):
            self._marks.add(widget)
        return SideBySide(self._marks, buttons, shares=(1, 0), spacing=8, left_needs=_NARROW)


class DetailFacts(QWidget):
    """Three facts side by side: what covers it, by when it closes, how far its orders are."""

    def __init__(self, parts: TicketsParts) -> None:
        super().__init__()
        self._parts = parts
        self._coverage = Chip(name="factCoverage")
        self._due = label("", Look.STRONG)
        self._due.setObjectName("factDue")
        self._clock = Chip(name="factClock")
        self._orders = label("", Look.STRONG)
        self._orders.setObjectName("factOrders")
        self._answer = Chip(name="factAnswer")
        self._share = ShareBar(name="factOrdersShare")
        facts = Facts(name="ticketFacts")
        facts.add(_("Coverage"), _at_left(self._coverage))
        facts.add(_("Close by"), self._due, _at_left(self._clock), _at_left(self._answer))
        facts.add(_("Orders"), self._orders, self._share)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for widget in (facts, rule()):
            layout.addWidget(widget)

    def show_ticket(self, ticket: "TicketDetail") -> None:
        self._show_coverage(ticket)
        self._show_due(ticket)
        done, total = ticket.orders_done, ticket.orders_total
        words = ngettext("{done} of {count} done", "{done} of {count} done", total)
        none = _("all cancelled") if ticket.orders else _("none yet")
        self._orders.setText(words.format(done=done, count=total) if total else none)
        self._share.show_share(done, total)

    def _show_coverage(self, ticket: "TicketDetail") -> None:
        wording, verdict = self._parts.wording, ticket.verdict
        if verdict is None:
            self._coverage.show_state(_("not checked"), Tone.NEUTRAL)
        elif not verdict.is_ok:
            self._coverage.show_state(wording.word(verdict.outcome), Tone.STOP, Shape.TRIANGLE)
        else:
            basis = verdict.evidence.basis
            words = ticket.contract_number or (
                wording.word(basis) if basis else wording.word(verdict.outcome)
            )
            self._coverage.show_state(words, Tone.GOOD, Shape.TICK)
        self._coverage.setToolTip("" if verdict is None else wording.verdict(verdict))

    def _show_due(self, ticket: "TicketDetail") -> None:
        closing, now, wording = ticket.closing, self._parts.now(), self._parts.wording
        at = closing.expected_at
        self._due.setText(_("no deadline") if at is None else _moment(self._parts, ticket))
        self._due.setToolTip(closing.because or ("" if at is None else wording.long_moment(at)))
        shape, tone = clock_mark(closing.clock)
        words = wording.word(closing.clock)
        if at is not None and closing.clock is ClockState.DUE_SOON:
            words = _("in {time}").format(time=wording.duration(at - now))
        elif at is not None and closing.clock is ClockState.OVERDUE:
            words = _("{time} late").format(time=wording.duration(now - at))
        self._clock.show_state(words, tone, shape)
        self._clock.setVisible(closing.clock is not ClockState.NO_TARGET)
        self._show_answer(ticket)

    def _show_answer(self, ticket: "TicketDetail") -> None:
        """By when somebody must answer, as long as nobody has or when it came late."""
        closing, wording = ticket.closing, self._parts.wording
        due, given = closing.respond_by, closing.responded_at
        words, (shape, tone) = response_words(due, given, self._parts.now(), wording)
        said = _("Answer: {when}").format(when=words)
        self._answer.show_state(said, tone, shape)
        self._answer.setToolTip("" if due is None else wording.long_moment(due))
        is_open = closing.closed_at is None and given is None
        self._answer.setVisible(due is not None and (is_open or (given is not None and given > due)))


class Banner(QFrame):
    """What somebody must decide about the ticket, with the ways to do it; hidden when there is nothing."""

    reopen_pressed = Signal()
    close_pressed = Signal()
    order_pressed = Signal()

    def __init__(self, parts: TicketsParts) -> None:
        super().__init__()
        self._parts = parts
        self.setObjectName("ticketBanner")
        theme = current_theme()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(16), theme.px(8), theme.px(16), theme.px(8))
        layout.setSpacing(theme.px(8))
        self._words = label("", Look.STRONG, wraps=True)
        self._words.setObjectName("bannerWords")
        set_tone(self._words, Tone.CARE)
        self.reopen = quiet(_("Reopen the ticket…"), name="bannerReopenButton")
        self.close_ticket = quiet(_("Close the ticket…"), name="bannerCloseButton")
        self.plan_anew = quiet(_("Plan anew"), name="bannerOrderButton")
        layout.addWidget(self._words)
        layout.addLayout(self._button_row(self.reopen, self.close_ticket, self.plan_anew))
        self.reopen.clicked.connect(self.reopen_pressed)
        self.close_ticket.clicked.connect(self.close_pressed)
        self.plan_anew.clicked.connect(self.order_pressed)
        self.hide()

    def show_ticket(self, ticket: "TicketDetail") -> None:
        late, is_off = ticket.late_orders, ticket.is_all_cancelled
        orders = late or tuple(order for order in ticket.orders if order.state is OrderState.CANCELLED)
        code = "ticket.late_order" if late else "ticket.all_orders_cancelled"
        numbers = tuple(order.number for order in orders)
        self._words.setText(
            self._parts.wording.reason(Reason(code, {"orders": numbers, "count": len(numbers)}))
        )
        self.reopen.setVisible(bool(late))
        self.close_ticket.setVisible(is_off)
        self.plan_anew.setVisible(is_off)
        self.setVisible(bool(late) or is_off)

    def _button_row(self, *buttons: Button) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(current_theme().px(8))
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        return row


def where_words(ticket: "TicketDetail") -> str:
    """Customer, site, unit, serial number, as far as they are known."""
    place = ticket.place
    unit = " ".join(part for part in (place.product, place.serial_number) if part)
    return " · ".join(part for part in (place.customer, place.site, unit) if part)


def closing_words(ticket: "TicketDetail", parts: TicketsParts) -> str:
    """The sentence below the orders: what will close the ticket, or how it was closed."""
    closing, wording = ticket.closing, parts.wording
    if closing.closed_at is not None:
        by_itself = {
            ClosedBy.ORDERS: _("Closed by its orders, {when}."),
            ClosedBy.IDLENESS: _("Closed for inactivity, {when}."),
        }
        by_hand = _("Closed by hand, {when}: {because}")
        words = by_hand if closing.closed_by is None else by_itself.get(closing.closed_by, by_hand)
        when = wording.near_moment(closing.closed_at, parts.now())
        return words.format(when=when, because=closing.closed_because or _("no reason given"))
    last = ticket.closes_after
    if last is not None:
        return _("The ticket closes by itself after order /{position}.").format(position=last.position)
    if ticket.open_orders and not ticket.is_held:
        return _("The ticket closes by itself after the last of its orders.")
    if ticket.is_held:
        return _("The ticket was reopened by hand, so its orders do not close it.")
    return ""


def _at_left(chip: Chip) -> QWidget:
    """A chip is as wide as its word; the fact around it is not."""
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(chip)
    layout.addStretch(1)
    return row


def _moment(parts: TicketsParts, ticket: "TicketDetail") -> str:
    at, now, wording = ticket.closing.expected_at, parts.now(), parts.wording
    if at is None:
        return ""
    day = wording.relative_day(parts.local(at).date(), parts.local(now).date())
    return f"{day} {wording.time(at)}"
