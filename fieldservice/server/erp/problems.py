"""Refusals as other systems get them (RFC 9457): a code, its values, and a sentence in their language."""

from collections.abc import Callable, Coroutine, Mapping
from datetime import UTC
from types import MappingProxyType
from typing import Any, ClassVar

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from fieldservice.domain.rules.errors import EnvironmentProblem, RuleViolation, TellableError
from fieldservice.sentences.speech import LANGUAGES
from fieldservice.server.bodies import packed_body, unpacked
from fieldservice.server.problems import malformed
from fieldservice.wording import Wording

DOOR = "fieldservice.erp.door"
"""Where a request keeps the door at which it came in."""
MEDIA_TYPE = "application/problem+json"
MOST_BYTES = 8 << 20
_NEVER_TOLD = frozenset({"detail"})
_STATUS: Mapping[str, int] = MappingProxyType(
    {
        "api.token_wrong": 401,
        "api.not_allowed": 403,
        "rights.missing": 403,
        "rights.out_of_reach": 403,
        "api.not_found": 404,
        "row.missing": 404,
        "outside.no_such_ticket": 404,
        "row.changed_meanwhile": 409,
        "row.conflict": 409,
        "outside.unknown_key": 409,
        "outside.still_parked": 409,
        "outside.key_taken": 409,
        "outside.of_other_customer": 409,
        "api.key_in_use": 409,
        "exchange.too_large": 413,
        "exchange.too_often": 429,
        "exchange.wrong_encoding": 415,
        "exchange.malformed": 400,
    }
)
_HEADERS: Mapping[int, dict[str, str]] = MappingProxyType(
    {401: {"WWW-Authenticate": "Bearer"}, 429: {"Retry-After": "2"}, 503: {"Retry-After": "2"}}
)


class ApiProblem(BaseModel):
    """What was refused. `code` stays the same for ever; `detail` is a sentence for people."""

    type: str = Field(examples=["urn:fieldservice:outside.unknown_key"])
    title: str
    status: int
    detail: str
    code: str
    values: dict[str, Any] = {}


def route_of(door: object) -> type[APIRoute]:
    """The kind of route for this door."""
    return type("DoorRoute", (ProblemRoute,), {"door": door})


class PackedRequest(Request):
    """A request whose body is unpacked, and never larger than the limit."""

    async def body(self) -> bytes:
        if not hasattr(self, "_unpacked"):
            packed = await packed_body(self.stream(), self.headers, MOST_BYTES)
            self._unpacked = unpacked(packed, self.headers.get("content-encoding", ""), MOST_BYTES)
        return self._unpacked


class ProblemRoute(APIRoute):
    """A route that refuses with problems, and knows the door it is part of."""

    door: ClassVar[object]

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handler = super().get_route_handler()

        async def handled(request: Request) -> Response:
            language = request.headers.get("accept-language", "")
            packed = PackedRequest({**request.scope, DOOR: self.door}, request.receive)
            try:
                return await handler(packed)
            except TellableError as error:
                return problem_response(error, language)
            except RequestValidationError as error:
                return _unreadable(error, language)
            except HTTPException as error:
                cause = error.__cause__  # what the body's own reading refused
                refusal = cause if isinstance(cause, TellableError) else malformed("body")
                return problem_response(refusal, language)

        return handled


def problem_response(error: TellableError, language: str = "") -> JSONResponse:
    problem = problem_of(error, language)
    headers = _HEADERS.get(problem.status)
    return JSONResponse(problem.model_dump(mode="json"), problem.status, headers, MEDIA_TYPE)


def problem_of(error: TellableError, language: str = "") -> ApiProblem:
    status = _STATUS.get(error.code, 503 if isinstance(error, EnvironmentProblem) else 422)
    words = Wording(spoken(language), zone=UTC).error(error)
    values = {name: _plain(value) for name, value in error.values.items() if name not in _NEVER_TOLD}
    return _problem(status, error.code, str(words), values)


def spoken(accepted: str) -> str:
    """The first of our languages that is accepted; else English."""
    asked = (part.partition(";")[0].strip().lower()[:2] for part in accepted.split(","))
    return next((language for language in asked if language in LANGUAGES), "en")


def _plain(value: object) -> object:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(each) for each in value]
    return str(value)


def _unreadable(error: RequestValidationError, language: str) -> JSONResponse:
    """Where the body is wrong, and how; never what stood there."""
    places = [
        {"at": ".".join(str(part) for part in each["loc"]), "is": each["msg"]} for each in error.errors()[:20]
    ]
    problem = problem_of(RuleViolation("api.unreadable"), language)
    told = problem.model_copy(update={"values": {"places": places}})
    return JSONResponse(told.model_dump(mode="json"), problem.status, media_type=MEDIA_TYPE)


def _problem(status: int, code: str, detail: str, values: dict[str, Any]) -> ApiProblem:
    kind = f"urn:fieldservice:{code}"
    return ApiProblem(type=kind, title=code, status=status, detail=detail, code=code, values=values)
