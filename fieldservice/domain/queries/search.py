"""Search over everything: what the top search box finds, and the matching that lists filter by.

Words are folded as the index is; the word being typed is looked up by its beginning. Numbers and telephone
numbers are looked up as what they are. Everything is bounded, so that a frequent word costs no more than a
rare one.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    bindparam,
    column,
    false,
    func,
    literal_column,
    select,
    table,
)
from sqlalchemy.orm import Session

from fieldservice.domain.formats.phones import looks_like_phone, read_phone
from fieldservice.domain.model.customer import Contact, Customer, Identity, IdentityKind, Site
from fieldservice.domain.model.equipment import Equipment, Product
from fieldservice.domain.model.journal import SearchEntry
from fieldservice.domain.model.order import WorkOrder
from fieldservice.domain.model.ticket import Request, Ticket
from fieldservice.domain.rules.folding import fold, fold_words
from fieldservice.domain.rules.numbers import read_number
from fieldservice.domain.rules.ticket_states import TicketStateType

MOST_MATCHES = 5_000
MOST_HITS = 12
_WINDOW = 60
_MOST_OF_A_KIND = 4
_LAST_LETTER = "\N{REPLACEMENT CHARACTER}"

_WORDS = table("search_words", column("rowid"))


class Subject(Enum):
    """What was found; in the order in which hits that fit alike are shown."""

    CUSTOMER = "customer"
    EQUIPMENT = "equipment"
    TICKET = "ticket"
    ORDER = "work_order"
    CONTACT = "contact"
    SITE = "site"
    REQUEST = "request"


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: `text` names it, `second` says where it belongs.

    `ticket_id` of orders and `customer_id` of contacts, sites and numbers are where one goes; `state_type` is
    a ticket's.
    """

    subject: Subject
    id: UUID
    text: str
    second: str = ""
    number: str = ""
    customer_id: UUID | None = None
    ticket_id: UUID | None = None
    state_type: TicketStateType | None = None


def find(session: Session, typed: str, branch: str = "", country: str = "") -> tuple[Hit, ...]:
    """At most `MOST_HITS`, best first: what the number names, customers by their name, then latest words."""
    if not fold_words(typed):
        return ()
    found = [*_by_phone(session, typed, country), *_by_number(session, typed, branch)]
    found += _customers_by_name(session, typed)
    found += _by_words(session, typed)
    once = {(hit.subject, hit.id): hit for hit in reversed(found)}
    first = [hit for hit in found if once.pop((hit.subject, hit.id), None) is not None]
    return tuple(first[:MOST_HITS])


def matching_ids(session: Session, typed: str, subject_table: str, limit: int) -> Select[Any]:
    """The rows of a table under which the words stand, among the latest `limit` that fit at all."""
    return select(SearchEntry.id).where(
        SearchEntry.position.in_(_positions(session, typed, limit)),
        SearchEntry.subject_table == subject_table,
    )


def is_cut(session: Session, typed: str) -> bool:
    """Whether more fits than a list filtered by the words looks through."""
    counted = select(func.count()).select_from(_positions(session, typed, MOST_MATCHES + 1).subquery())
    return (session.scalar(counted) or 0) > MOST_MATCHES


def ticket_number(typed: str, branch: str) -> str | None:
    """The ticket's number that may be meant; that of an order names its ticket."""
    read = read_number(typed, branch)
    return None if read is None or not read.branch else str(read).partition("/")[0]


def _positions(session: Session, typed: str, limit: int) -> Select[Any]:
    """Positions in the index of what fits, the latest first."""
    if session.get_bind().dialect.name == "sqlite":
        return _ON_SQLITE.limit(limit).params(fits=_fts_query(typed))
    return _on_postgresql(typed).limit(limit)


def _fts_query(typed: str) -> str:
    """All words, the last one by its beginning unless a space ended it: `"pompa" "kot"*`."""
    words = [f'"{word}"' for word in fold_words(typed)]
    return " ".join(words) + ("" if typed[-1:].isspace() else "*") if words else '""'


def _on_postgresql(typed: str) -> Select[Any]:
    fits = _fits_on_postgresql(typed)
    return select(SearchEntry.position).where(fits).order_by(SearchEntry.position.desc())


