"""Roles with their rights and limits, and what limits can name, as the matrix of rights shows them."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fieldservice.domain.model.catalogue import Queue, TicketState, TicketType
from fieldservice.domain.model.people import Role, UserAccount, UserRole
from fieldservice.domain.queries.dictionaries import name_in
from fieldservice.domain.rules.rights import CELLS, Limits
from fieldservice.domain.store.rights import grants_of, who_may

MOST_ROLES = 100
MOST_ENTRIES = 500


@dataclass(frozen=True, slots=True)
class RoleRow:
    """`holders` is how many active users have it."""

    id: UUID
    version: int
    code: str
    name: str
    is_active: bool
    rights: frozenset[str]
    limits: Limits
    holders: int


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be chosen."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class LimitOptions:
    queues: tuple[Entry, ...]
    types: tuple[Entry, ...]
    states: tuple[Entry, ...]


def roles(session: Session, language: str) -> list[RoleRow]:
    """All roles in their order, those no longer used at the end."""
    holders = (
        select(func.count())
        .select_from(UserRole)
        .join(UserAccount, UserAccount.id == UserRole.user_id)
        .where(UserRole.role_id == Role.id, UserAccount.is_active)
        .scalar_subquery()
    )
    order = (Role.is_active.desc(), Role.position, Role.id)
    found = session.execute(select(Role, holders).order_by(*order).limit(MOST_ROLES))
    return [_row(role, count, language) for role, count in found]


def limit_options(session: Session, language: str) -> LimitOptions:
    """What is offered now: queues, types and states."""
    return LimitOptions(*(_entries(session, kind, language) for kind in (Queue, TicketType, TicketState)))


def rights_missing(session: Session, user_id: UUID | None) -> Mapping[str, str]:
    """The rights that a person has not, each with the names of some who have it."""
    grants = grants_of(session, user_id)
    missing = [right for right in CELLS if not any(grant.gives({right}) for grant in grants)]
    return {right.value: who_may(session, right) for right in missing}


def rights_held(session: Session, user_id: UUID | None) -> frozenset[str]:
    """All rights of a person, whatever their limits: what the window may offer them."""
    return frozenset(right for grant in grants_of(session, user_id) for right in grant.rights)


def _row(role: Role, holders: int, language: str) -> RoleRow:
    queues, types, states = (
        frozenset(UUID(each) for each in stored) for stored in (role.queue_ids, role.type_ids, role.state_ids)
    )
    return RoleRow(
        id=role.id,
        version=role.version,
        code=role.code,
        name=name_in(role.name, role.translations, language),
        is_active=role.is_active,
        rights=frozenset(role.rights),
        limits=Limits(role.reach, queues, types, states),
        holders=holders,
    )


def _entries(
    session: Session, kind: type[Queue] | type[TicketType] | type[TicketState], language: str
) -> tuple[Entry, ...]:
    statement = select(kind.id, kind.name, kind.translations).where(kind.is_active)
    found = session.execute(statement.order_by(kind.position, kind.id).limit(MOST_ENTRIES))
    return tuple(Entry(row.id, name_in(row.name, row.translations, language)) for row in found)
