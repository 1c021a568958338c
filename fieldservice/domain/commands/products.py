"""Products: the models that units are of, and that are supported for anybody until a day (A24)."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from fieldservice.domain.commands.equipment import category_of
from fieldservice.domain.model.equipment import Category, Product
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.finding import assign, exists, first, over_stored
from fieldservice.domain.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class ProductData:
    """What a person enters about a model; `supported_until` is the last day of its support."""

    category: str
    name: str
    manufacturer: str = ""
    supported_until: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class AddProduct:
    product_id: UUID
    data: ProductData


@dataclass(frozen=True, slots=True)
class ChangeProduct:
    """With `seen`, what another person changed meanwhile is kept beside it, field by field (P-39)."""

    product_id: UUID
    version: int
    data: ProductData
    seen: ProductData | None = None


@dataclass(frozen=True, slots=True)
class SetProductOffered:
    """A model that is no longer offered stays with the units that are of it."""

    product_id: UUID
    is_offered: bool


def add_product(command: AddProduct, uow: UnitOfWork, clock: Clock) -> Changes:
    """`equipment.category_missing`, `product.name_missing`, `product.known_already`."""
    del clock
    values = _values(uow, command.data)
    product = Product(id=command.product_id, **values)
    uow.record("product.add", product, name=product.name, category=command.data.category.strip())
    if not exists(uow, Product, product.id):
        _require_new(uow, product.id, values, command.data)
        uow.add(product)
    return uow.commit()


def change_product(command: ChangeProduct, uow: UnitOfWork, clock: Clock) -> Changes:
    """As `add_product`, and `row.changed_meanwhile`, `row.fields_in_conflict`."""
    del clock
    product = uow.get(Product, command.product_id)
    data = over_stored(product, command.version, _stored(uow, product), command.data, command.seen)
    values = _values(uow, data)
    _require_new(uow, product.id, values, data)
    uow.record("product.change", product, name=values["name"])
    assign(product, **values)
    return uow.commit()


def set_product_offered(command: SetProductOffered, uow: UnitOfWork, clock: Clock) -> Changes:
    del clock
    product = uow.get(Product, command.product_id)
    uow.record("product.offer" if command.is_offered else "product.retire", product, name=product.name)
    assign(product, is_offered=command.is_offered)
    return uow.commit()


def _stored(uow: UnitOfWork, product: Product) -> ProductData:
    """The model as its form enters it."""
    category = uow.get(Category, product.category_id)
    return ProductData(
        category.name, product.name, product.manufacturer, product.supported_until, product.note
    )


def _values(uow: UnitOfWork, data: ProductData) -> dict[str, Any]:
    if not data.category.strip():
        raise RuleViolation("equipment.category_missing")
    if not data.name.strip():
        raise RuleViolation("product.name_missing")
    return {
        "category_id": category_of(uow, data.category.strip()).id,
        "name": data.name.strip(),
        "manufacturer": data.manufacturer.strip(),
        "supported_until": data.supported_until,
        "note": data.note.strip(),
    }


def _require_new(uow: UnitOfWork, product_id: UUID, values: dict[str, Any], data: ProductData) -> None:
    known = first(uow, Product, category_id=values["category_id"], name=values["name"])
    if known is not None and known.id != product_id:
        raise RuleViolation("product.known_already", name=known.name, category=data.category.strip())
