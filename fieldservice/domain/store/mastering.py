"""Asking whether another system keeps what is to be changed, on behalf of commands, undo and the centre."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fieldservice.domain.model.customer import Customer
from fieldservice.domain.model.outside import OutsideSystem
from fieldservice.domain.rules.mastering import (
    CUSTOMER_FIELDS,
    Keeper,
    Kept,
    keeper_of,
    kept_by_tables,
    require_ours,
)
from fieldservice.domain.store.unit_of_work import UnitOfWork

_CONNECTED = (
    select(
        OutsideSystem.id,
        OutsideSystem.name,
        OutsideSystem.keeps_customers,
        OutsideSystem.keeps_blocks,
        OutsideSystem.keeps_contracts,
    )
    .where(OutsideSystem.is_active)
    .order_by(OutsideSystem.name, OutsideSystem.id)
)


def keepers(session: Session) -> tuple[Keeper, ...]:
    """The systems that are connected, and what each keeps."""
    found = session.execute(_CONNECTED).all()
    return tuple(Keeper(id_, name, _kept(*flags)) for id_, name, *flags in found)


def keeper_named(session: Session, kept: Kept, actor_id: UUID | None = None) -> str:
    """The name of the system that keeps it; empty when it is kept here."""
    keeper = keeper_of(kept, keepers(session), actor_id)
    return "" if keeper is None else keeper.name


def require_kept_here(uow: UnitOfWork, *kept: Kept) -> None:
    """`outside.keeps_…` when a connected system keeps it, and not that system itself is at work."""
    known = keepers(uow.session)
    for each in kept:
        require_ours(each, known, uow.actor.user_id)


def require_customer_kept_here(uow: UnitOfWork, before: Any, values: Mapping[str, Any]) -> None:
    """As `require_kept_here`, when what a system that keeps customers tells of one would change."""
    if any(getattr(before, name) != value for name, value in values.items() if name in CUSTOMER_FIELDS):
        require_kept_here(uow, Kept.CUSTOMERS)


def require_tables_kept_here(session: Session, tables: Iterable[str], actor_id: UUID | None) -> None:
    """For who writes rows without their commands: undo, imports, what branches send."""
    kept = kept_by_tables(tables)
    known = keepers(session) if kept else ()
    for each in sorted(kept):
        require_ours(each, known, actor_id)


def kept_of(changed: Iterable[tuple[str, Iterable[str]]]) -> frozenset[Kept]:
    """What of these tables and their columns may be kept elsewhere: of customers only what a system tells."""
    return kept_by_tables(
        table
        for table, columns in changed
        if table != Customer.__tablename__ or CUSTOMER_FIELDS.intersection(columns)
    )


def _kept(customers: bool, blocks: bool, contracts: bool) -> frozenset[Kept]:  # noqa: FBT001 - a row's columns
    flags = {Kept.CUSTOMERS: customers, Kept.BLOCKS: blocks, Kept.CONTRACTS: contracts}
    return frozenset(kept for kept, is_kept in flags.items() if is_kept)
