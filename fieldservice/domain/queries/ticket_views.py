"""The program's own views of the ticket list: what each shows, in which order, and how many stand in it.

Views that people made are in `saved_views`.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    ScalarSelect,
    Uuid,
    and_,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy import text as sql
from sqlalchemy.orm import Session, aliased

from fieldservice.domain.model.base import UtcDateTime
from fieldservice.domain.model.catalogue import Queue, TicketType
from fieldservice.domain.model.customer import Customer, CustomerClass
from fieldservice.domain.model.people import TeamMember, UserAccount
from fieldservice.domain.model.retention import ArchivedTicket
from fieldservice.domain.model.ticket import CLOSED, LIVE, LinkKind, Ticket, TicketLink
from fieldservice.domain.queries.last_words import said_last_by
from fieldservice.domain.queries.ticket_rows import SOON, Viewer
from fieldservice.domain.rules.ticket_filters import ENDED_VIEWS, LastWord, SortKey, SortName
from fieldservice.domain.rules.ticket_states import TicketStateType
from fieldservice.domain.store.seen_tickets import seen_tickets

__all__ = [
    "MOST_COUNTED",
    "ViewCount",
    "Viewer",
    "condition",
    "counted",
    "usual_order",
    "view_counts",
    "views",
]

MOST_COUNTED = 1_000
PROBLEM = "problem"
HEADER_VIEWS = ("mine", "unassigned", "overdue", "due_soon", "vip", "waiting", "open")
WAITING_TYPES = tuple(state for state in TicketStateType if state.is_waiting)

_IS_LIVE: ColumnElement[bool] = literal_column(f"ticket.{LIVE}")
_IS_CLOSED: ColumnElement[bool] = literal_column(f"ticket.{CLOSED}")
_IS_ARCHIVED = exists().where(ArchivedTicket.id == Ticket.id)
_VIP = aliased(Customer)
_VIP_IDS = select(_VIP.id).where(_VIP.customer_class == CustomerClass.VIP)
_REOPENING = select(TicketLink.from_id).where(TicketLink.kind == LinkKind.REOPENED_FROM)
_PROBLEM_TYPES = select(TicketType.id).where(TicketType.code == PROBLEM)


@dataclass(frozen=True, slots=True)
class ViewCount:
    """How many tickets a view shows; never counted further than `MOST_COUNTED`."""

    view: str
    count: int

    @property
    def is_more(self) -> bool:
        return self.count >= MOST_COUNTED


@dataclass(frozen=True, slots=True)
class Looking:
    """What conditions need of who looks, and when: the values, or places that are filled at each asking."""

    user_id: Any
    now: Any
    soon: Any
    day: Any


TO_BE_FILLED = Looking(
    bindparam("viewer_id", type_=Uuid()),
    bindparam("viewed_at", type_=UtcDateTime()),
    bindparam("viewed_soon", type_=UtcDateTime()),
    bindparam("viewed_day", type_=Date()),
)


def values_of(viewer: Viewer) -> dict[str, Any]:
    """What fills the places of `TO_BE_FILLED`."""
    return {
        "viewer_id": viewer.user_id,
        "viewed_at": viewer.now,
        "viewed_soon": viewer.now + SOON,
        "viewed_day": viewer.day,
    }


def condition(view: str, viewer: Viewer) -> ColumnElement[bool]:
    """What a view shows; an unknown one shows all that is open."""
    return _VIEWS.get(view, _all_open)(Looking(viewer.user_id, viewer.now, viewer.now + SOON, viewer.day))


def open_condition(view: str) -> ColumnElement[bool]:
    """The same with places for who looks: a statement that is built once."""
    return _VIEWS.get(view, _all_open)(TO_BE_FILLED)


def usual_order(view: str) -> SortKey:
    return SortKey(SortName.CLOSED, descending=True) if view in ENDED_VIEWS else SortKey(SortName.DUE)


def views() -> tuple[str, ...]:
    return tuple(_VIEWS)


def view_counts(
    session: Session, viewer: Viewer, wanted: Collection[str] = HEADER_VIEWS
) -> tuple[ViewCount, ...]:
    """Views counted in one statement; what is closed is not counted, nobody asks how much that is."""
    shown = [view for view in wanted if view in _VIEWS and view not in ENDED_VIEWS]
    seen = seen_tickets(session)
    counts = [counted(f"in_{view}", condition(view, viewer), *seen) for view in shown]
    row = session.connection().execute(select(*counts)).one()
    return tuple(ViewCount(view, count) for view, count in zip(shown, row, strict=True))


def counted(name: str, *conditions: ColumnElement[bool]) -> ScalarSelect[int]:
    """How many tickets fulfil these conditions, up to `MOST_COUNTED`; `name` parts it from its neighbours."""
    found = select(sql("1")).select_from(Ticket).where(*conditions).limit(MOST_COUNTED)
    return select(func.count()).select_from(found.subquery(name)).scalar_subquery()


def _mine(viewer: Looking) -> ColumnElement[bool]:
    """One's own, and those of people for whom one stands in today."""
    away = select(UserAccount.id).where(
        UserAccount.substitute_id == viewer.user_id,
        UserAccount.away_from <= viewer.day,
        UserAccount.away_until >= viewer.day,
    )
    return and_(_IS_LIVE, or_(Ticket.owner_id == viewer.user_id, Ticket.owner_id.in_(away)))


