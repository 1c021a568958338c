"""A line to the centre for hundreds of simulated workstations in one process: HTTP/1.1 and nothing more.

Says what `sync/http_transport.py` says, in the same packing; each request goes to whichever process of the
centre chance names, as behind a load balancer.
"""

import asyncio
import random
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar

import msgspec
import zstandard

from fieldservice.domain.rules.errors import EnvironmentProblem, RuleViolation, TellableError
from fieldservice.sync import wire
from fieldservice.sync.http_transport import BUSY, FIRST_FAILURE, FIRST_REFUSAL, PACKED_FROM_BYTES, PREFIX

PATIENCE_SECONDS = 70.0
_packer = zstandard.ZstdCompressor(level=3)
Answer = TypeVar("Answer")


@dataclass
class Tally:
    """What happened on all lines: how long each kind of request took, in milliseconds, and what failed."""

    taken: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    failed: Counter[str] = field(default_factory=Counter)
    full_pages: list[float] = field(default_factory=list)
    bytes_carried: int = 0

    @property
    def requests(self) -> int:
        return sum(map(len, self.taken.values()))

    def clear(self) -> None:
        """What was before the day does not count."""
        self.taken.clear()
        self.full_pages.clear()
        self.bytes_carried = 0


@dataclass
class _Held:
    """A connection that is kept for the next request."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter


class LeanLine:
    """The line of one workstation; one request at a time."""

    def __init__(self, ports: Sequence[int], tally: Tally, chance: random.Random) -> None:
        self._ports = ports
        self.tally = tally
        self.last_milliseconds = 0.0
        self._chance = chance
        self._held: dict[int, _Held] = {}
        self.token = ""

    async def tell(self, path: str, message: Any, kind: type[Answer], name: str) -> Answer:
        """A message of the exchange and its answer; `name` is under what it is counted."""
        body, more = msgspec.json.encode(message), "Content-Type: application/json\r\n"
        if len(body) >= PACKED_FROM_BYTES:
            body, more = _packer.compress(body), more + "Content-Encoding: zstd\r\n"
        return msgspec.json.decode(await self._ask("POST", path, more, body, name), type=kind)

    async def ask(self, path: str, kind: type[Answer], name: str) -> Answer:
        return msgspec.json.decode(await self._ask("GET", path, "", b"", name), type=kind)

    def close(self) -> None:
        for held in self._held.values():
            held.writer.close()
        self._held.clear()

    async def _ask(self, method: str, path: str, more: str, body: bytes, name: str) -> bytes:
        head = (
            f"{method} {PREFIX}{path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: zstd, gzip\r\n"
            f"Authorization: Bearer {self.token}\r\nContent-Length: {len(body)}\r\n{more}\r\n"
        )
        begun = time.perf_counter()
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                status, content = await self._exchanged(head.encode() + body)
        except (OSError, TimeoutError, asyncio.IncompleteReadError) as error:
            self.tally.failed[f"{name}: {type(error).__name__}"] += 1
            self.close()
            raise EnvironmentProblem("exchange.unreachable") from error
        if status >= FIRST_REFUSAL:
            problem = _problem(status, content)
            self.tally.failed[f"{name}: {problem.code}"] += 1
            raise problem
        self.last_milliseconds = (time.perf_counter() - begun) * 1_000
        self.tally.taken[name].append(self.last_milliseconds)
        return content

    async def _exchanged(self, request: bytes) -> tuple[int, bytes]:
        port = self._chance.choice(self._ports)
        for _try in range(2):
            held = await self._connection(port)
            held.writer.write(request)
            try:
                head = await held.reader.readuntil(b"\r\n\r\n")
            except (asyncio.IncompleteReadError, ConnectionError):
                self._drop(port)  # closed by the centre while it lay idle: not a word was answered
                continue
            return await self._read(held, head, len(request))
        raise ConnectionResetError

    async def _read(self, held: _Held, head: bytes, sent_bytes: int) -> tuple[int, bytes]:
        lines = head.decode("latin-1").split("\r\n")
        fields = {
            name.lower(): value.strip() for name, _colon, value in (each.partition(":") for each in lines[1:])
        }
        content = await held.reader.readexactly(int(fields.get("content-length", "0")))
        self.tally.bytes_carried += sent_bytes + len(head) + len(content)
        if fields.get("content-encoding") == "zstd":
            content = zstandard.ZstdDecompressor().decompressobj().decompress(content)
        return int(lines[0].split(" ", 2)[1]), content

    async def _connection(self, port: int) -> _Held:
        held = self._held.get(port)
        if held is None or held.reader.at_eof():
            self._drop(port)
            held = self._held[port] = _Held(*await asyncio.open_connection("127.0.0.1", port))
        return held

    def _drop(self, port: int) -> None:
        held = self._held.pop(port, None)
        if held is not None:
            with suppress(OSError):
                held.writer.close()


def _problem(status: int, content: bytes) -> TellableError:
    try:
        told = msgspec.json.decode(content, type=wire.Problem)
    except msgspec.MsgspecError:
        told = wire.Problem(status, "exchange.busy")
    is_passing = status in BUSY or status >= FIRST_FAILURE
    return (EnvironmentProblem if is_passing else RuleViolation)(told.code, **told.values)
