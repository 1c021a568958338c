"""A simulated workstation: the messages of the exchange, the chain, and a copy that holds versions alone.

Behaves as `background/exchange_worker.py` does: a round a second after work was done, at once when news come,
and every minute; the line for news is held in between. Rows that it begins with are not kept one by one: they
follow from the base (`scale_base.py`), and only what differs from it is remembered.
"""

import asyncio
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Raw, Struct
from msgspec.structs import replace

from bench.lean_line import LeanLine
from bench.scale_base import Base
from fieldservice.domain.rules.errors import TellableError
from fieldservice.domain.rules.exchange_clock import milliseconds, next_stamp
from fieldservice.domain.rules.exchange_digest import MODULUS, Bucket, buckets, version_hash
from fieldservice.domain.rules.exchange_scopes import GLOBAL
from fieldservice.domain.store.exchange_state import SCHEMA
from fieldservice.sync import chain, wire

SOON_SECONDS, EVERY_SECONDS = 1.0, 60.0
BROKEN_SECONDS = 2.0
CLOSE_TRIES = 20
NOTED = "customer"
"""Of these rows the note is known, too: it is changed again and again."""
GONE = Raw(b"null")
Key = tuple[str, str]


class LeanRow(Struct, frozen=True):
    """A row of a page, its values unread."""

    scope: str
    seq: int
    table: str
    id: str
    version: int
    row: Raw = GONE


class LeanPage(Struct, frozen=True):
    """As much of a `wire.PullReply` as is looked at."""

    rows: list[LeanRow]
    exits: list[wire.Exit]
    cursors: dict[str, int]
    more: bool
    head: int


class _Note(Struct, frozen=True):
    note: str = ""


@dataclass(slots=True)
class Held:
    """Where a row is held, by which change, at which version; None: it is gone."""

    scope: str
    seq: int
    version: int | None


@dataclass
class Copy:
    """Versions of rows by table and id. Rows of `branch` in `base` are at version 1 until something is heard
    of them; without a base the copy began empty.
    """

    base: Base | None
    branch: int
    scope: str
    rows: dict[Key, Held] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)

    def version(self, key: Key) -> int:
        held = self.rows.get(key)
        if held is not None:
            return held.version or 0
        return int(self.base is not None and self.base.holds(self.branch, *key))

    def take(self, page: LeanPage) -> None:
        for row in page.rows:
            is_there = bytes(row.row) != bytes(GONE)
            self.rows[row.table, row.id] = Held(row.scope, row.seq, row.version if is_there else None)
            if row.table == NOTED and is_there:
                self.notes[row.id] = msgspec.json.decode(row.row, type=_Note).note
        for gone in page.exits:
            held = self.rows.get((gone.table, gone.id))
            if held is None or (held.scope == gone.scope and held.seq <= gone.seq):
                self.rows[gone.table, gone.id] = Held(gone.scope, gone.seq, None)

    def digest(self, scope: str) -> dict[str, dict[str, Bucket]]:
        """As the centre makes it of the same rows."""
        hashes: defaultdict[str, list[tuple[UUID, int]]] = defaultdict(list)
        for (table, row_id), held in self.rows.items():
            if held.version is not None and held.scope == scope:
                hashes[table].append((UUID(row_id), version_hash(UUID(row_id), held.version)))
        changed = {table: buckets(found) for table, found in hashes.items()}
        if self.base is None or scope != self.scope:
            return changed
        untouched = self.base.digest(self.branch, {key for key in self.rows if self._is_of_base(key)})
        tables = {*changed, *untouched}
        return {table: _added(changed.get(table, {}), untouched.get(table, {})) for table in tables}

    def _is_of_base(self, key: Key) -> bool:
        return self.base is not None and self.base.holds(self.branch, *key)


def _added(one: dict[str, Bucket], other: dict[str, Bucket]) -> dict[str, Bucket]:
    nothing: Bucket = (0, 0)
    sums = {
        name: (
            one.get(name, nothing)[0] + other.get(name, nothing)[0],
            (one.get(name, nothing)[1] + other.get(name, nothing)[1]) % MODULUS,
        )
        for name in {*one, *other}
    }
    return {name: bucket for name, bucket in sums.items() if bucket[0]}


