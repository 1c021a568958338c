"""All that the screen of people shows, read in one go: companies have hundreds of people, not millions."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fieldservice.domain.model.catalogue import Calendar
from fieldservice.domain.queries.crew import CrewRow, SkillRow, crew, skills
from fieldservice.domain.queries.dictionaries import name_in
from fieldservice.domain.queries.roles import Entry, LimitOptions, RoleRow, limit_options, rights_held, roles
from fieldservice.domain.queries.teams import TeamRow, teams
from fieldservice.domain.queries.tray_setting import TraySetting, tray_settings
from fieldservice.domain.queries.users import UserRow, users

MOST_CALENDARS = 200


@dataclass(frozen=True, slots=True)
class StaffAsk:
    day: date
    now: datetime
    language: str
    user_id: UUID | None


@dataclass(frozen=True, slots=True)
class StaffBook:
    """`held` are the rights of whoever looks."""

    crew: tuple[CrewRow, ...]
    skills: tuple[SkillRow, ...]
    teams: tuple[TeamRow, ...]
    users: tuple[UserRow, ...]
    roles: tuple[RoleRow, ...]
    trays: tuple[TraySetting, ...]
    calendars: tuple[Entry, ...]
    options: LimitOptions
    held: frozenset[str]


def staff_book(session: Session, ask: StaffAsk) -> StaffBook:
    return StaffBook(
        crew=tuple(crew(session, day=ask.day, now=ask.now, language=ask.language)),
        skills=tuple(skills(session, ask.language)),
        teams=tuple(teams(session)),
        users=tuple(users(session, ask.language)),
        roles=tuple(roles(session, ask.language)),
        trays=tuple(tray_settings(session, ask.language)),
        calendars=_calendars(session, ask.language),
        options=limit_options(session, ask.language),
        held=rights_held(session, ask.user_id),
    )


def _calendars(session: Session, language: str) -> tuple[Entry, ...]:
    columns = (Calendar.id, Calendar.name, Calendar.translations)
    offered = select(*columns).where(Calendar.is_active).order_by(Calendar.position, Calendar.id)
    found = session.execute(offered.limit(MOST_CALENDARS))
    return tuple(Entry(row.id, name_in(row.name, row.translations, language)) for row in found)