def _my_queues(viewer: Looking) -> ColumnElement[bool]:
    """What waits for one's teams, whoever owns it."""
    teams = select(TeamMember.team_id).where(TeamMember.user_id == viewer.user_id)
    return and_(_IS_LIVE, Ticket.queue_id.in_(select(Queue.id).where(Queue.team_id.in_(teams))))


def _unassigned(_viewer: Looking) -> ColumnElement[bool]:
    return and_(_IS_LIVE, Ticket.owner_id.is_(None))


def _overdue(viewer: Looking) -> ColumnElement[bool]:
    """Past the closing that was promised."""
    return and_(_IS_LIVE, Ticket.expected_closing_at < viewer.now, _is_running())


def _escalated(viewer: Looking) -> ColumnElement[bool]:
    """Past what the SLA grants: nobody answered in time, or it is not solved in time (D14)."""
    unanswered = and_(Ticket.first_response_at.is_(None), Ticket.response_due_at < viewer.now)
    return and_(_IS_LIVE, or_(unanswered, Ticket.resolution_due_at < viewer.now), _is_running())


def _due_soon(viewer: Looking) -> ColumnElement[bool]:
    due = Ticket.expected_closing_at
    return and_(_IS_LIVE, due >= viewer.now, due < viewer.soon, _is_running())


def _vip(_viewer: Looking) -> ColumnElement[bool]:
    return and_(_IS_LIVE, Ticket.customer_id.in_(_VIP_IDS))


def _reopened(_viewer: Looking) -> ColumnElement[bool]:
    """Opened again by a late order or by hand, or made instead of opening a closed one again."""
    return and_(_IS_LIVE, or_(Ticket.reopened_at.is_not(None), Ticket.id.in_(_REOPENING)))


def _waiting(_viewer: Looking) -> ColumnElement[bool]:
    return and_(_IS_LIVE, Ticket.state_type.in_(WAITING_TYPES))


def _wait_over(viewer: Looking) -> ColumnElement[bool]:
    """The day until which they wait has come: somebody is to look again."""
    return and_(_IS_LIVE, Ticket.state_type.in_(WAITING_TYPES), Ticket.wait_until <= viewer.now)


def _replied(_viewer: Looking) -> ColumnElement[bool]:
    return and_(_IS_LIVE, said_last_by(LastWord.CUSTOMER))


def _problems(_viewer: Looking) -> ColumnElement[bool]:
    return and_(_IS_LIVE, Ticket.type_id.in_(_PROBLEM_TYPES))


def _all_open(_viewer: Looking) -> ColumnElement[bool]:
    return _IS_LIVE


def _closed(_viewer: Looking) -> ColumnElement[bool]:
    """What was closed and not archived yet."""
    return and_(_IS_CLOSED, ~_IS_ARCHIVED)


def _archived(_viewer: Looking) -> ColumnElement[bool]:
    """What retention put out of the way; it is found here and by search."""
    return and_(_IS_CLOSED, _IS_ARCHIVED)


def _is_running() -> ColumnElement[bool]:
    return Ticket.state_type.not_in(WAITING_TYPES)


_VIEWS: Mapping[str, Callable[[Looking], ColumnElement[Any]]] = MappingProxyType(
    {
        "mine": _mine,
        "unassigned": _unassigned,
        "overdue": _overdue,
        "due_soon": _due_soon,
        "vip": _vip,
        "waiting": _waiting,
        "my_queues": _my_queues,
        "escalated": _escalated,
        "reopened": _reopened,
        "wait_over": _wait_over,
        "replied": _replied,
        "problems": _problems,
        "open": _all_open,
        "closed": _closed,
        "archived": _archived,
    }
)


def open_count(session: Session) -> int:
    """How many tickets are neither closed nor merged; never counted further than `MOST_COUNTED`."""
    found = select(sql("1")).select_from(Ticket).where(sql(LIVE), *seen_tickets(session)).limit(MOST_COUNTED)
    return session.scalar(select(func.count()).select_from(found.subquery("is_open"))) or 0
