"""The branches of the centre that this workstation has joined; none while it stands alone."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from fieldservice.domain.model.exchange import ExchangeState
from fieldservice.domain.model.people import Branch
from fieldservice.domain.store.exchange_state import JOINING

MOST_BRANCHES = 2_000


@dataclass(frozen=True, slots=True)
class BranchChoice:
    id: UUID
    code: str
    name: str


def branches(session: Session) -> tuple[BranchChoice, ...]:
    """By name; empty on a desk that belongs to no centre, where there is nothing to choose."""
    joined = exists(select(ExchangeState.id).where(ExchangeState.order != JOINING))
    statement = select(Branch.id, Branch.code, Branch.name).where(joined).order_by(Branch.name, Branch.id)
    return tuple(BranchChoice(*row) for row in session.execute(statement.limit(MOST_BRANCHES)))
