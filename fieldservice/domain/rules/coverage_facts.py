"""What is known about a customer's contracts when a request is judged: contracts, their terms, coverage
lines.

Plain frozen values, filled by the store; how they are weighed stands in `coverage_lines` and `coverage`.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from fieldservice.domain.rules.coverage_quota import QuotaFacts
from fieldservice.domain.rules.errors import RuleViolation


class WorkMode(StrEnum):
    ON_SITE = "on-site"
    REMOTE = "remote"


class ContractStatus(StrEnum):
    """Only a signed contract is ever chosen; an unsigned one is named as missing, the others never."""

    TEMPLATE = "template"
    DRAFT = "draft"
    SIGNED = "signed"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Named:
    """A row of a dictionary or register: its id, and the name a sentence uses."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class ServedUnit:
    """A unit that took one of the places of a category line when it was first served, at that site."""

    unit_id: UUID
    site_id: UUID
    since: date
    serial_number: str = ""


@dataclass(frozen=True, slots=True)
class NamedUnits:
    unit_ids: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class UnitsOfCategory:
    """Units of one category: `units_per_site` places at each site, None for all of them."""

    category: Named
    units_per_site: int | None = None
    served: tuple[ServedUnit, ...] = ()

    def __post_init__(self) -> None:
        if self.units_per_site is not None and self.units_per_site < 0:
            raise RuleViolation("coverage.negative_units", units=self.units_per_site)

    def places_at(self, site_id: UUID | None) -> tuple[ServedUnit, ...]:
        """The units that hold a place at the site, first served first, never more than there are places."""
        here = sorted((s for s in self.served if s.site_id == site_id), key=lambda s: (s.since, s.unit_id))
        return tuple(here[: self.units_per_site])


@dataclass(frozen=True, slots=True)
class AllUnits:
    """Every unit of the customer (at the line's sites)."""


Extent = NamedUnits | UnitsOfCategory | AllUnits


@dataclass(frozen=True, slots=True)
class LineFacts:
    """One coverage line. Empty `sites`, `services` or `kinds_of_work` mean all; `mode` None means both."""

    id: UUID
    position: int
    extent: Extent
    sites: tuple[Named, ...] = ()
    services: tuple[Named, ...] = ()
    kinds_of_work: tuple[Named, ...] = ()
    mode: WorkMode | None = None
    quota: QuotaFacts | None = None
    sla_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class TermsFacts:
    """One period of a contract by local date, first and last day included; `valid_to` None is open-ended."""

    id: UUID
    valid_from: date
    valid_to: date | None
    lines: tuple[LineFacts, ...] = ()

    def __post_init__(self) -> None:
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise RuleViolation(
                "contract.ends_before_start", valid_from=self.valid_from, valid_to=self.valid_to
            )

    def is_valid_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class ContractFacts:
    """One contract with all its terms; a renewal is a further entry of `terms`."""

    id: UUID
    number: str
    customer_id: UUID
    status: ContractStatus
    terms: tuple[TermsFacts, ...] = ()
