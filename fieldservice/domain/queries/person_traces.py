"""Where a person stands in the database: every text of every table, the history and the attachments.

All tables are gone through as the model knows them, so that what is added later is found too. People who work
here are not looked at: they are somebody else, even under the same name.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Enum, String, Table, Uuid, func, or_, select
from sqlalchemy.orm import Session

from fieldservice.domain.model.content import Attachment
from fieldservice.domain.model.customer import Contact, Customer, Identity
from fieldservice.domain.model.journal import JournalEntry
from fieldservice.domain.model.order import Visit, WorkOrder
from fieldservice.domain.model.ticket import Article, Request, Ticket
from fieldservice.domain.model.whole import Base
from fieldservice.domain.rules.changes import RowRef
from fieldservice.domain.rules.erasing import Certainty, PersonPattern
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.person_traces import FileTrace, HistoryTrace, Person, PersonTraces, Trace
from fieldservice.domain.store.attachments import folder_of
from fieldservice.domain.store.erasing import OWN_TEXTS
from fieldservice.domain.store.person_left import (
    CONTACT,
    IDENTITY,
    Known,
    known_in_history,
    numbers_ever,
    reach_key,
)

PAGE = 1_000
MOST_PERHAPS = 500
MOST_BYTES_LOOKED_AT = 5_000_000

COLLEAGUES = frozenset({"user_account", "technician", "workstation", "branch", "team", "role"})
HISTORY = frozenset({"journal_entry", "journal_change"})
DERIVED = frozenset({"search_entry", "journal_head", "journal_erasure"})

Told = Callable[[int, int], None]


def person(session: Session, contact_id: UUID, country: str, others: Sequence[str] = ()) -> Person:
    """`RuleViolation` `row.missing` when there is no such contact."""
    found = session.execute(
        select(Contact, Customer.name)
        .join(Customer, Customer.id == Contact.customer_id)
        .where(Contact.id == contact_id)
    ).first()
    if found is None:
        raise RuleViolation("row.missing", table="contact")
    contact, customer = found
    words = replace(_known(session, contact, country).words(country), others=_said_besides(others))
    return Person(contact_id, contact.name, customer, words)


def _said_besides(others: Sequence[str]) -> tuple[str, ...]:
    return tuple(other for other in others if other.strip())


def _known(session: Session, contact: Contact, country: str) -> Known:
    """What the person bears and bore; less what is somebody else's today: it stays theirs."""
    before, known = known_in_history(session, contact.id), Known()
    known.take(CONTACT, {"name": contact.name})
    for each in session.scalars(select(Identity).where(Identity.contact_id == contact.id)):
        known.take(IDENTITY, {"value": each.value, "as_written": each.as_written})
    namesakes = Contact.name.in_(before.names), Contact.id != contact.id, Contact.is_active
    not_theirs = set(session.scalars(select(Contact.name).where(*namesakes)))
    known.names.update(dict.fromkeys(name for name in before.names if name not in not_theirs))
    held = or_(Identity.contact_id.is_(None), Identity.contact_id != contact.id)
    passed_on = session.scalars(select(Identity.value).where(Identity.value.in_(before.reach), held))
    others = {reach_key(value, country) for value in passed_on}
    known.reach.update(dict.fromkeys(each for each in before.reach if reach_key(each, country) not in others))
    return known


def _nobody(done: int, total: int) -> None:
    """Told by a caller who shows no progress."""


def person_traces(session: Session, who: Person, told: Told = _nobody) -> PersonTraces:
    """Go through everything; a job, for it reads the whole database once."""
    pattern, circle = PersonPattern(who.words), _Circle(session, who)
    traces: list[Trace] = []
    history: list[HistoryTrace] = []
    total, done = _size(session), 0
    for table in _looked_at():
        for row in _rows(session, table):
            done += 1
            if done % PAGE == 0:
                told(done, total)
            if table.name in HISTORY:
                history += _in_history(table, row, pattern, circle)
            else:
                traces += _in_row(table, row, pattern, circle)
    perhaps = [trace for trace in traces if not trace.is_sure and not trace.is_theirs]
    dropped = set(map(id, perhaps[MOST_PERHAPS:]))
    return PersonTraces(
        who,
        circle.own_rows(),
        tuple(circle.named(trace) for trace in traces if id(trace) not in dropped),
        tuple(history),
        _files(session, pattern, circle),
        len(dropped),
    )


