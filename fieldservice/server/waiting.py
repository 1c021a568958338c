"""Workstations that wait until there is something new, at one look a second for all of a process.

Nothing is notified at each commit: that would put all writers behind one lock. One task looks whether the
feed went on; only then it asks which of the scopes that somebody waits for did. News of all are told to a few
at a time: hundreds of workstations that come in one moment would only stand in each other's way.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from fieldservice.domain.rules.errors import EnvironmentProblem, RuleViolation
from fieldservice.sync.wire import WaitReply

EVERY_SECONDS = 1.0
PARTS, WOKEN_AT_ONCE = 4, 4
"""So often between two looks so many are told, those first whose news concern few."""
LONGEST_SECONDS = 55.0
MOST_SCOPES = 200
MOST_OF_ONE_DEVICE = 4

_HEADS = text(
    """
    SELECT wanted.scope, GREATEST(
        (SELECT max(seq) FROM sync_row WHERE sync_row.scope = wanted.scope),
        (SELECT max(seq) FROM sync_exit WHERE sync_exit.scope = wanted.scope)
    ) FROM unnest(CAST(:scopes AS uuid[])) AS wanted (scope)
    """
)
_HEAD = text("SELECT max(seq) FROM sync_head")
T = TypeVar("T")
_log = logging.getLogger(__name__)


@dataclass(eq=False, slots=True)
class _Waiter:
    device_id: UUID
    cursors: Mapping[UUID, int]
    woken: asyncio.Event = field(default_factory=asyncio.Event)

    def is_behind(self, heads: Mapping[UUID, int]) -> bool:
        return any(heads.get(scope, 0) > seq for scope, seq in self.cursors.items())


class Waiting:
    """Those of one process who wait. Used on the event loop only; what is asked of the database is not."""

    def __init__(self, engine: Engine, executor: Executor) -> None:
        self._engine = engine
        self._executor = executor
        self._waiters: set[_Waiter] = set()
        self._due: list[_Waiter] = []
        self._head = 0
        self._is_over = False
        self._task: asyncio.Task[None] | None = None

    @property
    def count(self) -> int:
        return len(self._waiters)

    def start(self) -> None:
        self._task = asyncio.get_running_loop().create_task(self._watch())

    def stop(self) -> None:
        """Send everybody home: the process ends."""
        self._is_over = True
        for waiter in self._waiters:
            waiter.woken.set()
        if self._task is not None:
            self._task.cancel()

    async def wait(
        self, device_id: UUID, cursors: Mapping[UUID, int], seconds: float = LONGEST_SECONDS
    ) -> WaitReply:
        """`exchange.too_often` when the device waits often enough already."""
        if sum(each.device_id == device_id for each in self._waiters) >= MOST_OF_ONE_DEVICE:
            raise RuleViolation("exchange.too_often", seconds=EVERY_SECONDS)
        waiter = _Waiter(device_id, cursors)
        self._waiters.add(waiter)
        try:
            if not waiter.is_behind(await self._ask(self._heads_of, set(cursors))) and not self._is_over:
                await asyncio.wait_for(waiter.woken.wait(), seconds)
                return WaitReply(not self._is_over, self._head)
        except TimeoutError:
            return WaitReply(changed=False, head=self._head)
        finally:
            self._waiters.discard(waiter)
        return WaitReply(changed=not self._is_over, head=self._head)

    async def _watch(self) -> None:
        while True:
            try:
                await self._look()
            except (SQLAlchemyError, EnvironmentProblem):  # the next look may succeed
                _log.warning("the head of the feed was not read", exc_info=True)
            for _part in range(PARTS):
                self._wake_some()
                await asyncio.sleep(EVERY_SECONDS / PARTS)

    async def _look(self) -> None:
        if not self._waiters:
            return
        head = await self._ask(self._read_head)
        if head == self._head:
            return
        self._head = head
        waited = {scope for waiter in self._waiters for scope in waiter.cursors}
        heads = await self._ask(self._heads_of, waited)
        known = set(self._due)
        behind = [each for each in self._waiters if each not in known and each.is_behind(heads)]
        few, many = sorted((behind, self._due), key=len)
        self._due = few + many

    def _wake_some(self) -> None:
        """Who went home meanwhile does not count."""
        still = [waiter for waiter in self._due if waiter in self._waiters]
        for waiter in still[:WOKEN_AT_ONCE]:
            waiter.woken.set()
        self._due = still[WOKEN_AT_ONCE:]

    async def _ask(self, question: Callable[..., T], *arguments: object) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._executor, question, *arguments)

    def _read_head(self) -> int:
        with self._engine.connect() as connection:
            return int(connection.execute(_HEAD).scalar() or 0)

    def _heads_of(self, scopes: set[UUID]) -> dict[UUID, int]:
        with self._engine.connect() as connection:
            found = connection.execute(_HEADS, {"scopes": sorted(scopes)})
            return {scope: int(head or 0) for scope, head in found}
