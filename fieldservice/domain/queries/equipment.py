"""Equipment: the units of a site, one unit with its moves, and who else has a serial number."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from fieldservice.domain.model.customer import Customer, Site
from fieldservice.domain.model.equipment import Category, Equipment, EquipmentMove, EquipmentStatus, Product
from fieldservice.domain.rules.folding import fold

MOST_UNITS = 500
MOST_MOVES = 100


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit as lists show it; `name` is category and model."""

    id: UUID
    version: int
    site_id: UUID
    category: str
    product: str
    serial_number: str
    status: EquipmentStatus
    purchased_on: date | None
    warranty_until: date | None
    parent_id: UUID | None
    place: str = ""
    note: str = ""

    @property
    def name(self) -> str:
        return f"{self.category} {self.product}".strip()

    @property
    def is_retired(self) -> bool:
        return self.status is EquipmentStatus.RETIRED


@dataclass(frozen=True, slots=True)
class MoveRow:
    moved_on: date
    from_site: str
    to_site: str
    reason: str


@dataclass(frozen=True, slots=True)
class UnitCard:
    unit: UnitRow
    site: str
    customer_id: UUID
    customer: str
    moves: tuple[MoveRow, ...]


@dataclass(frozen=True, slots=True)
class SerialTwin:
    """Another unit with the same serial number."""

    id: UUID
    name: str
    customer: str
    site: str


def units_of_customer(session: Session, customer_id: UUID, limit: int = MOST_UNITS) -> list[UnitRow]:
    """Units at all sites of the customer, site by site."""
    statement = _units().join(Site, Site.id == Equipment.site_id).where(Site.customer_id == customer_id)
    return [unit_row(row) for row in session.execute(statement.limit(limit))]


def unit_card(session: Session, equipment_id: UUID) -> UnitCard | None:
    statement = _units().add_columns(
        Site.name.label("site"), Customer.id.label("customer_id"), Customer.name.label("customer")
    )
    joined = statement.join(Site, Site.id == Equipment.site_id).join(
        Customer, Customer.id == Site.customer_id
    )
    row = session.execute(joined.where(Equipment.id == equipment_id)).one_or_none()
    if row is None:
        return None
    moves = tuple(_moves(session, equipment_id))
    return UnitCard(unit_row(row), row.site, row.customer_id, row.customer, moves)


def units_with_serial(session: Session, serial_number: str, but: UUID | None = None) -> list[SerialTwin]:
    """Other units with this serial number however written, which is told and not refused."""
    statement = (
        select(Equipment.id, Category.name, Product.name, Customer.name, Site.name)
        .join(Product, Product.id == Equipment.product_id)
        .join(Category, Category.id == Product.category_id)
        .join(Site, Site.id == Equipment.site_id)
        .join(Customer, Customer.id == Site.customer_id)
        .where(Equipment.serial_folded == fold(serial_number.strip()))
        .order_by(Customer.name, Equipment.id)
    )
    found = session.execute(statement.limit(MOST_UNITS))
    return [
        SerialTwin(unit_id, f"{category} {product}".strip(), customer, site)
        for unit_id, category, product, customer, site in found
        if unit_id != but
    ]


def _units() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Equipment.id,
            Equipment.version,
            Equipment.site_id,
            Category.name.label("category"),
            Product.name.label("product"),
            Equipment.serial_number,
            Equipment.status,
            Equipment.purchased_on,
            Equipment.warranty_until,
            Equipment.parent_id,
            Equipment.place,
            Equipment.note,
        )
        .join(Product, Product.id == Equipment.product_id)
        .join(Category, Category.id == Product.category_id)
        .order_by(Equipment.site_id, Category.name, Product.name, Equipment.serial_number, Equipment.id)
    )


def unit_row(row: Any) -> UnitRow:
    return UnitRow(
        row.id,
        row.version,
        row.site_id,
        row.category,
        row.product,
        row.serial_number,
        row.status,
        row.purchased_on,
        row.warranty_until,
        row.parent_id,
        row.place,
        row.note,
    )


def _moves(session: Session, equipment_id: UUID) -> list[MoveRow]:
    origin, target = aliased(Site), aliased(Site)
    statement = (
        select(EquipmentMove.moved_on, origin.name, target.name, EquipmentMove.reason)
        .outerjoin(origin, origin.id == EquipmentMove.from_site_id)
        .join(target, target.id == EquipmentMove.to_site_id)
        .where(EquipmentMove.equipment_id == equipment_id)
        .order_by(EquipmentMove.moved_on.desc(), EquipmentMove.id.desc())
    )
    found = session.execute(statement.limit(MOST_MOVES))
    return [MoveRow(day, came_from or "", went_to, reason) for day, came_from, went_to, reason in found]
