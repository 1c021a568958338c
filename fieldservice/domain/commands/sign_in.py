"""The door: who works at a workstation, and their passwords. All final: no journal has a password."""

import logging
from dataclasses import dataclass, field
from uuid import UUID

from fieldservice.domain.model.people import SignIn, UserAccount
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.passwords import require_fit
from fieldservice.domain.rules.rights import Right
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.finding import assign, first
from fieldservice.domain.store.offline_unlock import require_unlockable
from fieldservice.domain.store.passwords import PasswordKeeper
from fieldservice.domain.store.unit_of_work import UnitOfWork

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class EnterDesk:
    """Somebody comes to the desk, or back to it. A first password is changed at once, in `new_password`."""

    user_id: UUID
    workstation_id: UUID
    password: str = field(default="", repr=False)
    new_password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class GivePassword:
    """Give somebody a first password, which they change when they come in; for who manages users."""

    user_id: UUID
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ChangePassword:
    """Change one's own password; the one of before is asked for."""

    old_password: str = field(repr=False)
    new_password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ResetPassword:
    """Give somebody a first password from outside the desk, when nobody can come in any more."""

    login: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class RemovePassword:
    """The last one who has a password may live without: then the desk asks nobody any more."""

    old_password: str = field(repr=False)


def enter_desk(command: EnterDesk, uow: UnitOfWork, clock: Clock) -> Changes:
    """`sign_in.wrong`, `sign_in.wait`, `sign_in.no_password`, `sign_in.left`, `sign_in.password_expired`;
    `sign_in.offline_too_long`, the refusals of a new password. Wrong guesses are counted although nothing
    else is kept.
    """
    user = uow.get(UserAccount, command.user_id)
    uow.record("user.sign_in", user, undoable=False, name=user.name)
    if not user.is_active:
        raise RuleViolation("sign_in.left", name=user.name)
    require_unlockable(uow.session, user.id, clock.now())
    keeper = PasswordKeeper(uow)
    _check(keeper, user, command.password, clock)
    if keeper.must_change(user.id):
        if not command.new_password:
            uow.commit()
            raise RuleViolation("sign_in.password_expired")
        _take_new(keeper, user, command.password, command.new_password, clock)
    sign_in = uow.session.get(SignIn, command.workstation_id)
    if sign_in is None:
        sign_in = SignIn(workstation_id=command.workstation_id)
        uow.add(sign_in)
    assign_entry(sign_in, user, clock)
    changes = uow.commit(always=True)
    _log.info("user %s came in at workstation %s", user.id, command.workstation_id)
    return changes


def give_password(command: GivePassword, uow: UnitOfWork, clock: Clock) -> Changes:
    """`user.own_password_first`, `password.…`."""
    user = uow.get(UserAccount, command.user_id)
    uow.record("user.give_password", user, undoable=False, name=user.name)
    keeper, own = PasswordKeeper(uow), uow.actor.user_id
    if own is not None and own != user.id and not keeper.exists(own):
        raise RuleViolation("user.own_password_first")
    require_fit(command.password, _known(user))
    keeper.keep(user.id, command.password, must_change=True)
    assign(user, password_set_at=clock.now())
    return uow.commit(always=True)


def change_password(command: ChangePassword, uow: UnitOfWork, clock: Clock) -> Changes:
    """`sign_in.wrong`, `sign_in.wait`, `password.…`; without a password of before none is asked for."""
    user = _self(uow)
    uow.record("user.change_password", user, undoable=False, name=user.name)
    keeper = PasswordKeeper(uow)
    if keeper.exists(user.id):
        _check(keeper, user, command.old_password, clock)
    _take_new(keeper, user, command.old_password, command.new_password, clock)
    return uow.commit(always=True)


def remove_password(command: RemovePassword, uow: UnitOfWork, clock: Clock) -> Changes:
    """`sign_in.wrong`, `sign_in.wait`, `password.others_have_one`."""
    user = _self(uow)
    uow.record("user.remove_password", user, undoable=False, name=user.name)
    keeper = PasswordKeeper(uow)
    _check(keeper, user, command.old_password, clock)
    keeper.remove(user.id)
    uow.session.flush()  # so that the question finds the others only
    if keeper.anybody_has_one():
        raise RuleViolation("password.others_have_one")
    assign(user, password_set_at=None)
    return uow.commit(always=True)


def reset_password(command: ResetPassword, uow: UnitOfWork, clock: Clock) -> Changes:
    """Only the command line calls it: who may write the database's file may do anything with it anyway.

    `user.login_unknown`, `password.…`.
    """
    user = first(uow, UserAccount, login=command.login.strip(), is_active=True)
    if user is None:
        raise RuleViolation("user.login_unknown", login=command.login.strip())
    uow.record("user.reset_password", user, undoable=False, name=user.name)
    require_fit(command.password, _known(user))
    PasswordKeeper(uow).keep(user.id, command.password, must_change=True)
    assign(user, password_set_at=clock.now())
    return uow.commit(always=True)


def assign_entry(sign_in: SignIn, user: UserAccount, clock: Clock) -> None:
    sign_in.user_id = user.id
    sign_in.signed_in_at = clock.now()


def _check(keeper: PasswordKeeper, user: UserAccount, password: str, clock: Clock) -> None:
    if not keeper.check(user.id, password, clock.now()):
        keeper.uow.commit()  # the guess is counted, whatever comes after
        _log.info("wrong password for user %s", user.id)
        raise RuleViolation("sign_in.wrong")


def _take_new(keeper: PasswordKeeper, user: UserAccount, old: str, new: str, clock: Clock) -> None:
    if new == old:
        raise RuleViolation("password.same")
    require_fit(new, _known(user))
    keeper.keep(user.id, new, must_change=False)
    assign(user, password_set_at=clock.now())


def _self(uow: UnitOfWork) -> UserAccount:
    if uow.actor.user_id is None:
        raise RuleViolation("rights.missing", right=Right.MANAGE_USERS.value)
    return uow.get(UserAccount, uow.actor.user_id)


def _known(user: UserAccount) -> tuple[str, ...]:
    return (user.login, user.name, user.email)
