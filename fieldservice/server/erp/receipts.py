"""Requests with an Idempotency-Key: done once, answered the same as often as they are sent within a day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from fastapi import Response
from sqlalchemy import Engine, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from fieldservice.domain.rules.errors import RuleViolation, TellableError
from fieldservice.server.erp.problems import problem_response
from fieldservice.server.erp.tables import erp_receipt
from fieldservice.server.erp.tokens import Caller

KEPT = timedelta(days=1)
UNDER_WAY = timedelta(minutes=2)
"""One that is under way longer was cut off: what it did is done, and may be done again."""
_SERVER_FAILED = 500


@dataclass(frozen=True, slots=True)
class Asking:
    """One request that writes: by whom, its Idempotency-Key if it has one, what it is, in which language."""

    caller: Caller
    key: str
    fingerprint: bytes
    language: str


def fingerprint_of(method: str, path: str, body: bytes) -> bytes:
    return sha256(b"\0".join((method.encode(), path.encode(), body))).digest()


def answered(engine: Engine, asking: Asking, now: datetime, work: Callable[[], Response]) -> Response:
    """Do the work and keep its answer, or give the answer that it got; `api.key_in_use` while it is under
    way, `api.key_reused` when the key came with another request.
    """
    if not asking.key:
        return _done(asking, work)
    known = _claim(engine, asking, now)
    if known is not None:
        return known
    answer = _done(asking, work)
    place = (erp_receipt.c.system_id == asking.caller.system_id) & (erp_receipt.c.key == asking.key)
    with engine.begin() as connection:
        if answer.status_code >= _SERVER_FAILED:
            connection.execute(delete(erp_receipt).where(place))
        else:
            kept = {"status": answer.status_code, "body": bytes(answer.body), "media_type": answer.media_type}
            connection.execute(update(erp_receipt).where(place).values(kept))
    return answer


def forget_old(engine: Engine, now: datetime) -> int:
    with engine.begin() as connection:
        return connection.execute(delete(erp_receipt).where(erp_receipt.c.at < now - KEPT)).rowcount


def _done(asking: Asking, work: Callable[[], Response]) -> Response:
    try:
        return work()
    except TellableError as error:
        return problem_response(error, asking.language)


def _claim(engine: Engine, asking: Asking, now: datetime) -> Response | None:
    """None when the request is ours to do."""
    place = {"system_id": asking.caller.system_id, "key": asking.key}
    fresh = {**place, "fingerprint": asking.fingerprint, "at": now}
    claim = insert(erp_receipt).values(fresh).on_conflict_do_nothing().returning(erp_receipt.c.key)
    with engine.begin() as connection:
        if connection.execute(claim).first() is not None:
            return None
        found = connection.execute(select(erp_receipt).filter_by(**place).with_for_update()).one()
        is_over = found.at < now - KEPT
        if found.fingerprint != asking.fingerprint and not is_over:
            raise RuleViolation("api.key_reused")
        if found.status is not None and not is_over:
            return Response(found.body, found.status, {"Idempotency-Replayed": "true"}, found.media_type)
        if found.at > now - UNDER_WAY:
            raise RuleViolation("api.key_in_use")
        anew = {"at": now, "fingerprint": asking.fingerprint, "status": None, "body": None}
        connection.execute(update(erp_receipt).filter_by(**place).values(anew))
    return None
