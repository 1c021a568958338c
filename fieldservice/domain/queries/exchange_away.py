"""What changed elsewhere while somebody was away (X6): the tickets that are theirs, not all that came."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from fieldservice.domain.model.content import Attachment, Follow
from fieldservice.domain.model.customer import Customer
from fieldservice.domain.model.exchange import ExchangeState, TicketOpening
from fieldservice.domain.model.journal import ChangeKind, JournalChange, JournalEntry
from fieldservice.domain.model.order import Visit, WorkLine, WorkOrder
from fieldservice.domain.model.people import UserAccount
from fieldservice.domain.model.preferences import Preference
from fieldservice.domain.model.ticket import Article, Request, Task, Ticket
from fieldservice.domain.store.exchange_state import JOINING

RECEIVED = "exchange.received"
AWAY_SEEN = "exchange_seen_at"
MOST_ENTRIES = 2_000
MOST_LINES = 20_000
MOST_TICKETS = 500
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class AwayTicket:
    """A ticket that was touched elsewhere: by whom, which fields of which tables, what was added to it."""

    id: UUID
    number: str
    title: str
    customer: str
    people: tuple[str, ...]
    fields: tuple[tuple[str, str], ...]
    added: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Away:
    """Since when, and the tickets, the latest first. `is_too_much` when so much came at once that it was not
    told row by row: a first synchronisation, or an import somewhere.
    """

    since: datetime | None
    tickets: tuple[AwayTicket, ...] = ()
    is_too_much: bool = False


@dataclass(slots=True)
class _Touch:
    """What came of one ticket."""

    people: dict[str, None] = field(default_factory=dict)
    fields: dict[tuple[str, str], None] = field(default_factory=dict)
    added: dict[str, None] = field(default_factory=dict)
    at: datetime | None = None


_OF_TICKET: Mapping[str, Any] = MappingProxyType(
    {each.__tablename__: each for each in (WorkOrder, Article, Task, Follow)}
)
_OF_ORDER: Mapping[str, Any] = MappingProxyType({each.__tablename__: each for each in (Visit, WorkLine)})


def away(session: Session, user_id: UUID) -> Away:
    """Since the person last looked, or since the desk joined; nothing on a desk that stands alone."""
    joined_at = session.scalar(select(ExchangeState.joined_at).where(ExchangeState.order != JOINING))
    if joined_at is None:
        return Away(None)
    since = _seen_at(session, user_id) or joined_at
    entries = _entries(session, since)
    lines = _lines(session, [entry.id for entry in entries])
    places = _tickets_of(session, lines)
    touched = _touched(entries, lines, places)
    mine = _mine(session, user_id, touched)
    rows = [_row(row, touched[row.id]) for row in mine]
    is_too_much = any(entry.label.get("rows", 0) and entry.id not in lines for entry in entries)
    return Away(since, tuple(sorted(rows, key=lambda row: row.at, reverse=True)), is_too_much)


def _seen_at(session: Session, user_id: UUID) -> datetime | None:
    kept = session.scalar(
        select(Preference.value).where(Preference.user_id == user_id, Preference.name == AWAY_SEEN)
    )
    return datetime.fromisoformat(kept) if isinstance(kept, str) else None


def _entries(session: Session, since: datetime) -> Sequence[Any]:
    statement = (
        select(JournalEntry.id, JournalEntry.label, JournalEntry.happened_at, UserAccount.name)
        .outerjoin(UserAccount, UserAccount.id == JournalEntry.user_id)
        .where(JournalEntry.command == RECEIVED, JournalEntry.recorded_at > since)
        .order_by(JournalEntry.recorded_at.desc(), JournalEntry.id)
    )
    return session.execute(statement.limit(MOST_ENTRIES)).all()


def _lines(session: Session, entry_ids: Sequence[UUID]) -> dict[UUID, list[JournalChange]]:
    found: defaultdict[UUID, list[JournalChange]] = defaultdict(list)
    for start in range(0, len(entry_ids), _AT_ONCE):
        some = JournalChange.entry_id.in_(entry_ids[start : start + _AT_ONCE])
        ordered = select(JournalChange).where(some).order_by(JournalChange.position)
        for line in session.scalars(ordered.limit(MOST_LINES)):
            found[line.entry_id].append(line)
    return dict(found)


def _tickets_of(session: Session, lines: Mapping[UUID, Iterable[JournalChange]]) -> dict[UUID, UUID]:
    """The ticket that each row belongs to: as it stands here, or as the line itself tells."""
    by_table: defaultdict[str, set[UUID]] = defaultdict(set)
    told: dict[UUID, UUID] = {}
    orders: dict[UUID, UUID] = {}
    for line in (each for group in lines.values() for each in group):
        values = {**(line.before or {}), **(line.after or {})}
        by_table[line.table_name].add(line.row_id)
        if line.table_name == Ticket.__tablename__:
            told[line.row_id] = line.row_id
        elif isinstance(values.get("ticket_id"), str):
            told[line.row_id] = UUID(str(values["ticket_id"]))
        elif isinstance(values.get("order_id"), str):
            orders[line.row_id] = UUID(str(values["order_id"]))
        elif line.table_name == Attachment.__tablename__ and isinstance(values.get("owner_id"), str):
            told[line.row_id] = UUID(str(values["owner_id"]))
    for table, kind in _OF_TICKET.items():
        told |= _pairs(session, select(kind.id, kind.ticket_id), kind.id, by_table[table])
    for table, kind in _OF_ORDER.items():
        through = select(kind.id, WorkOrder.ticket_id).join(WorkOrder, WorkOrder.id == kind.order_id)
        told |= _pairs(session, through, kind.id, by_table[table])
    through_order = _pairs(
        session, select(WorkOrder.id, WorkOrder.ticket_id), WorkOrder.id, set(orders.values())
    )
    found = {
        row_id: through_order[order_id] for row_id, order_id in orders.items() if order_id in through_order
    }
    return {**found, **told}


def _pairs(
    session: Session, statement: Any, column: InstrumentedAttribute[UUID], wanted: Iterable[UUID]
) -> dict[UUID, UUID]:
    ids, found = list(wanted), dict[UUID, UUID]()
    for start in range(0, len(ids), _AT_ONCE):
        rows = session.execute(statement.where(column.in_(ids[start : start + _AT_ONCE])))
        found |= dict(tuple(row) for row in rows)
    return found


def _touched(
    entries: Sequence[Any], lines: Mapping[UUID, Sequence[JournalChange]], places: Mapping[UUID, UUID]
) -> dict[UUID, _Touch]:
    touched: defaultdict[UUID, _Touch] = defaultdict(_Touch)
    for entry in entries:
        for line in lines.get(entry.id, ()):
            ticket_id = places.get(line.row_id)
            if ticket_id is not None:
                _note(touched[ticket_id], entry, line)
    return touched


def _note(touch: _Touch, entry: Any, line: JournalChange) -> None:
    if entry.name:
        touch.people[entry.name] = None
    if line.kind is ChangeKind.UPDATE:
        touch.fields |= {(line.table_name, name): None for name in line.after or {}}
    elif line.kind is ChangeKind.INSERT:
        touch.added[line.table_name] = None
    touch.at = max(touch.at or entry.happened_at, entry.happened_at)


def _mine(session: Session, user_id: UUID, touched: Mapping[UUID, _Touch]) -> Sequence[Any]:
    """Of those the ones that the person owns, answers for, follows, took in or has opened."""
    follows = select(Follow.ticket_id).where(Follow.user_id == user_id)
    opened = select(TicketOpening.ticket_id).where(TicketOpening.user_id == user_id)
    taken = select(Request.id).where(Request.taken_by_id == user_id)
    is_mine = or_(
        Ticket.owner_id == user_id,
        Ticket.responsible_id == user_id,
        Ticket.id.in_(follows),
        Ticket.id.in_(opened),
        Ticket.request_id.in_(taken),
    )
    statement = (
        select(Ticket.id, Ticket.number, Ticket.title, Customer.name)
        .outerjoin(Customer, Customer.id == Ticket.customer_id)
        .where(is_mine)
    )
    ids, found = list(touched), list[Any]()
    for start in range(0, len(ids), _AT_ONCE):
        found += session.execute(statement.where(Ticket.id.in_(ids[start : start + _AT_ONCE]))).all()
    return found[:MOST_TICKETS]


def _row(row: Any, touch: _Touch) -> AwayTicket:
    if touch.at is None:
        raise LookupError("a touched ticket has a moment")
    return AwayTicket(
        row.id,
        row.number,
        row.title,
        row.name or "",
        tuple(touch.people),
        tuple(touch.fields),
        tuple(touch.added),
        touch.at,
    )
