"""Addresses of the exchange, `/sync/v1` (docs/exchange.md): thin over the centre."""

import re
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response
from starlette.responses import FileResponse

from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.server.blobs import Part
from fieldservice.server.bodies import SMALL, packed_body, reply
from fieldservice.server.openapi import answers, asks
from fieldservice.server.problems import malformed
from fieldservice.server.serving import Expected, Line, address_of
from fieldservice.server.waiting import MOST_SCOPES, Waiting
from fieldservice.sync import wire
from fieldservice.sync.systems_wire import SystemsReply, SystemsRequest

PREFIX = "/sync/v1"
MOST_PUSHED = wire.MOST_OF_ONE_TRANSACTION + wire.MOST_PUSHED_BYTES
_RANGE = re.compile(r"bytes=(\d{1,12})-(\d{0,12})")
_CONTENT_RANGE = re.compile(r"bytes (\d{1,12})-(\d{1,12})/(\d{1,12})")
_CURSORS = "^[0-9a-f]{32}:[0-9]{1,18}(,[0-9a-f]{32}:[0-9]{1,18})*$"

Sha256 = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]
ScopeId = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]
Schema = Annotated[int, Query(ge=1, le=999_999)]
Cursors = Annotated[str, Query(pattern=_CURSORS, max_length=MOST_SCOPES * 52)]


def exchange_routes(line: Line, waiting: Waiting) -> APIRouter:
    router = APIRouter(prefix=PREFIX, tags=["exchange"])
    _strangers(router, line)
    _messages(router, line)
    _files(router, line)
    _blobs(router, line)

    @router.get("/wait", openapi_extra=answers(wire.WaitReply))
    async def wait(request: Request, cursors: Cursors) -> Response:
        """Answer as soon as there is something beyond the cursors, within 55 seconds."""
        known = _cursors(cursors)
        seat = await line.seat(request)
        if not seat.scopes.issuperset(known):
            raise RuleViolation("exchange.not_in_scope")
        return reply(await waiting.wait(seat.device_id, known), "")

    return router


def _strangers(router: APIRouter, line: Line) -> None:
    centre = line.centre

    @router.post("/devices", openapi_extra=asks(wire.DeviceRequest, wire.DeviceReply, is_open=True))
    async def pair(request: Request) -> Response:
        """Join with a pairing code."""
        address = address_of(request)
        expected = Expected(wire.DeviceRequest, SMALL)
        return await line.from_stranger(request, expected, lambda told: centre.pair(told, address))

    @router.post("/session", openapi_extra=asks(wire.SessionRequest, wire.SessionReply, is_open=True))
    async def begin(request: Request) -> Response:
        """Exchange a refresh token for an access token and an order."""
        return await line.from_stranger(request, Expected(wire.SessionRequest, SMALL), centre.begin)


def _messages(router: APIRouter, line: Line) -> None:
    centre = line.centre

    @router.post("/login", openapi_extra=asks(wire.LoginRequest, wire.LoginReply))
    async def login(request: Request) -> Response:
        """Somebody works at the device from now on."""
        return await line.from_device(request, Expected(wire.LoginRequest, SMALL), centre.login)

    @router.post("/push", openapi_extra=asks(wire.PushRequest, wire.PushReply))
    async def push(request: Request) -> Response:
        """Hand in what was done."""
        return await line.from_device(request, Expected(wire.PushRequest, MOST_PUSHED), centre.push)

    @router.post("/pull", openapi_extra=asks(wire.PullRequest, wire.PullReply))
    async def pull(request: Request) -> Response:
        """Fetch the next page of what others did."""
        return await line.from_device(request, Expected(wire.PullRequest), centre.pull_written)

    @router.post("/digest", openapi_extra=asks(wire.DigestRequest, wire.DigestReply))
    async def digest(request: Request) -> Response:
        """Compare what both have."""
        return await line.from_device(request, Expected(wire.DigestRequest), centre.digest)

    @router.post("/versions", openapi_extra=asks(wire.VersionsRequest, wire.VersionsReply))
    async def versions(request: Request) -> Response:
        """The versions of one bucket that differs."""
        return await line.from_device(request, Expected(wire.VersionsRequest), centre.versions)

    @router.post("/rows", openapi_extra=asks(wire.RowsRequest, wire.RowsReply))
    async def rows(request: Request) -> Response:
        """Rows as they stand."""
        return await line.from_device(request, Expected(wire.RowsRequest), centre.rows_written)

    @router.post("/systems", openapi_extra=asks(SystemsRequest, SystemsReply))
    async def systems(request: Request) -> Response:
        """Other systems of the company, for a person who may look after them."""
        return await line.from_device(request, Expected(SystemsRequest, SMALL), centre.systems)


