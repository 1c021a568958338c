"""Around every request: its id, what is counted and logged of it, headers that keep browsers out of mischief,
and the last net, in which a mistake of ours is logged and told as nothing but a mistake.
"""

import logging
import re
from time import perf_counter
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from fieldservice.domain.rules.errors import TellableError
from fieldservice.server.logs import FIELDS, about_request
from fieldservice.server.measures import Measures
from fieldservice.server.problems import problem_of, problem_response
from fieldservice.sync.wire import Problem

REQUEST_ID = "X-Request-Id"
_FIT_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_HSTS = "max-age=63072000"
_UNKNOWN = "unknown"
_log = logging.getLogger("fieldservice.server.requests")
_mistakes = logging.getLogger(__name__)


class Surroundings:
    """Middleware of the centre."""

    def __init__(self, app: ASGIApp, measures: Measures) -> None:
        self._app = app
        self._measures = measures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        watched = _Watched(scope, send)
        scope.setdefault("state", {})["request_id"] = watched.request_id
        self._measures.begun()
        with about_request(watched.request_id):
            try:
                await self._app(scope, watched.receiving(receive), watched.send)
            except Exception as error:  # noqa: BLE001 - the last net: nothing of it goes over the line
                await watched.give_up(error, receive)
            finally:
                self._finish(scope, watched)

    def _finish(self, scope: Scope, watched: "_Watched") -> None:
        seconds = perf_counter() - watched.began
        route = getattr(scope.get("route"), "path", _UNKNOWN)
        sizes = (watched.bytes_in, watched.bytes_out)
        self._measures.done(route, watched.status, seconds, sizes)
        told = {
            "method": scope["method"],
            "route": route,
            "status": watched.status,
            "milliseconds": round(seconds * 1000, 1),
            "bytes_in": sizes[0],
            "bytes_out": sizes[1],
            **({"device": watched.device} if watched.device else {}),
        }
        _log.info("%s %s", scope["method"], route, extra={FIELDS: told})


class _Watched:
    """One request and what became of it."""

    def __init__(self, scope: Scope, send: Send) -> None:
        given = Headers(scope=scope).get(REQUEST_ID, "")
        self.request_id = given if _FIT_ID.fullmatch(given) else uuid4().hex
        self.began = perf_counter()
        self.status, self.bytes_in, self.bytes_out = 0, 0, 0
        self._scope = scope
        self._send = send

    @property
    def device(self) -> str:
        return str(self._scope.get("state", {}).get("device", ""))

    def receiving(self, receive: Receive) -> Receive:
        async def counted() -> Message:
            message = await receive()
            self.bytes_in += len(message.get("body", b""))
            return message

        return counted

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            headers[REQUEST_ID] = self.request_id
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
            if self._scope.get("scheme") == "https":
                headers["Strict-Transport-Security"] = _HSTS
        else:
            self.bytes_out += len(message.get("body", b""))
        await self._send(message)

    async def give_up(self, error: Exception, receive: Receive) -> None:
        if isinstance(error, TellableError):
            problem = problem_of(error)
        else:
            _mistakes.error("a request failed", exc_info=error)
            problem = Problem(500, "exchange.failed")
        if self.status == 0:  # nothing was sent yet
            await problem_response(problem, self.request_id)(self._scope, receive, self.send)
