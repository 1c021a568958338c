"""Tickets that tell of nobody any more: contact, callers, texts and files go, figures stay (C28).

The same way as erasing a person: past the ORM, with the history told what went and not what it was.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from fieldservice.domain.model.content import Attachment
from fieldservice.domain.model.forms import CustomValue
from fieldservice.domain.model.journal import JournalChange
from fieldservice.domain.model.order import LineKind, Visit, WorkLine, WorkOrder
from fieldservice.domain.model.retention import ArchivedTicket
from fieldservice.domain.model.ticket import Article, Request, Task, Ticket, TicketLink
from fieldservice.domain.rules.changes import RowRef
from fieldservice.domain.rules.erasing import BARS
from fieldservice.domain.store.erasing import Hidden, hide_history, hide_rows, remove_files
from fieldservice.domain.store.unit_of_work import UnitOfWork

Bared = dict[RowRef, Mapping[str, Any]]

NOBODY: Hidden = {
    "ticket": {
        "description": "",
        "contact_id": None,
        "closed_because": "",
        "expected_closing_because": "",
        "wait_because": "",
        "override_because": "",
    },
    "request": {
        "caller": "",
        "caller_name": "",
        "text": "",
        "contact_id": None,
        "wish": None,
        "parked_because": "",
    },
    "article": {"text": BARS, "author_name": "", "contact_id": None, "reason": None},
    "task": {"title": BARS},
    "custom_value": {"value": BARS},
    "ticket_link": {"before": None},
    "work_order": {"title": BARS, "cancelled_because": ""},
    "visit": {"report": BARS},
    "work_line": {"description": BARS},
}
"""What becomes of the texts; the title stays, for lists and figures, and so does what a part is called."""

TOLD_STILL = frozenset({"number", "numbers", "order", "orders", "hours", "outcome", "count", "into"})
"""Values of an automatic article that are no text of a person's."""


def anonymise(uow: UnitOfWork, ticket_ids: Sequence[UUID]) -> None:
    """The caller records and commits; `archived_ticket` remembers when."""
    session, rows = uow.session, _rows_of(uow, ticket_ids)
    refs = [RowRef(kind.__tablename__, each) for kind, ids in rows.items() for each in ids]
    bared = {**_bare_reasons(uow, rows[Article]), **_bare_links(uow, rows[TicketLink])}
    hide_rows(uow, [ref for ref in refs if ref not in bared], NOBODY)
    for ref, values in bared.items():
        hide_rows(uow, [ref], {ref.table: {**NOBODY[ref.table], **values}})
    owners = [ref.id for ref in refs]
    lines = session.scalars(select(JournalChange.id).where(JournalChange.row_id.in_(owners))).all()
    remove_files(uow, session.scalars(select(Attachment.id).where(Attachment.owner_id.in_(owners))).all())
    hide_history(uow, lines, NOBODY)
    _remember(uow, ticket_ids)


def _remember(uow: UnitOfWork, ticket_ids: Sequence[UUID]) -> None:
    now = uow.clock.now()
    for ticket_id in ticket_ids:
        known = uow.session.get(ArchivedTicket, ticket_id)
        if known is None:
            uow.add(ArchivedTicket(id=ticket_id, archived_at=now, anonymised_at=now))
        else:
            known.anonymised_at = now


def _bare_reasons(uow: UnitOfWork, ids: Collection[UUID]) -> Bared:
    """Automatic articles still tell what happened, less what somebody wrote."""
    wanted = select(Article.id, Article.reason).where(Article.id.in_(ids), Article.reason.is_not(None))
    return {
        RowRef(Article.__tablename__, row_id): {"reason": {**reason, "values": _bare(reason["values"])}}
        for row_id, reason in _pairs(uow, wanted)
    }


def _bare(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: BARS if isinstance(value, str) and value and name not in TOLD_STILL else value
        for name, value in values.items()
    }


def _bare_links(uow: UnitOfWork, ids: Collection[UUID]) -> Bared:
    """What a merge found on the ticket, less its reasons: it can still be taken apart."""
    wanted = select(TicketLink.id, TicketLink.before).where(TicketLink.id.in_(ids))
    return {
        RowRef(TicketLink.__tablename__, row_id): {"before": {**before, "ticket": _emptied(before)}}
        for row_id, before in _pairs(uow, wanted)
        if before
    }


def _pairs(uow: UnitOfWork, wanted: Select[Any, Any]) -> Iterator[Any]:
    yield from uow.session.execute(wanted)


def _emptied(before: Mapping[str, Any]) -> dict[str, Any]:
    hidden = NOBODY[Ticket.__tablename__]
    return {
        name: BARS if name in hidden and value else value for name, value in before.get("ticket", {}).items()
    }


def _rows_of(uow: UnitOfWork, ticket_ids: Sequence[UUID]) -> dict[Any, list[UUID]]:
    orders = select(WorkOrder.id).where(WorkOrder.ticket_id.in_(ticket_ids))
    requests = select(Ticket.request_id).where(Ticket.id.in_(ticket_ids))
    parts: tuple[tuple[Any, Any], ...] = (
        (Ticket, Ticket.id.in_(ticket_ids)),
        (Request, Request.id.in_(requests)),
        (Article, Article.ticket_id.in_(ticket_ids)),
        (Task, Task.ticket_id.in_(ticket_ids)),
        (CustomValue, CustomValue.ticket_id.in_(ticket_ids)),
        (TicketLink, TicketLink.from_id.in_(ticket_ids)),
        (WorkOrder, WorkOrder.ticket_id.in_(ticket_ids)),
        (Visit, Visit.order_id.in_(orders)),
        (WorkLine, WorkLine.order_id.in_(orders) & (WorkLine.kind != LineKind.PART)),
    )
    return {kind: list(uow.session.scalars(select(kind.id).where(belongs))) for kind, belongs in parts}
