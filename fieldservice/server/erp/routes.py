"""The interface for other systems, put together: `/api/v1` (docs/erp.md)."""

from typing import Any

from fastapi import APIRouter

from fieldservice.server.erp.door import Door, Served
from fieldservice.server.erp.inbound import add_inbound
from fieldservice.server.erp.outbound import add_outbound
from fieldservice.server.erp.problems import MEDIA_TYPE, route_of
from fieldservice.server.erp.ticket_routes import add_ticket_routes
from fieldservice.server.erp.webhook_routes import add_webhook_routes

PREFIX = "/api/v1"
_PROBLEMS = {
    400: "The request cannot be read",
    401: "No token, or one that is not valid",
    403: "The token may not do this",
    404: "There is no such thing",
    409: "It does not fit what is there",
    413: "The body is too large",
    415: "The body is packed in an unknown way",
    422: "A rule refused it",
    429: "Too many requests in a minute",
    503: "The centre cannot serve just now",
}


def router(centre: Served) -> APIRouter:
    """Every route of the interface, for a centre."""
    schema = {"$ref": "#/components/schemas/ApiProblem"}
    problems: dict[int | str, dict[str, Any]] = {
        status: {"description": said, "content": {MEDIA_TYPE: {"schema": schema}}}
        for status, said in _PROBLEMS.items()
    }
    made = APIRouter(prefix=PREFIX, route_class=route_of(Door(centre)), responses=problems)
    add_inbound(made)
    add_outbound(made)
    add_ticket_routes(made)
    add_webhook_routes(made)
    return made
