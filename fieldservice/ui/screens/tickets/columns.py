"""The columns of the list of tickets and of the orders of one ticket."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from fieldservice.domain.rules.quick_dataclass import dataclass
from fieldservice.domain.rules.ticket_filters import SortName
from fieldservice.ui.kit.cells import Align, CellLook, Column
from fieldservice.ui.kit.clock_marks import clock_mark
from fieldservice.ui.screens.tickets.words import (
    due_words,
    order_name,
    place_words,
    response_words,
    state_mark,
    visit_result,
    visit_span,
)
from fieldservice.wording import Wording, _

if TYPE_CHECKING:
    from fieldservice.domain.queries.orders import OrderRow, VisitRow
    from fieldservice.domain.queries.ticket_rows import TicketRow

Now = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class OrderLine:
    """A visit of an order, or an order that has none; `is_first` of the order's lines."""

    order: "OrderRow"
    visit: "VisitRow | None"
    is_first: bool

    @property
    def id(self) -> object:
        return self.order.id if self.visit is None else self.visit.id


@dataclass(frozen=True, slots=True)
class ListShape:
    """How a list is shown: of closed tickets it says when they were closed; a narrow one shows less, a tight
    one only what it is and by when, the smallest not even its number, which the ticket beside tells.
    `chosen` are the columns that a person wants, instead of the usual.
    """

    closed: bool = False
    narrow: bool = False
    tight: bool = False
    smallest: bool = False
    chosen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownColumn:
    """A column that the list can have: what it is called, and what the query orders by when it is pressed."""

    words: str
    sort: SortName | None = None
    is_extra: bool = False


_LEAST = 150
_CODES = {"channel": "Channel", "last_word": "Direction"}
USUAL = ("clock", "number", "title", "customer", "state", "priority", "due")


def shown_columns() -> dict[str, ShownColumn]:
    """Every column by its key, in the order in which they are offered."""
    return {
        "clock": ShownColumn(_("Deadline mark")),
        "number": ShownColumn(_("Number"), SortName.NUMBER),
        "title": ShownColumn(_("Subject"), SortName.TITLE),
        "customer": ShownColumn(_("Customer"), SortName.CUSTOMER),
        "state": ShownColumn(_("State"), SortName.STATE),
        "priority": ShownColumn(_("Priority"), SortName.PRIORITY),
        "due": ShownColumn(_("Due"), SortName.DUE),
        "response": ShownColumn(_("Answer by"), SortName.RESPONSE),
        "wait": ShownColumn(_("Waits until"), SortName.WAIT),
        "last_word": ShownColumn(_("Last word"), is_extra=True),
        "opened": ShownColumn(_("Opened"), SortName.OPENED),
        "closed": ShownColumn(_("Closed"), SortName.CLOSED),
        "owner": ShownColumn(_("Owner"), SortName.OWNER),
        "responsible": ShownColumn(_("Responsible"), is_extra=True),
        "queue": ShownColumn(_("Queue"), SortName.QUEUE, is_extra=True),
        "type": ShownColumn(_("Type"), is_extra=True),
        "kind": ShownColumn(_("Kind"), is_extra=True),
        "service": ShownColumn(_("Service"), is_extra=True),
        "product": ShownColumn(_("Product"), is_extra=True),
        "unit": ShownColumn(_("Serial number"), is_extra=True),
        "site": ShownColumn(_("Site"), is_extra=True),
        "city": ShownColumn(_("Town"), is_extra=True),
        "contact": ShownColumn(_("Contact"), is_extra=True),
        "channel": ShownColumn(_("Channel"), is_extra=True),
        "customer_number": ShownColumn(_("Customer number"), is_extra=True),
        "orders": ShownColumn(_("Orders")),
    }


