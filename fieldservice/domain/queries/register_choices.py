"""Sites, units and customers by what somebody types, for the pickers of forms."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from fieldservice.domain.model.customer import Customer, Site
from fieldservice.domain.model.equipment import Category, Equipment, EquipmentStatus, Product
from fieldservice.domain.queries.search import MOST_MATCHES, matching_ids
from fieldservice.domain.rules.folding import fold

MOST_CHOICES = 12


@dataclass(frozen=True, slots=True)
class SiteChoice:
    id: UUID
    name: str
    city: str
    customer_id: UUID
    customer: str


@dataclass(frozen=True, slots=True)
class UnitOffer:
    id: UUID
    serial_number: str
    name: str
    site: str
    customer: str


@dataclass(frozen=True, slots=True)
class CustomerOffer:
    id: UUID
    number: str
    name: str


def site_choices(session: Session, typed: str, customer_id: UUID | None = None) -> list[SiteChoice]:
    """Sites whose name, town or customer fits; those of the customer first."""
    statement = select(Site.id, Site.name, Site.city, Customer.id, Customer.name).join(
        Customer, Customer.id == Site.customer_id
    )
    if typed.strip():
        part = fold(typed).strip()
        statement = statement.where(
            or_(
                Site.id.in_(matching_ids(session, typed, Site.__tablename__, MOST_MATCHES)),
                Customer.name_folded.contains(part, autoescape=True),
            )
        )
    elif customer_id is not None:
        statement = statement.where(Site.customer_id == customer_id)
    order = (Site.customer_id != customer_id, Customer.name_folded, Site.code)
    return [SiteChoice(*row) for row in session.execute(statement.order_by(*order).limit(MOST_CHOICES))]


def unit_offers(session: Session, typed: str, site_id: UUID | None = None) -> list[UnitOffer]:
    """Units in use or stored by part of their serial number or words of their model."""
    conditions = [Equipment.status != EquipmentStatus.RETIRED]
    if typed.strip():
        conditions.append(
            or_(
                Equipment.id.in_(matching_ids(session, typed, Equipment.__tablename__, MOST_MATCHES)),
                Equipment.serial_folded.contains(fold(typed).strip(), autoescape=True),
            )
        )
    if site_id is not None:
        conditions.append(Equipment.site_id == site_id)
    statement = (
        select(Equipment.id, Equipment.serial_number, Category.name, Product.name, Site.name, Customer.name)
        .join(Product, Product.id == Equipment.product_id)
        .join(Category, Category.id == Product.category_id)
        .join(Site, Site.id == Equipment.site_id)
        .join(Customer, Customer.id == Site.customer_id)
        .where(and_(*conditions))
        .order_by(Equipment.serial_folded, Equipment.id)
    )
    return [
        UnitOffer(unit_id, serial, f"{category} {product}".strip(), site, customer)
        for unit_id, serial, category, product, site, customer in session.execute(
            statement.limit(MOST_CHOICES)
        )
    ]


def customer_offers(session: Session, typed: str) -> list[CustomerOffer]:
    statement = select(Customer.id, Customer.number, Customer.name).order_by(Customer.name_folded)
    if typed.strip():
        statement = statement.where(
            or_(
                Customer.id.in_(matching_ids(session, typed, Customer.__tablename__, MOST_MATCHES)),
                Customer.name_folded.contains(fold(typed).strip(), autoescape=True),
            )
        )
    return [CustomerOffer(*row) for row in session.execute(statement.limit(MOST_CHOICES))]
