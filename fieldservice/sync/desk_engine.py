"""The engine of a desk in a home folder: its database, its token, the line to its centre."""

from collections.abc import Callable
from pathlib import Path
from random import SystemRandom
from urllib.parse import urlsplit

import keyring as system_keyring

from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.engine import Database
from fieldservice.domain.store.unit_of_work import Actor
from fieldservice.sync.desk_store import DeskStore
from fieldservice.sync.engine import Engine
from fieldservice.sync.http_transport import HttpTransport
from fieldservice.sync.meeting import required_state
from fieldservice.sync.token_places import TokenPlaces
from fieldservice.sync.transport import Transport

CERTIFICATES = "centre.pem"
"""In the home folder: the certificates that a centre of one's own is trusted by."""
_NEAR = frozenset({"localhost", "127.0.0.1", "::1"})

Connect = Callable[[str], Transport]
"""Makes the line to the centre at an address."""


def connect_over_http(home: Path) -> Connect:
    own = home / CERTIFICATES
    return lambda address: HttpTransport(address, certificates=str(own) if own.exists() else None)


def tokens_of(home: Path) -> TokenPlaces:
    return TokenPlaces(home, system_keyring)


def desk_store(home: Path, database: Database, actor: Actor, program: str) -> DeskStore:
    return DeskStore(database, actor, tokens_of(home), program)


def desk_engine(store: DeskStore, connect: Connect, clock: Clock) -> Engine:
    """The engine of a desk that has joined a centre; `exchange.not_joined`."""
    with store.database.read_session() as session:
        address = required_state(session).address
    return Engine(store, connect(address), clock, SystemRandom())


def checked_address(typed: str) -> str:
    """An address as the line takes it: with its scheme, without a path. `exchange.address_unreadable`,
    `exchange.not_encrypted` for one that would carry passwords in the open over a network.
    """
    address = typed.strip().rstrip("/")
    if address and "://" not in address:
        address = f"https://{address}"
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname, parts.port
    except ValueError:
        raise RuleViolation("exchange.address_unreadable", address=typed.strip()) from None
    if not host or parts.scheme not in ("http", "https") or parts.path or parts.query or parts.username:
        raise RuleViolation("exchange.address_unreadable", address=typed.strip())
    if parts.scheme == "http" and host not in _NEAR:
        raise RuleViolation("exchange.not_encrypted", address=address)
    return address
