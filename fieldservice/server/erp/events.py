"""Events for webhooks, found in the journal: whoever wrote it, a branch, the desk or a system, it is there.

One process at a time reads on from the cursor, makes the deliveries and moves the cursor, in one transaction:
no event is lost and none comes twice, however often a process is cut off.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Connection, Engine, select, text, update
from sqlalchemy.dialects.postgresql import insert

from fieldservice.domain.model.journal import ChangeKind, JournalChange, JournalEntry, JournalHead
from fieldservice.domain.model.outside import OutsideKey
from fieldservice.domain.model.ticket import Ticket
from fieldservice.server.erp.tables import erp_cursor, erp_delivery, erp_webhook

MOST_LINES = 2_000
ONLY = 1


class Event(StrEnum):
    TICKET_CREATED = "ticket.created"
    TICKET_CHANGED = "ticket.changed"
    TICKET_CLOSED = "ticket.closed"
    TICKET_REOPENED = "ticket.reopened"
    TICKET_ARTICLE = "ticket.article"
    ORDER_CREATED = "order.created"
    ORDER_PLANNED = "order.planned"
    ORDER_FINISHED = "order.finished"
    ORDER_CANCELLED = "order.cancelled"
    ORDER_REOPENED = "order.reopened"
    REQUEST_PARKED = "request.parked"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the journal, with when it was done and by whom."""

    id: UUID
    table: str
    row_id: UUID
    kind: ChangeKind
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    happened_at: datetime
    user_id: UUID | None


def events_of(line: Line) -> list[Event]:
    """What a line of the journal is to those outside."""
    if line.kind is ChangeKind.DELETE:
        return []
    return _OF[line.table](line, is_new=line.kind is ChangeKind.INSERT)


def gather(engine: Engine, now: datetime) -> bool:
    """Read on in the journal; tells whether there is more at once. Not when another process is at it."""
    with engine.begin() as connection:
        begun = _cursor(connection)
        if begun is None:
            return False
        head = connection.scalar(select(JournalHead.sequence)) or 0
        webhooks = connection.execute(select(erp_webhook).where(erp_webhook.c.is_active)).all()
        lines, reached = _lines(connection, begun, head) if webhooks and head > begun else ([], head)
        if lines:
            _deliver(connection, webhooks, lines, now)
        if reached > begun:
            _move(connection, reached)
    return reached < head


def _of_ticket(line: Line, *, is_new: bool) -> list[Event]:
    if is_new:
        return [Event.TICKET_CREATED]
    was, now = line.before.get("state_type"), line.after.get("state_type")
    moved = [Event.TICKET_CLOSED] if now == "closed" else []
    if was == "closed" and now not in {None, "closed"}:
        moved = [Event.TICKET_REOPENED]
    return [Event.TICKET_CHANGED, *moved] if set(line.after) - {"version"} else []


def _of_order(line: Line, *, is_new: bool) -> list[Event]:
    was, now = line.before.get("state"), line.after.get("state")
    if is_new:
        return [Event.ORDER_CREATED]
    if now in _OVER:
        return [_OVER[now]]
    return [Event.ORDER_REOPENED] if now is not None and was in _OVER else []


def _of_visit(line: Line, *, is_new: bool) -> list[Event]:
    is_planned = is_new or bool({"planned_from", "technician_id"} & line.after.keys())
    return [Event.ORDER_PLANNED] if is_planned else []


def _of_article(line: Line, *, is_new: bool) -> list[Event]:
    """What was said; neither notes inside the house nor what the program says by itself."""
    is_said = not line.after.get("is_internal") and not line.after.get("reason")
    return [Event.TICKET_ARTICLE] if is_new and is_said else []


def _of_request(line: Line, *, is_new: bool) -> list[Event]:
    del is_new
    return [Event.REQUEST_PARKED] if line.after.get("state") == "parked" else []


_OVER: Mapping[Any, Event] = MappingProxyType(
    {"finished": Event.ORDER_FINISHED, "cancelled": Event.ORDER_CANCELLED}
)
_OF: Mapping[str, Callable[..., list[Event]]] = MappingProxyType(
    {
        "ticket": _of_ticket,
        "work_order": _of_order,
        "visit": _of_visit,
        "article": _of_article,
        "request": _of_request,
    }
)


def _cursor(connection: Connection) -> int | None:
    """Where to go on; None while another process holds it. It begins where the journal ends."""
    locked = select(erp_cursor.c.sequence).where(erp_cursor.c.id == ONLY).with_for_update(skip_locked=True)
    found: int | None = connection.scalar(locked)
    if found is not None or connection.scalar(select(erp_cursor.c.id)) is not None:
        return found
    head = connection.scalar(select(JournalHead.sequence)) or 0
    connection.execute(insert(erp_cursor).values(id=ONLY, sequence=head).on_conflict_do_nothing())
    return None


def _move(connection: Connection, sequence: int) -> None:
    connection.execute(update(erp_cursor).where(erp_cursor.c.id == ONLY).values(sequence=sequence))


