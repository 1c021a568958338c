"""Whoever guesses has to wait: the longer, the more often, and for a minute at most.

A guess is counted before it is looked at, so that many at once do not count as one. What is counted is a pair
(who at which device, or an address), never an account alone: a stranger's guesses make nobody else wait.
"""

from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import Engine, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.passwords import wait_after
from fieldservice.domain.store.clock import Clock
from fieldservice.server.accounts.tables import GUESS


@dataclass(frozen=True, slots=True)
class Guesses:
    engine: Engine
    clock: Clock

    def count(self, *about: str) -> None:
        """`sign_in.wait` as long as one has to wait; else it is one more guess, until `forget`."""
        key, now = _key(about), self.clock.now()
        with self.engine.begin() as connection:
            connection.execute(insert(GUESS).values(key=key, failures=0).on_conflict_do_nothing())
            known = connection.execute(select(GUESS).where(GUESS.c.key == key).with_for_update()).one()
            seconds = wait_after(known.failures, known.failed_at, now)
            if seconds == 0:
                connection.execute(
                    update(GUESS).where(GUESS.c.key == key).values(failures=known.failures + 1, failed_at=now)
                )
        if seconds:
            raise RuleViolation("sign_in.wait", seconds=seconds)

    def forget(self, *about: str) -> None:
        with self.engine.begin() as connection:
            connection.execute(delete(GUESS).where(GUESS.c.key == _key(about)))


def _key(about: tuple[str, ...]) -> bytes:
    return sha256("\0".join(about).encode()).digest()
