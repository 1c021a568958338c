"""The rows that another system means by its keys: found, remembered, or told which must come first."""

from typing import TypeVar
from uuid import UUID

from fieldservice.domain.model.base import Base, member_id
from fieldservice.domain.model.outside import OutsideKey, OutsideSystem
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.store.finding import first
from fieldservice.domain.store.unit_of_work import UnitOfWork

T = TypeVar("T", bound=Base)


def connected(uow: UnitOfWork, system_id: UUID) -> OutsideSystem:
    """The system that tells us something; `outside.disconnected`."""
    system = uow.get(OutsideSystem, system_id)
    if not system.is_active:
        raise RuleViolation("outside.disconnected", system=system.name)
    return system


def row_id_of(system_id: UUID, kind: type[Base], key: str) -> UUID:
    """The id of the row that the system calls so: told at two places it becomes one row."""
    return member_id(system_id, kind.__tablename__, key)


def known_row(uow: UnitOfWork, system_id: UUID, kind: type[T], key: str) -> T | None:
    """The row that the system calls so, if it told of it before."""
    known = _key(uow, system_id, kind, key)
    return None if known is None else uow.session.get(kind, known.owner_id)


def named_row(uow: UnitOfWork, system_id: UUID, kind: type[T], key: str) -> T:
    """As `known_row`, but it must be there: `outside.unknown_key` tells what must come first."""
    row = known_row(uow, system_id, kind, key)
    if row is None:
        name = uow.get(OutsideSystem, system_id).name
        raise RuleViolation("outside.unknown_key", table=kind.__tablename__, key=key, system=name)
    return row


def is_keyed(uow: UnitOfWork, system_id: UUID, kind: type[Base], row_id: UUID) -> bool:
    """Whether the system has a key of its own for the row already."""
    values = {"system_id": system_id, "owner_table": kind.__tablename__, "owner_id": row_id}
    return first(uow, OutsideKey, **values) is not None


def remember(uow: UnitOfWork, system_id: UUID, kind: type[Base], key: str, row_id: UUID) -> None:
    """From now on the system means this row by the key; `outside.key_missing`, `outside.key_taken`."""
    if not key.strip():
        raise RuleViolation("outside.key_missing")
    known = _key(uow, system_id, kind, key)
    if known is None:
        table = kind.__tablename__
        uow.add(
            OutsideKey(
                id=member_id(system_id, "key", table, key),
                system_id=system_id,
                owner_table=table,
                owner_id=row_id,
                key=key,
            )
        )
    elif known.owner_id != row_id:
        raise RuleViolation("outside.key_taken", key=key)


def require_customer(row_customer_id: UUID, customer_id: UUID, key: str) -> None:
    """`outside.of_other_customer`: what belongs to one customer is not handed to another by its key."""
    if row_customer_id != customer_id:
        raise RuleViolation("outside.of_other_customer", key=key)


def _key(uow: UnitOfWork, system_id: UUID, kind: type[Base], key: str) -> OutsideKey | None:
    return first(uow, OutsideKey, system_id=system_id, owner_table=kind.__tablename__, key=key)
