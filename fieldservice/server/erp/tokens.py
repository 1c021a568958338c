"""Who asks: the token of a system, what it may read and write, and in whose name the system acts.

A token is random and kept as SHA-256. It may less than its system's account: each resource in each direction
is given by itself.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from sqlalchemy import Connection, Engine, insert, or_, select, update

from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.outside import OutsideSystem
from fieldservice.domain.model.people import Branch
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.rights import Right
from fieldservice.domain.store.unit_of_work import Actor
from fieldservice.server.erp.tables import erp_token

PREFIX = "fst."
SLOT = 999
"""Numbers that the centre issues for other systems carry this slot: no workstation counts in it."""
USED_ANEW_AFTER = timedelta(minutes=5)
_LONGEST = 200


class Resource(StrEnum):
    CUSTOMERS = "customers"
    CONTACTS = "contacts"
    SITES = "sites"
    EQUIPMENT = "equipment"
    BLOCKS = "blocks"
    CONTRACTS = "contracts"
    TICKETS = "tickets"
    ORDERS = "orders"
    INTERNAL = "internal"
    WEBHOOKS = "webhooks"


class Direction(StrEnum):
    READ = "read"
    WRITE = "write"


RIGHTS: dict[Resource, tuple[Right, ...]] = {
    Resource.CUSTOMERS: (Right.EDIT_CUSTOMER,),
    Resource.CONTACTS: (Right.EDIT_CUSTOMER,),
    Resource.SITES: (Right.EDIT_CUSTOMER,),
    Resource.EQUIPMENT: (Right.EDIT_EQUIPMENT,),
    Resource.BLOCKS: (Right.BLOCK_CUSTOMER,),
    Resource.CONTRACTS: (Right.EDIT_CONTRACT,),
    Resource.TICKETS: (Right.LOG_REQUEST, Right.EDIT_TICKET, Right.CLOSE_TICKET),
}
"""What the account of a system needs to write a resource."""


@dataclass(frozen=True, slots=True)
class Caller:
    """The system that asks. `may` holds `customers:write` and the like."""

    system_id: UUID
    name: str
    may: frozenset[str]
    actor: Actor

    def require(self, resource: Resource, direction: Direction) -> None:
        """`api.not_allowed`."""
        if not self.may_do(resource, direction):
            raise RuleViolation("api.not_allowed", right=f"{resource}:{direction}")

    def may_do(self, resource: Resource, direction: Direction) -> bool:
        return f"{resource}:{direction}" in self.may


@dataclass(frozen=True, slots=True)
class TokenWish:
    """What it may, what it is for, and for how many days it is good; 0 for ever."""

    may: frozenset[str]
    name: str = ""
    days: int = 0


@dataclass(frozen=True, slots=True)
class NewToken:
    """`token` is told once, when it is made."""

    id: UUID
    token: str


def hash_of(token: str) -> bytes:
    return sha256(token.encode()).digest()


def read_grants(wanted: Iterable[str]) -> frozenset[str]:
    """Of `customers:write,tickets:read` or `customers:all`; `api.grant_unknown`."""
    found: set[str] = set()
    for each in (part.strip() for part in wanted if part.strip()):
        resource, _colon, direction = each.partition(":")
        directions = [wish.value for wish in Direction] if direction in {"", "all"} else [direction]
        if resource not in set(Resource) or not set(directions) <= set(Direction):
            raise RuleViolation("api.grant_unknown", grant=each)
        found |= {f"{resource}:{wish}" for wish in directions}
    return frozenset(found)


def rights_for(grants: Iterable[str]) -> frozenset[Right]:
    """What the account of a system needs, that its tokens can do what they may."""
    written = [Resource(grant.partition(":")[0]) for grant in grants if grant.endswith(Direction.WRITE)]
    return frozenset(right for resource in written for right in RIGHTS.get(resource, ()))


def grants_of_system(connection: Connection, system_id: UUID) -> frozenset[str]:
    """What its tokens may that are still good."""
    alive = select(erp_token.c.may).where(
        erp_token.c.system_id == system_id, erp_token.c.revoked_at.is_(None)
    )
    return frozenset(grant for may in connection.scalars(alive) for grant in may)


def make_token(engine: Engine, system_id: UUID, wish: TokenWish, now: datetime) -> NewToken:
    """A new token of the system."""
    made = NewToken(new_id(), PREFIX + secrets.token_urlsafe(32))
    values = {
        "id": made.id,
        "system_id": system_id,
        "hash": hash_of(made.token),
        "name": wish.name,
        "may": sorted(wish.may),
        "made_at": now,
        "expires_at": now + timedelta(days=wish.days) if wish.days else None,
    }
    with engine.begin() as connection:
        connection.execute(insert(erp_token).values(values))
    return made


def revoke_tokens(engine: Engine, system_id: UUID, now: datetime, token_id: UUID | None = None) -> int:
    """Of the system all, or one; tells how many."""
    statement = update(erp_token).where(erp_token.c.system_id == system_id, erp_token.c.revoked_at.is_(None))
    if token_id is not None:
        statement = statement.where(erp_token.c.id == token_id)
    with engine.begin() as connection:
        return connection.execute(statement.values(revoked_at=now)).rowcount


def caller_of(engine: Engine, token: str, now: datetime, zone: str) -> Caller:
    """`api.token_wrong` for one that is unknown, over, revoked, or of a system that is disconnected."""
    if not token.startswith(PREFIX) or len(token) > _LONGEST:
        raise RuleViolation("api.token_wrong")
    statement = (
        select(erp_token.c.id, erp_token.c.may, erp_token.c.used_at, OutsideSystem.id, OutsideSystem.name)
        .add_columns(Branch.id, Branch.code)
        .join(OutsideSystem, OutsideSystem.id == erp_token.c.system_id)
        .outerjoin(Branch, Branch.id == OutsideSystem.branch_id)
        .where(erp_token.c.hash == hash_of(token), erp_token.c.revoked_at.is_(None), OutsideSystem.is_active)
        .where(or_(erp_token.c.expires_at.is_(None), erp_token.c.expires_at > now))
    )
    with engine.begin() as connection:
        found = connection.execute(statement).first()
        if found is None:
            raise RuleViolation("api.token_wrong")
        token_id, may, used_at, system_id, name, branch_id, code = found
        if used_at is None or used_at < now - USED_ANEW_AFTER:
            used = update(erp_token).where(erp_token.c.id == token_id)
            connection.execute(used.values(used_at=now))
        if code is None:
            code = connection.execute(select(Branch.code).order_by(Branch.id).limit(1)).scalar_one_or_none()
    if code is None:
        raise RuleViolation("api.no_branch")
    return Caller(system_id, name, frozenset(may), Actor(system_id, None, f"{code}-{SLOT}", zone, branch_id))