def _lines(connection: Connection, begun: int, head: int) -> tuple[list[Line], int]:
    """Lines of whole entries after the one begun with, and the last entry that was read."""
    reached = head
    wanted = (
        select(JournalEntry.sequence, JournalEntry.happened_at, JournalEntry.user_id)
        .add_columns(JournalChange.id, JournalChange.table_name, JournalChange.row_id, JournalChange.kind)
        .add_columns(JournalChange.before, JournalChange.after)
        .join(JournalChange, JournalChange.entry_id == JournalEntry.id)
        .where(JournalEntry.sequence > begun, JournalEntry.sequence <= head)
        .where(JournalChange.table_name.in_(_OF))
        .order_by(JournalEntry.sequence, JournalChange.position)
    )
    rows = connection.execute(wanted.limit(MOST_LINES)).all()
    if len(rows) == MOST_LINES:
        reached = rows[-1].sequence if rows[0].sequence == rows[-1].sequence else rows[-1].sequence - 1
        if rows[0].sequence == rows[-1].sequence:  # one entry fills it all: it is read whole
            whole = wanted.where(JournalEntry.sequence == reached)
            rows = connection.execute(whole).all()
    return [_line(row) for row in rows if row.sequence <= reached], reached


def _line(row: Any) -> Line:
    told = (row.before or {}, row.after or {}, row.happened_at, row.user_id)
    return Line(row.id, row.table_name, row.row_id, row.kind, *told)


def _deliver(connection: Connection, webhooks: Iterable[Any], lines: list[Line], now: datetime) -> None:
    """A system is not told what it did itself."""
    wanted = {event for webhook in webhooks for event in webhook.events}
    found = [(line, event) for line in lines for event in events_of(line) if event in wanted]
    if not found:
        return
    subjects = _subjects(connection, [line for line, _event in found])
    rows = []
    for webhook in webhooks:
        keys = _keys(connection, webhook.system_id, {subject["ticket_id"] for subject in subjects.values()})
        for line, event in found:
            if event in webhook.events and line.user_id != webhook.system_id and line.id in subjects:
                rows.append(_delivery(webhook, (line, event), subjects[line.id], keys, now))
    if rows:
        connection.execute(insert(erp_delivery).on_conflict_do_nothing(), rows)


def _delivery(
    webhook: Any, happened: tuple[Line, Event], subject: dict[str, Any], keys: dict[UUID, str], now: datetime
) -> dict[str, Any]:
    line, event = happened
    ticket_id = subject["ticket_id"]
    body = {
        "event": event,
        "happened_at": line.happened_at.isoformat(),
        "ticket": subject["ticket"],
        "ticket_key": keys.get(ticket_id),
        "order": subject["order"],
        "request": str(line.row_id) if line.table == "request" else None,
    }
    return {
        "id": uuid5(webhook.id, f"{event}|{line.id}"),
        "webhook_id": webhook.id,
        "event": event,
        "line_id": line.id,
        "subject_id": line.row_id,
        "body": json.dumps(body, separators=(",", ":")).encode(),
        "made_at": now,
        "state": "waiting",
        "next_at": now,
    }


_SUBJECTS = text(
    """
    SELECT line.id, ticket.id AS ticket_id, ticket.number AS ticket, work_order.number AS "order"
    FROM unnest(CAST(:ids AS uuid[]), CAST(:tables AS text[]), CAST(:rows AS uuid[]))
        AS line (id, name, row_id)
    LEFT JOIN visit ON line.name = 'visit' AND visit.id = line.row_id
    LEFT JOIN article ON line.name = 'article' AND article.id = line.row_id
    LEFT JOIN work_order ON work_order.id =
        CASE line.name WHEN 'work_order' THEN line.row_id ELSE visit.order_id END
    LEFT JOIN ticket ON ticket.id =
        CASE line.name WHEN 'ticket' THEN line.row_id
                       ELSE coalesce(work_order.ticket_id, article.ticket_id) END
    WHERE ticket.id IS NOT NULL OR line.name = 'request'
    """
)


def _subjects(connection: Connection, lines: list[Line]) -> dict[UUID, dict[str, Any]]:
    """Of each line the ticket and order that it is about; what is gone again is left out."""
    given = {
        "ids": [line.id for line in lines],
        "tables": [line.table for line in lines],
        "rows": [line.row_id for line in lines],
    }
    return {row.id: dict(row._mapping) for row in connection.execute(_SUBJECTS, given)}  # noqa: SLF001 - its name


def _keys(connection: Connection, system_id: UUID, tickets: set[UUID | None]) -> dict[UUID, str]:
    wanted = select(OutsideKey.owner_id, OutsideKey.key).where(
        OutsideKey.system_id == system_id,
        OutsideKey.owner_table == Ticket.__tablename__,
        OutsideKey.owner_id.in_([each for each in tickets if each is not None]),
    )
    return {row.owner_id: row.key for row in connection.execute(wanted)}
