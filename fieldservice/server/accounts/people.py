"""Who somebody is: login and password against the centre's own, whatever the answer in the same time.

Whether a login is unknown, its owner left or the password is wrong: the same work is done, the same said.
"""

import logging
import secrets
from dataclasses import dataclass
from datetime import timedelta
from threading import BoundedSemaphore
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from sqlalchemy import Connection, or_, select

from fieldservice.domain.commands.sign_in import ChangePassword, change_password
from fieldservice.domain.model.people import Password, UserAccount
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.passwords import LONGEST
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.engine import Database
from fieldservice.domain.store.unit_of_work import Actor, UnitOfWork
from fieldservice.server.accounts.guesses import Guesses
from fieldservice.server.store.tables import sync_device_user

VERIFIER_GOOD_FOR = timedelta(days=14)
HASHED_AT_ONCE = 4
"""In one process: each takes 64 MiB for a moment."""

_log = logging.getLogger(__name__)
_FOUND = select(
    UserAccount.id, UserAccount.is_active, UserAccount.is_program, Password.hashed, Password.must_change
).outerjoin(Password, Password.user_id == UserAccount.id)
_ENDED = (
    select(sync_device_user.c.user_id)
    .outerjoin(UserAccount, UserAccount.id == sync_device_user.c.user_id)
    .outerjoin(Password, Password.user_id == sync_device_user.c.user_id)
    .where(
        or_(
            Password.user_id.is_(None),
            Password.must_change,
            UserAccount.password_set_at > sync_device_user.c.at,
        )
    )
)


def ended_at(connection: Connection, device_id: UUID) -> list[str]:
    """Whose password is another one than when they logged in at the device: theirs opens it no longer."""
    found = connection.scalars(_ENDED.where(sync_device_user.c.device_id == device_id))
    return sorted(user_id.hex for user_id in found)


@dataclass(frozen=True, slots=True)
class Credentials:
    """What somebody types; `new_password` takes the place of a first one."""

    login: str
    password: str
    new_password: str = ""


class People:
    """Checks passwords, and makes the verifiers by which a workstation opens its door without a line."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._guesses = Guesses(database.writer, clock)
        self._hasher = PasswordHasher()
        self._nobody = self._hasher.hash(secrets.token_hex())
        self._places = BoundedSemaphore(HASHED_AT_ONCE)

    def known(self, given: Credentials, place: str) -> UUID:
        """Who it is; `place` is where the guess is counted: the device or the pairing code.

        `sign_in.wrong`, `sign_in.wait`, `sign_in.password_expired`, and what is wrong with a new password.
        """
        login = given.login.strip()
        self._guesses.count("login", place, login)
        self._guesses.count("logins", place)
        with self._database.writer.connect() as connection:
            found = connection.execute(_FOUND.where(UserAccount.login == login)).first()
        hashed = found.hashed if found is not None and found.hashed is not None else self._nobody
        fits = self._fits(hashed, given.password)
        if self._hasher.check_needs_rehash(hashed):  # an older recipe is quicker: nobody shall notice
            self._fits(self._nobody, given.password)
        if found is None or found.hashed is None or not fits or not found.is_active or found.is_program:
            _log.info("wrong login at %s", place)
            raise RuleViolation("sign_in.wrong")
        self._guesses.forget("login", place, login)
        self._guesses.forget("logins", place)
        if found.must_change:
            self._take_new(found.id, given)
        return UUID(str(found.id))

    def verifier(self, password: str) -> str:
        """A hash with a salt of its own: what a workstation keeps opens nothing at the centre."""
        with self._places:
            return self._hasher.hash(password)

    def _take_new(self, user_id: UUID, given: Credentials) -> None:
        if not given.new_password:
            raise RuleViolation("sign_in.password_expired")
        actor = Actor(user_id, None, "")
        with UnitOfWork(self._database.write_sessions(), actor, self._clock) as uow:
            change_password(ChangePassword(given.password, given.new_password), uow, self._clock)

    def _fits(self, hashed: str, password: str) -> bool:
        if len(password) > LONGEST:
            return False
        with self._places:
            try:
                return self._hasher.verify(hashed, password)
            except (Argon2Error, InvalidHashError):
                return False
