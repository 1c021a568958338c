"""How much one device may ask for: so many requests a minute, one at a time, over all processes.

Rates are counted in the database. That a device is being served is an advisory lock on one connection of the
process: it is gone with the process, however that ends.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from hashlib import blake2b
from threading import Lock
from uuid import UUID

from sqlalchemy import Connection, Engine, TextClause, text
from sqlalchemy.exc import SQLAlchemyError

from fieldservice.domain.rules.errors import EnvironmentProblem, RuleViolation

_MINUTE = 60
_TAKE = text(
    """
    INSERT INTO centre_rate AS known (key, "left", at) VALUES (:key, :most - 1, :now)
    ON CONFLICT (key) DO UPDATE SET at = :now,
        "left" = LEAST(:most, known."left" + EXTRACT(EPOCH FROM :now - known.at) * :each_second) - 1
    WHERE LEAST(:most, known."left" + EXTRACT(EPOCH FROM :now - known.at) * :each_second) >= 1
    RETURNING "left"
    """
)
_TRY = text("SELECT pg_try_advisory_lock(:high, :low)")
_RELEASE = text("SELECT pg_advisory_unlock(:high, :low)")
_SPACE = 0x46535246
"""So that these locks are nobody else's."""

_log = logging.getLogger(__name__)


def take(connection: Connection, about: bytes, a_minute: int, now: datetime) -> None:
    """`exchange.too_often` beyond so many a minute; some seconds' worth may come at once."""
    values = {"key": about, "most": max(10, a_minute // 4), "each_second": a_minute / _MINUTE, "now": now}
    if connection.execute(_TAKE, values).first() is None:
        raise RuleViolation("exchange.too_often", seconds=2)


class OneAtATime:
    """Devices that are being served, by this process and, through the database, by any other."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._guard = Lock()
        self._connection: Connection | None = None
        self._served: set[UUID] = set()

    @contextmanager
    def serving(self, device_id: UUID) -> Iterator[None]:
        """`exchange.too_often` while another request of the device is under way."""
        self.claim(device_id)
        try:
            yield
        finally:
            self.release(device_id)

    def claim(self, device_id: UUID) -> None:
        with self._guard:
            if device_id in self._served or not self._ask(_TRY, device_id):
                raise RuleViolation("exchange.too_often", seconds=1)
            self._served.add(device_id)

    def release(self, device_id: UUID) -> None:
        with self._guard:
            self._served.discard(device_id)
            with suppress(EnvironmentProblem):  # a connection that broke released them all
                self._ask(_RELEASE, device_id)

    def close(self) -> None:
        with self._guard:
            self._drop()

    def _ask(self, statement: TextClause, device_id: UUID) -> bool:
        low = int.from_bytes(blake2b(device_id.bytes, digest_size=4).digest(), signed=True)
        try:
            return bool(self._line().execute(statement, {"high": _SPACE, "low": low}).scalar())
        except (SQLAlchemyError, EnvironmentProblem) as error:
            self._drop()
            raise EnvironmentProblem("exchange.busy") from error

    def _line(self) -> Connection:
        if self._connection is None or self._connection.closed or self._connection.invalidated:
            self._connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        return self._connection

    def _drop(self) -> None:
        if self._connection is not None:
            with suppress(SQLAlchemyError, EnvironmentProblem):
                self._connection.invalidate()
                self._connection.close()
        self._connection = None
