"""Users: added, changed, leaving and coming back, standing in for each other. Passwords are in `sign_in`."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from fieldservice.domain.commands.roles import has_role, require_ones_own, require_somebody_left
from fieldservice.domain.model.base import member_id
from fieldservice.domain.model.people import Role, Team, TeamMember, UserAccount, UserRole
from fieldservice.domain.model.ticket import Task, Ticket
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.folding import fold
from fieldservice.domain.rules.rights import Right
from fieldservice.domain.rules.teams import would_go_round
from fieldservice.domain.rules.ticket_states import TicketStateType
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.finding import assign, every, exists, over_stored
from fieldservice.domain.store.unit_of_work import UnitOfWork

_LIVE = frozenset(set(TicketStateType) - {TicketStateType.CLOSED, TicketStateType.MERGED})


@dataclass(frozen=True, slots=True)
class UserData:
    """What a person enters about a user; without a language the desk's own counts."""

    name: str
    login: str
    email: str = ""
    phone: str = ""
    language: str | None = None
    supervisor_id: UUID | None = None
    role_ids: frozenset[UUID] = frozenset()
    team_ids: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class AddUser:
    """Who is added signs in once they were given a first password (`sign_in.GivePassword`)."""

    user_id: UUID
    data: UserData


@dataclass(frozen=True, slots=True)
class ChangeUser:
    """With `seen`, what another person changed meanwhile is kept beside it, field by field (P-39)."""

    user_id: UUID
    version: int
    data: UserData
    seen: UserData | None = None


@dataclass(frozen=True, slots=True)
class DeactivateUser:
    """Somebody leaves. Their open tickets and tasks go to `heir_id`, or are nobody's and wait to be taken."""

    user_id: UUID
    heir_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class ReactivateUser:
    user_id: UUID


@dataclass(frozen=True, slots=True)
class TakeOwnRight:
    """Take back what was given to a person besides their roles."""

    user_id: UUID
    right: str


@dataclass(frozen=True, slots=True)
class SetSubstitute:
    """Who looks after somebody's tickets on the days given, both included; nobody without a substitute."""

    user_id: UUID
    substitute_id: UUID | None
    first_day: date | None = None
    last_day: date | None = None


def add_user(command: AddUser, uow: UnitOfWork, clock: Clock) -> Changes:
    """`user.name_missing`, `user.login_missing`, `user.login_taken`, `user.goes_round`."""
    del clock
    user = UserAccount(id=command.user_id, login="", name=command.data.name.strip())
    uow.record("user.add", user, name=user.name)
    if not exists(uow, UserAccount, command.user_id):
        _fill(uow, user, command.data)
        uow.add(user)
        _join(uow, user, command.data)
    return uow.commit()


def change_user(command: ChangeUser, uow: UnitOfWork, clock: Clock) -> Changes:
    """As `add_user`; `rights.nobody_left`, `row.changed_meanwhile`, `row.fields_in_conflict`."""
    del clock
    user = uow.get(UserAccount, command.user_id)
    data = over_stored(user, command.version, _stored(uow, user), command.data, command.seen)
    uow.record("user.change", user, name=data.name.strip())
    _fill(uow, user, data)
    _join(uow, user, data)
    require_somebody_left(uow)
    return uow.commit()


def deactivate_user(command: DeactivateUser, uow: UnitOfWork, clock: Clock) -> Changes:
    """`user.yourself`, `user.heir_left`, `rights.nobody_left`."""
    del clock
    user = uow.get(UserAccount, command.user_id)
    uow.record("user.leave", user, name=user.name)
    if user.id == uow.actor.user_id:
        raise RuleViolation("user.yourself")
    _require_present(uow, command.heir_id)
    assign(user, is_active=False, substitute_id=None, away_from=None, away_until=None)
    for ticket in every(uow, Ticket, owner_id=user.id, state_type=_LIVE):
        assign(ticket, owner_id=command.heir_id)
    for task in every(uow, Task, owner_id=user.id, done_at=None):
        assign(task, owner_id=command.heir_id)
    for other in every(uow, UserAccount, substitute_id=user.id):
        assign(other, substitute_id=command.heir_id if command.heir_id != other.id else None)
    require_somebody_left(uow)
    return uow.commit()


