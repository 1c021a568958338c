"""What every route is given: the door it is part of, who asks, and what a writing request is known by."""

from typing import Annotated, TypeAlias

from fastapi import Depends, Header, Path, Query, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.server.erp.door import Door
from fieldservice.server.erp.problems import DOOR
from fieldservice.server.erp.receipts import Asking, fingerprint_of
from fieldservice.server.erp.tokens import Caller

KEY = r"^[^\x00-\x1f\x7f]*[^\x00-\x20\x7f][^\x00-\x1f\x7f]*$"
_BEARER = HTTPBearer(auto_error=False, description="The token of the system, as `fst.…`")

KeyPath = Annotated[str, Path(min_length=1, max_length=200, pattern=KEY)]
Seen = Annotated[
    str, Header(max_length=1_000, description="The ETag that is known: 304 when it still holds.")
]
IdempotencyKey = Annotated[
    str, Header(max_length=200, pattern=r"^[\x20-\x7e]*$", description="Done once, answered alike for a day.")
]
Parks = Annotated[bool, Query(description="Keep what refers to a key that has not come yet: 202.")]


def door_of(request: Request) -> Door:
    door: Door = request.scope[DOOR]
    return door


DoorHere: TypeAlias = Annotated[Door, Depends(door_of)]


def caller_of(
    door: DoorHere, given: Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)]
) -> Caller:
    """`api.token_wrong`."""
    if given is None:
        raise RuleViolation("api.token_wrong")
    return door.caller(given.credentials)


CallerHere: TypeAlias = Annotated[Caller, Depends(caller_of)]


async def asking_of(request: Request, caller: CallerHere, idempotency_key: IdempotencyKey = "") -> Asking:
    path = f"{request.url.path}?{request.url.query}"
    fingerprint = fingerprint_of(request.method, path, await request.body())
    return Asking(caller, idempotency_key, fingerprint, request.headers.get("accept-language", ""))


AskingHere: TypeAlias = Annotated[Asking, Depends(asking_of)]