class LeanDesk:
    """One workstation in its session. `acked` are the transactions that the centre took."""

    def __init__(self, device: wire.DeviceReply, lines: tuple[LeanLine, LeanLine], copy: Copy) -> None:
        self.device = device
        self.copy = copy
        self.cursors = {GLOBAL.hex: 0, device.branch: 0}
        self.acked: list[wire.Transaction] = []
        self.n, self.digest, self.stamp = 0, chain.BEGINNING, 0
        self._line, self._listening = lines

    async def begin(self) -> None:
        """A session; the copy is not read yet."""
        request = wire.SessionRequest(
            device=self.device.device,
            incarnation=self.device.incarnation,
            refresh_token=self.device.refresh_token,
            program="0.1.0",
            schema=SCHEMA,
            server_id=self.device.server_id,
            epoch=self.device.epoch,
            last_n=self.n,
            last_digest=self.digest.hex(),
            now=datetime.now(UTC).isoformat(),
        )
        reply = await self._line.tell("/session", request, wire.SessionReply, "session")
        assert reply.order == "ok", reply.order
        self._line.token = self._listening.token = reply.access_token

    async def push(self, transaction: wire.Transaction) -> None:
        """Send one; `acked` holds it when it was taken. A push without an answer is sent again."""
        made = self._chained(transaction)
        request = wire.PushRequest(self.device.device, self.device.incarnation, [made])
        while True:
            try:
                reply = await self._line.tell("/push", request, wire.PushReply, "push")
                break
            except TellableError:
                await asyncio.sleep(BROKEN_SECONDS)
        assert reply.acked_n == self.n
        [result] = reply.results
        assert result.status == "applied", result.refusal
        self.acked.append(made)
        for row in result.rows:
            key = (row.table, row.id)
            if row.as_sent and row.version == self.copy.version(key) + 1:
                held = self.copy.rows.get(key)
                place = held if held is not None else Held(self.device.branch, 0, None)
                self.copy.rows[key] = Held(place.scope, place.seq, row.version)

    async def pull(self) -> LeanPage:
        """To the head, page by page."""
        while True:
            request = wire.PullRequest(self.cursors, SCHEMA, ack=self.cursors)
            page = await self._line.tell("/pull", request, LeanPage, "page")
            if len(page.rows) > wire.MOST_ROWS // 2:
                self._line.tally.full_pages.append(self._line.last_milliseconds)
            self.copy.take(page)
            self.cursors = {**self.cursors, **page.cursors}
            if not page.more:
                return page

    async def listen(self) -> bool:
        """Hold the line until there is news; whether there is."""
        told = ",".join(f"{scope}:{seq}" for scope, seq in sorted(self.cursors.items()))
        reply = await self._listening.ask(f"/wait?cursors={told}", wire.WaitReply, "wait")
        return reply.changed

    async def differing(self, tables: list[str]) -> list[str]:
        """The tables of which the copy is not what the centre holds."""
        wrong: list[str] = []
        for scope in self.cursors:
            for _try in range(CLOSE_TRIES):
                head = (await self.pull()).head
                theirs = await self._line.tell(
                    "/digest", wire.DigestRequest(scope, tables), wire.DigestReply, "digest"
                )
                if theirs.head == head:
                    break
            ours = self.copy.digest(scope)
            wrong += [name for name in tables if ours.get(name, {}) != theirs.tables.get(name, {})]
        return wrong

    def close(self) -> None:
        self._line.close()
        self._listening.close()

    def _chained(self, transaction: wire.Transaction) -> wire.Transaction:
        self.n += 1
        self.stamp = next_stamp(self.stamp, milliseconds(datetime.now(UTC)))
        told = replace(transaction, n=self.n, stamp=self.stamp, schema=SCHEMA, digest="")
        self.digest = chain.digest(self.digest, told)
        return replace(told, digest=self.digest.hex())


@dataclass
class Day:
    """How people work at a desk: what they do next, how often, until when."""

    desk: LeanDesk
    work: Iterator[wire.Transaction]
    pace_seconds: float
    over: asyncio.Event
    chance: random.Random
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _read: asyncio.Event = field(default_factory=asyncio.Event)

    async def live(self) -> None:
        """Rounds until the day is over."""
        listener = asyncio.create_task(self._listen())
        next_act = self._in(self.chance.uniform(0, self.pace_seconds))
        next_round = self._in(self.chance.uniform(0, EVERY_SECONDS))
        while not self.over.is_set():
            await self._rest(min(next_act, next_round) - self._now())
            if self.over.is_set():  # not all at once: copies are read to the end when they are compared
                break
            if self._now() >= next_act:
                await self.desk.push(next(self.work))
                next_act = self._in(self.chance.uniform(0.5, 1.5) * self.pace_seconds)
            self._news.clear()
            await self._round()
            next_round = self._in(EVERY_SECONDS)
        listener.cancel()
        await asyncio.gather(listener, return_exceptions=True)

    async def _round(self) -> None:
        try:
            await self.desk.pull()
        except TellableError:  # counted where it happened; the next round goes on
            return
        self._read.set()

    async def _rest(self, seconds: float) -> None:
        waits: list[asyncio.Task[Any]] = [
            asyncio.create_task(self._news.wait()),
            asyncio.create_task(self.over.wait()),
        ]
        _done, left = await asyncio.wait(waits, timeout=max(0, seconds), return_when=asyncio.FIRST_COMPLETED)
        for task in left:
            task.cancel()

    async def _listen(self) -> None:
        """As the worker's second thread: behind what the last round read."""
        while True:
            await self._read.wait()
            self._read.clear()
            try:
                places = dict(self.desk.cursors)
                while (is_news := await self.desk.listen()) and self.desk.cursors != places:
                    places = dict(self.desk.cursors)
                if not is_news:
                    await asyncio.sleep(SOON_SECONDS)
                self._news.set()
            except TellableError:
                await asyncio.sleep(BROKEN_SECONDS)
                self._read.set()

    def _now(self) -> float:
        return asyncio.get_running_loop().time()

    def _in(self, seconds: float) -> float:
        return self._now() + seconds
