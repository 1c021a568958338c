"""Tickets that tell of nobody any more: contact, callers, texts and files go, figures stay (C28).

The same way as erasing a person: past the ORM, with the history told what went and not what it was.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from fieldservice.domain.model.content import Attachment
from fieldservice.domain.model.journal import JournalChange
from fieldservice.domain.model.order import Visit, WorkOrder
from fieldservice.domain.model.retention import ArchivedTicket
from fieldservice.domain.model.ticket import Article, Request, Ticket
from fieldservice.domain.rules.changes import RowRef
from fieldservice.domain.rules.erasing import BARS
from fieldservice.domain.store.erasing import Hidden, hide_history, hide_rows, remove_files
from fieldservice.domain.store.unit_of_work import UnitOfWork

NOBODY: Hidden = {
    "ticket": {"description": "", "contact_id": None},
    "request": {"caller": "", "caller_name": "", "text": "", "contact_id": None, "wish": None},
    "article": {"text": BARS, "author_name": "", "contact_id": None},
    "visit": {"report": BARS},
}
"""What becomes of the texts; the title stays, for lists and figures."""


def anonymise(uow: UnitOfWork, ticket_ids: Sequence[UUID]) -> None:
    """The caller records and commits; `archived_ticket` remembers when."""
    rows = _rows_of(uow, ticket_ids)
    hide_rows(uow, rows, NOBODY)
    owners = [ref.id for ref in rows]
    session = uow.session
    remove_files(uow, session.scalars(select(Attachment.id).where(Attachment.owner_id.in_(owners))).all())
    lines = session.scalars(select(JournalChange.id).where(JournalChange.row_id.in_(owners))).all()
    hide_history(uow, lines, NOBODY)
    now = uow.clock.now()
    for ticket_id in ticket_ids:
        known = session.get(ArchivedTicket, ticket_id)
        if known is None:
            uow.add(ArchivedTicket(id=ticket_id, archived_at=now, anonymised_at=now))
        else:
            known.anonymised_at = now


def _rows_of(uow: UnitOfWork, ticket_ids: Sequence[UUID]) -> list[RowRef]:
    orders = select(WorkOrder.id).where(WorkOrder.ticket_id.in_(ticket_ids))
    requests = select(Ticket.request_id).where(Ticket.id.in_(ticket_ids))
    parts: tuple[tuple[Any, Any], ...] = (
        (Request, Request.id.in_(requests)),
        (Article, Article.ticket_id.in_(ticket_ids)),
        (Visit, Visit.order_id.in_(orders)),
    )
    found = [RowRef(Ticket.__tablename__, each) for each in ticket_ids]
    for kind, belongs in parts:
        ids = uow.session.scalars(select(kind.id).where(belongs))
        found += [RowRef(kind.__tablename__, each) for each in ids]
    return found
