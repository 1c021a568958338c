"""Meters of units, and what they showed: the base of maintenance by use."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from fieldservice.domain.model.equipment import Equipment, Meter, Reading
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.readings import ReadingFacts, check_reading
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.finding import every, exists, first, today
from fieldservice.domain.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class AddMeter:
    """A counter by its name on this unit, and what it counts (km, h, m3)."""

    meter_id: UUID
    equipment_id: UUID
    name: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class RecordReading:
    """`note` explains a reading that runs backwards: the counter was exchanged, or turned over."""

    reading_id: UUID
    meter_id: UUID
    read_on: date
    value: Decimal
    note: str = ""


@dataclass(frozen=True, slots=True)
class RemoveReading:
    """Take back a reading that was typed wrongly; it stays in the history."""

    reading_id: UUID


def add_meter(command: AddMeter, uow: UnitOfWork, clock: Clock) -> Changes:
    """`meter.name_missing`, `meter.known_already`."""
    del clock
    unit, name = uow.get(Equipment, command.equipment_id), command.name.strip()
    if not name:
        raise RuleViolation("meter.name_missing")
    meter = Meter(id=command.meter_id, equipment_id=unit.id, name=name, unit=command.unit.strip())
    uow.record("meter.add", unit, name=name, serial=unit.serial_number)
    if not exists(uow, Meter, meter.id):
        if first(uow, Meter, equipment_id=unit.id, name=name) is not None:
            raise RuleViolation("meter.known_already", name=name)
        uow.add(meter)
    return uow.commit()


def record_reading(command: RecordReading, uow: UnitOfWork, clock: Clock) -> Changes:
    """`reading.in_future`, `reading.negative`, `reading.runs_backwards`."""
    del clock
    meter = uow.get(Meter, command.meter_id)
    unit = uow.get(Equipment, meter.equipment_id)
    uow.record("meter.read", unit, serial=unit.serial_number, name=meter.name, value=str(command.value))
    if not exists(uow, Reading, command.reading_id):
        new = ReadingFacts(command.read_on, command.value, bool(command.note.strip()))
        check_reading(new, _known(uow, meter), today(uow))
        uow.add(
            Reading(
                id=command.reading_id,
                meter_id=meter.id,
                read_on=command.read_on,
                value=command.value,
                note=command.note.strip(),
            )
        )
    return uow.commit()


def remove_reading(command: RemoveReading, uow: UnitOfWork, clock: Clock) -> Changes:
    del clock
    reading = uow.get(Reading, command.reading_id)
    meter = uow.get(Meter, reading.meter_id)
    unit = uow.get(Equipment, meter.equipment_id)
    uow.record("meter.remove_reading", unit, serial=unit.serial_number, name=meter.name, day=reading.read_on)
    uow.session.delete(reading)
    return uow.commit()


def _known(uow: UnitOfWork, meter: Meter) -> list[ReadingFacts]:
    readings = every(uow, Reading, meter_id=meter.id)
    return [ReadingFacts(each.read_on, each.value, bool(each.note)) for each in readings]
