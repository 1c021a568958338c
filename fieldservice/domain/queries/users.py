"""Users as the screen of people shows them, and who stands in for whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fieldservice.domain.model.people import (
    Password,
    Role,
    Team,
    TeamMember,
    Technician,
    UserAccount,
    UserRole,
)
from fieldservice.domain.model.ticket import LIVE_ONLY, Ticket
from fieldservice.domain.queries.dictionaries import name_in

MOST_USERS = 1_000
MOST_MEMBERSHIPS = 10_000


@dataclass(frozen=True, slots=True)
class UserRow:
    """`own_rights` were given besides the roles; `open_tickets` are those the user owns."""

    id: UUID
    version: int
    name: str
    login: str
    email: str
    phone: str
    language: str | None
    is_active: bool
    supervisor_id: UUID | None
    supervisor: str
    substitute_id: UUID | None
    substitute: str
    away_from: date | None
    away_until: date | None
    own_rights: tuple[str, ...]
    has_password: bool
    must_change: bool
    open_tickets: int
    technician: str
    role_ids: frozenset[UUID]
    roles: tuple[str, ...]
    team_ids: frozenset[UUID]
    teams: tuple[str, ...]

    def is_away(self, day: date) -> bool:
        since, until = self.away_from, self.away_until
        return since is not None and until is not None and since <= day <= until


def users(session: Session, language: str) -> list[UserRow]:
    """Everybody, those who left at the end."""
    order = (UserAccount.is_active.desc(), UserAccount.name, UserAccount.id)
    accounts = list(
        session.scalars(select(UserAccount).where(~UserAccount.is_program).order_by(*order).limit(MOST_USERS))
    )
    book = _Book(session, accounts, language)
    return [book.row(account) for account in accounts]


def stood_in_for(session: Session, user_id: UUID, day: date) -> list[str]:
    """Names of those for whom this person stands in on the day."""
    statement = select(UserAccount.name).where(
        UserAccount.substitute_id == user_id, UserAccount.away_from <= day, UserAccount.away_until >= day
    )
    return list(session.scalars(statement.order_by(UserAccount.name).limit(MOST_USERS)))


class _Book:
    """What rows of users are put together from, each table read once."""

    def __init__(self, session: Session, accounts: Iterable[UserAccount], language: str) -> None:
        self._names = {account.id: account.name for account in accounts}
        roles = session.execute(
            select(UserRole.user_id, Role.id, Role.name, Role.translations)
            .join(Role, Role.id == UserRole.role_id)
            .order_by(Role.position)
            .limit(MOST_MEMBERSHIPS)
        )
        self._roles: dict[UUID, dict[UUID, str]] = {}
        for user_id, role_id, name, translations in roles:
            self._roles.setdefault(user_id, {})[role_id] = name_in(name, translations, language)
        teams = session.execute(
            select(TeamMember.user_id, Team.id, Team.name)
            .join(Team, Team.id == TeamMember.team_id)
            .order_by(Team.name)
            .limit(MOST_MEMBERSHIPS)
        )
        self._teams: dict[UUID, dict[UUID, str]] = {}
        for user_id, team_id, name in teams:
            self._teams.setdefault(user_id, {})[team_id] = name
        passwords = select(Password.user_id, Password.must_change).limit(MOST_USERS)
        self._passwords = dict(session.execute(passwords).all())
        crew = select(Technician.user_id, Technician.name).where(Technician.user_id.is_not(None))
        self._crew = dict(session.execute(crew.limit(MOST_USERS)).all())
        owned = select(Ticket.owner_id, func.count()).where(LIVE_ONLY["sqlite_where"])
        grouped = owned.where(Ticket.owner_id.is_not(None)).group_by(Ticket.owner_id)
        self._owned = dict(session.execute(grouped).all())

    def row(self, user: UserAccount) -> UserRow:
        roles, teams = self._roles.get(user.id, {}), self._teams.get(user.id, {})
        return UserRow(
            id=user.id,
            version=user.version,
            name=user.name,
            login=user.login,
            email=user.email,
            phone=user.phone,
            language=user.language,
            is_active=user.is_active,
            supervisor_id=user.supervisor_id,
            supervisor=self._name(user.supervisor_id),
            substitute_id=user.substitute_id,
            substitute=self._name(user.substitute_id),
            away_from=user.away_from,
            away_until=user.away_until,
            own_rights=tuple(user.rights),
            has_password=user.id in self._passwords,
            must_change=self._passwords.get(user.id, False),
            open_tickets=self._owned.get(user.id, 0),
            technician=self._crew.get(user.id, ""),
            role_ids=frozenset(roles),
            roles=tuple(roles.values()),
            team_ids=frozenset(teams),
            teams=tuple(teams.values()),
        )

    def _name(self, user_id: UUID | None) -> str:
        return "" if user_id is None else self._names.get(user_id, "")
