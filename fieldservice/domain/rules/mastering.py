"""What another system keeps is only read here while it is connected (A13, A15)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from fieldservice.domain.rules.errors import RuleViolation


class Kept(StrEnum):
    """What a system can keep as a whole. Of customers it is the record, not people and sites."""

    CUSTOMERS = "customers"
    BLOCKS = "blocks"
    CONTRACTS = "contracts"


KEPT_TABLES: Mapping[str, Kept] = MappingProxyType(
    {
        "customer": Kept.CUSTOMERS,
        "block": Kept.BLOCKS,
        "contract": Kept.CONTRACTS,
        "terms": Kept.CONTRACTS,
        "coverage_line": Kept.CONTRACTS,
        "coverage_unit": Kept.CONTRACTS,
        "coverage_site": Kept.CONTRACTS,
        "coverage_work": Kept.CONTRACTS,
        "coverage_service": Kept.CONTRACTS,
    }
)
"""The tables of what can be kept elsewhere."""

CUSTOMER_FIELDS = frozenset(
    {"number", "name", "name_folded", "tax_id", "customer_class", "language", "active_from", "active_until"}
)
"""What a system that keeps customers tells of one; note, branch and preferred agent stay the desk's."""


_REFUSED: Mapping[Kept, str] = MappingProxyType(
    {
        Kept.CUSTOMERS: "outside.keeps_customers",
        Kept.BLOCKS: "outside.keeps_blocks",
        Kept.CONTRACTS: "outside.keeps_contracts",
    }
)


@dataclass(frozen=True, slots=True)
class Keeper:
    """A connected system; what it does is done in the name of the account with its id."""

    id: UUID
    name: str
    keeps: frozenset[Kept]


def keeper_of(kept: Kept, keepers: Iterable[Keeper], actor_id: UUID | None) -> Keeper | None:
    """The system that keeps it, unless that system itself is at work."""
    found = [keeper for keeper in keepers if kept in keeper.keeps]
    return None if any(keeper.id == actor_id for keeper in found) else next(iter(found), None)


def require_ours(kept: Kept, keepers: Iterable[Keeper], actor_id: UUID | None) -> None:
    """`outside.keeps_customers`, `outside.keeps_blocks`, `outside.keeps_contracts`."""
    keeper = keeper_of(kept, keepers, actor_id)
    if keeper is not None:
        raise RuleViolation(_REFUSED[kept], system=keeper.name)


def kept_by_tables(tables: Iterable[str]) -> frozenset[Kept]:
    """What is touched when rows of these tables are written."""
    return frozenset(KEPT_TABLES[table] for table in tables if table in KEPT_TABLES)
