"""The tree of a unit: what it belongs to, up to the root, and all that belongs to that (expectation 18)."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from fieldservice.domain.model.equipment import Category, Equipment, EquipmentStatus, Product

MOST_PARTS = 200


@dataclass(frozen=True, slots=True)
class TreeRow:
    """A unit of the same tree; `depth` counts from its root."""

    id: UUID
    name: str
    serial_number: str
    depth: int
    status: EquipmentStatus


def tree_of(session: Session, unit: Equipment) -> tuple[TreeRow, ...]:
    """The whole tree that the unit belongs to, from its root, parts below what they belong to."""
    root = _root(session, unit)
    children: dict[UUID, list[TreeRow]] = {}
    level, depth, seen = {root.id}, 0, {root.id}
    while level and len(seen) < MOST_PARTS:
        depth += 1
        found = session.execute(_named_units(Equipment.parent_id.in_(level)).limit(MOST_PARTS)).all()
        fresh = [row for row in found if row.id not in seen]
        for row in fresh:
            children.setdefault(row.parent_id, []).append(_tree_row(row, depth))
        level = {row.id for row in fresh}
        seen |= level
    first = session.execute(_named_units(Equipment.id == root.id)).one()
    return tuple(_below(_tree_row(first, 0), children))


def _root(session: Session, unit: Equipment) -> Equipment:
    seen = {unit.id}
    while unit.parent_id is not None and unit.parent_id not in seen:
        seen.add(unit.parent_id)
        unit = session.get_one(Equipment, unit.parent_id)
    return unit


def _below(row: TreeRow, children: dict[UUID, list[TreeRow]]) -> list[TreeRow]:
    return [row, *(each for child in children.get(row.id, ()) for each in _below(child, children))]


def _named_units(condition: Any) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Equipment.id,
            Equipment.parent_id,
            Equipment.serial_number,
            Equipment.status,
            Category.name.label("category"),
            Product.name.label("product"),
        )
        .join(Product, Product.id == Equipment.product_id)
        .join(Category, Category.id == Product.category_id)
        .where(condition)
        .order_by(Category.name, Product.name, Equipment.serial_number, Equipment.id)
    )


def _tree_row(row: Any, depth: int) -> TreeRow:
    return TreeRow(row.id, f"{row.category} {row.product}".strip(), row.serial_number, depth, row.status)
