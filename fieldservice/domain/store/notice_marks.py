"""Marks on one's own notices, written past the journal and committed on their own."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update

from fieldservice.domain.model.content import Notice
from fieldservice.domain.rules.changes import Changes, RowRef
from fieldservice.domain.rules.reasons import Reason
from fieldservice.domain.store.unit_of_work import UnitOfWork

MOST_MARKED = 1_000


def mark(
    uow: UnitOfWork,
    *,
    read_at: datetime | None,
    notice_ids: Sequence[UUID] = (),
    ticket_id: UUID | None = None,
) -> Changes:
    """Mark these, or all unread ones of a ticket; those of others are left alone."""
    mine = select(Notice.id).where(Notice.user_id == uow.actor.user_id)
    if ticket_id is None:
        mine = mine.where(Notice.id.in_(notice_ids))
    else:
        mine = mine.where(Notice.ticket_id == ticket_id, Notice.read_at.is_(None))
    found = uow.session.scalars(mine.limit(MOST_MARKED)).all()
    if found:
        uow.session.execute(update(Notice).where(Notice.id.in_(found)).values(read_at=read_at))
    return _told(uow, found)


def snooze(uow: UnitOfWork, notice_id: UUID, until: datetime) -> Changes:
    """Away until then, and unread from then on."""
    own = (Notice.id == notice_id) & (Notice.user_id == uow.actor.user_id)
    uow.session.execute(update(Notice).where(own).values(snoozed_until=until, read_at=None))
    return _told(uow, [notice_id])


def _told(uow: UnitOfWork, notice_ids: Sequence[UUID]) -> Changes:
    uow.session.commit()
    touched = frozenset(RowRef(Notice.__tablename__, notice_id) for notice_id in notice_ids)
    return Changes(None, Reason("notice"), None, touched, undoable=False)
