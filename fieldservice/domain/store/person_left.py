"""What is left of a person who was erased elsewhere: in this database's history, and in its own texts.

Nobody sends along what the person was called. It is read once more from the history of the person's own rows,
and from what the bars took the place of, and then blacked out there, too. A name may be somebody else's: it
counts where the same customer is concerned, numbers and addresses count everywhere.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import String, Table, Uuid, cast, or_, select
from sqlalchemy.orm import Session

from fieldservice.domain.formats.phone_digits import digits_of
from fieldservice.domain.model.company import CompanyProfile
from fieldservice.domain.model.customer import Contact, Identity
from fieldservice.domain.model.journal import JournalChange, JournalEntry
from fieldservice.domain.model.ticket import Request, Ticket
from fieldservice.domain.model.whole import Base
from fieldservice.domain.rules.changes import RowRef
from fieldservice.domain.rules.erasing import BARS, Certainty, PersonPattern, PersonWords
from fieldservice.domain.rules.exchange_scopes import HOMES, parents_first
from fieldservice.domain.store.erasing import ToErase

AT_ONCE, PAGE = 500, 1_000
LONGEST_WORD = 80
CONTACT, IDENTITY, CUSTOMER = "contact", "identity", "customer"
DERIVED = frozenset({"search_entry", "journal_head", "journal_erasure", "journal_entry", "journal_change"})
NOTHING: tuple[UUID, ...] = ()

Values = Mapping[str, Any]


@dataclass(slots=True)
class Known:
    """What was found out about the person so far."""

    customer: str = ""
    names: dict[str, None] = field(default_factory=dict)
    reach: dict[str, None] = field(default_factory=dict)
    others: dict[str, None] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not (self.names or self.reach or self.others)

    def take(self, table: str, values: Values | None) -> None:
        """A row of the person's own, as it stood at some time."""
        told = values or {}
        if table == CONTACT:
            self.customer = str(told.get("customer_id") or self.customer)
            self._add(self.names, told.get("name"))
        elif table == IDENTITY:
            self._add(self.reach, told.get("value"))
            self._add(self.reach, told.get("as_written"))

    def take_bars(self, before: Values | None, after: Values | None) -> None:
        """Words that bars took the place of."""
        for name, value in (after or {}).items():
            stood = (before or {}).get(name)
            if isinstance(value, str) and isinstance(stood, str) and BARS in value and value != BARS:
                self.others.update(dict.fromkeys(_behind_bars(stood, value)))

    def told(self) -> dict[str, Any]:
        """As it can be kept for a while."""
        lists = {name: list(getattr(self, name)) for name in ("names", "reach", "others")}
        return {"customer": self.customer, **lists}

    def take_told(self, told: Values) -> None:
        self.customer = str(told.get("customer") or self.customer)
        for name in ("names", "reach", "others"):
            getattr(self, name).update(dict.fromkeys(told.get(name, ())))

    def words(self, country: str) -> PersonWords:
        phones = [each for each in self.reach if "@" not in each]
        return PersonWords(
            names=tuple(self.names),
            phones=tuple(dict.fromkeys(digits_of(each, country) for each in phones)),
            emails=tuple(each for each in self.reach if "@" in each),
            others=tuple(self.others),
        )

    @staticmethod
    def _add(to: dict[str, None], value: object) -> None:
        if isinstance(value, str) and value.strip() and BARS not in value:
            to[value] = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody erased: `whole` is known by everything, `certain` by what nobody else has. `circle` are the
    rows of the customer, `theirs` those of the person's own requests and tickets, `own` the person's.
    """

    contact_id: UUID
    circle: frozenset[UUID]
    theirs: frozenset[UUID]
    own: frozenset[UUID]
    whole: PersonPattern
    certain: PersonPattern

    def is_told_of(self, row_id: UUID | None, said: str) -> bool:
        """Whether the person stands in a text about that row."""
        concerned = row_id in self.circle or self.contact_id.hex in said
        certainty = (self.whole if concerned else self.certain).certainty_of(said)
        if row_id in self.own or row_id in self.theirs:
            return row_id in self.own or certainty is not None
        return certainty is Certainty.SURE

    def blacked(self, told: Any, ids: set[UUID]) -> Any:
        """A value without the person, in which rows with these ids are told of."""
        pattern = self.whole if ids & self.circle else self.certain
        return pattern.blacked_value(told, perhaps=bool(ids & self.theirs))


def known_in_history(session: Session, contact_id: UUID) -> Known:
    """From the lines of the person's contact, numbers and addresses."""
    known = Known()
    for line in _own_lines(session, contact_id):
        for side in (line.before, line.after):
            known.take(line.table_name, side)
        known.take_bars(line.before, line.after)
    return known


def reach_key(written: str, country: str) -> tuple[str, str]:
    """A number or an address so that two ways to write it are one."""
    return ("", written.casefold()) if "@" in written else digits_of(written, country)


def person_of(session: Session, contact_id: UUID, known: Known) -> Person:
    if not known.customer:  # a line of the history holds what was changed, and no more
        known.customer = str(
            session.scalar(select(Contact.customer_id).where(Contact.id == contact_id)) or ""
        )
    country = session.scalar(select(CompanyProfile.country).limit(1)) or ""
    words = known.words(country)
    own = {line.row_id for line in _own_lines(session, contact_id)} | {contact_id}
    circle = _hung_on(session, {CUSTOMER: {UUID(known.customer)}}) if known.customer else set()
    theirs = _hung_on(session, _own_work(session, contact_id))
    certain = PersonWords(phones=words.phones, emails=words.emails)
    return Person(
        contact_id,
        frozenset(circle | theirs | own),
        frozenset(theirs),
        frozenset(own),
        PersonPattern(words),
        PersonPattern(certain),
    )


