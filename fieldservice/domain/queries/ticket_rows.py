"""The ticket list's rows and what is asked of it, apart from how they are found.

Nothing here needs SQLAlchemy, which takes longer to import than the rest of the desk: the window asks for its
first page, and paints it, before that is there (`first_look`).
"""

from datetime import UTC, date, datetime, timedelta, tzinfo
from uuid import UUID

from fieldservice.domain.rules.clock_state import ClockState
from fieldservice.domain.rules.ordered_ids import OrderedIds
from fieldservice.domain.rules.quick_dataclass import dataclass
from fieldservice.domain.rules.ticket_filters import NO_FILTER, SortKey, TicketFilter
from fieldservice.domain.rules.ticket_states import TicketStateType

SOON = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks, and when; `zone` is that of their days."""

    user_id: UUID | None
    now: datetime
    zone: tzinfo = UTC

    @property
    def day(self) -> date:
        """Their day, by which people are away."""
        return self.now.astimezone(self.zone).date()


@dataclass(frozen=True, slots=True)
class TicketRow:
    """`due_at` is the expected closing; cancelled orders are not counted.

    `extras` are the further columns that were asked for, by name, as text. `look` is the tone and the shape
    that the company gave the state, empty where it gave none.
    """

    id: UUID
    number: str
    title: str
    customer: str
    is_vip: bool
    state: str
    state_type: TicketStateType
    priority: int
    due_at: datetime | None
    clock: ClockState
    orders_done: int
    orders_total: int
    owner: str
    opened_at: datetime
    closed_at: datetime | None
    extras: tuple[tuple[str, str], ...] = ()
    look: tuple[str, str] = ("", "")

    def further(self, name: str) -> str:
        """A further column; nothing when it was not asked for."""
        return next((said for each, said in self.extras if each == name), "")


@dataclass(frozen=True, slots=True)
class PageKey:
    """The last row of a page: the next page goes on behind it. `moment` is what the page is ordered by."""

    moment: datetime | None
    id: UUID


@dataclass(frozen=True, slots=True)
class TicketWish:
    """What is asked for. Without `sorts` the view's own order holds; `extras` are columns beyond the usual.

    `branch` is whose number is meant when only digits are typed.
    """

    view: str
    viewer: Viewer
    language: str
    text: str = ""
    branch: str = ""
    filter: TicketFilter = NO_FILTER
    sorts: tuple[SortKey, ...] = ()
    extras: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TicketPage:
    """`is_partial` when a text fits so many records that only the latest of them were looked through.

    `next` goes on behind the page where an index keeps the order; what had to be sorted comes with the
    `order` of the whole list.
    """

    rows: tuple[TicketRow, ...]
    next: PageKey | None
    is_partial: bool = False
    has_more: bool = False
    order: OrderedIds | None = None


def clock_state(
    due_at: datetime | None, closed_at: datetime | None, state_type: TicketStateType, now: datetime
) -> ClockState:
    """How a ticket stands to its expected closing, as lists tell it by shape."""
    if due_at is None:
        return ClockState.NO_TARGET
    if closed_at is not None:
        return ClockState.MET if closed_at <= due_at else ClockState.BREACHED
    if state_type.is_waiting:
        return ClockState.PAUSED
    if due_at < now:
        return ClockState.OVERDUE
    return ClockState.DUE_SOON if due_at < now + SOON else ClockState.ON_TIME
