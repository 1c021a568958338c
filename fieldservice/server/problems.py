"""What a refusal looks like on the line (RFC 9457): a code and values, never a sentence, never a trace."""

import math
from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

import msgspec
from starlette.responses import Response

from fieldservice.domain.rules.errors import EnvironmentProblem, RuleViolation, TellableError
from fieldservice.sync.wire import Problem

MEDIA_TYPE = "application/problem+json"
BUSY_SECONDS = 2

STATUS: Mapping[str, HTTPStatus] = MappingProxyType(
    {
        "exchange.malformed": HTTPStatus.BAD_REQUEST,
        "exchange.session_over": HTTPStatus.UNAUTHORIZED,
        "exchange.pair_again": HTTPStatus.UNAUTHORIZED,
        "exchange.code_unknown": HTTPStatus.FORBIDDEN,
        "exchange.revoked": HTTPStatus.FORBIDDEN,
        "exchange.not_in_scope": HTTPStatus.FORBIDDEN,
        "exchange.wrong_device": HTTPStatus.FORBIDDEN,
        "sign_in.wrong": HTTPStatus.FORBIDDEN,
        "sign_in.password_expired": HTTPStatus.FORBIDDEN,
        "exchange.unknown_address": HTTPStatus.NOT_FOUND,
        "exchange.blob_unknown": HTTPStatus.NOT_FOUND,
        "exchange.blob_on_its_way": HTTPStatus.NOT_FOUND,
        "exchange.chunk_unknown": HTTPStatus.NOT_FOUND,
        "exchange.wrong_method": HTTPStatus.METHOD_NOT_ALLOWED,
        "exchange.fork": HTTPStatus.CONFLICT,
        "exchange.gap": HTTPStatus.CONFLICT,
        "exchange.repeated": HTTPStatus.CONFLICT,
        "exchange.wrong_incarnation": HTTPStatus.CONFLICT,
        "exchange.other_centre": HTTPStatus.CONFLICT,
        "exchange.centre_older": HTTPStatus.CONFLICT,
        "exchange.blob_offset": HTTPStatus.CONFLICT,
        "exchange.too_large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        "exchange.wrong_encoding": HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        "exchange.blob_range": HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
        "exchange.program_too_old": HTTPStatus.UPGRADE_REQUIRED,
        "exchange.too_often": HTTPStatus.TOO_MANY_REQUESTS,
        "sign_in.wait": HTTPStatus.TOO_MANY_REQUESTS,
        "exchange.failed": HTTPStatus.INTERNAL_SERVER_ERROR,
    }
)
_NEVER_TOLD = frozenset({"detail"})
"""What the database or a library said may name tables, places and people."""


def problem_of(error: TellableError) -> Problem:
    status = STATUS.get(error.code)
    if status is None:
        is_ours = isinstance(error, EnvironmentProblem)
        status = HTTPStatus.SERVICE_UNAVAILABLE if is_ours else HTTPStatus.UNPROCESSABLE_ENTITY
    told = {name: value for name, value in error.values.items() if name not in _NEVER_TOLD}
    values: dict[str, Any] = msgspec.to_builtins(told, enc_hook=str)
    return Problem(int(status), error.code, values, _retry_after(status, values))


def problem_response(
    problem: Problem, request_id: str = "", headers: Mapping[str, str] | None = None
) -> Response:
    told = {
        "type": f"urn:fieldservice:{problem.code}",
        "title": problem.code,
        "instance": f"urn:request:{request_id}",
        **msgspec.to_builtins(problem),
    }
    more = dict(headers or {})
    if problem.retry_after_seconds is not None:
        more["Retry-After"] = str(problem.retry_after_seconds)
    if problem.status == HTTPStatus.UNAUTHORIZED:
        more["WWW-Authenticate"] = "Bearer"
    return Response(msgspec.json.encode(told), problem.status, more, MEDIA_TYPE)


def malformed(what: str) -> RuleViolation:
    """For a request that is not of the protocol; `what` is one word of ours."""
    return RuleViolation("exchange.malformed", what=what)


def _retry_after(status: HTTPStatus, values: Mapping[str, Any]) -> int | None:
    if status not in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}:
        return None
    seconds = values.get("seconds", BUSY_SECONDS)
    return max(1, math.ceil(seconds)) if isinstance(seconds, int | float) else BUSY_SECONDS
