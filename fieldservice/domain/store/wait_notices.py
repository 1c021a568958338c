"""Notices of waits that are over: to owner and responsible person, once for each day that was set (C09).

Each desk asks for its own person while it runs; nobody is told twice, for the notice bears what it tells of.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy import text as sql
from sqlalchemy.orm import Session

from fieldservice.domain.model.base import member_id
from fieldservice.domain.model.content import Notice
from fieldservice.domain.model.ticket import LIVE, Ticket
from fieldservice.domain.rules.changes import Changes, RowRef
from fieldservice.domain.rules.notices import NoticeKind
from fieldservice.domain.rules.reasons import Reason
from fieldservice.domain.rules.ticket_states import TicketStateType
from fieldservice.domain.store.notices import write
from fieldservice.domain.store.unit_of_work import UnitOfWork

MOST_TOLD = 100
WAITING = tuple(state for state in TicketStateType if state.is_waiting)


def untold_waits(session: Session, user_id: UUID, now: datetime) -> list[tuple[UUID, datetime]]:
    """Tickets of the person whose wait is over, with the moment until which they waited; bounded."""
    told = exists().where(
        Notice.ticket_id == Ticket.id,
        Notice.user_id == user_id,
        Notice.kind == NoticeKind.WAIT_OVER,
        Notice.happened_at == Ticket.wait_until,
    )
    wanted = select(Ticket.id, Ticket.wait_until).where(
        sql(LIVE),
        Ticket.state_type.in_(WAITING),
        Ticket.wait_until <= now,
        or_(Ticket.owner_id == user_id, Ticket.responsible_id == user_id),
        ~told,
    )
    rows = session.execute(wanted.order_by(Ticket.wait_until, Ticket.id).limit(MOST_TOLD))
    return [(ticket_id, until) for ticket_id, until in rows if until is not None]


def tell(uow: UnitOfWork, now: datetime) -> Changes:
    """Whoever works here; past the journal, as all notices are."""
    user_id = uow.actor.user_id
    found = [] if user_id is None else untold_waits(uow.session, user_id, now)
    rows = [_notice(user_id, *each) for each in found]
    write(uow.session, rows)
    uow.session.commit()
    touched = frozenset(RowRef(Notice.__tablename__, row["id"]) for row in rows)
    return Changes(None, Reason("notice"), None, touched, undoable=False)


def _notice(user_id: UUID | None, ticket_id: UUID, until: datetime) -> dict[str, Any]:
    key = member_id(ticket_id, NoticeKind.WAIT_OVER.value, str(user_id), until.isoformat())
    return {
        "id": key,
        "user_id": user_id,
        "ticket_id": ticket_id,
        "kind": NoticeKind.WAIT_OVER,
        "actor_id": None,
        "entry_id": key,
        "happened_at": until,
    }
