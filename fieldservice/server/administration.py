"""What is done at the centre's own console, by the commands that the desks use.

Whoever may run the program here may do anything, so what they do is done in the name of an administrator:
the one named, else the first of them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.postgresql import insert

from fieldservice.domain.commands.default_roles import ADMINISTRATOR, role_id
from fieldservice.domain.commands.first_start import SetUpCompany, set_up_company
from fieldservice.domain.commands.offices import OpenBranch, open_branch
from fieldservice.domain.commands.sign_in import ResetPassword, reset_password
from fieldservice.domain.commands.users import AddUser, DeactivateUser, UserData, add_user, deactivate_user
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.people import Branch, Password, Role, UserAccount, UserRole
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.exchange_scopes import archive_of
from fieldservice.domain.rules.numbers import check_branch_code
from fieldservice.domain.rules.passwords import require_fit
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.engine import Database
from fieldservice.domain.store.passwords import PasswordKeeper
from fieldservice.domain.store.unit_of_work import Actor, UnitOfWork
from fieldservice.server.accounts.devices import branch_by_code
from fieldservice.server.settings import ServerSettings
from fieldservice.server.store.scopes import scopes_of
from fieldservice.server.store.tables import branch_scope, sync_branch


@dataclass(frozen=True, slots=True)
class FirstAnswers:
    """What a new centre is told."""

    branch_code: str
    branch_name: str
    login: str
    name: str
    password: str
    has_catalogue: bool = True


@dataclass(frozen=True, slots=True)
class BranchLine:
    """A branch as it is listed: what it may see besides its own, how long it keeps closed tickets."""

    code: str
    name: str
    sees: str
    keep_days: int | None


class Console:
    """The centre's own console."""

    def __init__(self, database: Database, settings: ServerSettings, clock: Clock) -> None:
        self._database = database
        self._settings = settings
        self._clock = clock

    def is_set_up(self) -> bool:
        with self._database.writer.connect() as connection:
            return connection.execute(select(UserAccount.id).limit(1)).first() is not None

    def set_up(self, answers: FirstAnswers) -> None:
        """The first branch and the first administrator; `server.already_set_up`, `password.…`."""
        if self.is_set_up():
            raise RuleViolation("server.already_set_up")
        check_branch_code(answers.branch_code)
        require_fit(answers.password, (answers.login, answers.name))
        command = SetUpCompany(
            language=self._settings.language,
            branch_code=answers.branch_code,
            branch_name=answers.branch_name,
            user_id=new_id(),
            user_login=answers.login,
            user_name=answers.name,
            workstation_id=None,
            country=self._settings.country,
            zone=self._settings.zone,
            has_catalogue=answers.has_catalogue,
        )
        with self._begin(None) as uow:
            set_up_company(command, uow, self._clock)
        with self._begin(command.user_id) as uow:
            uow.record("user.change_password", uow.get(UserAccount, command.user_id), name=answers.name)
            PasswordKeeper(uow).keep(command.user_id, answers.password, must_change=False)
            uow.get(UserAccount, command.user_id).password_set_at = self._clock.now()
            uow.commit(always=True)

    def run(self, command: Callable[..., Changes], told: object) -> Changes:
        """In the name of an administrator."""
        with self._as_administrator() as uow:
            return command(told, uow, self._clock)

    def open_branch(self, code: str, name: str) -> None:
        with self._as_administrator() as uow:
            open_branch(OpenBranch(code, name), uow, self._clock)

    def branches(self) -> list[BranchLine]:
        with self._database.writer.connect() as connection:
            rows = connection.execute(
                select(Branch.id, Branch.code, Branch.name, sync_branch.c.keep_days)
                .outerjoin(sync_branch, sync_branch.c.branch_id == Branch.id)
                .order_by(Branch.code)
            ).all()
            codes = {row.id: row.code for row in rows}
            return [
                BranchLine(row.code, row.name, _seen(connection, row.id, codes), row.keep_days)
                for row in rows
            ]

    def grant(self, code: str, other: str, *, is_given: bool) -> None:
        """Let a branch hold the rows of another, or no longer; `branch.unknown`."""
        with self._database.writer.begin() as connection:
            branch_id, scope = branch_by_code(connection, code), branch_by_code(connection, other)
            row = branch_scope.c
            if is_given:
                values = {"branch_id": branch_id, "scope": scope}
                connection.execute(insert(branch_scope).values(values).on_conflict_do_nothing())
            else:
                gone = delete(branch_scope).where(row.branch_id == branch_id, row.scope == scope)
                connection.execute(gone)

    def keep_days(self, code: str, days: int) -> None:
        """How long workstations of the branch keep closed tickets; 0 for ever."""
        with self._database.writer.begin() as connection:
            branch_id = branch_by_code(connection, code)
            kept = insert(sync_branch).values(
                branch_id=branch_id, keep_days=days or None, archive_scope=archive_of(branch_id)
            )
            connection.execute(
                kept.on_conflict_do_update(index_elements=["branch_id"], set_={"keep_days": days or None})
            )

    def add_user(self, data: UserData, role: str, password: str) -> None:
        """Somebody new, with a first password that is good for one sign-in; `role.unknown`."""
        with self._database.writer.connect() as connection:
            role_ids = frozenset({_role(connection, role)})
        require_fit(password, (data.login, data.name, data.email))
        user_id = new_id()
        granted = UserData(data.name, data.login, data.email, role_ids=role_ids)
        with self._as_administrator() as uow:
            add_user(AddUser(user_id, granted), uow, self._clock)
        self.give_password(data.login, password)

    def give_password(self, login: str, password: str) -> None:
        with self._as_administrator() as uow:
            reset_password(ResetPassword(login, password), uow, self._clock)

    def disable_user(self, login: str) -> None:
        """Their work is taken from no device any more; `user.login_unknown`."""
        with self._database.writer.connect() as connection:
            found = connection.execute(select(UserAccount.id).where(UserAccount.login == login))
            user_id = found.scalar_one_or_none()
        if user_id is None:
            raise RuleViolation("user.login_unknown", login=login)
        with self._as_administrator(besides=user_id) as uow:
            deactivate_user(DeactivateUser(user_id), uow, self._clock)

    def users(self) -> list[tuple[str, str, bool, bool]]:
        """Login, name, whether they are active, whether they have a password."""
        with self._database.writer.connect() as connection:
            listed = (
                select(
                    UserAccount.login,
                    UserAccount.name,
                    UserAccount.is_active,
                    Password.user_id.is_not(None),
                )
                .outerjoin(Password, Password.user_id == UserAccount.id)
                .where(~UserAccount.is_program)
                .order_by(UserAccount.login)
            )
            return [(row[0], row[1], row[2], row[3]) for row in connection.execute(listed)]

    def _as_administrator(self, besides: UUID | None = None) -> UnitOfWork:
        """`server.no_administrator` when nobody is left who may do everything."""
        with self._database.writer.connect() as connection:
            wanted = (
                select(UserAccount.id)
                .join(UserRole, UserRole.user_id == UserAccount.id)
                .where(UserRole.role_id == role_id(ADMINISTRATOR), UserAccount.is_active)
                .order_by(UserAccount.id)
            )
            found = [each for each in connection.scalars(wanted) if each != besides]
        if not found:
            raise RuleViolation("server.no_administrator")
        return self._begin(found[0])

    def _begin(self, user_id: UUID | None) -> UnitOfWork:
        actor = Actor(user_id, None, "", self._settings.zone)
        return UnitOfWork(self._database.write_sessions(), actor, self._clock)


def _seen(connection: Connection, branch_id: UUID, codes: dict[UUID, str]) -> str:
    scopes = [scope for scope in scopes_of(connection, branch_id) if scope != branch_id]
    return ", ".join(codes[scope] for scope in scopes if scope in codes)


def _role(connection: Connection, code: str) -> UUID:
    found = connection.execute(select(Role.id).where(Role.code == code)).scalar_one_or_none()
    if found is None:
        known = ", ".join(connection.scalars(select(Role.code).order_by(Role.position)))
        raise RuleViolation("role.unknown", role=code, known=known)
    return found
