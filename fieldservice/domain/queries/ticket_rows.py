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
    """`due_at` is the expected closing; cancelled orders are not counted. Nobody answered yet while
    `responded_at` is None.

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
    wait_until: datetime | None = None
    response_due_at: datetime | None = None
    responded_at: datetime | None = None

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


@dataclass(frozen=True, slots=True)
class Moments:
    """By when what is to be done on a ticket, and when it was; `due_at` is the expected closing."""

    due_at: datetime | None
    closed_at: datetime | None = None
    wait_until: datetime | None = None
    response_due_at: datetime | None = None
    responded_at: datetime | None = None
    resolution_due_at: datetime | None = None

    def is_unanswered(self, now: datetime) -> bool:
        """Nobody answered by when the SLA wants it."""
        due = self.response_due_at
        return self.responded_at is None and due is not None and due < now

    def clock(self, state_type: TicketStateType, now: datetime) -> ClockState:
        """How a ticket stands, as every list tells it by shape: to its expected closing, and within that to
        what its SLA grants; a ticket that waits to the day until which it waits.
        """
        if self.closed_at is not None:
            return _closed(self.due_at, self.closed_at)
        if state_type.is_waiting:
            return self._waiting(now)
        if self.due_at is not None and self.due_at < now:
            return ClockState.OVERDUE
        if self.is_unanswered(now) or (self.resolution_due_at is not None and self.resolution_due_at < now):
            return ClockState.ESCALATED
        if self.due_at is None:
            return ClockState.NO_TARGET
        return ClockState.DUE_SOON if self.due_at < now + SOON else ClockState.ON_TIME

    def _waiting(self, now: datetime) -> ClockState:
        if self.wait_until is not None and self.wait_until <= now:
            return ClockState.WAIT_OVER
        return ClockState.NO_TARGET if self.due_at is None else ClockState.PAUSED


def _closed(due_at: datetime | None, closed_at: datetime) -> ClockState:
    if due_at is None:
        return ClockState.NO_TARGET
    return ClockState.MET if closed_at <= due_at else ClockState.BREACHED
