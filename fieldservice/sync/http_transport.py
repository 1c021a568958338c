"""The line to the centre over HTTP: bodies packed with zstd, every wait bounded, every refusal by its code.

Nothing is tried again here. A token is held in memory only.
"""

from collections.abc import Callable, Mapping
from time import monotonic
from typing import Any, TypeVar

import msgspec
import requests
import zstandard
from requests.exceptions import RequestException
from urllib3.exceptions import HTTPError

from fieldservice.domain.rules.errors import EnvironmentProblem, RuleViolation
from fieldservice.sync import wire
from fieldservice.sync.systems_wire import SystemsReply, SystemsRequest

PREFIX = "/sync/v1"
TIMEOUT_SECONDS = 30.0
"""Of one connecting, and of silence on the line."""
LONGEST_SECONDS = 600.0
"""Of one whole answer: a line that drips is broken off, too."""
WAIT_SECONDS = 70.0
SNAPSHOT_SECONDS = 300.0
"""The centre may have to pack a whole branch before it says anything."""
PACKED_FROM_BYTES = 512
LARGEST_ANSWER = 256 << 20
READ_BYTES = 64 << 10
BUSY = frozenset({429, 502, 503, 504})
FIRST_REFUSAL, FIRST_FAILURE = 400, 500

Answer = TypeVar("Answer")
Headers = Mapping[str, str]


class HttpTransport:
    """A centre at an address, `https://centre.example`. `certificates` is a file of those to be trusted."""

    def __init__(self, address: str, *, certificates: str | None = None) -> None:
        self._base = address.rstrip("/") + PREFIX
        self._token = ""
        self._line = requests.Session()
        self._line.trust_env = False  # neither proxies nor passwords of the surroundings
        if certificates is not None:
            self._line.verify = certificates
        self._packer = zstandard.ZstdCompressor(level=3)

    def close(self) -> None:
        self._line.close()

    def pair(self, request: wire.DeviceRequest) -> wire.DeviceReply:
        return self._post("/devices", request, wire.DeviceReply)

    def begin(self, request: wire.SessionRequest) -> wire.SessionReply:
        reply = self._post("/session", request, wire.SessionReply)
        self._token = reply.access_token
        return reply

    def login(self, request: wire.LoginRequest) -> wire.LoginReply:
        return self._post("/login", request, wire.LoginReply)

    def push(self, request: wire.PushRequest) -> wire.PushReply:
        return self._post("/push", request, wire.PushReply)

    def pull(self, request: wire.PullRequest) -> wire.PullReply:
        return self._post("/pull", request, wire.PullReply)

    def digest(self, request: wire.DigestRequest) -> wire.DigestReply:
        return self._post("/digest", request, wire.DigestReply)

    def versions(self, request: wire.VersionsRequest) -> wire.VersionsReply:
        return self._post("/versions", request, wire.VersionsReply)

    def rows(self, request: wire.RowsRequest) -> wire.RowsReply:
        return self._post("/rows", request, wire.RowsReply)

    def systems(self, request: SystemsRequest) -> SystemsReply:
        return self._post("/systems", request, SystemsReply)

    def manifest(self, scope: str, schema: int) -> wire.Manifest:
        path = f"/snapshot/{scope}?schema={schema}"
        return _decoded(self._ask("GET", path, silence=SNAPSHOT_SECONDS), wire.Manifest)

    def chunk(self, sha256: str) -> bytes:
        return self._ask("GET", f"/chunk/{sha256}")

    def blob_offset(self, sha256: str) -> wire.BlobState:
        return _decoded(self._ask("GET", f"/blob/{sha256}/state"), wire.BlobState)

    def put_blob(self, sha256: str, offset: int, size_bytes: int, part: bytes) -> wire.BlobState:
        place = {"Content-Range": f"bytes {offset}-{offset + len(part) - 1}/{size_bytes}"}
        headers = {**place, "Content-Type": "application/octet-stream"}
        return _decoded(self._ask("PUT", f"/blob/{sha256}", part, headers), wire.BlobState)

    def get_blob(self, sha256: str, offset: int) -> bytes:
        wanted = {"Range": f"bytes={offset}-{offset + wire.BLOB_PART - 1}"}
        return self._ask("GET", f"/blob/{sha256}", None, wanted)

    def wait(self, cursors: Mapping[str, int]) -> wire.WaitReply:
        told = ",".join(f"{scope}:{sequence}" for scope, sequence in sorted(cursors.items()))
        answer = self._ask("GET", f"/wait?cursors={told}", None, {}, silence=WAIT_SECONDS)
        return _decoded(answer, wire.WaitReply)

    def _post(self, path: str, message: Any, kind: type[Answer]) -> Answer:
        body, headers = msgspec.json.encode(message), {"Content-Type": "application/json"}
        if len(body) >= PACKED_FROM_BYTES:
            body, headers = self._packer.compress(body), {**headers, "Content-Encoding": "zstd"}
        return _decoded(self._ask("POST", path, body, headers), kind)

    def _ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: Headers | None = None,
        *,
        silence: float = TIMEOUT_SECONDS,
    ) -> bytes:
        sent = {"Accept-Encoding": "zstd, gzip", **(headers or {})}
        if self._token:
            sent["Authorization"] = f"Bearer {self._token}"
        try:
            with self._line.request(
                method,
                self._base + path,
                data=body,
                headers=sent,
                timeout=(TIMEOUT_SECONDS, silence),
                stream=True,
                allow_redirects=False,
            ) as response:
                content = _read(response, monotonic)
                if response.status_code >= FIRST_REFUSAL:
                    raise _problem(response, content)
                return content
        except requests.exceptions.SSLError as error:
            raise EnvironmentProblem("exchange.not_trusted", address=self._base) from error
        except (RequestException, HTTPError, OSError, zstandard.ZstdError) as error:
            raise EnvironmentProblem("exchange.unreachable", address=self._base) from error


