"""The columns of the list of tickets and of the orders of one ticket."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from fieldservice.ui.kit.cells import Align, CellLook, Column
from fieldservice.ui.screens.tickets.words import (
    clock_mark,
    due_words,
    order_name,
    place_words,
    state_tone,
    visit_result,
    visit_span,
)
from fieldservice.wording import Wording, _

if TYPE_CHECKING:
    from fieldservice.domain.queries.orders import OrderRow, VisitRow
    from fieldservice.domain.queries.ticket_list import TicketRow

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


def ticket_columns(wording: Wording, now: Now) -> "tuple[Column[TicketRow], ...]":
    """`due` and `opened` are the orders that the query knows."""
    return (
        Column(
            key="clock",
            title="",
            text=lambda row: wording.word(row.clock),
            look=CellLook.MARK,
            shape=lambda row: clock_mark(row.clock)[0],
            tone=lambda row: clock_mark(row.clock)[1],
            tooltip=lambda row: wording.word(row.clock),
            width=32,
        ),
        Column(
            key="opened",
            title=_("Number"),
            text=lambda row: row.number,
            sort_key=lambda row: row.opened_at,
            look=CellLook.STRONG,
            tooltip=lambda row: wording.long_moment(row.opened_at),
            width=104,
        ),
        Column(key="title", title=_("Subject"), text=lambda row: row.title, stretch=5),
        Column(key="customer", title=_("Customer"), text=_customer, look=CellLook.MUTED, stretch=4),
        Column(
            key="state",
            title=_("State"),
            text=lambda row: row.state,
            look=CellLook.CHIP,
            tone=lambda row: state_tone(row.state_type),
            width=124,
        ),
        Column(
            key="priority", title=_("Prio"), text=lambda row: str(row.priority), align=Align.RIGHT, width=48
        ),
        Column(
            key="due",
            title=_("Due"),
            text=lambda row: due_words(row.due_at, row.clock, now(), wording),
            sort_key=lambda row: row.due_at or row.opened_at,
            align=Align.RIGHT,
            look=CellLook.TONED,
            tone=lambda row: clock_mark(row.clock)[1],
            tooltip=lambda row: wording.long_moment(row.due_at) if row.due_at else _("No deadline"),
            width=102,
        ),
    )


def order_columns(wording: Wording, now: Now) -> tuple[Column[OrderLine], ...]:
    return (
        Column(
            key="order",
            title=_("Order"),
            text=lambda line: order_name(line.order) if line.is_first else "",
            look=CellLook.TEXT,
            second=lambda line: place_words(line.order, wording) if line.is_first else "",
            stretch=5,
        ),
        Column(
            key="technician",
            title=_("Technician"),
            text=lambda line: line.visit.technician if line.visit else "",
            stretch=3,
        ),
        Column(
            key="when", title=_("When"), text=lambda line: visit_span(line.visit, now(), wording), width=124
        ),
        Column(
            key="result",
            title=_("Result"),
            text=lambda line: visit_result(line.order, line.visit, wording)[0],
            look=CellLook.CHIP,
            shape=lambda line: visit_result(line.order, line.visit, wording)[1][0],
            tone=lambda line: visit_result(line.order, line.visit, wording)[1][1],
            width=118,
        ),
    )


def order_lines(orders: "tuple[OrderRow, ...]") -> tuple[OrderLine, ...]:
    """One line a visit, and one for each order that nobody is sent to yet."""
    lines: list[OrderLine] = []
    for order in orders:
        visits = order.visits or (None,)
        lines += [OrderLine(order, visit, place == 0) for place, visit in enumerate(visits)]
    return tuple(lines)


def _customer(row: "TicketRow") -> str:
    return f"{row.customer} · VIP" if row.is_vip else row.customer
