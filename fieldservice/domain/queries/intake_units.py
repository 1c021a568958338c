"""Which unit a call is about: the customer's own first, found by serial number, model, category or site."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from fieldservice.domain.model.customer import Customer, Site
from fieldservice.domain.model.equipment import Category, Equipment, EquipmentStatus, Product
from fieldservice.domain.rules.folding import fold

MOST_OFFERED = 30
MOST_OF_CUSTOMER = 3_000
SHORTEST_SERIAL_PART = 3
BEHIND_ALL = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class UnitChoice:
    """A unit, where it stands and whose it is; without `id` the whole site is meant."""

    id: UUID | None
    serial_number: str
    product: str
    category: str
    site_id: UUID
    site: str
    customer_id: UUID
    customer: str
    is_retired: bool = False

    @property
    def name(self) -> str:
        return f"{self.category} {self.product}".strip()


@dataclass(frozen=True, slots=True)
class ProductChoice:
    """A product of a manufacturer, for support without a customer (A24)."""

    id: UUID
    name: str


def units_for(session: Session, typed: str, customer_id: UUID | None) -> tuple[UnitChoice, ...]:
    """What is offered for what was typed; nothing typed offers the customer's units, then its sites."""
    if customer_id is None:
        return _anywhere(session, typed)
    words = fold(typed).split()
    own = session.execute(_units().where(Site.customer_id == customer_id).limit(MOST_OF_CUSTOMER)).all()
    found = [row for row in map(_choice, own) if _fits(row, words)]
    found.sort(key=lambda unit: (unit.is_retired, not _begins(unit, words)))
    places = [site for site in _sites(session, customer_id) if _fits(site, words)]
    if found or places:
        return (*found[:MOST_OFFERED], *places[:MOST_OFFERED])
    return _with_serial(session, typed)


def unit_choice(session: Session, unit_id: UUID) -> UnitChoice | None:
    row = session.execute(_units().where(Equipment.id == unit_id)).one_or_none()
    return None if row is None else _choice(row)


def only_unit(session: Session, customer_id: UUID) -> UnitChoice | None:
    """The customer's unit when it has just one in use."""
    in_use = (Site.customer_id == customer_id) & (Equipment.status != EquipmentStatus.RETIRED)
    rows = session.execute(_units().where(in_use).limit(2)).all()
    return _choice(rows[0]) if len(rows) == 1 else None


def products_for(session: Session, typed: str) -> tuple[ProductChoice, ...]:
    """Products whose category or name holds every word typed."""
    statement = select(Product.id, Category.name, Product.name).join(
        Category, Category.id == Product.category_id
    )
    rows = session.execute(statement.order_by(Category.name, Product.name).limit(MOST_OF_CUSTOMER))
    words = fold(typed).split()
    named = (ProductChoice(row_id, f"{category} {name}".strip()) for row_id, category, name in rows)
    fitting = [each for each in named if all(word in fold(each.name) for word in words)]
    return tuple(fitting[:MOST_OFFERED])


def _anywhere(session: Session, typed: str) -> tuple[UnitChoice, ...]:
    """Without a customer a unit is found by the beginning of its serial number only."""
    folded = fold(typed.strip())
    if len(folded) < SHORTEST_SERIAL_PART:
        return ()
    begins = Equipment.serial_folded.between(folded, folded + BEHIND_ALL)
    return _found(session, begins & Equipment.serial_folded.startswith(folded, autoescape=True))


def _with_serial(session: Session, typed: str) -> tuple[UnitChoice, ...]:
    """Units of other customers with this very serial number: told, so that nobody is served unseen."""
    folded = fold(typed.strip())
    return _found(session, Equipment.serial_folded == folded) if folded else ()


def _found(session: Session, condition: ColumnElement[bool]) -> tuple[UnitChoice, ...]:
    return tuple(map(_choice, session.execute(_units().where(condition).limit(MOST_OFFERED))))


def _units() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Equipment.id,
            Equipment.serial_number,
            Equipment.status,
            Product.name.label("product"),
            Category.name.label("category"),
            Site.id.label("site_id"),
            Site.name.label("site"),
            Site.city,
            Customer.id.label("customer_id"),
            Customer.name.label("customer"),
        )
        .join(Product, Product.id == Equipment.product_id)
        .join(Category, Category.id == Product.category_id)
        .join(Site, Site.id == Equipment.site_id)
        .join(Customer, Customer.id == Site.customer_id)
        .order_by(Site.code, Category.name, Product.name, Equipment.serial_folded, Equipment.id)
    )


def _choice(row: Any) -> UnitChoice:
    return UnitChoice(
        id=row.id,
        serial_number=row.serial_number,
        product=row.product,
        category=row.category,
        site_id=row.site_id,
        site=_place(row.site, row.city),
        customer_id=row.customer_id,
        customer=row.customer,
        is_retired=row.status is EquipmentStatus.RETIRED,
    )


def _sites(session: Session, customer_id: UUID) -> list[UnitChoice]:
    statement = (
        select(Site.id, Site.name, Site.city, Customer.name)
        .join(Customer, Customer.id == Site.customer_id)
        .where(Site.customer_id == customer_id)
        .order_by(Site.code)
    )
    rows = session.execute(statement.limit(MOST_OFFERED))
    return [
        UnitChoice(None, "", "", "", site_id, _place(name, city), customer_id, customer)
        for site_id, name, city, customer in rows
    ]


def _place(site: str, city: str) -> str:
    """The site's name with its city, unless the name says the city already."""
    return f"{site} {city}" if city and fold(city) not in fold(site) else site


def _fits(unit: UnitChoice, words: Sequence[str]) -> bool:
    text = fold(f"{unit.serial_number} {unit.category} {unit.product} {unit.site}")
    return all(word in text for word in words)


def _begins(unit: UnitChoice, words: Sequence[str]) -> bool:
    return bool(words) and fold(unit.serial_number).startswith(words[0])
