"""The columns of the list of tickets and of the orders of one ticket."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from fieldservice.ui.kit.cells import Align, CellLook, Column
from fieldservice.ui.kit.tables import DataTable
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
Row = TypeVar("Row")


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
    one only what it is and by when.
    """

    closed: bool = False
    narrow: bool = False
    tight: bool = False


def ticket_columns(wording: Wording, now: Now, shape: ListShape) -> "tuple[Column[TicketRow], ...]":
    """`due` and `opened` are the orders that the query knows."""
    whole: tuple[Column[TicketRow], ...] = (
        _mark_column(wording),
        _number_column(wording),
        Column(key="title", title=_("Subject"), text=lambda row: row.title, stretch=5),
        Column(key="customer", title=_("Customer"), text=_customer, look=CellLook.MUTED, stretch=4),
        _state_column(),
        Column(key="priority", title=_("Prio"), text=_priority, align=Align.RIGHT, width=46),
        _due_column(wording, now, _("Closed") if shape.closed else _("Due")),
    )
    left_out = {"customer", "priority"} if shape.narrow else set()
    left_out |= {"state"} if shape.tight else set()
    return tuple(column for column in whole if column.key not in left_out)


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


def set_columns(table: DataTable[Row], columns: tuple[Column[Row], ...]) -> None:
    """Give a table other columns; its rows, its selection and what is in view stay."""
    if [column.key for column in columns] == [column.key for column in table.model.columns]:
        table.model.columns = columns
        return
    rows, kept = table.model.rows, table.selected_id()
    table.model.beginResetModel()
    table.model.columns = columns
    table.model.endResetModel()
    table.model.set_rows(rows)
    if kept is not None:
        table.select_id(kept)
    table.view.share_widths()


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


def _mark_column(wording: Wording) -> "Column[TicketRow]":
    return Column(
        key="clock",
        title="",
        text=lambda row: wording.word(row.clock),
        look=CellLook.MARK,
        shape=lambda row: clock_mark(row.clock)[0],
        tone=lambda row: clock_mark(row.clock)[1],
        tooltip=lambda row: wording.word(row.clock),
        width=32,
    )


def _number_column(wording: Wording) -> "Column[TicketRow]":
    return Column(
        key="opened",
        title=_("Number"),
        text=lambda row: row.number,
        sort_key=lambda row: row.opened_at,
        look=CellLook.STRONG,
        tooltip=lambda row: wording.long_moment(row.opened_at),
        width=100,
    )


def _state_column() -> "Column[TicketRow]":
    return Column(
        key="state",
        title=_("State"),
        text=lambda row: row.state,
        look=CellLook.CHIP,
        tone=lambda row: state_tone(row.state_type),
        width=118,
    )


def _due_column(wording: Wording, now: Now, title: str) -> "Column[TicketRow]":
    return Column(
        key="due",
        title=title,
        text=lambda row: moment_words(row, now(), wording),
        sort_key=lambda row: row.closed_at or row.due_at or row.opened_at,
        align=Align.RIGHT,
        look=CellLook.TONED,
        tone=lambda row: clock_mark(row.clock)[1],
        tooltip=lambda row: wording.long_moment(row.due_at) if row.due_at else _("No deadline"),
        width=120,
    )


def _priority(row: "TicketRow") -> str:
    return str(row.priority)


def _technician(line: OrderLine) -> str:
    return line.visit.technician if line.visit else ""


def _customer(row: "TicketRow") -> str:
    return f"{row.customer} · VIP" if row.is_vip else row.customer
