"""Passwords as they are stored: Argon2id, each with its own salt, made anew when the recipe is strengthened.

Nothing here is journaled: neither history nor undo ever sees a password.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from fieldservice.domain.model.people import Password
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.passwords import wait_after
from fieldservice.domain.store.finding import first
from fieldservice.domain.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class PasswordKeeper:
    """Keeps and checks the passwords of users, within a command."""

    uow: UnitOfWork

    def keep(self, user_id: UUID, password: str, *, must_change: bool) -> None:
        """Store a password that was found fit; guesses at the former one are forgotten."""
        stored = self.uow.session.get(Password, user_id)
        if stored is None:
            stored = Password(user_id=user_id, hashed="")
            self.uow.add(stored)
        stored.hashed = PasswordHasher().hash(password)
        stored.must_change = must_change
        stored.failures, stored.failed_at = 0, None

    def remove(self, user_id: UUID) -> None:
        stored = self.uow.session.get(Password, user_id)
        if stored is not None:
            self.uow.session.delete(stored)

    def must_change(self, user_id: UUID) -> bool:
        stored = self.uow.session.get(Password, user_id)
        return stored is not None and stored.must_change

    def exists(self, user_id: UUID) -> bool:
        return self.uow.session.get(Password, user_id) is not None

    def anybody_has_one(self) -> bool:
        """Whether this company asks for passwords at all."""
        return first(self.uow, Password) is not None

    def check(self, user_id: UUID, password: str, now: datetime) -> bool:
        """Whether it is this one; a wrong guess is counted. `sign_in.wait` while one has to wait.

        Where nobody has a password none is asked for; else who has none stays out: `sign_in.no_password`.
        """
        stored = self.uow.session.get(Password, user_id)
        if stored is None:
            if self.anybody_has_one():
                raise RuleViolation("sign_in.no_password")
            return True
        seconds = wait_after(stored.failures, stored.failed_at, now)
        if seconds:
            raise RuleViolation("sign_in.wait", seconds=seconds)
        hasher = PasswordHasher()
        if not _fits(hasher, stored.hashed, password):
            stored.failures, stored.failed_at = stored.failures + 1, now
            return False
        stored.failures, stored.failed_at = 0, None
        if hasher.check_needs_rehash(stored.hashed):
            stored.hashed = hasher.hash(password)
        return True


def _fits(hasher: PasswordHasher, hashed: str, password: str) -> bool:
    try:
        return hasher.verify(hashed, password)
    except (Argon2Error, InvalidHashError):
        return False
