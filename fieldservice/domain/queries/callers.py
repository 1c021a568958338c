"""Who is calling: customers by telephone number, customer number, tax id, serial number or part of a name.

The intake screen and the command line ask the same functions, so that they cannot disagree. What fits several
customers gives all of them, never one guessed (P-70). What is done with the answer stands in `call_verdicts`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, column, func, select, text
from sqlalchemy.orm import Session

from fieldservice.domain.formats.phones import PhoneIdentity, is_hidden_number, looks_like_phone, read_phone
from fieldservice.domain.formats.tax_ids import compact_tax_id
from fieldservice.domain.model.customer import Contact, Customer, Identity, IdentityKind, Site
from fieldservice.domain.model.equipment import Equipment
from fieldservice.domain.model.journal import SearchEntry
from fieldservice.domain.rules.folding import fold, fold_words

MOST_MATCHES = 12
MOST_ON_ONE_NUMBER = 100
SHORTEST_NAME = 2
SHORTEST_SERIAL_PART = 4
BEHIND_ALL = "\U0010ffff"
NIP_LENGTH = 10


class CallerKey(StrEnum):
    """By what a customer was found; the first are the surer ones."""

    PHONE = "phone"
    NUMBER = "number"
    TAX_ID = "tax_id"
    SERIAL = "serial"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class CallerMatch:
    """A customer whom the caller may be; the person and the unit when what was typed names just one."""

    customer_id: UUID
    found_by: CallerKey
    number: str = ""
    name: str = ""
    customer_class: str = ""
    tax_id: str = ""
    city: str = ""
    contact_id: UUID | None = None
    contact_name: str = ""
    unit_id: UUID | None = None
    serial_number: str = ""


@dataclass(frozen=True, slots=True)
class CallerSearch:
    """All who fit, the surest first. `is_hidden`: the number was kept back, there is nothing to look up."""

    matches: tuple[CallerMatch, ...]
    phone: PhoneIdentity | None = None
    is_hidden: bool = False

    @property
    def only(self) -> CallerMatch | None:
        """The one customer, when there is just one."""
        return self.matches[0] if len(self.matches) == 1 else None


def find_callers(session: Session, typed: str, region: str) -> CallerSearch:
    """Look up what was typed or came with the call; `region` is the country numbers are at home in."""
    typed = typed.strip()
    if not typed or is_hidden_number(typed):
        return CallerSearch((), is_hidden=bool(typed))
    phone = read_phone(typed, region) if looks_like_phone(typed) else None
    hits = [] if phone is None else _by_phone(session, phone)
    hits += _by_number(session, typed) + _by_tax_id(session, typed) + _by_serial(session, typed)
    if not hits and phone is None:
        hits = _by_name(session, typed)
    return CallerSearch(_filled(session, _one_each(hits)), phone)


def customer_match(session: Session, customer_id: UUID) -> CallerMatch | None:
    """The customer as a match, as when it was opened by hand."""
    found = _filled(session, [CallerMatch(customer_id, CallerKey.NUMBER)])
    return found[0] if found else None


def units_with_serial_number(session: Session, serial_number: str) -> list[tuple[UUID, UUID]]:
    """Units and their customers by an exact serial number, in any case and with any marks."""
    statement = (
        select(Equipment.id, Site.customer_id)
        .join(Site, Site.id == Equipment.site_id)
        .where(Equipment.serial_folded == fold(serial_number.strip()))
        .order_by(Equipment.id)
    )
    return [(unit, owner) for unit, owner in session.execute(statement.limit(MOST_ON_ONE_NUMBER))]


def _by_phone(session: Session, phone: PhoneIdentity) -> list[CallerMatch]:
    """With an extension typed, those with that very extension outweigh the others of the number."""
    statement = (
        select(Identity.customer_id, Identity.extension, Contact.id, Contact.name)
        .outerjoin(Contact, (Contact.id == Identity.contact_id) & Contact.is_active)
        .where(Identity.kind == IdentityKind.PHONE, Identity.value == phone.e164)
        .order_by(Identity.id)
    )
    rows = session.execute(statement.limit(MOST_ON_ONE_NUMBER)).all()
    exact = [row for row in rows if phone.extension and row[1] == phone.extension]
    return [
        CallerMatch(customer, CallerKey.PHONE, contact_id=contact, contact_name=name or "")
        for customer, _extension, contact, name in exact or rows
    ]


def _by_number(session: Session, typed: str) -> list[CallerMatch]:
    return _matching(session, Customer.number.in_({typed, typed.upper(), typed.lower()}), CallerKey.NUMBER)


def _by_tax_id(session: Session, typed: str) -> list[CallerMatch]:
    compact = compact_tax_id(typed)
    if not any(sign.isdigit() for sign in compact):
        return []
    return _matching(session, Customer.tax_id.in_(_tax_id_writings(typed, compact)), CallerKey.TAX_ID)


def _tax_id_writings(typed: str, compact: str) -> set[str]:
    """A tax id is kept as it was written: bare, or grouped in one of the two Polish ways."""
    writings = {typed, compact}
    if len(compact) == NIP_LENGTH and compact.isdigit():
        first, rest = compact[:3], compact[3:]
        writings |= {
            f"{first}-{rest[:3]}-{rest[3:5]}-{rest[5:]}",
            f"{first}-{rest[:2]}-{rest[2:4]}-{rest[4:]}",
        }
    return writings


def _by_serial(session: Session, typed: str) -> list[CallerMatch]:
    """The unit with this serial number; else those whose serial number begins so."""
    folded = fold(typed)
    found = _units(session, Equipment.serial_folded == folded)
    is_part = len(folded) >= SHORTEST_SERIAL_PART and any(sign.isdigit() for sign in folded)
    if not found and is_part:
        between = Equipment.serial_folded.between(folded, folded + BEHIND_ALL)
        found = _units(session, between & Equipment.serial_folded.startswith(folded, autoescape=True))
    return found


def _units(session: Session, condition: ColumnElement[bool]) -> list[CallerMatch]:
    statement = (
        select(Site.customer_id, Equipment.id, Equipment.serial_number)
        .join(Site, Site.id == Equipment.site_id)
        .where(condition)
        .order_by(Equipment.serial_folded, Equipment.id)
    )
    return [
        CallerMatch(customer, CallerKey.SERIAL, unit_id=unit, serial_number=serial)
        for customer, unit, serial in session.execute(statement.limit(MOST_MATCHES))
    ]


def _by_name(session: Session, typed: str) -> list[CallerMatch]:
    """All words must stand in the customer's name or number; else in the name of a person there."""
    words = fold_words(typed)
    if sum(map(len, words)) < SHORTEST_NAME:
        return []
    conditions = [
        Customer.name_folded.contains(word, autoescape=True)
        | func.lower(Customer.number).startswith(word, autoescape=True)
        for word in words
    ]
    begins = Customer.name_folded.startswith(words[0], autoescape=True)
    statement = (
        select(Customer.id).where(*conditions).order_by(begins.desc(), Customer.name_folded, Customer.id)
    )
    found = [
        CallerMatch(customer, CallerKey.NAME) for customer in session.scalars(statement.limit(MOST_MATCHES))
    ]
    return found or _by_person(session, words)


