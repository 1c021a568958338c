"""Technicians with all that is known of them: skills, base, calendar, absences, user, teams, visits."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fieldservice.domain.model.catalogue import Calendar
from fieldservice.domain.model.order import Visit
from fieldservice.domain.model.people import (
    Absence,
    Skill,
    Team,
    TeamTechnician,
    Technician,
    TechnicianSkill,
    UserAccount,
)
from fieldservice.domain.queries.dictionaries import name_in
from fieldservice.domain.queries.people import AbsenceRow
from fieldservice.domain.rules.order_states import VisitState

MOST_CREW = 1_000
MOST_SKILLS = 10_000
MOST_ABSENCES = 2_000


@dataclass(frozen=True, slots=True)
class SkillRow:
    """`holders` is how many technicians who work here have it."""

    id: UUID
    name: str
    is_active: bool
    holders: int


@dataclass(frozen=True, slots=True)
class SkillLevel:
    skill_id: UUID
    name: str
    level: int
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class CrewRow:
    """`absences` are those that last or come; `away_until` the last day of one that holds today."""

    id: UUID
    version: int
    name: str
    phone: str
    is_active: bool
    calendar_id: UUID | None
    calendar: str
    user_id: UUID | None
    user: str
    base: str
    base_position: tuple[float, float] | None
    away_until: date | None
    coming_visits: int
    skills: tuple[SkillLevel, ...]
    absences: tuple[AbsenceRow, ...]
    teams: tuple[str, ...]


def skills(session: Session, language: str) -> list[SkillRow]:
    """The dictionary of skills, those no longer offered at the end."""
    holders = (
        select(func.count())
        .select_from(TechnicianSkill)
        .join(Technician, Technician.id == TechnicianSkill.technician_id)
        .where(TechnicianSkill.skill_id == Skill.id, Technician.is_active)
        .scalar_subquery()
    )
    order = (Skill.is_active.desc(), Skill.position, Skill.id)
    found = session.execute(select(Skill, holders).order_by(*order).limit(MOST_SKILLS))
    return [
        SkillRow(skill.id, name_in(skill.name, skill.translations, language), skill.is_active, count)
        for skill, count in found
    ]


def crew(session: Session, *, day: date, now: datetime, language: str) -> list[CrewRow]:
    """Every technician, those who left at the end."""
    statement = (
        select(Technician, Calendar.name, Calendar.translations, UserAccount.name)
        .outerjoin(Calendar, Calendar.id == Technician.calendar_id)
        .outerjoin(UserAccount, UserAccount.id == Technician.user_id)
        .order_by(Technician.is_active.desc(), Technician.name, Technician.id)
    )
    levels, away, teams = _levels(session, language), _absences(session, day), _teams(session)
    visits = (
        select(Visit.technician_id, func.count())
        .where(Visit.planned_from >= now, Visit.state == VisitState.PLANNED)
        .group_by(Visit.technician_id)
    )
    coming = dict(session.execute(visits).all())
    return [
        CrewRow(
            id=person.id,
            version=person.version,
            name=person.name,
            phone=person.phone,
            is_active=person.is_active,
            calendar_id=person.calendar_id,
            calendar=name_in(calendar, translations or {}, language) if calendar else "",
            user_id=person.user_id,
            user=user or "",
            base=person.base,
            base_position=_position(person),
            away_until=max((a.last_day for a in away[person.id] if a.first_day <= day), default=None),
            coming_visits=coming.get(person.id, 0),
            skills=tuple(levels[person.id]),
            absences=tuple(away[person.id]),
            teams=tuple(teams[person.id]),
        )
        for person, calendar, translations, user in session.execute(statement.limit(MOST_CREW))
    ]


def _position(person: Technician) -> tuple[float, float] | None:
    if person.base_latitude is None or person.base_longitude is None:
        return None
    return person.base_latitude, person.base_longitude


def _levels(session: Session, language: str) -> dict[UUID, list[SkillLevel]]:
    statement = (
        select(TechnicianSkill, Skill.name, Skill.translations)
        .join(Skill, Skill.id == TechnicianSkill.skill_id)
        .order_by(TechnicianSkill.level.desc(), Skill.position)
    )
    levels: dict[UUID, list[SkillLevel]] = defaultdict(list)
    for held, name, translations in session.execute(statement.limit(MOST_SKILLS)):
        named = name_in(name, translations, language)
        levels[held.technician_id].append(SkillLevel(held.skill_id, named, held.level, held.valid_until))
    return levels


def _absences(session: Session, day: date) -> dict[UUID, list[AbsenceRow]]:
    statement = (
        select(Absence, Technician.name)
        .join(Technician, Technician.id == Absence.technician_id)
        .where(Absence.last_day >= day)
        .order_by(Absence.first_day, Absence.id)
    )
    away: dict[UUID, list[AbsenceRow]] = defaultdict(list)
    for absence, name in session.execute(statement.limit(MOST_ABSENCES)):
        row = AbsenceRow(
            absence.id, absence.technician_id, name, absence.first_day, absence.last_day, absence.reason
        )
        away[absence.technician_id].append(row)
    return away


def _teams(session: Session) -> dict[UUID, list[str]]:
    statement = (
        select(TeamTechnician.technician_id, Team.name)
        .join(Team, Team.id == TeamTechnician.team_id)
        .where(Team.disbanded_on.is_(None))
        .order_by(Team.name)
    )
    teams: dict[UUID, list[str]] = defaultdict(list)
    for technician_id, name in session.execute(statement.limit(MOST_SKILLS)):
        teams[technician_id].append(name)
    return teams