class _Circle:
    """The rows that belong to the person: contact, numbers, requests, tickets with their orders."""

    def __init__(self, session: Session, who: Person) -> None:
        self._session = session
        numbers = ["".join(("+", *phone)) for phone in who.words.phones if phone[0]]
        called = or_(Request.contact_id == who.contact_id, Request.caller.in_([*numbers, *who.words.emails]))
        self.contact = who.contact_id
        self.identities = sorted(numbers_ever(session, who.contact_id))
        self.requests = list(session.scalars(select(Request.id).where(called)))
        theirs = or_(Ticket.contact_id == who.contact_id, Ticket.request_id.in_(self.requests))
        numbered = session.execute(select(Ticket.id, Ticket.number).where(theirs))
        self.tickets: dict[UUID, str] = {row_id: number for row_id, number in numbered}  # noqa: C416
        orders = session.scalars(select(WorkOrder.id).where(WorkOrder.ticket_id.in_(list(self.tickets))))
        self.orders = list(orders)
        parts = [*self.identities, *self.requests, *self.tickets, *self.orders]
        self.ids = frozenset({self.contact, *parts})
        self._hex = frozenset(each.hex for each in self.ids)

    def own_rows(self) -> tuple[RowRef, ...]:
        rows = [("identity", each) for each in self.identities] + [
            ("request", each) for each in self.requests
        ]
        return (RowRef("contact", self.contact), *(RowRef(table, row_id) for table, row_id in rows))

    def holds(self, values: Sequence[object]) -> bool:
        return any(value in self.ids for value in values if isinstance(value, UUID))

    def is_named_in(self, text: str) -> bool:
        return any(each in text for each in self._hex)

    def owns(self, row_id: UUID) -> bool:
        return row_id == self.contact or row_id in self.identities or row_id in self.requests

    def owners_of_files(self) -> list[UUID]:
        articles = select(Article.id).where(Article.ticket_id.in_(list(self.tickets)))
        visits = select(Visit.id).where(Visit.order_id.in_(self.orders))
        parts = [*self._session.scalars(articles), *self._session.scalars(visits)]
        return [self.contact, *self.requests, *self.tickets, *self.orders, *parts]

    def named(self, trace: Trace) -> Trace:
        """With the number of the ticket that the text belongs to."""
        number = self.tickets.get(trace.row.id) or _ticket_number(self._session, trace.row)
        return Trace(trace.row, trace.field, trace.spot, trace.is_theirs, number or "")


def _looked_at() -> Iterator[Table]:
    for table in Base.metadata.sorted_tables:
        key = table.c.get("id")
        if key is not None and isinstance(key.type, Uuid) and table.name not in COLLEAGUES | DERIVED:
            yield table


def text_columns(table: Table) -> list[str]:
    """Columns in which people can stand: texts and JSON, no fixed choices."""
    is_text = [
        column.key
        for column in table.c
        if isinstance(column.type, String | JSON) and not isinstance(column.type, Enum)
    ]
    return [name for name in is_text if name not in {"table_name", "subject_table", "owner_table"}]


def _rows(session: Session, table: Table) -> Iterator[Any]:
    texts = text_columns(table)
    links = [column.key for column in table.c if isinstance(column.type, Uuid)]
    wanted = select(*(table.c[name] for name in dict.fromkeys(["id", *texts, *links])))
    yield from session.execute(wanted, execution_options={"yield_per": PAGE}).mappings()


def _said(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _texts_in(value: object) -> Iterator[str]:
    """The texts of a column: itself, or those in what JSON holds."""
    if isinstance(value, str) and value:
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts_in(each)


def _size(session: Session) -> int:
    return sum(session.scalar(select(func.count()).select_from(table)) or 0 for table in _looked_at())


def _in_row(table: Table, row: Any, pattern: PersonPattern, circle: _Circle) -> Iterator[Trace]:
    hidden_anyway = OWN_TEXTS.get(table.name, {}) if circle.owns(row["id"]) else {}
    for name in text_columns(table):
        if name in hidden_anyway:
            continue
        for said in _texts_in(row[name]):
            if pattern.certainty_of(said) is None:
                continue
            is_theirs = circle.holds(list(row.values()))
            for spot in pattern.spots(said):
                yield Trace(RowRef(table.name, row["id"]), name, spot, is_theirs)


def _in_history(table: Table, row: Any, pattern: PersonPattern, circle: _Circle) -> Iterator[HistoryTrace]:
    """Uncertain places count where the line tells of the person's own rows."""
    is_label = table.name == JournalEntry.__tablename__
    told = row["subject_id"] if is_label else row["row_id"]
    said = _said([row[name] for name in text_columns(table)])
    certainty = pattern.certainty_of(said)
    is_own = told is not None and circle.owns(told) and not is_label
    if certainty is None and not is_own:
        return
    if is_own or certainty is Certainty.SURE or told in circle.ids or circle.is_named_in(said):
        yield HistoryTrace(row["id"], told, is_label)


def _files(session: Session, pattern: PersonPattern, circle: _Circle) -> tuple[FileTrace, ...]:
    """Those of the person's tickets, and every one that is named after the person or tells of them."""
    owners = set(circle.owners_of_files())
    found = []
    for file in session.scalars(select(Attachment).order_by(Attachment.added_at)):
        names = pattern.certainty_of(file.name) is not None or _tells_of(session, file, pattern)
        if names or file.owner_id in owners:
            found.append(FileTrace(file.id, file.name, file.digest, file.size_bytes, names))
    return tuple(found)


def _tells_of(session: Session, file: Attachment, pattern: PersonPattern) -> bool:
    """Whether a file of text names the person; nobody can look into pictures."""
    if not file.media_type.startswith(("text/", "message/")) or file.size_bytes > MOST_BYTES_LOOKED_AT:
        return False
    content = folder_of(session).read(file.digest)
    return content is not None and any(
        pattern.certainty_of(content.decode(encoding, "replace")) is Certainty.SURE
        for encoding in ("utf-8", "cp1250", "utf-16")
    )


def _ticket_number(session: Session, row: RowRef) -> str | None:
    kinds: dict[str, Any] = {
        "ticket": select(Ticket.number).where(Ticket.id == row.id),
        "article": select(Ticket.number)
        .join(Article, Article.ticket_id == Ticket.id)
        .where(Article.id == row.id),
        "work_order": select(WorkOrder.number).where(WorkOrder.id == row.id),
        "visit": select(WorkOrder.number)
        .join(Visit, Visit.order_id == WorkOrder.id)
        .where(Visit.id == row.id),
    }
    wanted = kinds.get(row.table)
    return None if wanted is None else session.scalar(wanted)