def _read(response: requests.Response, now: Callable[[], float]) -> bytes:
    """The whole answer, unpacked, within bounds of time and size."""
    until, parts, size_bytes = now() + LONGEST_SECONDS, list[bytes](), 0
    for part in _unpacked(response):
        parts.append(part)
        size_bytes += len(part)
        if now() > until or size_bytes > LARGEST_ANSWER:
            raise EnvironmentProblem("exchange.broken_answer")
    return b"".join(parts)


def _unpacked(response: requests.Response) -> Any:
    """Packed by zstd is unpacked here, whatever the HTTP library was built with; gzip by the library."""
    if response.headers.get("Content-Encoding") != "zstd":
        return response.iter_content(READ_BYTES)
    raw: Any = _Raw(response)
    return zstandard.ZstdDecompressor().read_to_iter(raw, read_size=READ_BYTES, write_size=READ_BYTES)


class _Raw:
    """The bytes as they come over the line."""

    def __init__(self, response: requests.Response) -> None:
        self._response = response

    def read(self, size: int) -> bytes:
        read: bytes = self._response.raw.read(size, decode_content=False)
        return read


def _decoded(content: bytes, kind: type[Answer]) -> Answer:
    try:
        return msgspec.json.decode(content, type=kind)
    except msgspec.MsgspecError as error:
        raise EnvironmentProblem("exchange.broken_answer") from error


def _problem(response: requests.Response, content: bytes) -> EnvironmentProblem | RuleViolation:
    try:
        told = msgspec.json.decode(content, type=wire.Problem)
    except msgspec.MsgspecError:
        told = wire.Problem(response.status_code, "exchange.busy")
    values = dict(told.values)
    if told.retry_after_seconds is not None:
        values["retry_after_seconds"] = told.retry_after_seconds
    if response.status_code in BUSY or response.status_code >= FIRST_FAILURE:
        return EnvironmentProblem(told.code, **values)
    return RuleViolation(told.code, **values)