def _fits_on_postgresql(typed: str) -> ColumnElement[bool]:
    said = (word.replace("\\", "").replace("'", "''") for word in fold(typed).split())
    words = [f"'{word}'" for word in said if any(letter.isalnum() for letter in word)]
    if not words:
        return false()
    query = " & ".join(words) + ("" if typed[-1:].isspace() else ":*")
    vector = func.to_tsvector(literal_column("'simple'"), SearchEntry.words)
    return vector.op("@@")(func.to_tsquery(literal_column("'simple'"), query))


def _by_number(session: Session, typed: str, branch: str) -> list[Hit]:
    """A ticket, an order, a customer or a unit by the number that is typed."""
    number = read_number(typed, branch)
    found: list[Hit] = []
    if number is not None and number.branch and number.position is not None:
        found += _hits(session, _ORDERS.where(WorkOrder.number == str(number)))
    elif number is not None and number.branch:
        found += _hits(session, _TICKETS.where(Ticket.number == str(number)))
    if any(letter.isdigit() for letter in typed):
        found += _hits(session, _UNITS.where(Equipment.serial_folded == fold(typed).strip()))
        found += _hits(session, _CUSTOMERS.where(Customer.number == typed.strip().upper()))
    return found


def _by_phone(session: Session, typed: str, country: str) -> list[Hit]:
    identity = read_phone(typed, country) if looks_like_phone(typed) else None
    if identity is None:
        return []
    known = select(Identity.customer_id).where(
        Identity.kind == IdentityKind.PHONE, Identity.value == identity.e164
    )
    return _hits(session, _CUSTOMERS.where(Customer.id.in_(known)))


def _customers_by_name(session: Session, typed: str) -> list[Hit]:
    """Those whose name begins so: few letters of a name are what a caller's company is looked up by."""
    start = fold(typed).strip()
    return _told(session, _CUSTOMERS_FROM, {"start": start, "end": start + _LAST_LETTER})


def _customers_by_part(session: Session, typed: str) -> list[Hit]:
    """Those in whose name the words stand anywhere; reads along all names, few beside the tickets."""
    names = [Customer.name_folded.contains(word, autoescape=True) for word in fold(typed).split()]
    return _hits(session, _CUSTOMERS.where(*names).order_by(Customer.name_folded), _MOST_OF_A_KIND)


def _by_words(session: Session, typed: str) -> list[Hit]:
    """The latest records of each kind under which the words stand."""
    if session.get_bind().dialect.name == "sqlite":
        found = session.connection().execute(_LATEST_ON_SQLITE, {"fits": _fts_query(typed)}).all()
    else:
        found = session.connection().execute(_latest(_on_postgresql(typed).limit(_WINDOW))).all()
    ids: dict[str, list[UUID]] = {}
    for subject_table, row_id in found:
        known = ids.setdefault(subject_table, [])
        if len(known) < _MOST_OF_A_KIND:
            known.append(row_id)
    known_kinds = [(look, ids[subject]) for subject, look in _LOOKS if subject in ids]
    hits = [hit for look, known in known_kinds for hit in _in_order(session, look, known)]
    is_drowned = len(found) == _WINDOW and "customer" not in ids
    return [*_customers_by_part(session, typed), *hits] if is_drowned else hits


def _in_order(session: Session, look: Select[Any], ids: list[UUID]) -> list[Hit]:
    places = {row_id: place for place, row_id in enumerate(ids)}
    return sorted(_told(session, look, {"ids": ids}), key=lambda hit: places[hit.id])


def _told(session: Session, statement: Select[Any], values: dict[str, Any]) -> list[Hit]:
    return [_hit(row) for row in session.connection().execute(statement, values).all()]


def _hits(session: Session, statement: Select[Any], limit: int = 3) -> list[Hit]:
    return [_hit(row) for row in session.connection().execute(statement.limit(limit)).all()]


def _hit(row: Any) -> Hit:
    return Hit(
        Subject(row.subject),
        row.id,
        row.text,
        row.second or "",
        row.number or "",
        row.customer_id,
        row.ticket_id,
        TicketStateType(row.state_type) if row.state_type else None,
    )


