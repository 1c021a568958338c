"""What other systems keep and how they call our rows, as cards and forms show it."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fieldservice.domain.model.outside import OutsideKey, OutsideSystem
from fieldservice.domain.rules.mastering import Kept
from fieldservice.domain.store.mastering import keepers

MOST_KEYS = 20


@dataclass(frozen=True, slots=True)
class KeptElsewhere:
    """The name of the system that keeps each; empty for what is kept here."""

    customers: str = ""
    blocks: str = ""
    contracts: str = ""


ALL_HERE = KeptElsewhere()


@dataclass(frozen=True, slots=True)
class KeyRow:
    """How a system calls the row."""

    system: str
    key: str


def kept_elsewhere(session: Session) -> KeptElsewhere:
    known = keepers(session)
    return KeptElsewhere(
        *(next((keeper.name for keeper in known if kept in keeper.keeps), "") for kept in Kept)
    )


def keys_of(session: Session, table: str, row_id: UUID) -> tuple[KeyRow, ...]:
    """The keys under which the connected systems know the row."""
    statement = (
        select(OutsideSystem.name, OutsideKey.key)
        .join(OutsideSystem, OutsideSystem.id == OutsideKey.system_id)
        .where(OutsideKey.owner_table == table, OutsideKey.owner_id == row_id, OutsideSystem.is_active)
        .order_by(OutsideSystem.name, OutsideKey.key)
    )
    return tuple(KeyRow(*row) for row in session.execute(statement.limit(MOST_KEYS)))
