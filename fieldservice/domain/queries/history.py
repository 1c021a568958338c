"""The history of a ticket as its journal keeps it: who did what, where, when, each value before and after."""

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select, union
from sqlalchemy.orm import Session

from fieldservice.domain.model.catalogue import (
    Kind,
    Purpose,
    Queue,
    Service,
    Sla,
    TicketState,
    TicketType,
    WorkKind,
)
from fieldservice.domain.model.contract import Contract
from fieldservice.domain.model.customer import Contact, Customer, Site
from fieldservice.domain.model.equipment import Equipment, Product
from fieldservice.domain.model.journal import ChangeKind, JournalChange, JournalEntry
from fieldservice.domain.model.order import Visit, WorkLine, WorkOrder
from fieldservice.domain.model.people import Technician, UserAccount, Workstation
from fieldservice.domain.model.retention import ArchivedTicket
from fieldservice.domain.model.ticket import Article, Ticket
from fieldservice.domain.queries.dictionaries import name_in
from fieldservice.domain.rules.reasons import Reason
from fieldservice.domain.store.rights import Right, require
from fieldservice.domain.store.row_values import decode_row

MOST_ENTRIES = 200

Value = str | int | bool | date | datetime | Decimal | enum.Enum | None


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One column of one row, by its name in the program; ids are already the names of what they mean."""

    table: str
    row_id: UUID
    field: str
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One command. `is_undone` when somebody took it back later."""

    id: UUID
    label: Reason
    user: str
    workstation: str
    happened_at: datetime
    recorded_at: datetime
    changes: tuple[FieldChange, ...]
    is_undone: bool


def history(
    session: Session,
    ticket_id: UUID,
    language: str,
    limit: int = MOST_ENTRIES,
    *,
    reader_id: UUID | None = None,
) -> list[HistoryRow]:
    """The latest first: what was done to the ticket, its orders, visits, articles and booked lines.

    The history of an archived ticket is for those who may see the archive: given a reader who may not,
    `rights.missing`.
    """
    if reader_id is not None and session.get(ArchivedTicket, ticket_id) is not None:
        require(session, reader_id, Right.SEE_ARCHIVE)
    entries = session.execute(_entries(ticket_id, limit)).all()
    ids = [row.id for row in entries]
    changes = _changes(session, ids)
    names = _Names(session, language)
    names.learn(change for group in changes.values() for change in group)
    undone = set(
        session.scalars(select(JournalEntry.undoes_id).where(JournalEntry.undoes_id.in_(ids)).limit(limit))
    )
    return [
        HistoryRow(
            row.id,
            Reason(row.command, row.label),
            row.user or "",
            row.workstation or "",
            row.happened_at,
            row.recorded_at,
            tuple(told for change in changes.get(row.id, ()) for told in names.told(change)),
            row.id in undone,
        )
        for row in entries
    ]


@dataclass(frozen=True, slots=True)
class _Change:
    """A row before and after, its columns decoded."""

    table: str
    row_id: UUID
    kind: ChangeKind
    before: dict[str, Any]
    after: dict[str, Any]


def _entries(ticket_id: UUID, limit: int) -> Any:
    orders = select(WorkOrder.id).where(WorkOrder.ticket_id == ticket_id)
    rows = union(
        select(Ticket.id).where(Ticket.id == ticket_id),
        orders,
        select(Visit.id).where(Visit.order_id.in_(orders)),
        select(WorkLine.id).where(WorkLine.order_id.in_(orders)),
        select(Article.id).where(Article.ticket_id == ticket_id),
    ).subquery()
    touching = union(
        select(JournalChange.entry_id).where(JournalChange.row_id.in_(select(rows.c.id))),
        select(JournalEntry.id).where(JournalEntry.subject_id == ticket_id),  # tasks, files, followers
    )
    columns = (
        JournalEntry.id,
        JournalEntry.command,
        JournalEntry.label,
        UserAccount.name.label("user"),
        Workstation.name.label("workstation"),
        JournalEntry.happened_at,
        JournalEntry.recorded_at,
    )
    return (
        select(*columns)
        .outerjoin(UserAccount, UserAccount.id == JournalEntry.user_id)
        .outerjoin(Workstation, Workstation.id == JournalEntry.workstation_id)
        .where(JournalEntry.id.in_(touching))
        .order_by(JournalEntry.recorded_at.desc(), JournalEntry.id.desc())
        .limit(limit)
    )


