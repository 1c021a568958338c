"""The words under which rows are found: folded here, kept in `search_entry`, searched by FTS5 or PostgreSQL.

`words` are what one calls a row by (numbers, names, titles), `texts` what was written at length on it.

Follows the rows: the unit of work hands in what a command changed. `rebuild` makes all anew. A centre keeps
no words: everybody searches at a desk (docs/adr/0015).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, func, literal, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from fieldservice.domain.model.content import Attachment
from fieldservice.domain.model.contract import Contract
from fieldservice.domain.model.customer import Contact, Customer, Identity, IdentityKind, Site
from fieldservice.domain.model.equipment import Category, Equipment, Product
from fieldservice.domain.model.forms import CustomValue
from fieldservice.domain.model.journal import ChangeKind, SearchEntry
from fieldservice.domain.model.order import Visit, WorkOrder
from fieldservice.domain.model.ticket import Article, NumberAlias, Request, Task, Ticket
from fieldservice.domain.rules.changes import RowRef
from fieldservice.domain.rules.folding import fold
from fieldservice.domain.store.exchange_state import is_centre
from fieldservice.domain.store.journal import RowChange
from fieldservice.domain.store.row_writer import insert_together
from fieldservice.domain.store.search_filling import fill, filled_anew, stored_rows

BATCH = 500
FEWEST_DIGITS = 4
ENTRIES = SearchEntry.metadata.tables[SearchEntry.__tablename__]

Row = Mapping[str, Any]
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
    if is_centre(session):
        return
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
    if is_centre(session):
        return
    if table in OWN_WORDS:
        told = [_own_entry(table, row, now) for row in rows]
        _insert(session, told)
    elif table in SOURCES:
        for batch in _batches([row["id"] for row in rows]):
            _kind, words = SOURCES[table]
            _insert(session, [_entry(table, row, now) for row in words(session, batch)])


def rebuild(session: Session, now: datetime) -> None:
    """Make all words anew from the rows."""
    if session.connection().dialect.name == "sqlite":
        _rebuild_at_once(session, now)
        return
    session.execute(delete(SearchEntry))
    for table, (kind, _words) in SOURCES.items():
        for batch in _batches(list(session.scalars(select(kind.id)))):
            _write(session, table, batch, now)


def _rebuild_at_once(session: Session, now: datetime) -> None:
    """What stands in the rows themselves is read past all types: a branch may have a million of them."""
    connection = session.connection()
    stamp = ENTRIES.c.changed_at.type.dialect_impl(connection.dialect).bind_processor(connection.dialect)
    at = str(stamp(now) if stamp is not None else now)
    with filled_anew(connection):
        for table, (kind, words) in SOURCES.items():
            own = OWN_WORDS.get(table)
            if own is None:
                for batch in _batches(list(session.scalars(select(kind.id)))):
                    _insert(session, [_entry(table, row, now) for row in words(session, batch)])
                continue
            for rows in stored_rows(connection, table, own.columns):
                told = ((row[0], table, *own.folded(row), at) for row in rows)
                fill(connection, [entry for entry in told if entry[2] or entry[3]])


def _batches(ids: list[UUID]) -> Iterable[list[UUID]]:
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))


def _write(session: Session, table: str, ids: list[UUID], now: datetime) -> None:
    session.execute(delete(SearchEntry).where(SearchEntry.id.in_(ids)))
    _kind, words = SOURCES[table]
    _insert(session, [_entry(table, row, now) for row in words(session, ids)])


def _insert(session: Session, entries: Sequence[Mapping[str, Any]]) -> None:
    """Rows on which nothing is written are not looked for."""
    rows = [entry for entry in entries if entry["words"] or entry["texts"]]
    if rows:
        insert_together(session.connection(), ENTRIES, rows)


def _entry(table: str, row: Any, now: datetime) -> dict[str, Any]:
    """`row` is the id, the text at length, and the words."""
    row_id, text, *words = row
    return {
        "id": row_id,
        "subject_table": table,
        "words": _folded(words),
        "texts": _folded((text,)),
        "changed_at": now,
    }


def _own_entry(table: str, row: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    own = OWN_WORDS[table]
    text = row.get(own.text) if own.text else None
    words = (row.get(name) for name in own.names)
    return _entry(table, (row["id"], text, *words, *own.more(row)), now)


def _folded(texts: Iterable[str | None]) -> str:
    return " ".join([fold(text) for text in texts if text])


OLD_NUMBERS = (
    select(func.aggregate_strings(NumberAlias.number, " "))
    .where(NumberAlias.ticket_id == Ticket.id)
    .scalar_subquery()
)
"""A ticket that was numbered anew is still found by what is printed on old papers."""
TICKET_WORDS = (
    select(
        Ticket.id,
        Ticket.description,
        Ticket.number,
        Ticket.title,
        Customer.name,
        Equipment.serial_number,
        OLD_NUMBERS,
    )
    .outerjoin(Customer, Customer.id == Ticket.customer_id)
    .outerjoin(Equipment, Equipment.id == Ticket.equipment_id)
    .where(Ticket.id.in_(bindparam("ids", expanding=True)))
)


def _ticket_words(session: Session, ids: list[UUID]) -> Iterable[Any]:
    return session.connection().execute(TICKET_WORDS, {"ids": ids})


def _equipment_words(session: Session, ids: list[UUID]) -> Iterable[Any]:
    columns = (Equipment.serial_number, Product.name, Category.name)
    joined = select(Equipment.id, literal(""), *columns).join(Product, Product.id == Equipment.product_id)
    return session.execute(
        joined.join(Category, Category.id == Product.category_id).where(Equipment.id.in_(ids))
    )


def phone_endings(row: Row) -> Iterable[str]:
    """Every ending of a telephone number from four digits on: so any part of it that is typed is found."""
    kind, digits = row["kind"], str(row["value"]).lstrip("+")
    if kind not in (IdentityKind.PHONE, IdentityKind.PHONE.value):
        return ()
    return (digits[start:] for start in range(len(digits) - FEWEST_DIGITS + 1))


def _nothing_more(_row: Row) -> Iterable[str]:
    return ()


@dataclass(frozen=True, slots=True)
class OwnWords:
    """The columns of a row that hold its words, the one with its text at length, and what both lead to."""

    kind: Any
    names: tuple[str, ...]
    text: str = ""
    more: Callable[[Row], Iterable[str]] = _nothing_more
    more_of: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """All that words are made of, behind the id."""
        return ("id", *self.names, *self.more_of, *((self.text,) if self.text else ()))

    def folded(self, stored: Sequence[Any]) -> tuple[str, str]:
        """Words and text at length of a row with these columns."""
        text = stored[-1] if self.text else None
        words = stored[1 : len(self.names) + 1]
        more = self.more(dict(zip(self.columns, stored, strict=True))) if self.more_of else ()
        return _folded((*words, *more)), _folded((text,))

    def read(self, session: Session, ids: list[UUID]) -> Iterable[Any]:
        table = self.kind.__table__
        for row in session.connection().execute(select(table).where(table.c.id.in_(ids))).mappings():
            text = row[self.text] if self.text else None
            yield (row["id"], text, *(row[name] for name in self.names), *self.more(dict(row)))


OWN_WORDS: Mapping[str, OwnWords] = MappingProxyType(
    {
        "customer": OwnWords(Customer, ("number", "name", "tax_id"), "note"),
        "contact": OwnWords(Contact, ("name", "role")),
        "identity": OwnWords(Identity, ("value",), more=phone_endings, more_of=("kind",)),
        "site": OwnWords(Site, ("code", "name", "street", "city")),
        "contract": OwnWords(Contract, ("number",), "note"),
        "work_order": OwnWords(WorkOrder, ("number", "title")),
        "request": OwnWords(Request, ("title", "caller_name", "caller"), "text"),
        "article": OwnWords(Article, (), "text"),
        "visit": OwnWords(Visit, (), "report"),
        "task": OwnWords(Task, ("title",)),
        "custom_value": OwnWords(CustomValue, (), "value"),
        "attachment": OwnWords(Attachment, ("name",)),
    }
)
"""Rows whose words all stand in themselves."""

SOURCES: Mapping[str, tuple[Any, Words]] = {
    "ticket": (Ticket, _ticket_words),
    "equipment": (Equipment, _equipment_words),
    **{table: (own.kind, own.read) for table, own in OWN_WORDS.items()},
}

PARTS: Mapping[str, tuple[tuple[str, InstrumentedAttribute[Any]], ...]] = {
    "customer": (("ticket", Ticket.customer_id),),
    "equipment": (("ticket", Ticket.equipment_id),),
    "product": (("equipment", Equipment.product_id),),
}
"""Rows whose words are part of those of others: which, and by which column."""
