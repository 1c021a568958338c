"""The words under which rows are found: folded here, kept in `search_entry`, searched by FTS5 or PostgreSQL.

Follows the rows: the unit of work hands in what a command changed. `rebuild` makes all anew.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from fieldservice.domain.model.customer import Contact, Customer, Identity, Site
from fieldservice.domain.model.equipment import Category, Equipment, Product
from fieldservice.domain.model.journal import ChangeKind, SearchEntry
from fieldservice.domain.model.order import WorkOrder
from fieldservice.domain.model.ticket import Request, Ticket
from fieldservice.domain.rules.changes import RowRef
from fieldservice.domain.rules.folding import fold
from fieldservice.domain.store.journal import RowChange
from fieldservice.domain.store.row_writer import insert_rows

BATCH = 500
ENTRIES = SearchEntry.metadata.tables[SearchEntry.__tablename__]

Words = Callable[[Session, list[UUID]], Iterable[Any]]


def follow(session: Session, changes: Mapping[RowRef, RowChange], now: datetime) -> None:
    """Let the words follow what a command changed; most of a new row is known without reading it again."""
    added: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for ref, change in changes.items():
        if change.kind is ChangeKind.INSERT:
            added[ref.table].append({**(change.after or {}), "id": ref.id})
    for table, rows in added.items():
        add(session, table, rows, now)
    refresh(session, [ref for ref, change in changes.items() if change.kind is not ChangeKind.INSERT], now)


def refresh(session: Session, touched: Iterable[RowRef], now: datetime) -> None:
    """Make the words of the touched rows anew, and of the rows whose words they are part of."""
    wanted: dict[str, set[UUID]] = {}
    owners: dict[tuple[str, InstrumentedAttribute[Any]], list[UUID]] = {}
    for ref in touched:
        if ref.table in SOURCES:
            wanted.setdefault(ref.table, set()).add(ref.id)
        for table, of_owners in PARTS.get(ref.table, ()):
            owners.setdefault((table, of_owners), []).append(ref.id)
    for (table, column), ids in owners.items():
        for batch in _batches(ids):
            kind, _words = SOURCES[table]
            wanted.setdefault(table, set()).update(session.scalars(select(kind.id).where(column.in_(batch))))
    for table, concerned in wanted.items():
        for batch in _batches(sorted(concerned)):
            _write(session, table, batch, now)


def add(session: Session, table: str, rows: Sequence[Mapping[str, Any]], now: datetime) -> None:
    """Make the words of rows that were just inserted; nothing is there to be replaced."""
    if table in OWN_WORDS:
        _kind, names = OWN_WORDS[table]
        told = [(row["id"], *(row.get(name) for name in names)) for row in rows]
        _insert(session, [_entry(table, row, now) for row in told])
    elif table in SOURCES:
        for batch in _batches([row["id"] for row in rows]):
            _kind, words = SOURCES[table]
            _insert(session, [_entry(table, row, now) for row in words(session, batch)])


def rebuild(session: Session, now: datetime) -> None:
    """Make all words anew from the rows."""
    session.execute(delete(SearchEntry))
    for table, (kind, _words) in SOURCES.items():
        for batch in _batches(list(session.scalars(select(kind.id)))):
            _write(session, table, batch, now)


def _batches(ids: list[UUID]) -> Iterable[list[UUID]]:
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))


def _write(session: Session, table: str, ids: list[UUID], now: datetime) -> None:
    session.execute(delete(SearchEntry).where(SearchEntry.id.in_(ids)))
    _kind, words = SOURCES[table]
    _insert(session, [_entry(table, row, now) for row in words(session, ids)])


def _insert(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        insert_rows(session.connection(), ENTRIES, rows)


def _entry(table: str, row: Any, now: datetime) -> dict[str, Any]:
    row_id, *texts = row
    words = " ".join(fold(text) for text in texts if text)
    return {"id": row_id, "subject_table": table, "words": words, "changed_at": now}


TICKET_WORDS = (
    select(Ticket.id, Ticket.number, Ticket.title, Customer.name, Equipment.serial_number)
    .outerjoin(Customer, Customer.id == Ticket.customer_id)
    .outerjoin(Equipment, Equipment.id == Ticket.equipment_id)
    .where(Ticket.id.in_(bindparam("ids", expanding=True)))
)


def _ticket_words(session: Session, ids: list[UUID]) -> Iterable[Any]:
    return session.connection().execute(TICKET_WORDS, {"ids": ids})


def _equipment_words(session: Session, ids: list[UUID]) -> Iterable[Any]:
    columns = (Equipment.id, Equipment.serial_number, Product.name, Category.name)
    joined = select(*columns).join(Product, Product.id == Equipment.product_id)
    return session.execute(
        joined.join(Category, Category.id == Product.category_id).where(Equipment.id.in_(ids))
    )


def _own_words(kind: Any, names: Sequence[str]) -> Words:
    columns = [getattr(kind, name) for name in ("id", *names)]
    return lambda session, ids: session.execute(select(*columns).where(kind.id.in_(ids)))


OWN_WORDS: Mapping[str, tuple[Any, tuple[str, ...]]] = {
    "customer": (Customer, ("number", "name", "tax_id")),
    "contact": (Contact, ("name", "role")),
    "identity": (Identity, ("value",)),
    "site": (Site, ("code", "name", "street", "city")),
    "work_order": (WorkOrder, ("number", "title")),
    "request": (Request, ("title", "caller_name", "caller")),
}
"""Rows whose words all stand in themselves, in these columns."""

SOURCES: Mapping[str, tuple[Any, Words]] = {
    "ticket": (Ticket, _ticket_words),
    "equipment": (Equipment, _equipment_words),
    **{table: (kind, _own_words(kind, names)) for table, (kind, names) in OWN_WORDS.items()},
}

PARTS: Mapping[str, tuple[tuple[str, InstrumentedAttribute[Any]], ...]] = {
    "customer": (("ticket", Ticket.customer_id),),
    "equipment": (("ticket", Ticket.equipment_id),),
    "product": (("equipment", Equipment.product_id),),
}
"""Rows whose words are part of those of others: which, and by which column."""
