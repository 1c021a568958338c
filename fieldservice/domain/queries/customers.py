"""The list of customers, found by any part of name, number, tax id or telephone number."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from fieldservice.domain.model.customer import Block, Customer, CustomerClass, Identity, Site
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.queries.keyset import KeyOrder, Mark, SortBy
from fieldservice.domain.rules.folding import fold
from fieldservice.domain.rules.ticket_states import TicketStateType

PAGE_LENGTH = 100
SHORTEST_NUMBER = 4
OVER = tuple(state for state in TicketStateType if state.is_terminal)


@dataclass(frozen=True, slots=True)
class CustomerRow:
    id: UUID
    number: str
    name: str
    city: str
    customer_class: CustomerClass
    is_active: bool
    is_blocked: bool
    open_tickets: int


@dataclass(frozen=True, slots=True)
class CustomerPage:
    rows: tuple[CustomerRow, ...]
    next: Mark | None


@dataclass(frozen=True, slots=True)
class CustomerName:
    id: UUID
    number: str
    name: str


@dataclass(frozen=True, slots=True)
class CustomerFilter:
    """What the list shows. `text` is taken apart into words; all of them must be found."""

    text: str = ""
    blocked_only: bool = False
    with_archived: bool = False
    sorts: tuple[SortBy, ...] = ()


def customer_page(
    session: Session,
    shown: CustomerFilter,
    *,
    day: date,
    after: Mark | None = None,
    limit: int = PAGE_LENGTH,
) -> CustomerPage:
    """A page in the order asked. `day` is the local day on which blocks and cooperation are looked at."""
    order = KeyOrder.of(shown.sorts or (SortBy("name"),), _KEYS, Customer.id.expression)
    statement = _rows(day, order).where(*_conditions(shown, day))
    if after is not None:
        statement = statement.where(order.behind(after))
    found = session.execute(statement.order_by(*order.order_by()).limit(limit + 1)).all()
    rows = tuple(_row(row, day) for row in found[:limit])
    return CustomerPage(rows, order.mark_of(found[limit - 1]) if len(found) > limit else None)


def customers_with_tax_id(session: Session, tax_id: str, but: UUID | None = None) -> list[CustomerName]:
    """Other customers with the same tax id, which is told and not refused."""
    if not tax_id.strip():
        return []
    statement = select(Customer.id, Customer.number, Customer.name).where(Customer.tax_id == tax_id.strip())
    found = session.execute(statement.order_by(Customer.number).limit(PAGE_LENGTH))
    return [CustomerName(*row) for row in found if row[0] != but]


def _rows(day: date, order: KeyOrder) -> Select[Any]:
    return select(
        Customer.id,
        Customer.number,
        Customer.name,
        Customer.customer_class,
        Customer.active_from,
        Customer.active_until,
        _city().label("city"),
        _blocked(day).label("is_blocked"),
        _open_tickets().label("open_tickets"),
        *order.selected(),
    )


def _row(row: Any, day: date) -> CustomerRow:
    return CustomerRow(
        id=row.id,
        number=row.number,
        name=row.name,
        city=row.city or "",
        customer_class=row.customer_class,
        is_active=is_active_on(row.active_from, row.active_until, day),
        is_blocked=row.is_blocked,
        open_tickets=row.open_tickets,
    )


def is_active_on(active_from: date | None, active_until: date | None, day: date) -> bool:
    return (active_from is None or active_from <= day) and (active_until is None or day <= active_until)


def _city() -> ScalarSelect[Any]:
    where = select(Site.city).where(Site.customer_id == Customer.id).order_by(Site.code).limit(1)
    return where.scalar_subquery()


def _blocked(day: date) -> ColumnElement[bool]:
    holds = and_(Block.since <= day, or_(Block.until.is_(None), Block.until >= day))
    return select(Block.id).where(Block.customer_id == Customer.id, holds).exists()


def _open_tickets() -> ScalarSelect[int]:
    counted = select(func.count()).select_from(Ticket)
    return counted.where(Ticket.customer_id == Customer.id, Ticket.state_type.not_in(OVER)).scalar_subquery()


_KEYS: dict[str, ColumnElement[Any]] = {
    "name": Customer.name_folded.expression,
    "number": Customer.number.expression,
    "open": _open_tickets(),
}


def _conditions(shown: CustomerFilter, day: date) -> list[ColumnElement[bool]]:
    conditions = [_has_word(word) for word in fold(shown.text).split()]
    number = "".join(letter for letter in shown.text if letter.isdigit()).lstrip("0")
    if len(number) >= SHORTEST_NUMBER:
        conditions = [or_(and_(*conditions), _has_phone(number))]
    if shown.blocked_only:
        conditions.append(_blocked(day))
    if not shown.with_archived:
        conditions.append(or_(Customer.active_until.is_(None), Customer.active_until >= day))
    return conditions


def _has_word(word: str) -> ColumnElement[bool]:
    return or_(
        Customer.name_folded.contains(word, autoescape=True),
        func.lower(Customer.number).contains(word, autoescape=True),
        Customer.tax_id.contains(word, autoescape=True),
    )


def _has_phone(number: str) -> ColumnElement[bool]:
    return (
        select(Identity.id)
        .where(Identity.customer_id == Customer.id, Identity.value.contains(number, autoescape=True))
        .exists()
    )
