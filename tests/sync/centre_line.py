"""A workstation's line straight to the real centre, without HTTP: messages are encoded and decoded."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import msgspec

from fieldservice.domain.rules.errors import EnvironmentProblem
from fieldservice.server.blobs import Part
from fieldservice.server.centre import Centre
from fieldservice.server.seat import Seat
from fieldservice.sync import wire
from fieldservice.sync.systems_wire import SystemsReply, SystemsRequest
from tests.sync.plain_centre import LineCutError

Reply = TypeVar("Reply")


class CentreLine:
    """`trouble` are what becomes of the next requests, as for `PlainLine`."""

    def __init__(self, centre: Centre) -> None:
        self.centre = centre
        self.trouble: list[str] = []
        self._token = ""

    def pair(self, request: wire.DeviceRequest) -> wire.DeviceReply:
        return self._sent(self.centre.pair, request, wire.DeviceReply)

    def begin(self, request: wire.SessionRequest) -> wire.SessionReply:
        reply = self._sent(self.centre.begin, request, wire.SessionReply)
        self._token = reply.access_token
        return reply

    def login(self, request: wire.LoginRequest) -> wire.LoginReply:
        return self._seated(self.centre.login, request, wire.LoginReply)

    def push(self, request: wire.PushRequest) -> wire.PushReply:
        return self._seated(self.centre.push, request, wire.PushReply)

    def pull(self, request: wire.PullRequest) -> wire.PullReply:
        return self._seated(self.centre.pull, request, wire.PullReply)

    def digest(self, request: wire.DigestRequest) -> wire.DigestReply:
        return self._seated(self.centre.digest, request, wire.DigestReply)

    def versions(self, request: wire.VersionsRequest) -> wire.VersionsReply:
        return self._seated(self.centre.versions, request, wire.VersionsReply)

    def rows(self, request: wire.RowsRequest) -> wire.RowsReply:
        return self._seated(self.centre.rows, request, wire.RowsReply)

    def systems(self, request: SystemsRequest) -> SystemsReply:
        return self._seated(self.centre.systems, request, SystemsReply)

    def manifest(self, scope: str, schema: int) -> wire.Manifest:
        return self.centre.manifest(self._seat(), scope, schema)

    def chunk(self, sha256: str) -> bytes:
        return self.centre.chunk(self._seat(), sha256).read_bytes()

    def blob_offset(self, sha256: str) -> wire.BlobState:
        return self.centre.blob_state(self._seat(), sha256)

    def put_blob(self, sha256: str, offset: int, size_bytes: int, part: bytes) -> wire.BlobState:
        return self.centre.put_blob(self._seat(), sha256, Part(offset, size_bytes, part))

    def get_blob(self, sha256: str, offset: int) -> bytes:
        return self.centre.get_blob(self._seat(), sha256, offset)

    def wait(self, cursors: Mapping[str, int]) -> wire.WaitReply:
        head = self.centre.head()
        return wire.WaitReply(any(head > at for at in cursors.values()), head)

    def _seat(self) -> Seat:
        return self.centre.seat_of(self._token)

    def _seated(self, answer: Callable[[Seat, Any], Any], request: Any, kind: type[Reply]) -> Reply:
        return self._sent(lambda told: answer(self._seat(), told), request, kind)

    def _sent(self, answer: Callable[[Any], Any], request: Any, kind: type[Reply]) -> Reply:
        trouble = self.trouble.pop(0) if self.trouble else ""
        if trouble == "lost":
            raise EnvironmentProblem("exchange.unreachable")
        told = msgspec.json.decode(msgspec.json.encode(request), type=type(request))
        reply = answer(told)
        if trouble == "unanswered":
            raise EnvironmentProblem("exchange.unreachable")
        if trouble == "cut":
            raise LineCutError
        content = reply if isinstance(reply, bytes) else msgspec.json.encode(reply)
        return msgspec.json.decode(content, type=kind)
