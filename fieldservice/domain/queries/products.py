"""The products: models by category, their makers, until when they are supported, how many units there are."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from fieldservice.domain.model.equipment import Category, Equipment, EquipmentStatus, Product
from fieldservice.domain.queries.keyset import Mark, SortBy
from fieldservice.domain.rules.folding import fold

MOST_PRODUCTS = 2_000


@dataclass(frozen=True, slots=True)
class ProductRow:
    """`units` counts those that are not out of use."""

    id: UUID
    version: int
    category: str
    name: str
    manufacturer: str
    supported_until: date | None
    note: str
    is_offered: bool
    units: int


@dataclass(frozen=True, slots=True)
class ProductPage:
    """All of them at once: a company has some hundred models, so nothing follows."""

    rows: tuple[ProductRow, ...]
    next: Mark | None = None


ORDERS: Mapping[str, Callable[[ProductRow], Any]] = MappingProxyType(
    {
        "category": lambda row: fold(row.category),
        "name": lambda row: fold(row.name),
        "maker": lambda row: fold(row.manufacturer),
        "support": lambda row: (row.supported_until is None, row.supported_until or date.max),
        "units": lambda row: row.units,
    }
)
BY_CATEGORY = (SortBy("category"),)


def product_page(
    session: Session, text: str = "", *, with_retired: bool = False, sorts: Sequence[SortBy] = BY_CATEGORY
) -> ProductPage:
    """In the order asked for, equal ones by category and name; `text` is part of a name, a maker or a
    category.
    """
    counted = (
        select(func.count())
        .select_from(Equipment)
        .where(Equipment.product_id == Product.id, Equipment.status != EquipmentStatus.RETIRED)
        .scalar_subquery()
    )
    columns = (Product.manufacturer, Product.supported_until, Product.note, Product.is_offered)
    statement = (
        select(Product.id, Product.version, Category.name, Product.name, *columns, counted)
        .join(Category, Category.id == Product.category_id)
        .order_by(Category.name, Product.name)
        .limit(MOST_PRODUCTS)
    )
    part = text.strip().lower()
    if part:
        named = (Product.name, Product.manufacturer, Category.name)
        statement = statement.where(
            or_(*(func.lower(each).contains(part, autoescape=True) for each in named))
        )
    if not with_retired:
        statement = statement.where(Product.is_offered)
    rows = [ProductRow(*row) for row in session.execute(statement)]
    for sort in reversed(sorts):
        rows.sort(key=ORDERS[sort.key], reverse=sort.descending)
    return ProductPage(tuple(rows))
