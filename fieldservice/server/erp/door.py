"""The door for other systems: who stands before it, and one thing done in their name.

Nothing is kept in the process: any number of processes may serve one system.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from fastapi import Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from fieldservice.domain.model.outside import OutsideKey
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.engine import Database
from fieldservice.domain.store.unit_of_work import UnitOfWork
from fieldservice.server.erp.receipts import Asking, answered
from fieldservice.server.erp.tokens import Caller, caller_of
from fieldservice.server.limits import take

ATTEMPTS = 4
_SPACE = b"erp"
_AGAIN = frozenset({"row.changed_meanwhile", "row.conflict"})
"""What two who do the same at once get, and what is worth another try."""

Command = Callable[..., Changes]


class ServedSettings(Protocol):
    @property
    def zone(self) -> str: ...

    @property
    def country(self) -> str: ...

    @property
    def webhooks_to_private(self) -> bool: ...

    @property
    def requests_a_minute(self) -> int: ...


class Served(Protocol):
    """What this needs of the centre."""

    @property
    def database(self) -> Database: ...

    @property
    def clock(self) -> Clock: ...

    @property
    def settings(self) -> ServedSettings: ...


@dataclass(frozen=True, slots=True)
class Door:
    centre: Served

    @property
    def database(self) -> Database:
        return self.centre.database

    @property
    def country(self) -> str:
        return self.centre.settings.country

    def now(self) -> datetime:
        return self.centre.clock.now()

    def caller(self, token: str) -> Caller:
        """`api.token_wrong`, `exchange.too_often`."""
        now, settings = self.now(), self.centre.settings
        found = caller_of(self.database.writer, token.strip(), now, settings.zone)
        with self.database.writer.begin() as connection:
            take(connection, _SPACE + found.system_id.bytes, settings.requests_a_minute, now)
        return found

    def answer(self, asking: Asking, work: Callable[[], Response]) -> Response:
        """Once for an Idempotency-Key."""
        return answered(self.database.writer, asking, self.now(), work)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        with self.database.read_session() as session:
            yield session

    def run(self, caller: Caller, command: Command, told: object) -> Changes:
        """Do it; who did the same at the same moment is waited for."""
        for attempt in range(ATTEMPTS):
            try:
                return self._once(caller, command, told)
            except RuleViolation as refusal:
                if refusal.code not in _AGAIN or attempt == ATTEMPTS - 1:
                    raise
        raise LookupError("unreachable")

    def _once(self, caller: Caller, command: Command, told: object) -> Changes:
        clock = self.centre.clock
        with UnitOfWork(self.database.write_sessions(), caller.actor, clock) as uow:
            return command(told, uow, clock)

    def row_id(self, session: Session, system_id: UUID, table: str, key: str) -> UUID:
        """Of the row that the system calls so; `api.not_found`."""
        values = {"system_id": system_id, "owner_table": table, "key": key}
        found = session.scalar(select(OutsideKey.owner_id).filter_by(**values))
        if found is None:
            raise RuleViolation("api.not_found", key=key)
        return found