def _by_person(session: Session, words: Sequence[str]) -> list[CallerMatch]:
    statement = (
        select(Contact.customer_id, Contact.id, Contact.name)
        .join(SearchEntry, SearchEntry.id == Contact.id)
        .where(
            SearchEntry.subject_table == Contact.__tablename__, Contact.is_active, _has_words(session, words)
        )
        .order_by(Contact.name, Contact.id)
    )
    return [
        CallerMatch(customer, CallerKey.NAME, contact_id=contact, contact_name=name)
        for customer, contact, name in session.execute(statement.limit(MOST_MATCHES))
    ]


def _has_words(session: Session, words: Sequence[str]) -> ColumnElement[bool]:
    """Each word begins one of the entry's words. They are letters and digits only: nothing to quote."""
    if session.get_bind().dialect.name == "sqlite":
        query = " AND ".join(f'"{word}"*' for word in words)
        hits = text("SELECT rowid FROM search_names WHERE search_names MATCH :words").bindparams(words=query)
        return SearchEntry.position.in_(hits.columns(column("rowid", Integer)))
    query = " & ".join(f"{word}:*" for word in words)
    vector = func.to_tsvector(text("'simple'"), SearchEntry.words)
    return vector.bool_op("@@")(func.to_tsquery(text("'simple'"), query))


def _matching(session: Session, condition: ColumnElement[bool], key: CallerKey) -> list[CallerMatch]:
    statement = select(Customer.id).where(condition).order_by(Customer.number)
    return [CallerMatch(customer, key) for customer in session.scalars(statement.limit(MOST_MATCHES))]


def _one_each(hits: Iterable[CallerMatch]) -> list[CallerMatch]:
    """One match a customer. Two persons or two units under what was typed name neither."""
    found: dict[UUID, CallerMatch] = {}
    for hit in hits:
        known = found.get(hit.customer_id)
        if known is None:
            found[hit.customer_id] = hit
        elif known.found_by is hit.found_by:
            found[hit.customer_id] = _less_sure(known, hit)
    return list(found.values())


def _less_sure(known: CallerMatch, other: CallerMatch) -> CallerMatch:
    if known.contact_id != other.contact_id:
        known = replace(known, contact_id=None, contact_name="")
    if known.unit_id != other.unit_id:
        known = replace(known, unit_id=None)
    return known


def _filled(session: Session, hits: Sequence[CallerMatch]) -> tuple[CallerMatch, ...]:
    """The matches with what the customers are called, those with the surest key first."""
    if not hits:
        return ()
    city = select(Site.city).where(Site.customer_id == Customer.id).order_by(Site.code).limit(1)
    columns = (Customer.number, Customer.name, Customer.customer_class, Customer.tax_id)
    wanted = [hit.customer_id for hit in hits]
    rows = session.execute(
        select(Customer.id, *columns, city.scalar_subquery()).where(Customer.id.in_(wanted))
    ).all()
    by_id = {row[0]: row for row in rows}
    return tuple(_named(hit, by_id[hit.customer_id]) for hit in hits if hit.customer_id in by_id)


def _named(hit: CallerMatch, row: Any) -> CallerMatch:
    _id, number, name, customer_class, tax_id, city = row
    return replace(
        hit,
        number=number,
        name=name,
        customer_class=customer_class.value,
        tax_id=tax_id or "",
        city=city or "",
    )
