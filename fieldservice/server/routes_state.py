"""Addresses for those who run the centre: whether it lives, whether it is ready, what it counts."""

import hmac
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, FastAPI, Request, Response
from sqlalchemy import Engine, text
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse

from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.store.schema import head, known_revisions, revision_of
from fieldservice.server.measures import Measures
from fieldservice.server.openapi import page
from fieldservice.server.serving import BEARER, Line
from fieldservice.server.settings import LOOPBACK
from fieldservice.server.waiting import Waiting

_STANDING = text(
    """
    SELECT (SELECT max(seq) FROM sync_head),
        (SELECT count(*) FROM sync_device WHERE revoked_at IS NULL),
        (SELECT count(*) FROM sync_device WHERE seen_at > now() - interval '15 minutes'),
        (SELECT count(*) FROM sync_refusal WHERE settled_at IS NULL),
        (SELECT count(*) FROM sync_conflict WHERE settled_at IS NULL)
    """
)
_NAMES = ("feed_head", "devices", "devices_online", "refusals_open", "conflicts_open")


def state_routes(line: Line, waiting: Waiting, measures: Measures) -> APIRouter:
    router = APIRouter(tags=["state"])
    engine, settings = line.centre.database.writer, line.centre.settings

    @router.get("/health", openapi_extra={"security": []})
    async def health() -> dict[str, str]:
        """The process lives."""
        return {"status": "ok"}

    @router.get("/ready", openapi_extra={"security": []})
    async def ready() -> Response:
        """The process can work: the database answers and is of this program."""
        is_ready = await line.off_loop(_is_ready, engine)
        status = HTTPStatus.OK if is_ready else HTTPStatus.SERVICE_UNAVAILABLE
        return JSONResponse({"status": "ready" if is_ready else "not ready"}, status)

    @router.get("/metrics", include_in_schema=False)
    async def metrics(request: Request) -> Response:
        """Counters, for the machine itself or with the token of the settings."""
        if not _may_measure(request, settings.metrics_token):
            raise RuleViolation("exchange.unknown_address")
        gauges = await line.off_loop(_standing, engine)
        told = measures.text({**gauges, "waiting": float(waiting.count)})
        return PlainTextResponse(told, media_type="text/plain; version=0.0.4")

    return router


def description_routes(app: FastAPI) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/openapi.json")
    async def description() -> dict[str, Any]:
        return app.openapi()

    @router.get("/docs")
    async def readable() -> Response:
        return HTMLResponse(page(app.openapi()))

    return router


def _is_ready(engine: Engine) -> bool:
    """A database that a newer program has migrated serves this one, too, until it is replaced."""
    revision = revision_of(engine)
    return revision is not None and (revision == head() or revision not in known_revisions())


def _standing(engine: Engine) -> dict[str, float]:
    with engine.connect() as connection:
        found = connection.execute(_STANDING).one()
    return {name: float(value or 0) for name, value in zip(_NAMES, found, strict=True)}


def _may_measure(request: Request, token: str) -> bool:
    if not token:
        return request.client is not None and request.client.host in LOOPBACK
    given = request.headers.get("authorization", "")
    return hmac.compare_digest(given[len(BEARER) :].encode(), token.encode())
