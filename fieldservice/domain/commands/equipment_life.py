"""A unit replaced by another, and units lent and returned: each with its days and its history (P-49)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from fieldservice.domain.commands.equipment import (
    UnitData,
    put_at,
    reason_of,
    require_after_last_move,
    unit_values,
)
from fieldservice.domain.model.base import member_id
from fieldservice.domain.model.contract import CoverageLine, CoverageUnit, ServedUnit, Terms
from fieldservice.domain.model.customer import Site
from fieldservice.domain.model.equipment import Equipment, EquipmentStatus
from fieldservice.domain.model.equipment_life import EquipmentLoan, EquipmentReplacement
from fieldservice.domain.model.plan import MaintenancePlan
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.finding import assign, every, exists, first, take, today
from fieldservice.domain.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class ReplaceEquipment:
    """From `replaced_on` on another unit does the work of the old: one that is known, or a new one (`data`).

    What names the old one in contracts, its plans and its parts go over to the new one; the old one is out of
    use, or stored to be used again when `keeps_old`.
    """

    replacement_id: UUID
    old_id: UUID
    new_id: UUID
    replaced_on: date
    reason: str
    data: UnitData | None = None
    keeps_old: bool = False
    version: int | None = None


@dataclass(frozen=True, slots=True)
class LendEquipment:
    """A unit stands at the site on loan, perhaps for one that is away; it is expected back on `due_on`.

    While it stands in for a unit that contracts name, it is covered as that one is.
    """

    loan_id: UUID
    equipment_id: UUID
    site_id: UUID
    lent_on: date
    reason: str
    due_on: date | None = None
    stands_for_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class ReturnLoan:
    """The unit goes back to where it was lent from, and is stored there."""

    loan_id: UUID
    returned_on: date
    version: int | None = None


def replace_equipment(command: ReplaceEquipment, uow: UnitOfWork, clock: Clock) -> Changes:
    """`equipment.retired_already`, `.replaced_by_itself`, `.move_in_future`, `.reason_missing`, and what
    `add_equipment` refuses.
    """
    del clock
    old = take(uow, Equipment, command.old_id, command.version)
    reason = reason_of(command.reason)
    day, serial = command.replaced_on, _new_serial(uow, command)
    uow.record("equipment.replace", old, serial=old.serial_number, new_serial=serial, day=day, reason=reason)
    if not exists(uow, EquipmentReplacement, command.replacement_id):
        _require_possible_replacement(uow, old, command)
        new = _new_unit(uow, old, command, reason)
        replacement = EquipmentReplacement(
            id=command.replacement_id, old_id=old.id, new_id=new.id, replaced_on=day
        )
        assign(replacement, reason=reason)
        uow.add(replacement)
        _hand_over(uow, old, new, day)
        status = EquipmentStatus.STORED if command.keeps_old else EquipmentStatus.RETIRED
        assign(old, status=status, retired_on=day, parent_id=None)
    return uow.commit()


def lend_equipment(command: LendEquipment, uow: UnitOfWork, clock: Clock) -> Changes:
    """`loan.lent_already`, `loan.due_before_lent`, `equipment.already_there`, `.move_in_future`,
    `.moved_later`, `.reason_missing`.
    """
    del clock
    unit, site = uow.get(Equipment, command.equipment_id), uow.get(Site, command.site_id)
    reason = reason_of(command.reason)
    day = command.lent_on
    uow.record("equipment.lend", unit, serial=unit.serial_number, site=site.name, day=day, reason=reason)
    if not exists(uow, EquipmentLoan, command.loan_id):
        _require_possible_loan(uow, unit, site, command)
        loan = EquipmentLoan(id=command.loan_id, equipment_id=unit.id, site_id=site.id, lent_on=day)
        assign(loan, home_site_id=unit.site_id, due_on=command.due_on, reason=reason)
        assign(loan, stands_for_id=command.stands_for_id)
        uow.add(loan)
        put_at(uow, unit, site.id, day, reason)
        assign(unit, status=EquipmentStatus.IN_USE, retired_on=None)
        if command.stands_for_id is not None:
            _name_beside(uow, command.stands_for_id, unit, day)
    return uow.commit()


def return_loan(command: ReturnLoan, uow: UnitOfWork, clock: Clock) -> Changes:
    """`loan.returned_already`, `loan.returned_before_lent`, `equipment.moved_later`, `.move_in_future`,
    `row.changed_meanwhile`.
    """
    del clock
    loan = take(uow, EquipmentLoan, command.loan_id, command.version)
    unit = uow.get(Equipment, loan.equipment_id)
    if loan.returned_on is not None:
        raise RuleViolation("loan.returned_already", serial=unit.serial_number, day=loan.returned_on)
    if command.returned_on < loan.lent_on:
        raise RuleViolation("loan.returned_before_lent", day=loan.lent_on)
    _require_past(uow, command.returned_on)
    require_after_last_move(uow, unit, command.returned_on)
    uow.record("equipment.return_loan", unit, serial=unit.serial_number, day=command.returned_on)
    assign(loan, returned_on=command.returned_on)
    if loan.stands_for_id is not None:
        _name_no_longer(uow, loan.stands_for_id, unit)
    put_at(uow, unit, loan.home_site_id, command.returned_on, loan.reason)
    assign(unit, status=EquipmentStatus.STORED)
    return uow.commit()


def _new_unit(uow: UnitOfWork, old: Equipment, command: ReplaceEquipment, reason: str) -> Equipment:
    """The unit that takes the place: made from what was entered, or moved there."""
    if command.data is not None:
        new = Equipment(id=command.new_id, site_id=old.site_id, **unit_values(uow, command.data))
        assign(new, parent_id=old.parent_id, place=new.place or old.place)
        uow.add(new)
        uow.session.flush()  # before what names it: there are no relationships to order them by
        return new
    new = uow.get(Equipment, command.new_id)
    if new.site_id != old.site_id:
        require_after_last_move(uow, new, command.replaced_on)
        put_at(uow, new, old.site_id, command.replaced_on, reason)
    place = old.place
    assign(new, parent_id=old.parent_id, status=EquipmentStatus.IN_USE, retired_on=None, place=place)
    return new


def _new_serial(uow: UnitOfWork, command: ReplaceEquipment) -> str:
    if command.data is not None:
        return command.data.serial_number.strip()
    return uow.get(Equipment, command.new_id).serial_number


def _hand_over(uow: UnitOfWork, old: Equipment, new: Equipment, day: date) -> None:
    """Contracts, plans and parts of the old unit go on with the new one."""
    _name_beside(uow, old.id, new, day)
    for served in every(uow, ServedUnit, equipment_id=old.id):
        if _lasts_until(uow, served.line_id, day):
            _take_over_place(uow, served, new)
    for plan in every(uow, MaintenancePlan, equipment_id=old.id):
        assign(plan, equipment_id=new.id)
    for part in every(uow, Equipment, parent_id=old.id):
        assign(part, parent_id=None if part.id == new.id else new.id)


def _name_beside(uow: UnitOfWork, known_id: UUID, unit: Equipment, day: date) -> None:
    """Lines that name the known unit, and last until the day, name this one too."""
    for named in every(uow, CoverageUnit, equipment_id=known_id):
        if _lasts_until(uow, named.line_id, day) and not _names(uow, named.line_id, unit):
            row_id = member_id(named.line_id, unit.id)
            uow.add(CoverageUnit(id=row_id, line_id=named.line_id, equipment_id=unit.id))


def _name_no_longer(uow: UnitOfWork, known_id: UUID, unit: Equipment) -> None:
    """What `_name_beside` did, taken back."""
    known = {named.line_id for named in every(uow, CoverageUnit, equipment_id=known_id)}
    for named in every(uow, CoverageUnit, equipment_id=unit.id):
        if named.line_id in known:
            uow.session.delete(named)


def _take_over_place(uow: UnitOfWork, served: ServedUnit, new: Equipment) -> None:
    if first(uow, ServedUnit, line_id=served.line_id, equipment_id=new.id) is None:
        assign(served, equipment_id=new.id)


def _lasts_until(uow: UnitOfWork, line_id: UUID, day: date) -> bool:
    return uow.get(Terms, uow.get(CoverageLine, line_id).terms_id).valid_to >= day


def _names(uow: UnitOfWork, line_id: UUID, unit: Equipment) -> bool:
    return first(uow, CoverageUnit, line_id=line_id, equipment_id=unit.id) is not None


def _require_possible_replacement(uow: UnitOfWork, old: Equipment, command: ReplaceEquipment) -> None:
    if old.status is EquipmentStatus.RETIRED:
        raise RuleViolation("equipment.retired_already", serial=old.serial_number)
    if old.id == command.new_id:
        raise RuleViolation("equipment.replaced_by_itself")
    _require_past(uow, command.replaced_on)


def _require_possible_loan(uow: UnitOfWork, unit: Equipment, site: Site, command: LendEquipment) -> None:
    running = first(uow, EquipmentLoan, equipment_id=unit.id, returned_on=None)
    if running is not None:
        where = uow.get(Site, running.site_id).name
        raise RuleViolation("loan.lent_already", serial=unit.serial_number, site=where)
    if site.id == unit.site_id:
        raise RuleViolation("equipment.already_there", site=site.name)
    if command.due_on is not None and command.due_on < command.lent_on:
        raise RuleViolation("loan.due_before_lent", day=command.lent_on)
    _require_past(uow, command.lent_on)
    require_after_last_move(uow, unit, command.lent_on)


def _require_past(uow: UnitOfWork, day: date) -> None:
    if day > today(uow):
        raise RuleViolation("equipment.move_in_future", day=day)
