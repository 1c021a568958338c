"""The question a verdict answers, and what is known about customer, blocks, unit and work.

The same question is asked for every way in: call, mail, portal, plan, meter, copy, split, reopen, import,
API. It does not say which way, so the answer cannot depend on it.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from fieldservice.domain.rules.coverage_facts import ContractFacts, Named, WorkMode


class Warranty(StrEnum):
    """The manufacturer's warranty as of a day. Computed, never stored; without a date it is unknown, not
    over.
    """

    IN_FORCE = "in-force"
    EXPIRED = "expired"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class BlockFacts:
    """An administrative hold; first and last day included, `until` None is open-ended."""

    id: UUID
    reason: str
    since: date
    until: date | None = None

    def is_active_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class CustomerFacts:
    """`active_from` and `active_until` are the first and last day of the business relation, both included."""

    id: UUID
    number: str
    name: str
    active_from: date | None = None
    active_until: date | None = None
    blocks: tuple[BlockFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """One unit as it stood on the day of the question: whose it was, and where (coverage follows both).

    `same_category_at_site` is how many units of its category stand there, for the sentence "3 of 5".
    """

    id: UUID
    serial_number: str
    name: str
    customer_id: UUID | None
    site: Named | None = None
    category: Named | None = None
    warranty_until: date | None = None
    retired_on: date | None = None
    same_category_at_site: int | None = None

    def warranty_on(self, day: date) -> Warranty:
        if self.warranty_until is None:
            return Warranty.UNKNOWN
        return Warranty.IN_FORCE if day <= self.warranty_until else Warranty.EXPIRED


@dataclass(frozen=True, slots=True)
class ProductFacts:
    """A product we support for anyone, without a customer."""

    id: UUID
    name: str
    supported_until: date | None = None


@dataclass(frozen=True, slots=True)
class WorkFacts:
    """A kind of work; only repair-type work falls under a manufacturer's warranty."""

    id: UUID
    name: str
    is_repair: bool = False


@dataclass(frozen=True, slots=True)
class VerdictQuestion:
    """May we serve this request?

    `day` is the local date, at the site, of the day the work is asked for (it may lie in the past). `caller`
    is the number or name as it came, only for the sentence. `possible_customers` counts the customers that
    the caller might be when none is chosen yet. `serial_number` is what was typed when no unit was found.
    `contracts` are all contracts of the customer.
    """

    day: date
    caller: str = ""
    possible_customers: int = 0
    customer: CustomerFacts | None = None
    contracts: tuple[ContractFacts, ...] = ()
    product: ProductFacts | None = None
    unit: UnitFacts | None = None
    serial_number: str = ""
    site: Named | None = None
    work: WorkFacts | None = None
    service: Named | None = None
    mode: WorkMode | None = None
    purpose: Named | None = None
    expected_hours: Decimal | None = None
