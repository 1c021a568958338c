"""What is stored, as far as an import needs it: filled by the store, carried forward by the plan."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from fieldservice.domain.rules.import_records import Place


@dataclass(slots=True)
class Known:
    """A row that is stored, or that an earlier row of the file makes.

    `claimed_by` is the first row of the file that names it: a later row may repeat it, not contradict it.
    """

    id: UUID
    values: dict[str, Any]
    is_new: bool = False
    claimed_by: Place | None = None


@dataclass(slots=True)
class KnownLine:
    """A coverage line and its members; `is_plain` when no service, mode or site of named units limits it."""

    id: UUID
    position: int
    extent: str
    works: frozenset[UUID]
    units: set[UUID] = field(default_factory=set)
    sites: frozenset[UUID] = frozenset()
    category_id: UUID | None = None
    units_per_site: int | None = None
    quota_kind: str | None = None
    quota_amount: Decimal | None = None
    is_plain: bool = True
    claimed_by: Place | None = None


IdentityKey = tuple[UUID | None, str, str]
"""Contact (None for the customer itself), kind, value."""


@dataclass(slots=True)
class KnownRows:
    """Stored rows by the keys under which a file names them. Names are folded, numbers and codes exact."""

    customers: dict[str, Known] = field(default_factory=dict)
    customers_by_id: dict[UUID, Known] = field(default_factory=dict)
    tax_ids: dict[str, str] = field(default_factory=dict)
    blocks: dict[UUID, list[Known]] = field(default_factory=dict)
    identities: dict[UUID, set[IdentityKey]] = field(default_factory=dict)
    contacts: dict[tuple[UUID, str], Known] = field(default_factory=dict)
    sites: dict[str, Known] = field(default_factory=dict)
    sites_by_id: dict[UUID, Known] = field(default_factory=dict)
    categories: dict[str, Known] = field(default_factory=dict)
    products: dict[tuple[UUID, str], Known] = field(default_factory=dict)
    units: dict[str, list[Known]] = field(default_factory=dict)
    contracts: dict[str, Known] = field(default_factory=dict)
    contracts_of: dict[UUID, list[Known]] = field(default_factory=dict)
    terms: dict[UUID, list[Known]] = field(default_factory=dict)
    lines: dict[UUID, list[KnownLine]] = field(default_factory=dict)
    work_kinds: dict[str, UUID] = field(default_factory=dict)
    work_names: dict[UUID, str] = field(default_factory=dict)
    work_codes: set[str] = field(default_factory=set)
    plans: dict[tuple[UUID, str], Known] = field(default_factory=dict)
    meters: dict[tuple[UUID, str], UUID] = field(default_factory=dict)
    readings: dict[tuple[UUID, date], Known] = field(default_factory=dict)

    def add_customer(self, known: Known) -> None:
        self.customers[known.values["number"]] = known
        self.customers_by_id[known.id] = known

    def add_site(self, known: Known) -> None:
        self.sites[known.values["code"]] = known
        self.sites_by_id[known.id] = known

    def add_contract(self, known: Known) -> None:
        self.contracts[known.values["number"]] = known
        self.contracts_of.setdefault(known.values["customer_id"], []).append(known)