def left_in_history(session: Session, who: Person, rows: Iterable[RowRef] = ()) -> ToErase:
    """Lines and labels to black out; `rows` of this database's own go along."""
    lines = [line for line, row_id, said in _lines(session) if who.is_told_of(row_id, said)]
    labels = [entry for entry, subject, said in _labels(session) if who.is_told_of(subject, said)]
    own = tuple(RowRef(CONTACT, each) for each in who.own)  # only their ids are asked for
    return ToErase(who.whole, own, tuple(rows), lines, labels, NOTHING)


def left_in_own_rows(session: Session, who: Person) -> Iterator[RowRef]:
    """Drafts, notices, news of the exchange: nobody can tell there whose name it is, so every one goes."""
    for table in own_tables():
        for row_id, said in _texts_of(session, table):
            if who.whole.certainty_of(said) is Certainty.SURE:
                yield RowRef(table.name, row_id)


def left_in_rows(session: Session, who: Person, tables: Iterable[Table]) -> Iterator[RowRef]:
    """Rows of these tables in whose texts the person stands."""
    for table in tables:
        for row_id, said in _texts_of(session, table):
            if who.is_told_of(row_id, said):
                yield RowRef(table.name, row_id)


def _texts_of(session: Session, table: Table) -> Iterator[tuple[UUID, str]]:
    texts = [column.key for column in table.c if _is_text(column.type)]
    wanted = select(table.c.id, *(table.c[name] for name in texts))
    for row in session.execute(wanted, execution_options={"yield_per": PAGE}):
        yield row[0], _said(row[1:])


def own_tables() -> list[Table]:
    """What never travels and may hold what somebody typed: drafts, notices, news of the exchange."""
    return [
        table
        for table in Base.metadata.sorted_tables
        if table.name not in HOMES and table.name not in DERIVED and _has_id(table)
    ]


def _has_id(table: Table) -> bool:
    key = table.c.get("id")
    return key is not None and isinstance(key.type, Uuid)


def _is_text(kind: object) -> bool:
    return isinstance(kind, String) or type(kind).__name__ in {"JSON", "JSONB"}


def numbers_ever(session: Session, contact_id: UUID) -> set[UUID]:
    """What is or ever was the contact's number or address, by its row, gone or not."""
    line, named = JournalChange, f"%{contact_id.hex}%"
    theirs = or_(cast(line.before, String).like(named), cast(line.after, String).like(named))
    told = select(line.row_id).where(line.table_name == IDENTITY, theirs)
    held = select(Identity.id).where(Identity.contact_id == contact_id)
    return {*session.scalars(told), *session.scalars(held)}


def _own_lines(session: Session, contact_id: UUID) -> list[Any]:
    """Of the contact, and of what was ever the contact's number or address."""
    line = JournalChange
    wanted = select(line.table_name, line.row_id, line.before, line.after)
    rows = [contact_id, *numbers_ever(session, contact_id)]
    return list(session.execute(wanted.where(line.row_id.in_(rows))))


def _lines(session: Session) -> Iterator[tuple[UUID, UUID, str]]:
    wanted = select(JournalChange.id, JournalChange.row_id, JournalChange.before, JournalChange.after)
    for row in session.execute(wanted, execution_options={"yield_per": PAGE}):
        yield row.id, row.row_id, _said((row.before, row.after))


def _labels(session: Session) -> Iterator[tuple[UUID, UUID | None, str]]:
    wanted = select(JournalEntry.id, JournalEntry.subject_id, JournalEntry.label)
    for row in session.execute(wanted, execution_options={"yield_per": PAGE}):
        yield row.id, row.subject_id, _said((row.label,))


def _own_work(session: Session, contact_id: UUID) -> dict[str, set[UUID]]:
    """What the person asked for."""
    asked = session.scalars(select(Request.id).where(Request.contact_id == contact_id)).all()
    about = or_(Ticket.contact_id == contact_id, Ticket.request_id.in_(asked))
    tickets = session.scalars(select(Ticket.id).where(about)).all()
    return {Request.__tablename__: set(asked), Ticket.__tablename__: set(tickets)}


def _hung_on(session: Session, found: dict[str, set[UUID]]) -> set[UUID]:
    """These rows and all that hang on them, whichever way."""
    for name in parents_first():
        table = Base.metadata.tables[name]
        for parent in HOMES[name].parents:
            above = found.get(parent.table, set()) if parent.table else set().union(*found.values())
            if above:
                found.setdefault(name, set()).update(_hanging(session, table, parent.column, above))
    return set().union(*found.values())


def _hanging(session: Session, table: Table, column: str, above: set[UUID]) -> Iterator[UUID]:
    wanted = sorted(above)
    for start in range(0, len(wanted), AT_ONCE):
        some = table.c[column].in_(wanted[start : start + AT_ONCE])
        yield from session.scalars(select(table.c.id).where(some))


def _said(values: Iterable[object]) -> str:
    return "\n".join(_texts(values))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from _texts(value.values())
    elif isinstance(value, Iterable):
        for each in value:
            yield from _texts(each)


def _behind_bars(stood: str, now: str) -> Iterator[str]:
    """What stood where bars are now, if all around them is as it was."""
    around = (re.escape(part) for part in now.split(BARS))
    found = re.fullmatch("(.+?)".join(around), stood, re.DOTALL)
    for word in found.groups() if found else ():
        if len(word) <= LONGEST_WORD and word.strip():
            yield word.strip()
