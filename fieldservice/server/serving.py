"""How a request becomes an answer: who asks, whether they may now, what they say, done on a thread, told.

Routes name a message and a function; everything between stands here, once.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from ipaddress import ip_address
from typing import Any, TypeVar

from sqlalchemy.exc import DataError
from starlette.requests import Request
from starlette.responses import Response

from fieldservice.domain.rules.errors import EnvironmentProblem, RuleViolation
from fieldservice.server.bodies import MEDIUM, STALLED_SECONDS, message, packed_body, reply, unpacked
from fieldservice.server.centre import Centre
from fieldservice.server.limits import OneAtATime
from fieldservice.server.problems import malformed
from fieldservice.server.seat import Seat

BEARER = "bearer "
MOST_WAITING = 16
"""Requests for each connection to the database that may wait for their turn; beyond, the centre is busy."""

_LONGEST_TOKEN = 200
_IPV6_NETWORK_DIGITS = 19

T = TypeVar("T")
M = TypeVar("M")


@dataclass(frozen=True, slots=True)
class Expected:
    """A message that a request holds, and how large it may be unpacked."""

    kind: type[Any]
    limit: int = MEDIUM


class Line:
    """The line of one process: threads for what waits for the database, limits, and the centre behind it."""

    def __init__(self, centre: Centre) -> None:
        self.centre = centre
        self.threads = ThreadPoolExecutor(centre.settings.connections, "request")
        self.one_at_a_time = OneAtATime(centre.database.writer)
        self._most = centre.settings.connections * MOST_WAITING
        self._waiting = 0

    def close(self) -> None:
        self.threads.shutdown(cancel_futures=True)
        self.one_at_a_time.close()

    async def off_loop(self, work: Callable[..., T], *arguments: Any) -> T:
        """On a thread; `exchange.busy` when too many wait for one."""
        if self._waiting >= self._most:
            raise EnvironmentProblem("exchange.busy")
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self.threads, work, *arguments)
        finally:
            self._waiting -= 1

    async def from_stranger(
        self, request: Request, expected: Expected, work: Callable[[Any], object]
    ) -> Response:
        """Answer a message that comes without an access token."""
        async with asyncio.timeout(STALLED_SECONDS):
            body = await packed_body(request.stream(), request.headers, expected.limit)
        return await self.off_loop(self._answer, request, expected, body, work)

    async def from_device(
        self, request: Request, expected: Expected, work: Callable[[Seat, Any], object]
    ) -> Response:
        """Answer a message of a device in its session, one at a time."""
        async with self.admitted(request) as seat:
            body = await packed_body(request.stream(), request.headers, expected.limit)
            return await self.off_loop(self._answer, request, expected, body, partial(work, seat))

    async def asked(self, request: Request, work: Callable[[Seat], T]) -> T:
        """What a device asks without a message, one at a time."""
        async with self.admitted(request) as seat:
            return await self.off_loop(_guarded, work, seat)

    @asynccontextmanager
    async def admitted(self, request: Request) -> AsyncIterator[Seat]:
        """A device in its session, while nothing else of it is under way."""
        seat = await self.off_loop(self._admit, request)
        try:
            yield seat
        finally:
            loop = asyncio.get_running_loop()
            await loop.run_in_executor(self.threads, self.one_at_a_time.release, seat.device_id)

    async def seat(self, request: Request) -> Seat:
        """Who asks, for what may go on beside another request of theirs."""
        return await self.off_loop(self._seat, request)

    def _seat(self, request: Request) -> Seat:
        seat = self.centre.admit(_token(request))
        request.state.device = seat.device_id.hex
        return seat

    def _admit(self, request: Request) -> Seat:
        seat = self._seat(request)
        self.one_at_a_time.claim(seat.device_id)
        return seat

    def _answer(
        self, request: Request, expected: Expected, body: bytes, work: Callable[[Any], object]
    ) -> Response:
        content = unpacked(body, request.headers.get("content-encoding", ""), expected.limit)
        told = _guarded(work, message(expected.kind, content))
        return reply(told, request.headers.get("accept-encoding", ""))


def address_of(request: Request) -> str:
    """Where a stranger comes from; of IPv6 the network, for addresses cost nothing there."""
    host = request.client.host if request.client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    return host if address.version == 4 else address.exploded[:_IPV6_NETWORK_DIGITS]  # noqa: PLR2004


def _token(request: Request) -> str:
    given = request.headers.get("authorization", "")
    token = given[len(BEARER) :]
    if not given.lower().startswith(BEARER) or len(token) > _LONGEST_TOKEN or not token.isascii():
        raise RuleViolation("exchange.session_over")
    return token


def _guarded(work: Callable[[M], T], told: M) -> T:
    """What no column can hold (a NUL in a text, a number beyond all bounds) no workstation sends."""
    try:
        return work(told)
    except DataError as error:
        raise malformed("value") from error
