"""Equipment: registered, corrected, moved, put out of use. Coverage follows where a unit stood (P-49)."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from fieldservice.domain.model.base import member_id, new_id
from fieldservice.domain.model.customer import Site
from fieldservice.domain.model.equipment import Category, Equipment, EquipmentMove, EquipmentStatus, Product
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.data_merging import merged_data
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.folding import fold
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.finding import assign, every, exists, first, take, today
from fieldservice.domain.store.unit_of_work import UnitOfWork

CATEGORIES = UUID("4e0d3c58-6a3f-5a35-8d43-0a5a5f3c9b10")


@dataclass(frozen=True, slots=True)
class UnitData:
    """What a person enters about a unit; category and model are taken from the register or added to it."""

    category: str
    product: str
    serial_number: str
    purchased_on: date | None = None
    warranty_until: date | None = None
    parent_id: UUID | None = None
    place: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class AddEquipment:
    equipment_id: UUID
    site_id: UUID
    data: UnitData


@dataclass(frozen=True, slots=True)
class ChangeEquipment:
    """With `seen`, what another person changed meanwhile is kept beside it, field by field (P-39)."""

    equipment_id: UUID
    version: int
    data: UnitData
    seen: UnitData | None = None


@dataclass(frozen=True, slots=True)
class MoveEquipment:
    """The unit stands at the other site from `moved_on` on, that day included; its parts go with it."""

    equipment_id: UUID
    to_site_id: UUID
    moved_on: date
    reason: str
    version: int | None = None
    with_parts: bool = True


@dataclass(frozen=True, slots=True)
class RetireEquipment:
    """The unit is out of use from `retired_on` on, that day included."""

    equipment_id: UUID
    retired_on: date
    reason: str
    version: int | None = None


@dataclass(frozen=True, slots=True)
class ReturnEquipment:
    """Back in use after it was stored or put out of use."""

    equipment_id: UUID
    version: int | None = None


def add_equipment(command: AddEquipment, uow: UnitOfWork, clock: Clock) -> Changes:
    """`equipment.category_missing`, `.product_missing`, `.serial_missing`, `.warranty_before_purchase`.

    A serial number that another unit has is allowed: two makers may use one (queries tell it while typing).
    """
    del clock
    site = uow.get(Site, command.site_id)
    values = unit_values(uow, command.data)
    unit = Equipment(id=command.equipment_id, site_id=site.id, **values)
    uow.record(
        "equipment.add", unit, serial=unit.serial_number, product=command.data.product.strip(), site=site.name
    )
    if not exists(uow, Equipment, command.equipment_id):
        uow.add(unit)
    return uow.commit()


def change_equipment(command: ChangeEquipment, uow: UnitOfWork, clock: Clock) -> Changes:
    """As `add_equipment`, and `equipment.part_of_itself`, `row.changed_meanwhile`,
    `row.fields_in_conflict`.
    """
    del clock
    unit = uow.get(Equipment, command.equipment_id)
    data = command.data
    if unit.version != command.version:
        data = merged_data(data, command.seen, data_of(uow, unit), Equipment.__tablename__)
    values = unit_values(uow, data)
    _require_no_circle(uow, unit.id, data.parent_id)
    uow.record("equipment.change", unit, serial=values["serial_number"])
    assign(unit, **values)
    return uow.commit()


def move_equipment(command: MoveEquipment, uow: UnitOfWork, clock: Clock) -> Changes:
    """`equipment.already_there`, `.move_in_future`, `.moved_later`, `.reason_missing`; as above."""
    del clock
    unit = take(uow, Equipment, command.equipment_id, command.version)
    here, there = uow.get(Site, unit.site_id), uow.get(Site, command.to_site_id)
    _require_possible_move(uow, unit, there, command)
    uow.record(
        "equipment.move",
        unit,
        serial=unit.serial_number,
        origin=here.name,
        target=there.name,
        day=command.moved_on,
        reason=command.reason.strip(),
    )
    for each in [unit, *(parts_of(uow, unit) if command.with_parts else ())]:
        put_at(uow, each, there.id, command.moved_on, command.reason.strip())
    return uow.commit()


def retire_equipment(command: RetireEquipment, uow: UnitOfWork, clock: Clock) -> Changes:
    """`equipment.reason_missing`, `equipment.retired_already`, `row.changed_meanwhile`."""
    del clock
    unit = take(uow, Equipment, command.equipment_id, command.version)
    if unit.status is EquipmentStatus.RETIRED:
        raise RuleViolation("equipment.retired_already", serial=unit.serial_number)
    reason = reason_of(command.reason)
    uow.record("equipment.retire", unit, serial=unit.serial_number, day=command.retired_on, reason=reason)
    assign(unit, status=EquipmentStatus.RETIRED, retired_on=command.retired_on)
    return uow.commit()


def return_equipment(command: ReturnEquipment, uow: UnitOfWork, clock: Clock) -> Changes:
    del clock
    unit = take(uow, Equipment, command.equipment_id, command.version)
    uow.record("equipment.return", unit, serial=unit.serial_number)
    assign(unit, status=EquipmentStatus.IN_USE, retired_on=None)
    return uow.commit()


def parts_of(uow: UnitOfWork, unit: Equipment) -> list[Equipment]:
    """The units that belong to it and stand where it stands, theirs too."""
    found: list[Equipment] = []
    seen, owners = {unit.id}, {unit.id}
    while owners:
        parts = [part for part in every(uow, Equipment, parent_id=owners) if part.id not in seen]
        here = [part for part in parts if part.site_id == unit.site_id]
        found += here
        owners = {part.id for part in here}
        seen |= owners
    return found


def put_at(uow: UnitOfWork, unit: Equipment, site_id: UUID, day: date, reason: str) -> None:
    """Let the unit stand at the site from the day on, and remember where it came from."""
    move = EquipmentMove(id=new_id(), equipment_id=unit.id, moved_on=day, reason=reason)
    assign(move, from_site_id=unit.site_id, to_site_id=site_id)
    uow.add(move)
    assign(unit, site_id=site_id)


def product_of(uow: UnitOfWork, category: str, product: str) -> Product:
    """The product of that name in that category, added with its category when it is new."""
    group = category_of(uow, category)
    known = first(uow, Product, category_id=group.id, name=product)
    if known is not None:
        return known
    made = Product(id=member_id(group.id, product), category_id=group.id, name=product)
    uow.add(made)
    uow.session.flush()  # before the unit that names it: there are no relationships to order them by
    return made


def category_of(uow: UnitOfWork, name: str) -> Category:
    """The category of that name, added when it is new; two offices that add it make one row."""
    known = first(uow, Category, name=name)
    if known is not None:
        return known
    made = Category(id=member_id(CATEGORIES, name), name=name)
    uow.add(made)
    uow.session.flush()  # as above
    return made


def data_of(uow: UnitOfWork, unit: Equipment) -> UnitData:
    """The unit as a form enters it."""
    product = uow.get(Product, unit.product_id)
    return UnitData(
        uow.get(Category, product.category_id).name,
        product.name,
        unit.serial_number,
        unit.purchased_on,
        unit.warranty_until,
        unit.parent_id,
        unit.place,
        unit.note,
    )


def unit_values(uow: UnitOfWork, data: UnitData) -> dict[str, Any]:
    category, product, serial = data.category.strip(), data.product.strip(), data.serial_number.strip()
    if not category:
        raise RuleViolation("equipment.category_missing")
    if not product:
        raise RuleViolation("equipment.product_missing")
    if not serial:
        raise RuleViolation("equipment.serial_missing")
    if data.purchased_on and data.warranty_until and data.warranty_until < data.purchased_on:
        raise RuleViolation(
            "equipment.warranty_before_purchase", purchased=data.purchased_on, until=data.warranty_until
        )
    return {
        "product_id": product_of(uow, category, product).id,
        "serial_number": serial,
        "serial_folded": fold(serial),
        "purchased_on": data.purchased_on,
        "warranty_until": data.warranty_until,
        "parent_id": data.parent_id,
        "place": data.place.strip(),
        "note": data.note.strip(),
    }


def reason_of(text: str) -> str:
    if not text.strip():
        raise RuleViolation("equipment.reason_missing")
    return text.strip()


def _require_possible_move(uow: UnitOfWork, unit: Equipment, there: Site, command: MoveEquipment) -> None:
    reason_of(command.reason)
    if there.id == unit.site_id:
        raise RuleViolation("equipment.already_there", site=there.name)
    if command.moved_on > today(uow, there.zone):
        raise RuleViolation("equipment.move_in_future", day=command.moved_on)
    require_after_last_move(uow, unit, command.moved_on)


def require_after_last_move(uow: UnitOfWork, unit: Equipment, day: date) -> None:
    """`equipment.moved_later`: where a unit stood is told in the order of days."""
    last = max((move.moved_on for move in every(uow, EquipmentMove, equipment_id=unit.id)), default=None)
    if last is not None and day < last:
        raise RuleViolation("equipment.moved_later", day=last)


def _require_no_circle(uow: UnitOfWork, unit_id: UUID, parent_id: UUID | None) -> None:
    seen = {unit_id}
    while parent_id is not None:
        if parent_id in seen:
            raise RuleViolation("equipment.part_of_itself")
        seen.add(parent_id)
        parent_id = uow.get(Equipment, parent_id).parent_id