def extras_of(keys: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the columns that the query is asked for beyond the usual."""
    known = shown_columns()
    return tuple(key for key in keys if known[key].is_extra)


def ticket_columns(wording: Wording, now: Now, shape: ListShape) -> "tuple[Column[TicketRow], ...]":
    """The columns that were chosen, or as many of the usual ones as there is room for."""
    keys: tuple[str, ...] = shape.chosen
    if not keys:
        left_out = {"customer", "priority"} if shape.narrow else set()
        left_out |= {"state"} if shape.tight else set()
        left_out |= {"number"} if shape.smallest else set()
        keys = tuple(key for key in USUAL if key not in left_out)
    make = _Columns(wording, now, shape)
    return tuple(make.column(key) for key in keys)


def order_columns(wording: Wording, now: Now, *, narrow: bool = False) -> tuple[Column[OrderLine], ...]:
    """Of a narrow table the technician stands below the time."""
    whole = (
        Column[OrderLine](
            key="order",
            title=_("Order"),
            text=lambda line: order_name(line.order) if line.is_first else "",
            second=lambda line: place_words(line.order, wording) if line.is_first else "",
            stretch=5,
        ),
        Column[OrderLine](key="technician", title=_("Technician"), text=_technician, stretch=3),
        Column[OrderLine](
            key="when",
            title=_("When"),
            text=lambda line: visit_span(line.visit, now(), wording),
            second=_technician if narrow else None,
            width=124 if narrow else 128,
        ),
        Column[OrderLine](
            key="result",
            title=_("Result"),
            text=lambda line: visit_result(line.order, line.visit, wording)[0],
            look=CellLook.CHIP,
            shape=lambda line: visit_result(line.order, line.visit, wording)[1][0],
            tone=lambda line: visit_result(line.order, line.visit, wording)[1][1],
            width=164,
        ),
    )
    return tuple(column for column in whole if not (narrow and column.key == "technician"))


def order_lines(orders: "tuple[OrderRow, ...]") -> tuple[OrderLine, ...]:
    """One line a visit, and one for each order that nobody is sent to yet."""
    lines: list[OrderLine] = []
    for order in orders:
        visits = order.visits or (None,)
        lines += [OrderLine(order, visit, place == 0) for place, visit in enumerate(visits)]
    return tuple(lines)


def moment_words(row: "TicketRow", now: datetime, wording: Wording) -> str:
    """By when, as a column of deadlines shows it; of a closed ticket when it was closed."""
    if row.closed_at is not None:
        return wording.near_moment(row.closed_at, now)
    return due_words(row.due_at, row.clock, now, wording)


class _Columns:
    """Makes the columns of one list, by key."""

    def __init__(self, wording: Wording, now: Now, shape: ListShape) -> None:
        self._wording = wording
        self._now = now
        self._shape = shape
        self._known = shown_columns()

    def column(self, key: str) -> "Column[TicketRow]":
        makers: dict[str, Callable[[], Column[TicketRow]]] = {
            "clock": self._clock,
            "number": self._number,
            "title": self._title,
            "customer": self._customer,
            "state": self._state,
            "priority": self._priority,
            "due": self._due,
            "response": self._response,
            "wait": lambda: self._moment("wait", lambda row: row.wait_until),
            "opened": lambda: self._moment("opened", lambda row: row.opened_at),
            "closed": lambda: self._moment("closed", lambda row: row.closed_at),
            "owner": self._owner,
            "orders": self._orders,
        }
        return makers[key]() if key in makers else self._extra(key)

    def _clock(self) -> "Column[TicketRow]":
        word = self._wording.word
        return Column(
            key="clock",
            title="",
            name=_("Deadline"),
            text=lambda row: word(row.clock),
            look=CellLook.MARK,
            shape=lambda row: clock_mark(row.clock)[0],
            tone=lambda row: clock_mark(row.clock)[1],
            tooltip=lambda row: word(row.clock),
            width=32,
        )

    def _number(self) -> "Column[TicketRow]":
        return Column(
            key="number",
            title=_("Number"),
            text=lambda row: row.number,
            sort_key=lambda row: row.number,
            look=CellLook.STRONG,
            tooltip=lambda row: self._wording.long_moment(row.opened_at),
            width=100,
        )

    def _title(self) -> "Column[TicketRow]":
        return Column(
            key="title",
            title=_("Subject"),
            text=lambda row: row.title,
            sort_key=_title_key,
            stretch=5,
            least=_LEAST if self._shape.chosen else 56,
        )

    def _customer(self) -> "Column[TicketRow]":
        return Column(
            key="customer",
            title=_("Customer"),
            text=_customer,
            sort_key=lambda row: row.customer,
            look=CellLook.MUTED,
            stretch=4,
            least=_LEAST if self._shape.chosen else 56,
        )

    def _state(self) -> "Column[TicketRow]":
        return Column(
            key="state",
            title=_("State"),
            text=lambda row: row.state,
            sort_key=lambda row: row.state,
            look=CellLook.CHIP,
            tone=lambda row: state_mark(row.state_type, row.look)[1],
            shape=lambda row: state_mark(row.state_type, row.look)[0],
            width=118,
        )

    def _priority(self) -> "Column[TicketRow]":
        return Column(
            key="priority",
            title=_("Prio"),
            name=_("Priority"),
            text=_priority,
            sort_key=lambda row: row.priority,
            align=Align.RIGHT,
            width=58,
            export=lambda row: row.priority,
        )

    def _due(self) -> "Column[TicketRow]":
        wording, now = self._wording, self._now
        return Column(
            key="due",
            title=_("Closed") if self._shape.closed else _("Due"),
            text=lambda row: moment_words(row, now(), wording),
            sort_key=lambda row: row.closed_at or row.due_at or row.opened_at,
            align=Align.RIGHT,
            look=CellLook.TONED,
            tone=lambda row: clock_mark(row.clock)[1],
            tooltip=lambda row: wording.long_moment(row.due_at) if row.due_at else _("No deadline"),
            width=120,
            export=lambda row: self._local(row.closed_at or row.due_at),
        )

    def _response(self) -> "Column[TicketRow]":
        """By when somebody must answer; what was answered says so, and what was not in time by its mark."""
        wording, now = self._wording, self._now
        return Column(
            key="response",
            title=_("Answer by"),
            text=lambda row: response_words(row.response_due_at, row.responded_at, now(), wording)[0],
            sort_key=lambda row: row.response_due_at or row.opened_at,
            look=CellLook.CHIP,
            shape=lambda row: response_words(row.response_due_at, row.responded_at, now(), wording)[1][0],
            tone=lambda row: response_words(row.response_due_at, row.responded_at, now(), wording)[1][1],
            tooltip=lambda row: "" if not row.response_due_at else wording.long_moment(row.response_due_at),
            width=148,
            export=lambda row: self._local(row.response_due_at),
        )

    def _moment(self, key: str, moment: "Callable[[TicketRow], datetime | None]") -> "Column[TicketRow]":
        wording, now = self._wording, self._now

        def words(row: "TicketRow") -> str:
            at = moment(row)
            return "" if at is None else wording.near_moment(at, now())

        return Column(
            key=key,
            title=self._known[key].words,
            text=words,
            sort_key=lambda row: moment(row) or row.opened_at,
            align=Align.RIGHT,
            width=124,
            export=lambda row: self._local(moment(row)),
        )

    def _owner(self) -> "Column[TicketRow]":
        return Column(
            key="owner",
            title=_("Owner"),
            text=lambda row: row.owner,
            sort_key=lambda row: row.owner,
            look=CellLook.MUTED,
            width=128,
        )

    def _orders(self) -> "Column[TicketRow]":
        return Column(
            key="orders",
            title=_("Orders"),
            text=lambda row: f"{row.orders_done}/{row.orders_total}" if row.orders_total else "",
            align=Align.RIGHT,
            tooltip=lambda row: _("{done} of {total} orders finished").format(
                done=row.orders_done, total=row.orders_total
            ),
            width=76,
        )

    def _extra(self, key: str) -> "Column[TicketRow]":
        known, wording = self._known[key], self._wording

        def words(row: "TicketRow") -> str:
            said = row.further(key)
            return wording.word_of(_CODES[key], said) or said if key in _CODES else said

        return Column(
            key=key,
            title=known.words,
            text=words,
            sort_key=words if known.sort else None,
            look=CellLook.MUTED,
            width=128,
        )

    def _local(self, moment: datetime | None) -> datetime | None:
        return None if moment is None else moment.astimezone(self._wording.zone)


def _title_key(row: "TicketRow") -> str:
    return row.title.lower()


def _priority(row: "TicketRow") -> str:
    return str(row.priority)


def _technician(line: OrderLine) -> str:
    return line.visit.technician if line.visit else ""


def _customer(row: "TicketRow") -> str:
    return f"{row.customer} · VIP" if row.is_vip else row.customer
