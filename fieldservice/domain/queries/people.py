"""Technicians and their absences, as pickers, board and settings show them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fieldservice.domain.model.people import Absence, Technician, UserAccount

MOST_PEOPLE = 1_000
MOST_ABSENCES = 2_000


@dataclass(frozen=True, slots=True)
class TechnicianRow:
    """`away_until` is the last day of an absence that holds on the day asked."""

    id: UUID
    version: int
    name: str
    phone: str
    calendar_id: UUID | None
    is_active: bool
    away_until: date | None


@dataclass(frozen=True, slots=True)
class AbsenceRow:
    id: UUID
    technician_id: UUID
    technician: str
    first_day: date
    last_day: date
    reason: str


@dataclass(frozen=True, slots=True)
class AgentRow:
    id: UUID
    name: str


def technicians(session: Session, *, day: date, with_left: bool = False) -> list[TechnicianRow]:
    away = select(Absence.last_day).where(
        Absence.technician_id == Technician.id, Absence.first_day <= day, Absence.last_day >= day
    )
    statement = select(
        Technician.id,
        Technician.version,
        Technician.name,
        Technician.phone,
        Technician.calendar_id,
        Technician.is_active,
        away.order_by(Absence.last_day.desc()).limit(1).scalar_subquery(),
    )
    if not with_left:
        statement = statement.where(Technician.is_active)
    found = session.execute(statement.order_by(Technician.name, Technician.id).limit(MOST_PEOPLE))
    return [TechnicianRow(*row) for row in found]


def absences(session: Session, *, first_day: date, last_day: date) -> list[AbsenceRow]:
    """Absences that touch the days given, both included."""
    columns = (
        Absence.id,
        Absence.technician_id,
        Technician.name,
        Absence.first_day,
        Absence.last_day,
        Absence.reason,
    )
    statement = (
        select(*columns)
        .join(Technician, Technician.id == Absence.technician_id)
        .where(Absence.first_day <= last_day, Absence.last_day >= first_day)
        .order_by(Absence.first_day, Technician.name, Absence.id)
    )
    return [AbsenceRow(*row) for row in session.execute(statement.limit(MOST_ABSENCES))]


def agents(session: Session) -> list[AgentRow]:
    """Who works at the desk."""
    statement = select(UserAccount.id, UserAccount.name).where(UserAccount.is_active, ~UserAccount.is_program)
    found = session.execute(statement.order_by(UserAccount.name, UserAccount.id).limit(MOST_PEOPLE))
    return [AgentRow(*row) for row in found]
