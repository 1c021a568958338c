"""The OpenAPI description: messages of the exchange come from `sync/wire.py`, as they are."""

from collections.abc import Mapping
from html import escape
from typing import Any

import msgspec
from fastapi import FastAPI

from fieldservice.server.problems import MEDIA_TYPE as PROBLEM
from fieldservice.sync import wire
from fieldservice.sync.systems_wire import SystemsReply, SystemsRequest

REF = "#/components/schemas/{name}"
_TOKEN = "token"  # noqa: S105 - the name of the scheme
_MESSAGES = (
    wire.DeviceRequest,
    wire.DeviceReply,
    wire.SessionRequest,
    wire.SessionReply,
    wire.LoginRequest,
    wire.LoginReply,
    wire.PushRequest,
    wire.PushReply,
    wire.PullRequest,
    wire.PullReply,
    wire.DigestRequest,
    wire.DigestReply,
    wire.VersionsRequest,
    wire.VersionsReply,
    wire.RowsRequest,
    wire.RowsReply,
    wire.Manifest,
    wire.WaitReply,
    wire.BlobState,
    wire.Problem,
    SystemsRequest,
    SystemsReply,
)


def asks(message: type[Any], answer: type[Any], *, is_open: bool = False) -> dict[str, Any]:
    """An operation that takes a message and gives one."""
    return {
        "requestBody": {"required": True, "content": {"application/json": {"schema": _ref(message)}}},
        "responses": _responses({"application/json": {"schema": _ref(answer)}}),
        "security": [] if is_open else [{_TOKEN: []}],
    }


def answers(
    answer: type[Any] | None,
    *,
    is_empty: bool = False,
    is_upload: bool = False,
) -> dict[str, Any]:
    """An operation that gives a message, or bytes, or nothing (`is_empty`)."""
    binary = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
    content = {} if is_empty else binary if answer is None else {"application/json": {"schema": _ref(answer)}}
    described: dict[str, Any] = {
        "responses": _responses(content, is_part=answer is None and not is_empty),
        "security": [{_TOKEN: []}],
    }
    if is_upload:
        described["requestBody"] = {"required": True, "content": binary}
        ranged = {"type": "string", "pattern": r"^bytes [0-9]{1,12}-[0-9]{1,12}/[0-9]{1,12}$"}
        place = {"name": "Content-Range", "in": "header", "required": True, "schema": ranged}
        described["parameters"] = [place]
    return described


def describe(app: FastAPI) -> None:
    """Let the app describe itself so."""
    made = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            description = made()
            _complete(description)
            app.openapi_schema = description
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def page(description: Mapping[str, Any]) -> str:
    """The description to be read in a browser: no scripts, nothing from elsewhere."""
    rows = "".join(
        f"<tr><td>{escape(method.upper())}</td><td><code>{escape(path)}</code></td>"
        f"<td>{escape(str(operation.get('description') or operation.get('summary', '')))}</td></tr>"
        for path, methods in sorted(description["paths"].items())
        for method, operation in methods.items()
    )
    return (
        "<!doctype html><html lang='en'><meta charset='utf-8'><title>fieldservice</title>"
        "<style>body{font:16px/1.5 sans-serif;max-width:60rem;margin:2rem auto}td{padding:.2rem .6rem}"
        "</style><h1>fieldservice</h1><p>For programs: <a href='openapi.json'>openapi.json</a></p>"
        f"<table>{rows}</table></html>"
    )


def _complete(description: dict[str, Any]) -> None:
    _schemas, components = msgspec.json.schema_components(_MESSAGES, ref_template=REF)
    known = description.setdefault("components", {})
    known["schemas"] = {**known.get("schemas", {}), **components}
    schemes = known.setdefault("securitySchemes", {})
    schemes[_TOKEN] = {"type": "http", "scheme": "bearer"}
    for methods in description["paths"].values():
        for operation in methods.values():
            if PROBLEM not in operation["responses"].get("422", {}).get("content", {}):
                operation["responses"].pop("422", None)


def _responses(content: Mapping[str, Any], *, is_part: bool = False) -> dict[str, Any]:
    done: dict[str, Any] = {"description": "Done", **({"content": content} if content else {})}
    return {
        "200": done,
        **({"206": {**done, "description": "A part"}} if is_part else {}),
        "default": {"description": "Refused", "content": {PROBLEM: {"schema": _ref(wire.Problem)}}},
    }


def _ref(message: type[Any]) -> dict[str, str]:
    return {"$ref": REF.format(name=message.__name__)}
