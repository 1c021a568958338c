"""Sessions of devices: a refresh token is exchanged for an access token and the next refresh token.

Each is good once. The one before stays good as long as nothing was done with its successor, because an answer
may be lost on the line; one that comes later was copied, and ends the session for both.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.postgresql import insert

from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.server.accounts.tables import SESSION
from fieldservice.server.accounts.tokens import RefreshToken, hash_of, make_access, make_refresh, read_refresh
from fieldservice.server.key import CentreKey

ACCESS_GOOD_FOR = timedelta(minutes=15)
IDLE_AT_MOST = timedelta(days=180)
"""As long as removals are kept; who was away longer is paired anew."""

LIFE_AT_MOST = timedelta(days=730)
"""However busy: after two years whoever runs the centre looks at it again."""

WAITED = "SET LOCAL synchronous_commit TO DEFAULT"
"""Not even a power cut brings an older token back."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Tokens:
    device_id: UUID
    refresh: str
    access: str


@dataclass(frozen=True, slots=True)
class Presented:
    """A refresh token that is good now. `forked_to` is the device that a repeated fork made before."""

    token: RefreshToken
    forked_to: UUID | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """A request for tokens: the token it shows, and the digest of all that it says."""

    token: str
    digest: bytes


class CopiedTokenError(Exception):
    """A token that was used before: the session of its device is over, and that is kept whatever follows."""

    def __init__(self, device_id: UUID) -> None:
        super().__init__(device_id)
        self.device_id = device_id


def presented(connection: Connection, key: CentreKey, request: Request, now: datetime) -> Presented:
    """Judge a refresh token, its session held until the transaction ends.

    `exchange.pair_again` for one that is none of ours or too old, `CopiedTokenError` for one used before;
    `exchange.repeated` when the line brings a request again whose answer has arrived: nobody copied anything.
    """
    token = read_refresh(key, request.token)
    found = connection.execute(_session(token.device_id).with_for_update()).first()
    if found is None or _is_over(found, now):
        raise RuleViolation("exchange.pair_again")
    if found.forked_to is not None:
        return _after_fork(connection, token, found)
    if found.is_used and found.request_hash == request.digest:
        raise RuleViolation("exchange.repeated")
    is_good = (
        token.hash == found.refresh_hash
        or (token.hash == found.former_hash and not found.is_used)
        or token.counter > found.counter  # bears our mark and is newer than the backup we were restored from
    )
    if not is_good:
        raise CopiedTokenError(token.device_id)
    return Presented(token)


def begin_session(
    connection: Connection, key: CentreKey, device_id: UUID, digest: bytes, now: datetime
) -> Tokens:
    """The first tokens of a device, or new ones after it was paired again; all before are void.

    `digest` is of the request: the same one gets the same tokens.
    """
    former = connection.execute(_session(device_id).with_for_update()).first()
    counter = 1 if former is None else former.counter + (former.request_hash != digest)
    values = {"counter": counter, "former_hash": None, "request_hash": digest, "begun_at": now}
    return _store(connection, key, device_id, values, now)


def refresh(
    connection: Connection, key: CentreKey, used: RefreshToken, request: Request, now: datetime
) -> Tokens:
    """The tokens that follow the one that was used."""
    known = connection.execute(_session(used.device_id)).one()
    values = {
        "counter": used.counter + 1,
        "former_hash": used.hash,
        "request_hash": request.digest,
        "begun_at": known.begun_at,
    }
    return _store(connection, key, used.device_id, values, now)


def fork_session(connection: Connection, used: RefreshToken, forked: UUID) -> None:
    """The session goes on as another device's; the token used may be repeated until then."""
    connection.execute(
        update(SESSION)
        .where(SESSION.c.device_id == used.device_id)
        .values(refresh_hash=None, former_hash=used.hash, access_hash=None, forked_to=forked)
    )


def end_session(connection: Connection, device_id: UUID) -> None:
    """No token of the device is good any more."""
    _log.warning("the session of device %s is over", device_id)
    connection.execute(
        update(SESSION)
        .where(SESSION.c.device_id == device_id)
        .values(refresh_hash=None, former_hash=None, access_hash=None, forked_to=None)
    )


def was_used(connection: Connection, device_id: UUID) -> bool:
    """Whether anything was ever done with the newest tokens of the device."""
    found = connection.execute(_session(device_id)).first()
    return found is None or found.is_used


def mark_used(connection: Connection, device_id: UUID, access_hash: bytes) -> None:
    """Its answer arrived: the token before it is not good any more."""
    is_this = (SESSION.c.device_id == device_id) & (SESSION.c.access_hash == access_hash)
    connection.exec_driver_sql(WAITED)
    connection.execute(update(SESSION).where(is_this).values(is_used=True, former_hash=None))


def _session(device_id: UUID) -> Any:
    return select(SESSION).where(SESSION.c.device_id == device_id)


def _is_over(found: Any, now: datetime) -> bool:
    is_ended = found.refresh_hash is None and found.forked_to is None
    return is_ended or found.refreshed_at + IDLE_AT_MOST < now or found.begun_at + LIFE_AT_MOST < now


def _after_fork(connection: Connection, token: RefreshToken, found: Any) -> Presented:
    if token.hash != found.former_hash or was_used(connection, found.forked_to):
        raise CopiedTokenError(token.device_id)
    return Presented(token, found.forked_to)


def _store(
    connection: Connection, key: CentreKey, device_id: UUID, values: dict[str, Any], now: datetime
) -> Tokens:
    refresh_token = make_refresh(key, device_id, values["counter"], values["request_hash"])
    tokens = Tokens(device_id, refresh_token, make_access(key, refresh_token))
    row = {
        **values,
        "refresh_hash": hash_of(tokens.refresh),
        "is_used": False,
        "access_hash": hash_of(tokens.access),
        "access_until": now + ACCESS_GOOD_FOR,
        "refreshed_at": now,
        "forked_to": None,
    }
    stored = insert(SESSION).values(device_id=device_id, **row)
    connection.execute(stored.on_conflict_do_update(index_elements=["device_id"], set_=row))
    return tokens
