"""The saved views of the ticket list: what each shows, in which order, and how many tickets stand in it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, func, literal_column, select
from sqlalchemy import text as sql
from sqlalchemy.orm import Session, aliased

from fieldservice.domain.model.customer import Customer, CustomerClass
from fieldservice.domain.model.ticket import CLOSED, LIVE, Ticket
from fieldservice.domain.queries.ticket_rows import SOON, Viewer
from fieldservice.domain.rules.ticket_states import TicketStateType

__all__ = ["MOST_COUNTED", "ViewCount", "Viewer", "condition", "usual_order", "view_counts", "views"]

MOST_COUNTED = 1_000
DUE, OPENED, CLOSED_ON = "due", "opened", "closed"
WAITING_TYPES = tuple(state for state in TicketStateType if state.is_waiting)

_IS_LIVE: ColumnElement[bool] = literal_column(f"ticket.{LIVE}")
_IS_CLOSED: ColumnElement[bool] = literal_column(f"ticket.{CLOSED}")
_VIP = aliased(Customer)
_VIP_IDS = select(_VIP.id).where(_VIP.customer_class == CustomerClass.VIP)


@dataclass(frozen=True, slots=True)
class ViewCount:
    """How many tickets a view shows; never counted further than `MOST_COUNTED`."""

    view: str
    count: int

    @property
    def is_more(self) -> bool:
        return self.count >= MOST_COUNTED


def condition(view: str, viewer: Viewer) -> ColumnElement[bool]:
    """What a view shows; an unknown one shows all that is open."""
    return _VIEWS.get(view, _all_open)(viewer)


def usual_order(view: str) -> str:
    return CLOSED_ON if view == "closed" else DUE


def views() -> tuple[str, ...]:
    return tuple(_VIEWS)


def view_counts(session: Session, viewer: Viewer) -> tuple[ViewCount, ...]:
    """All views counted in one statement; what is closed is not counted, nobody asks how much that is."""
    counted = [view for view in _VIEWS if view != "closed"]
    row = session.execute(select(*(_count(view, viewer) for view in counted))).one()
    return tuple(ViewCount(view, count) for view, count in zip(counted, row, strict=True))


def _count(view: str, viewer: Viewer) -> ScalarSelect[int]:
    found = select(sql("1")).select_from(Ticket).where(condition(view, viewer)).limit(MOST_COUNTED)
    return select(func.count()).select_from(found.subquery(f"in_{view}")).scalar_subquery()


def _mine(viewer: Viewer) -> ColumnElement[bool]:
    return and_(_IS_LIVE, Ticket.owner_id == viewer.user_id)


def _unassigned(viewer: Viewer) -> ColumnElement[bool]:
    del viewer
    return and_(_IS_LIVE, Ticket.owner_id.is_(None))


def _overdue(viewer: Viewer) -> ColumnElement[bool]:
    return and_(_IS_LIVE, Ticket.expected_closing_at < viewer.now, _is_running())


def _due_soon(viewer: Viewer) -> ColumnElement[bool]:
    due = Ticket.expected_closing_at
    return and_(_IS_LIVE, due >= viewer.now, due < viewer.now + SOON, _is_running())


def _vip(viewer: Viewer) -> ColumnElement[bool]:
    del viewer
    return and_(_IS_LIVE, Ticket.customer_id.in_(_VIP_IDS))


def _waiting(viewer: Viewer) -> ColumnElement[bool]:
    del viewer
    return and_(_IS_LIVE, Ticket.state_type.in_(WAITING_TYPES))


def _all_open(viewer: Viewer) -> ColumnElement[bool]:
    del viewer
    return _IS_LIVE


def _closed(viewer: Viewer) -> ColumnElement[bool]:
    del viewer
    return _IS_CLOSED


def _is_running() -> ColumnElement[bool]:
    return Ticket.state_type.not_in(WAITING_TYPES)


_VIEWS: Mapping[str, Callable[[Viewer], ColumnElement[Any]]] = MappingProxyType(
    {
        "mine": _mine,
        "unassigned": _unassigned,
        "overdue": _overdue,
        "due_soon": _due_soon,
        "vip": _vip,
        "waiting": _waiting,
        "open": _all_open,
        "closed": _closed,
    }
)


def open_count(session: Session) -> int:
    """How many tickets are neither closed nor merged; never counted further than `MOST_COUNTED`."""
    found = select(sql("1")).select_from(Ticket).where(sql(LIVE)).limit(MOST_COUNTED)
    return session.scalar(select(func.count()).select_from(found.subquery("is_open"))) or 0
