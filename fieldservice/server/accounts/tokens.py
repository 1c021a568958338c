"""Tokens, kept as SHA-256 only. Each follows by the centre's key from the request that asked for it, so that
a request which the line brings twice gets the same tokens twice.

A refresh token says whose it is and the how manieth, and bears the centre's mark: so one that is unknown
because the centre was restored from a backup is told from one that somebody made up.
"""

import secrets
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest
from uuid import UUID

from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.server.key import CentreKey

REFRESH, ACCESS = "fsr.", "fsa."
CODE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Of pairing codes: what is not mistaken when it is read out."""

_CODE_LENGTH, _CODE_GROUP = 12, 4
_SECRET_BYTES = 24
_BODY = struct.Struct(f">16sQ{_SECRET_BYTES}s")
_MARK_BYTES = 32
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class RefreshToken:
    device_id: UUID
    counter: int
    hash: bytes


def hash_of(secret: str) -> bytes:
    return sha256(secret.encode()).digest()


def make_refresh(key: CentreKey, device_id: UUID, counter: int, request_digest: bytes) -> str:
    secret = key.mark(REFRESH.encode() + request_digest)[:_SECRET_BYTES]
    body = _BODY.pack(device_id.bytes, counter, secret)
    return REFRESH + urlsafe_b64encode(body + key.mark(body)).decode().rstrip("=")


def read_refresh(key: CentreKey, token: str) -> RefreshToken:
    """`exchange.pair_again` when this centre did not make it."""
    body, mark = _split(token)
    if not compare_digest(mark, key.mark(body)):
        raise RuleViolation("exchange.pair_again")
    device, counter, _random = _BODY.unpack(body)
    return RefreshToken(UUID(bytes=device), counter, hash_of(token))


def make_access(key: CentreKey, refresh: str) -> str:
    """The access token that comes with this refresh token."""
    return ACCESS + urlsafe_b64encode(key.mark(ACCESS.encode() + refresh.encode())).decode().rstrip("=")


def make_code() -> str:
    """A pairing code to be typed: `7KQ2-M9XD-3FHT`, 60 bits."""
    letters = "".join(secrets.choice(CODE_LETTERS) for _ in range(_CODE_LENGTH))
    return "-".join(letters[at : at + _CODE_GROUP] for at in range(0, _CODE_LENGTH, _CODE_GROUP))


def code_as_made(typed: str) -> str:
    """A pairing code however it was typed: without strokes and blanks, in small letters."""
    letters = "".join(letter for letter in typed.upper() if letter in CODE_LETTERS)[: _CODE_LENGTH + 1]
    return "-".join(letters[at : at + _CODE_GROUP] for at in range(0, len(letters), _CODE_GROUP))


def _split(token: str) -> tuple[bytes, bytes]:
    if not token.startswith(REFRESH) or len(token) > _LONGEST or not token.isascii():
        raise RuleViolation("exchange.pair_again")
    try:
        raw = urlsafe_b64decode(token.removeprefix(REFRESH) + "==")
    except ValueError as error:
        raise RuleViolation("exchange.pair_again") from error
    if len(raw) != _BODY.size + _MARK_BYTES:
        raise RuleViolation("exchange.pair_again")
    return raw[: _BODY.size], raw[_BODY.size :]