def _changes(session: Session, entry_ids: list[UUID]) -> dict[UUID, list[_Change]]:
    lines = select(JournalChange).where(JournalChange.entry_id.in_(entry_ids), _is_shown())
    found: dict[UUID, list[_Change]] = {}
    for line in session.scalars(lines.order_by(JournalChange.position)):
        table = Ticket.metadata.tables[line.table_name]
        change = _Change(
            line.table_name,
            line.row_id,
            line.kind,
            decode_row(table, line.before or {}),
            decode_row(table, line.after or {}),
        )
        found.setdefault(line.entry_id, []).append(change)
    return found


def _is_shown() -> Any:
    return JournalChange.table_name.in_(_SHOWN)


class _Names:
    """What the ids in changes mean, looked up together."""

    def __init__(self, session: Session, language: str) -> None:
        self._session = session
        self._language = language
        self._names: dict[UUID, str] = {}

    def learn(self, changes: Iterable[_Change]) -> None:
        wanted: dict[Any, set[UUID]] = {}
        for change in changes:
            for values in (change.before, change.after):
                for field, kind in _MEANT.items():
                    if isinstance(values.get(field), UUID):
                        wanted.setdefault(kind, set()).add(values[field])
        for kind, ids in wanted.items():
            self._learn_kind(kind, ids)

    def told(self, change: _Change) -> Iterable[FieldChange]:
        """Of a row that was made only what it says itself; of a changed one each column that differs."""
        shown = _SHOWN[change.table]
        for field in shown:
            before, after = self._value(field, change.before), self._value(field, change.after)
            is_news = field in change.after if change.kind is ChangeKind.UPDATE else bool(after)
            if is_news and before != after:
                yield FieldChange(change.table, change.row_id, field, before, after)

    def _value(self, field: str, values: dict[str, Any]) -> Value:
        value: Value | UUID = values.get(field)
        return self._names.get(value, "") if isinstance(value, UUID) else value

    def _learn_kind(self, kind: Any, ids: set[UUID]) -> None:
        if kind in _TRANSLATED:
            columns = select(kind.id, kind.name, kind.translations).where(kind.id.in_(ids))
            for row_id, name, translations in self._session.execute(columns):
                self._names[row_id] = name_in(name, translations, self._language)
            return
        named = select(kind.id, getattr(kind, _NAMED_BY.get(kind, "name"))).where(kind.id.in_(ids))
        self._names.update(dict(tuple(row) for row in self._session.execute(named)))


_TRANSLATED = (Kind, TicketType, Purpose, Service, WorkKind, TicketState, Queue, Sla)
_NAMED_BY = {Equipment: "serial_number", Contract: "number"}
_MEANT: dict[str, Any] = {
    "state_id": TicketState,
    "type_id": TicketType,
    "kind_id": Kind,
    "purpose_id": Purpose,
    "service_id": Service,
    "work_kind_id": WorkKind,
    "queue_id": Queue,
    "sla_id": Sla,
    "owner_id": UserAccount,
    "responsible_id": UserAccount,
    "customer_id": Customer,
    "contact_id": Contact,
    "site_id": Site,
    "equipment_id": Equipment,
    "product_id": Product,
    "contract_id": Contract,
    "technician_id": Technician,
}
_SHOWN = {
    "ticket": (
        "title",
        "description",
        "state_id",
        "priority",
        "impact",
        "urgency",
        "owner_id",
        "responsible_id",
        "queue_id",
        "type_id",
        "kind_id",
        "purpose_id",
        "service_id",
        "contact_id",
        "expected_closing_at",
        "expected_closing_because",
        "closed_because",
    ),
    "work_order": ("title", "state", "work_kind_id", "duration_minutes", "cancelled_because"),
    "visit": (
        "technician_id",
        "planned_from",
        "planned_to",
        "state",
        "outcome",
        "started_at",
        "ended_at",
        "report",
    ),
    "work_line": ("kind", "description", "quantity", "amount_cents"),
    "article": ("text",),
}
