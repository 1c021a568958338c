"""Who has which ticket open: one row a person, past the journal, true only for a short while.

It steers, it never locks: a crash leaves a row behind that means nothing two minutes later.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete

from fieldservice.domain.model.base import member_id
from fieldservice.domain.model.content import Presence
from fieldservice.domain.model.exchange import TicketOpening
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.reasons import Reason
from fieldservice.domain.store.exchange_state import is_joined
from fieldservice.domain.store.unit_of_work import UnitOfWork


def show_presence(uow: UnitOfWork, ticket_id: UUID, *, is_writing: bool, now: datetime) -> Changes:
    """Say that the ticket, and no other, is open at this desk."""
    user_id = uow.actor.user_id
    if user_id is not None:
        row_id = member_id(user_id, str(uow.actor.workstation_id))
        uow.session.merge(
            Presence(id=row_id, ticket_id=ticket_id, user_id=user_id, is_writing=is_writing, seen_at=now)
        )
        if is_joined(uow.session):
            uow.session.merge(TicketOpening(user_id=user_id, ticket_id=ticket_id, opened_at=now))
    return _committed(uow)


def leave_tickets(uow: UnitOfWork) -> Changes:
    """Say that no ticket is open at this desk."""
    if uow.actor.user_id is not None:
        row_id = member_id(uow.actor.user_id, str(uow.actor.workstation_id))
        uow.session.execute(delete(Presence).where(Presence.id == row_id))
    return _committed(uow)


def _committed(uow: UnitOfWork) -> Changes:
    uow.session.commit()
    return Changes(None, Reason("presence"), undoable=False)
