"""Technicians and the days on which they are away."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from fieldservice.domain.model.people import Absence, Technician
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.finding import assign, every, exists, first, over_stored
from fieldservice.domain.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class TechnicianData:
    """What a person enters about a technician; without a calendar the office's hours count.

    `base` is where the day begins, as words and, if known, as latitude and longitude.
    """

    name: str
    phone: str = ""
    calendar_id: UUID | None = None
    user_id: UUID | None = None
    base: str = ""
    base_position: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class AddTechnician:
    technician_id: UUID
    data: TechnicianData


@dataclass(frozen=True, slots=True)
class ChangeTechnician:
    """With `seen`, what another person changed meanwhile is kept beside it, field by field (P-39)."""

    technician_id: UUID
    version: int
    data: TechnicianData
    seen: TechnicianData | None = None


@dataclass(frozen=True, slots=True)
class SetTechnicianActive:
    """Somebody leaves, or comes back; visits made stay theirs."""

    technician_id: UUID
    is_active: bool


@dataclass(frozen=True, slots=True)
class AddAbsence:
    """Both days are days away."""

    absence_id: UUID
    technician_id: UUID
    first_day: date
    last_day: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RemoveAbsence:
    absence_id: UUID


def add_technician(command: AddTechnician, uow: UnitOfWork, clock: Clock) -> Changes:
    """`technician.name_missing`, `technician.user_taken`."""
    del clock
    values = _values(command.data)
    technician, name = Technician(id=command.technician_id, **values), values["name"]
    uow.record("technician.add", technician, name=name)
    if not exists(uow, Technician, command.technician_id):
        _require_own_user(uow, technician.id, command.data.user_id)
        uow.add(technician)
    return uow.commit()


def change_technician(command: ChangeTechnician, uow: UnitOfWork, clock: Clock) -> Changes:
    """As `add_technician`, and `row.changed_meanwhile`, `row.fields_in_conflict`."""
    del clock
    technician = uow.get(Technician, command.technician_id)
    data = over_stored(technician, command.version, _stored(technician), command.data, command.seen)
    values = _values(data)
    uow.record("technician.change", technician, name=values["name"])
    _require_own_user(uow, technician.id, data.user_id)
    assign(technician, **values)
    return uow.commit()


def set_technician_active(command: SetTechnicianActive, uow: UnitOfWork, clock: Clock) -> Changes:
    del clock
    technician = uow.get(Technician, command.technician_id)
    uow.record(
        "technician.return" if command.is_active else "technician.leave", technician, name=technician.name
    )
    assign(technician, is_active=command.is_active)
    return uow.commit()


def add_absence(command: AddAbsence, uow: UnitOfWork, clock: Clock) -> Changes:
    """`absence.ends_before_start`, `absence.overlaps`."""
    del clock
    technician = uow.get(Technician, command.technician_id)
    absence = Absence(
        id=command.absence_id,
        technician_id=technician.id,
        first_day=command.first_day,
        last_day=command.last_day,
        reason=command.reason.strip(),
    )
    uow.record(
        "absence.add",
        absence,
        name=technician.name,
        first_day=absence.first_day,
        last_day=absence.last_day,
        reason=absence.reason,
    )
    if not exists(uow, Absence, absence.id):
        _require_free_days(uow, absence)
        uow.add(absence)
    return uow.commit()


def remove_absence(command: RemoveAbsence, uow: UnitOfWork, clock: Clock) -> Changes:
    del clock
    absence = uow.get(Absence, command.absence_id)
    technician = uow.get(Technician, absence.technician_id)
    uow.record("absence.remove", absence, name=technician.name, first_day=absence.first_day)
    uow.session.delete(absence)
    return uow.commit()


def _stored(technician: Technician) -> TechnicianData:
    """The technician as the form enters one."""
    latitude, longitude = technician.base_latitude, technician.base_longitude
    return TechnicianData(
        technician.name,
        technician.phone,
        technician.calendar_id,
        technician.user_id,
        technician.base,
        None if latitude is None or longitude is None else (latitude, longitude),
    )


def _values(data: TechnicianData) -> dict[str, Any]:
    if not data.name.strip():
        raise RuleViolation("technician.name_missing")
    latitude, longitude = data.base_position or (None, None)
    return {
        "name": data.name.strip(),
        "phone": data.phone.strip(),
        "calendar_id": data.calendar_id,
        "user_id": data.user_id,
        "base": data.base.strip(),
        "base_latitude": latitude,
        "base_longitude": longitude,
    }


def _require_own_user(uow: UnitOfWork, technician_id: UUID, user_id: UUID | None) -> None:
    """`technician.user_taken`: a user is one technician."""
    other = None if user_id is None else first(uow, Technician, user_id=user_id)
    if other is not None and other.id != technician_id:
        raise RuleViolation("technician.user_taken", name=other.name)


def _require_free_days(uow: UnitOfWork, absence: Absence) -> None:
    if absence.last_day < absence.first_day:
        raise RuleViolation(
            "absence.ends_before_start", first_day=absence.first_day, last_day=absence.last_day
        )
    for other in every(uow, Absence, technician_id=absence.technician_id):
        if other.first_day <= absence.last_day and absence.first_day <= other.last_day:
            raise RuleViolation("absence.overlaps", first_day=other.first_day, last_day=other.last_day)