def reactivate_user(command: ReactivateUser, uow: UnitOfWork, clock: Clock) -> Changes:
    del clock
    user = uow.get(UserAccount, command.user_id)
    uow.record("user.return", user, name=user.name)
    assign(user, is_active=True)
    return uow.commit()


def take_own_right(command: TakeOwnRight, uow: UnitOfWork, clock: Clock) -> Changes:
    """`rights.nobody_left`."""
    del clock
    user = uow.get(UserAccount, command.user_id)
    uow.record("user.take_right", user, name=user.name, right=command.right)
    assign(user, rights=[right for right in user.rights if right != command.right])
    require_somebody_left(uow)
    return uow.commit()


def set_substitute(command: SetSubstitute, uow: UnitOfWork, clock: Clock) -> Changes:
    """Everybody for themselves, who manages users for all: `rights.missing`; `substitute.yourself`,
    `substitute.days_missing`, `substitute.ends_before_start`, `user.heir_left`.
    """
    del clock
    user = uow.get(UserAccount, command.user_id)
    uow.record("user.stand_in", user, name=user.name)
    if user.id != uow.actor.user_id:
        uow.require(Right.MANAGE_USERS, Right.EDIT_STAFF)
    _require_days(command)
    _require_present(uow, command.substitute_id)
    has_one = command.substitute_id is not None
    assign(
        user,
        substitute_id=command.substitute_id,
        away_from=command.first_day if has_one else None,
        away_until=command.last_day if has_one else None,
    )
    return uow.commit()


def _stored(uow: UnitOfWork, user: UserAccount) -> UserData:
    """The user as the form enters one."""
    return UserData(
        user.name,
        user.login,
        user.email,
        user.phone,
        user.language,
        user.supervisor_id,
        frozenset(held.role_id for held in every(uow, UserRole, user_id=user.id)),
        frozenset(joined.team_id for joined in every(uow, TeamMember, user_id=user.id)),
    )


def _fill(uow: UnitOfWork, user: UserAccount, data: UserData) -> None:
    login = data.login.strip()
    if not data.name.strip():
        raise RuleViolation("user.name_missing")
    if not login:
        raise RuleViolation("user.login_missing")
    others = {other.id: other for other in every(uow, UserAccount) if other.id != user.id}
    taken = next((other for other in others.values() if fold(other.login) == fold(login)), None)
    if taken is not None:
        raise RuleViolation("user.login_taken", login=login, name=taken.name)
    above = {other.id: other.supervisor_id for other in others.values()}
    if would_go_round(user.id, data.supervisor_id, above):
        raise RuleViolation("user.goes_round")
    assign(
        user,
        name=data.name.strip(),
        login=login,
        email=data.email.strip(),
        phone=data.phone.strip(),
        language=data.language,
        supervisor_id=data.supervisor_id,
    )


def _join(uow: UnitOfWork, user: UserAccount, data: UserData) -> None:
    """Give and take roles and teams, so that the person has just these."""
    roles = {held.role_id: held for held in every(uow, UserRole, user_id=user.id)}
    teams = {joined.team_id: joined for joined in every(uow, TeamMember, user_id=user.id)}
    for gone in [roles[each] for each in roles.keys() - data.role_ids]:
        uow.session.delete(gone)
    for left in [teams[each] for each in teams.keys() - data.team_ids]:
        uow.session.delete(left)
    for role_id in sorted(data.role_ids - roles.keys()):
        role = uow.get(Role, role_id)
        require_ones_own(uow, role.rights)
        uow.add(has_role(user.id, role.id))
    for team_id in sorted(data.team_ids - teams.keys()):
        team = uow.get(Team, team_id)
        uow.add(TeamMember(id=member_id(user.id, team.id), team_id=team.id, user_id=user.id))


def _require_present(uow: UnitOfWork, user_id: UUID | None) -> None:
    if user_id is None:
        return
    other = uow.get(UserAccount, user_id)
    if not other.is_active:
        raise RuleViolation("user.heir_left", name=other.name)


def _require_days(command: SetSubstitute) -> None:
    if command.substitute_id is None:
        return
    if command.substitute_id == command.user_id:
        raise RuleViolation("substitute.yourself")
    if command.first_day is None or command.last_day is None:
        raise RuleViolation("substitute.days_missing")
    if command.last_day < command.first_day:
        raise RuleViolation(
            "substitute.ends_before_start", first_day=command.first_day, last_day=command.last_day
        )
