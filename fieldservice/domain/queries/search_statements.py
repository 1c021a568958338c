"""The statements of the search: what is looked up, and how each kind of find is told in a line.

All give the same columns (`COLUMNS`), so that one reader turns them into hits.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    Uuid,
    and_,
    bindparam,
    column,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy import table as plain_table

from fieldservice.domain.model.content import Attachment
from fieldservice.domain.model.contract import Contract
from fieldservice.domain.model.customer import Contact, Customer, Identity, IdentityKind, Site
from fieldservice.domain.model.equipment import Equipment, Product
from fieldservice.domain.model.forms import CustomValue
from fieldservice.domain.model.journal import NAMED_TABLES, SearchEntry
from fieldservice.domain.model.order import Visit, WorkOrder
from fieldservice.domain.model.ticket import Article, Request, Task, Ticket
from fieldservice.domain.rules.numbers import DIGITS
from fieldservice.domain.store.prepared import Prepared

COLUMNS = ("subject", "id", "text", "second", "number", "customer_id", "ticket_id", "state", "found_in")
MOST_OF_A_KIND = 4
WINDOW = 60

_NONE: ColumnElement[Any] = literal_column("NULL")


def told(subject: str, kind: Any, text: Any, **more: Any) -> Select[Any]:
    """One kind of find in the common columns; what is not given is empty."""
    values = dict.fromkeys(COLUMNS, _NONE) | {"id": kind.id, "text": text} | more
    values["subject"] = literal_column(f"'{subject}'")
    return select(*(values[name].label(name) for name in COLUMNS))


def _on_ticket(found_in: str) -> Select[Any]:
    """A ticket in which something was found."""
    return told(
        "ticket",
        Ticket,
        Ticket.title,
        second=Customer.name,
        number=Ticket.number,
        customer_id=Ticket.customer_id,
        ticket_id=Ticket.id,
        state=Ticket.state_type,
        found_in=literal_column(f"'{found_in}'"),
    )


CUSTOMERS = told("customer", Customer, Customer.name, number=Customer.number, customer_id=Customer.id)
TICKETS = _on_ticket("").outerjoin(Customer, Customer.id == Ticket.customer_id)
ORDERS = (
    told(
        "work_order",
        WorkOrder,
        WorkOrder.title,
        second=Customer.name,
        number=WorkOrder.number,
        customer_id=Ticket.customer_id,
        ticket_id=WorkOrder.ticket_id,
        state=Ticket.state_type,
    )
    .join(Ticket, Ticket.id == WorkOrder.ticket_id)
    .outerjoin(Customer, Customer.id == Ticket.customer_id)
)
UNITS = (
    told(
        "equipment",
        Equipment,
        Product.name,
        second=Customer.name,
        number=Equipment.serial_number,
        customer_id=Site.customer_id,
    )
    .join(Product, Product.id == Equipment.product_id)
    .join(Site, Site.id == Equipment.site_id)
    .join(Customer, Customer.id == Site.customer_id)
)
CONTACTS = told("contact", Contact, Contact.name, second=Customer.name, customer_id=Contact.customer_id).join(
    Customer, Customer.id == Contact.customer_id
)
IDENTITIES = told(
    "contact", Identity, Identity.value, second=Customer.name, customer_id=Identity.customer_id
).join(Customer, Customer.id == Identity.customer_id)
SITES = told(
    "site", Site, Site.name, second=Customer.name, number=Site.code, customer_id=Site.customer_id
).join(Customer, Customer.id == Site.customer_id)
CONTRACTS = told(
    "contract", Contract, Contract.number, second=Customer.name, customer_id=Contract.customer_id
).join(Customer, Customer.id == Contract.customer_id)
REQUESTS = told(
    "request", Request, Request.title, second=Request.caller_name, customer_id=Request.customer_id
)
ARTICLES = (
    _on_ticket("article")
    .join(Article, Article.ticket_id == Ticket.id)
    .outerjoin(Customer, Customer.id == Ticket.customer_id)
)
TASKS = (
    _on_ticket("task")
    .join(Task, Task.ticket_id == Ticket.id)
    .outerjoin(Customer, Customer.id == Ticket.customer_id)
)
ANSWERS = (
    _on_ticket("custom_value")
    .join(CustomValue, CustomValue.ticket_id == Ticket.id)
    .outerjoin(Customer, Customer.id == Ticket.customer_id)
)
VISITS = (
    _on_ticket("visit")
    .join(WorkOrder, WorkOrder.ticket_id == Ticket.id)
    .join(Visit, Visit.order_id == WorkOrder.id)
    .outerjoin(Customer, Customer.id == Ticket.customer_id)
)
_FILE_OF_ARTICLE = and_(Attachment.owner_table == "article", Attachment.owner_id == Article.id)
_FILE_OF_TICKET = or_(
    and_(Attachment.owner_table == "ticket", Attachment.owner_id == Ticket.id), Article.ticket_id == Ticket.id
)
FILES = (
    _on_ticket("attachment")
    .select_from(Attachment)
    .outerjoin(Article, _FILE_OF_ARTICLE)
    .join(Ticket, _FILE_OF_TICKET)
    .outerjoin(Customer, Customer.id == Ticket.customer_id)
)


def _by_ids(kind: Any, statement: Select[Any]) -> Prepared:
    wanted = [bindparam(f"id{place}", type_=Uuid()) for place in range(MOST_OF_A_KIND)]
    return Prepared(statement.add_columns(kind.id.label("found_id")).where(kind.id.in_(wanted)))


# In the order in which kinds of finds are shown that fit alike.
LOOKS: Mapping[str, Prepared] = MappingProxyType(
    {
        "customer": _by_ids(Customer, CUSTOMERS),
        "equipment": _by_ids(Equipment, UNITS),
        "contact": _by_ids(Contact, CONTACTS),
        "identity": _by_ids(Identity, IDENTITIES),
        "contract": _by_ids(Contract, CONTRACTS),
        "ticket": _by_ids(Ticket, TICKETS),
        "work_order": _by_ids(WorkOrder, ORDERS),
        "site": _by_ids(Site, SITES),
        "request": _by_ids(Request, REQUESTS),
        "task": _by_ids(Task, TASKS),
        "article": _by_ids(Article, ARTICLES),
        "custom_value": _by_ids(CustomValue, ANSWERS),
        "visit": _by_ids(Visit, VISITS),
        "attachment": _by_ids(Attachment, FILES),
    }
)


def _equal(statement: Select[Any], held: Any) -> Prepared:
    return Prepared(statement.where(held == bindparam("wanted", type_=String())).limit(3))


def _numbered(statement: Select[Any], held: Any) -> Prepared:
    """By a number however many digits it was printed with."""
    spellings = [bindparam(f"number{place}", type_=String()) for place in range(len(DIGITS))]
    return Prepared(statement.where(held.in_(spellings)).limit(3))


ORDER_OF_NUMBER = _numbered(ORDERS, WorkOrder.number)
TICKET_OF_NUMBER = _numbered(TICKETS, Ticket.number)
UNIT_OF_SERIAL = _equal(UNITS, Equipment.serial_folded)
CUSTOMER_OF_NUMBER = _equal(CUSTOMERS, Customer.number)
CUSTOMERS_OF_PHONE = Prepared(
    CUSTOMERS.where(
        Customer.id.in_(
            select(Identity.customer_id).where(
                Identity.kind == literal_column(f"'{IdentityKind.PHONE.value}'"),
                Identity.value == bindparam("wanted", type_=String()),
            )
        )
    ).limit(3)
)
CUSTOMERS_FROM = Prepared(
    CUSTOMERS.where(
        Customer.name_folded >= bindparam("start", type_=String()),
        Customer.name_folded < bindparam("end", type_=String()),
    )
    .order_by(Customer.name_folded)
    .limit(MOST_OF_A_KIND)
)


def fitting(index: str, window: int) -> Select[Any]:
    """Positions of what fits on SQLite, the latest first."""
    words = plain_table(index, column("rowid"))
    fits = literal_column(index).op("MATCH")(bindparam("fits", type_=String()))
    return select(words.c.rowid).select_from(words).where(fits).order_by(words.c.rowid.desc()).limit(window)


def latest(positions: Select[Any]) -> Any:
    """Which rows stand at these positions of the index."""
    rows = select(SearchEntry.subject_table, SearchEntry.id).where(SearchEntry.position.in_(positions))
    return rows.order_by(SearchEntry.position.desc())


def _fitting_there(held: Any, window: int, *conditions: Any) -> Select[Any]:
    vector = func.to_tsvector(literal_column("'simple'"), held)
    query = func.to_tsquery(literal_column("'simple'"), bindparam("fits", type_=String()))
    fitting = select(SearchEntry.position).where(vector.op("@@")(query), *conditions)
    return fitting.order_by(SearchEntry.position.desc()).limit(window)


_NAMED: list[ColumnElement[str]] = [literal_column(f"'{name}'") for name in NAMED_TABLES]


@dataclass(frozen=True, slots=True)
class Looking:
    """How a database looks words up: among those who call and what they have, in the rest, in long texts."""

    names: Prepared
    words: Prepared
    texts: Prepared


def _looking(fitting: Callable[[str, int], Select[Any]]) -> Looking:
    return Looking(
        names=Prepared(latest(fitting("search_names", WINDOW))),
        words=Prepared(latest(fitting("search_words", WINDOW))),
        texts=Prepared(latest(fitting("search_texts", WINDOW))),
    )


def fitting_on_postgresql(index: str, window: int) -> Select[Any]:
    """PostgreSQL has one index of words and one of texts; names are told apart by their kind."""
    held = SearchEntry.texts if index == "search_texts" else SearchEntry.words
    kind = SearchEntry.subject_table
    told = {"search_names": [kind.in_(_NAMED)], "search_words": [kind.notin_(_NAMED)]}
    return _fitting_there(held, window, *told.get(index, ()))


ON_SQLITE = _looking(fitting)
ON_POSTGRESQL = _looking(fitting_on_postgresql)