def _latest(positions: Select[Any]) -> Select[str, UUID]:
    fitting = select(SearchEntry.subject_table, SearchEntry.id).where(SearchEntry.position.in_(positions))
    return fitting.order_by(SearchEntry.position.desc())


def _by_ids(kind: Any, statement: Select[Any]) -> Select[Any]:
    return statement.where(kind.id.in_(bindparam("ids", expanding=True)))


_NONE: ColumnElement[Any] = literal_column("NULL")


def _one(subject: Subject, kind: Any, text: Any, *, second: Any = _NONE, number: Any = _NONE) -> Select[Any]:
    return select(
        literal_column(f"'{subject.value}'").label("subject"),
        kind.id.label("id"),
        text.label("text"),
        second.label("second"),
        number.label("number"),
    )


def _of_customer(statement: Select[Any], customer_id: Any) -> Select[Any]:
    return statement.add_columns(
        customer_id.label("customer_id"), _NONE.label("ticket_id"), _NONE.label("state_type")
    )


_CUSTOMERS = _of_customer(
    _one(Subject.CUSTOMER, Customer, Customer.name, number=Customer.number), Customer.id
)
_TICKETS = (
    _one(Subject.TICKET, Ticket, Ticket.title, second=Customer.name, number=Ticket.number)
    .add_columns(Ticket.customer_id, Ticket.id.label("ticket_id"), Ticket.state_type)
    .outerjoin(Customer, Customer.id == Ticket.customer_id)
)
_ORDERS = (
    _one(Subject.ORDER, WorkOrder, WorkOrder.title, second=Customer.name, number=WorkOrder.number)
    .add_columns(Ticket.customer_id, WorkOrder.ticket_id, Ticket.state_type)
    .join(Ticket, Ticket.id == WorkOrder.ticket_id)
    .outerjoin(Customer, Customer.id == Ticket.customer_id)
)
_UNITS = (
    _of_customer(
        _one(
            Subject.EQUIPMENT, Equipment, Product.name, second=Customer.name, number=Equipment.serial_number
        ),
        Site.customer_id,
    )
    .join(Product, Product.id == Equipment.product_id)
    .join(Site, Site.id == Equipment.site_id)
    .join(Customer, Customer.id == Site.customer_id)
)
_CONTACTS = _of_customer(
    _one(Subject.CONTACT, Contact, Contact.name, second=Customer.name), Contact.customer_id
).join(Customer, Customer.id == Contact.customer_id)
_NUMBERS = _of_customer(
    _one(Subject.CONTACT, Identity, Identity.value, second=Customer.name), Identity.customer_id
).join(Customer, Customer.id == Identity.customer_id)
_SITES = _of_customer(
    _one(Subject.SITE, Site, Site.name, second=Customer.name, number=Site.code), Site.customer_id
).join(Customer, Customer.id == Site.customer_id)
_REQUESTS = _of_customer(
    _one(Subject.REQUEST, Request, Request.title, second=Request.caller_name), Request.customer_id
)
# Made once: while somebody types, putting statements together would take longer than running them.
_LOOKS = (
    ("customer", _by_ids(Customer, _CUSTOMERS)),
    ("equipment", _by_ids(Equipment, _UNITS)),
    ("ticket", _by_ids(Ticket, _TICKETS)),
    ("work_order", _by_ids(WorkOrder, _ORDERS)),
    ("contact", _by_ids(Contact, _CONTACTS)),
    ("identity", _by_ids(Identity, _NUMBERS)),
    ("site", _by_ids(Site, _SITES)),
    ("request", _by_ids(Request, _REQUESTS)),
)
_CUSTOMERS_FROM = (
    _CUSTOMERS.where(
        Customer.name_folded >= bindparam("start", type_=String()),
        Customer.name_folded < bindparam("end", type_=String()),
    )
    .order_by(Customer.name_folded)
    .limit(_MOST_OF_A_KIND)
)
_MATCH = literal_column("search_words").op("MATCH")(bindparam("fits", type_=String()))
_ON_SQLITE = select(_WORDS.c.rowid).select_from(_WORDS).where(_MATCH).order_by(_WORDS.c.rowid.desc())
_LATEST_ON_SQLITE = _latest(_ON_SQLITE.limit(_WINDOW))
