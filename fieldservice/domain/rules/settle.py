"""Orders close tickets: what should become of a ticket, given its orders. One pure function for client and
centre.

A ticket closes by itself when it has at least one finished order and every other is finished or cancelled;
all cancelled asks the coordinator; an open order reopens a ticket that was closed automatically; a ticket
closed by hand stays closed and the late order is shown to the dispatcher; a merged ticket stays as it is. One
whose orders went back to another ticket, as a merge was taken back, is open again.
`closed_at` is when the last work was done, whenever we learned it.

Run after each command, merge and pull that touches the ticket or its orders, under a lock on the ticket.
Applying the result and settling again changes nothing, and the order in which orders arrive does not matter.
What is written automatically has an id derived from its cause, so that two sites which settle offline write
one row.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid5

from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.order_states import OrderState
from fieldservice.domain.rules.reasons import Reason
from fieldservice.domain.rules.ticket_states import TicketStateType


class ClosedBy(StrEnum):
    ORDERS = "by_orders"
    HAND = "by_hand"
    IDLENESS = "by_idleness"


class SettleAction(StrEnum):
    NONE = "none"
    CLOSE = "close"
    REOPEN = "reopen"
    ASK_COORDINATOR = "ask_coordinator"
    SHOW_LATE_ORDER = "show_late_order"


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """An order as its ticket sees it; `finished_at` is there exactly when it is finished."""

    id: UUID
    number: str
    state: OrderState
    finished_at: datetime | None = None

    def __post_init__(self) -> None:
        if (self.state is OrderState.FINISHED) != (self.finished_at is not None):
            raise RuleViolation("order.finished_mismatch", order=self.number, state=self.state.value)


@dataclass(frozen=True, slots=True)
class TicketFacts:
    """`generation` counts reopenings by orders. `is_held` keeps a ticket open that somebody reopened by hand.

    `kept_open` are orders left open knowingly when the ticket was closed by hand; `written` are the ids of
    automatic articles that the ticket has already.
    """

    id: UUID
    state: TicketStateType
    generation: int = 0
    closed_by: ClosedBy | None = None
    closed_at: datetime | None = None
    is_held: bool = False
    kept_open: frozenset[UUID] = frozenset()
    written: frozenset[UUID] = frozenset()

    def __post_init__(self) -> None:
        is_closed = self.state is TicketStateType.CLOSED
        if is_closed != (self.closed_by is not None) or is_closed != (self.closed_at is not None):
            raise RuleViolation("ticket.closed_mismatch", state=self.state.value)


@dataclass(frozen=True, slots=True)
class Settlement:
    """What to do: the action, the generation afterwards, the article to write with its id and reason.

    `moment` is the closing moment of CLOSE. CLOSE of a ticket that is closed already only corrects that
    moment; its article has the id of the first one.
    """

    action: SettleAction
    generation: int
    moment: datetime | None = None
    article_id: UUID | None = None
    reason: Reason | None = None
    orders: tuple[UUID, ...] = ()


def settle_ticket(ticket: TicketFacts, orders: Iterable[OrderFacts]) -> Settlement:
    known = tuple(sorted(orders, key=lambda order: (order.number, order.id)))
    nothing = Settlement(SettleAction.NONE, ticket.generation)
    if ticket.state is TicketStateType.MERGED or (not known and ticket.closed_by is not ClosedBy.ORDERS):
        return nothing
    if ticket.closed_by is ClosedBy.ORDERS:
        return _recheck_closed(ticket, known) or nothing
    if ticket.closed_by is not None:
        return _late_orders(ticket, known) or nothing
    return _settle_open(ticket, known) or nothing


def automatic_article_id(ticket_id: UUID, cause: str) -> UUID:
    """The same wherever it is derived; a cause is `autoclose|<generation>` and the like."""
    return uuid5(ticket_id, cause)


def _settle_open(ticket: TicketFacts, orders: tuple[OrderFacts, ...]) -> Settlement | None:
    if any(not order.state.is_terminal for order in orders):
        return None
    finished_at = _last_finished(orders)
    if finished_at is None:
        return _ask_coordinator(ticket, orders)
    return None if ticket.is_held else _close(ticket, orders, finished_at)


def _recheck_closed(ticket: TicketFacts, orders: tuple[OrderFacts, ...]) -> Settlement | None:
    still_open = tuple(order for order in orders if not order.state.is_terminal)
    finished_at = _last_finished(orders)
    if still_open:
        return _reopen(ticket, still_open, "ticket.reopened.by_order")
    if finished_at is None:
        code = "ticket.reopened.nothing_finished" if orders else "ticket.reopened.orders_gone"
        return _reopen(ticket, orders, code)
    return None if finished_at == ticket.closed_at else _close(ticket, orders, finished_at)


def _close(ticket: TicketFacts, orders: tuple[OrderFacts, ...], finished_at: datetime) -> Settlement:
    finished = tuple(order for order in orders if order.state is OrderState.FINISHED)
    last = max(finished, key=lambda order: (order.finished_at or finished_at, order.number, order.id))
    values = {"order": last.number, "finished": len(finished), "cancelled": len(orders) - len(finished)}
    return Settlement(
        SettleAction.CLOSE,
        ticket.generation,
        moment=finished_at,
        article_id=automatic_article_id(ticket.id, f"autoclose|{ticket.generation}"),
        reason=Reason("ticket.closed.by_orders", values),
        orders=tuple(order.id for order in finished),
    )


def _reopen(ticket: TicketFacts, orders: tuple[OrderFacts, ...], code: str) -> Settlement:
    generation = ticket.generation + 1
    return Settlement(
        SettleAction.REOPEN,
        generation,
        article_id=automatic_article_id(ticket.id, f"autoreopen|{generation}"),
        reason=Reason(code, {"orders": _numbers(orders), "count": len(orders)}),
        orders=tuple(order.id for order in orders),
    )


def _ask_coordinator(ticket: TicketFacts, orders: tuple[OrderFacts, ...]) -> Settlement | None:
    """Asked once for the same set of cancelled orders in the same generation."""
    reason = Reason("ticket.all_orders_cancelled", {"orders": _numbers(orders), "count": len(orders)})
    cause = f"allcancelled|{ticket.generation}"
    return _tell_once(ticket, SettleAction.ASK_COORDINATOR, orders, (cause, reason))


def _late_orders(ticket: TicketFacts, orders: tuple[OrderFacts, ...]) -> Settlement | None:
    late = tuple(
        order for order in orders if not order.state.is_terminal and order.id not in ticket.kept_open
    )
    if not late:
        return None
    reason = Reason("ticket.late_order", {"orders": _numbers(late), "count": len(late)})
    return _tell_once(ticket, SettleAction.SHOW_LATE_ORDER, late, (f"lateorder|{ticket.generation}", reason))


def _tell_once(
    ticket: TicketFacts, action: SettleAction, orders: tuple[OrderFacts, ...], told: tuple[str, Reason]
) -> Settlement | None:
    cause, reason = told
    ids = tuple(order.id for order in orders)
    named = ",".join(sorted(str(order_id) for order_id in ids))
    article_id = automatic_article_id(ticket.id, f"{cause}|{named}")
    if article_id in ticket.written:
        return None
    return Settlement(action, ticket.generation, article_id=article_id, reason=reason, orders=ids)


def _last_finished(orders: tuple[OrderFacts, ...]) -> datetime | None:
    return max((order.finished_at for order in orders if order.finished_at), default=None)


def _numbers(orders: tuple[OrderFacts, ...]) -> tuple[str, ...]:
    return tuple(order.number for order in orders)
