"""What another system tells of blocks and equipment, put by its keys, as often as it likes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from fieldservice.domain.commands.blocks import SetBlock, set_block
from fieldservice.domain.commands.equipment import (
    AddEquipment,
    ChangeEquipment,
    UnitData,
    add_equipment,
    change_equipment,
    data_of,
    parts_of,
    put_at,
    unit_values,
)
from fieldservice.domain.model.customer import Block, BlockSource, Customer, Site
from fieldservice.domain.model.equipment import Equipment, EquipmentStatus
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.mastering import Kept
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.finding import assign, every, today
from fieldservice.domain.store.mastering import require_kept_here
from fieldservice.domain.store.outside_keys import (
    connected,
    is_keyed,
    known_row,
    named_row,
    remember,
    require_customer,
    row_id_of,
)
from fieldservice.domain.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class PutBlock:
    """A hold on a customer; both days are included, open-ended without `until`."""

    system_id: UUID
    key: str
    customer_key: str
    reason: str
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class PutEquipment:
    """`values` are of `UnitData`, without its parent, which `parent_key` names; "" takes it away, None leaves
    it. `retired_on` is the first day out of use; in use again with None, if `tells_use`.
    """

    system_id: UUID
    key: str
    site_key: str
    values: Mapping[str, Any]
    parent_key: str | None = None
    retired_on: date | None = None
    tells_use: bool = False


def put_block(command: PutBlock, uow: UnitOfWork, clock: Clock) -> Changes:
    """As `set_block`, and `outside.unknown_key`. One that people set for the same reason is taken over."""
    connected(uow, command.system_id)
    customer = named_row(uow, command.system_id, Customer, command.customer_key)
    block = known_row(uow, command.system_id, Block, command.key) or _block_here(uow, command, customer.id)
    block_id = row_id_of(command.system_id, Block, command.key) if block is None else block.id
    remember(uow, command.system_id, Block, command.key, block_id)
    if block is not None:
        return _change_block(uow, block, command, customer)
    told = (command.reason, command.since, command.until, BlockSource.ERP)
    return set_block(SetBlock(block_id, customer.id, *told), uow, clock)


def put_equipment(command: PutEquipment, uow: UnitOfWork, clock: Clock) -> Changes:
    """As `add_equipment` and `change_equipment`, and `outside.unknown_key`. Another site: moved today."""
    system = connected(uow, command.system_id)
    site = named_row(uow, command.system_id, Site, command.site_key)
    unit = known_row(uow, command.system_id, Equipment, command.key) or _unit_here(uow, command, site)
    unit_id = row_id_of(command.system_id, Equipment, command.key) if unit is None else unit.id
    remember(uow, command.system_id, Equipment, command.key, unit_id)
    values = {**command.values, **_parent(uow, command)}
    if unit is None:
        told = UnitData(**{"category": "", "product": "", "serial_number": "", **values})
        made = AddEquipment(unit_id, site.id, told)
        return _added(uow, made, command.retired_on, clock)
    if unit.site_id != site.id:
        for each in (unit, *parts_of(uow, unit)):
            put_at(uow, each, site.id, today(uow, site.zone), system.name)
    if command.tells_use or command.retired_on is not None:
        _set_use(unit, command.retired_on)
    uow.session.flush()  # so that the version is the one that is changed next
    told = replace(data_of(uow, unit), **values)
    return change_equipment(ChangeEquipment(unit.id, unit.version, told), uow, clock)


def _change_block(uow: UnitOfWork, block: Block, command: PutBlock, customer: Customer) -> Changes:
    require_kept_here(uow, Kept.BLOCKS)
    require_customer(block.customer_id, customer.id, command.key)
    reason = command.reason.strip()
    days: dict[str, Any] = {"since": command.since, "until": command.until}
    if not reason:
        raise RuleViolation("block.reason_missing")
    if command.until is not None and command.until < command.since:
        raise RuleViolation("block.ends_before_start", **days)
    uow.record("block.change", block, customer=customer.name, reason=reason, **days)
    assign(block, reason=reason, **days, source=BlockSource.ERP, lifted_because="")
    return uow.commit()


def _block_here(uow: UnitOfWork, command: PutBlock, customer_id: UUID) -> Block | None:
    for block in every(uow, Block, customer_id=customer_id, reason=command.reason.strip()):
        begins_in_time = command.until is None or block.since <= command.until
        is_in_force = begins_in_time and (block.until is None or block.until >= command.since)
        if is_in_force and not is_keyed(uow, command.system_id, Block, block.id):
            return block
    return None


def _unit_here(uow: UnitOfWork, command: PutEquipment, site: Site) -> Equipment | None:
    """One that people entered before: the same serial number at the same site, not called otherwise."""
    serial = str(command.values.get("serial_number") or "").strip()
    units = every(uow, Equipment, site_id=site.id, serial_number=serial) if serial else []
    free = [unit for unit in units if not is_keyed(uow, command.system_id, Equipment, unit.id)]
    return free[0] if len(free) == 1 else None


def _parent(uow: UnitOfWork, command: PutEquipment) -> dict[str, UUID | None]:
    if command.parent_key is None:
        return {}
    if not command.parent_key:
        return {"parent_id": None}
    return {"parent_id": named_row(uow, command.system_id, Equipment, command.parent_key).id}


def _added(uow: UnitOfWork, made: AddEquipment, retired_on: date | None, clock: Clock) -> Changes:
    if retired_on is None:
        return add_equipment(made, uow, clock)
    unit = Equipment(id=made.equipment_id, site_id=made.site_id, **unit_values(uow, made.data))
    _set_use(unit, retired_on)
    label: dict[str, Any] = {"serial": unit.serial_number, "product": made.data.product.strip()}
    uow.record("equipment.add", unit, **label, site=uow.get(Site, made.site_id).name)
    uow.add(unit)
    return uow.commit()


def _set_use(unit: Equipment, retired_on: date | None) -> None:
    """Out of use from a day on, or back in use; one in store stays there."""
    if retired_on is not None:
        assign(unit, status=EquipmentStatus.RETIRED, retired_on=retired_on)
    elif unit.status is EquipmentStatus.RETIRED:
        assign(unit, status=EquipmentStatus.IN_USE, retired_on=None)