def _files(router: APIRouter, line: Line) -> None:
    centre = line.centre

    @router.get("/snapshot/{scope}", openapi_extra=answers(wire.Manifest))
    async def manifest(request: Request, scope: ScopeId, schema: Schema) -> Response:
        """A whole scope, in chunks."""
        told = await line.asked(request, lambda seat: centre.manifest(seat, scope, schema))
        return reply(told, request.headers.get("accept-encoding", ""))

    @router.get("/chunk/{sha256}", openapi_extra=answers(None))
    async def chunk(request: Request, sha256: Sha256) -> Response:
        """A chunk of a snapshot, packed with zstd as it lies."""
        path = await line.asked(request, lambda seat: centre.chunk(seat, sha256))
        return FileResponse(path, media_type="application/octet-stream")


def _blobs(router: APIRouter, line: Line) -> None:
    centre = line.centre

    @router.head("/blob/{sha256}", openapi_extra=answers(None, is_empty=True))
    async def told(request: Request, sha256: Sha256) -> Response:
        """How much of a content is here, as headers."""
        known = await line.asked(request, lambda seat: centre.blob_state(seat, sha256))
        headers = {"Upload-Offset": str(known.offset), "Upload-Length": str(known.size_bytes)}
        return Response(headers=headers)

    @router.get("/blob/{sha256}/state", openapi_extra=answers(wire.BlobState))
    async def state(request: Request, sha256: Sha256) -> Response:
        """How much of a content is here."""
        return reply(await line.asked(request, lambda seat: centre.blob_state(seat, sha256)), "")

    @router.put("/blob/{sha256}", openapi_extra=answers(wire.BlobState, is_upload=True))
    async def put(request: Request, sha256: Sha256) -> Response:
        """Hand in a part of a content, where the last one ended."""
        first, total = _part(request)
        async with line.admitted(request) as seat:
            content = await packed_body(request.stream(), request.headers, wire.BLOB_PART)
            part = Part(first, total, content)
            return reply(await line.off_loop(centre.put_blob, seat, sha256, part), "")

    @router.get("/blob/{sha256}", openapi_extra=answers(None))
    async def get(request: Request, sha256: Sha256) -> Response:
        """A part of a content, of at most 1 MiB."""
        first, last = _range(request)
        content, start, size = await line.asked(
            request, lambda seat: centre.blobs.get(seat, sha256, first, last)
        )
        if start >= size > 0:
            raise RuleViolation("exchange.blob_range", size=size)
        headers = {"Content-Range": f"bytes {start}-{start + len(content) - 1}/{size}"}
        return Response(content, HTTPStatus.PARTIAL_CONTENT, headers, "application/octet-stream")


def _part(request: Request) -> tuple[int, int]:
    """Where the part begins, and how long the whole is."""
    found = _CONTENT_RANGE.fullmatch(request.headers.get("content-range", ""))
    if found is None:
        raise malformed("content-range")
    return int(found[1]), int(found[3])


def _range(request: Request) -> tuple[int, int | None]:
    given = request.headers.get("range")
    if given is None:
        return 0, None
    found = _RANGE.fullmatch(given)
    if found is None:
        raise malformed("range")
    return int(found[1]), int(found[2]) if found[2] else None


def _cursors(text: str) -> dict[UUID, int]:
    pairs = [pair.partition(":") for pair in text.split(",")]
    return {UUID(scope): int(seq) for scope, _colon, seq in pairs}
