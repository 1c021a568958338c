"""The lines of a contract's terms: what a person enters about one, and the rows that it becomes."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias
from uuid import UUID

from fieldservice.domain.commands.equipment import category_of
from fieldservice.domain.model.base import member_id
from fieldservice.domain.model.contract import (
    CoverageLine,
    CoverageService,
    CoverageSite,
    CoverageUnit,
    CoverageWork,
    LineExtent,
    ServedUnit,
)
from fieldservice.domain.model.customer import Site
from fieldservice.domain.model.equipment import Category, Equipment
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.rules.coverage_facts import WorkMode
from fieldservice.domain.rules.coverage_quota import BeyondQuota, QuotaFacts, QuotaKind
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.store.finding import every, first
from fieldservice.domain.store.unit_of_work import UnitOfWork

Member: TypeAlias = CoverageUnit | CoverageSite | CoverageWork | CoverageService

MEMBERS: tuple[type[Member], ...] = (CoverageUnit, CoverageSite, CoverageWork, CoverageService)


@dataclass(frozen=True, slots=True)
class LineData:
    """One promise. Units named, or a category with a number of units at each site, or everything.

    Without sites, works or services it reaches all of them; `quota` is a kind and an amount within the terms.
    """

    line_id: UUID
    unit_ids: tuple[UUID, ...] = ()
    category: str = ""
    units_per_site: int | None = None
    site_ids: tuple[UUID, ...] = ()
    work_kind_ids: tuple[UUID, ...] = ()
    service_ids: tuple[UUID, ...] = ()
    mode: WorkMode | None = None
    quota: tuple[QuotaKind, Decimal] | None = None
    beyond: BeyondQuota = BeyondQuota.REFUSE
    warn_at: tuple[int, int, int] = (75, 90, 100)
    sla_id: UUID | None = None
    note: str = ""

    @property
    def extent(self) -> LineExtent:
        if self.unit_ids:
            return LineExtent.NAMED_UNITS
        return LineExtent.CATEGORY if self.category.strip() else LineExtent.ALL_UNITS


@dataclass(frozen=True, slots=True)
class LineFields:
    """A line as two who change it are merged: what belongs together is one field. Ids stand in order."""

    covered: tuple[tuple[UUID, ...], str, int | None]
    site_ids: tuple[UUID, ...]
    work_kind_ids: tuple[UUID, ...]
    service_ids: tuple[UUID, ...]
    mode: WorkMode | None
    quota: tuple[QuotaKind, Decimal] | None
    beyond: BeyondQuota
    warn_at: tuple[int, int, int]
    sla_id: UUID | None
    note: str


def fields_of(line: LineData) -> LineFields:
    return LineFields(
        (tuple(sorted(line.unit_ids)), line.category.strip(), line.units_per_site),
        tuple(sorted(line.site_ids)),
        tuple(sorted(line.work_kind_ids)),
        tuple(sorted(line.service_ids)),
        line.mode,
        line.quota,
        line.beyond,
        line.warn_at,
        line.sla_id,
        line.note,
    )


def line_of(line_id: UUID, given: LineFields) -> LineData:
    """The other way round."""
    units, category, places = given.covered
    return LineData(
        line_id,
        units,
        category,
        places,
        given.site_ids,
        given.work_kind_ids,
        given.service_ids,
        given.mode,
        given.quota,
        given.beyond,
        given.warn_at,
        given.sla_id,
        given.note,
    )


def check_lines(uow: UnitOfWork, customer_id: UUID, lines: Iterable[LineData]) -> None:
    """Refuse what would promise nothing, or something of another customer.

    `coverage.no_lines`, `.units_and_category`, `.units_without_category`, `.negative_units`,
    `.of_other_customer`, `quota.negative`, `quota.levels_not_rising`.
    """
    given = list(lines)
    if not given:
        raise RuleViolation("coverage.no_lines")
    own_sites = {site.id for site in every(uow, Site, customer_id=customer_id)}
    named = {unit_id for line in given for unit_id in line.unit_ids}
    foreign = [unit for unit in every(uow, Equipment, id=named) if unit.site_id not in own_sites]
    if foreign or any(set(line.site_ids) - own_sites for line in given):
        raise RuleViolation("coverage.of_other_customer", serials=[unit.serial_number for unit in foreign])
    for line in given:
        _check(line)


def _check(line: LineData) -> None:
    if line.unit_ids and line.category.strip():
        raise RuleViolation("coverage.units_and_category")
    if line.units_per_site is not None:
        if not line.category.strip():
            raise RuleViolation("coverage.units_without_category")
        if line.units_per_site < 0:
            raise RuleViolation("coverage.negative_units", units=line.units_per_site)
    if line.quota is not None:
        QuotaFacts(*line.quota, warn_at=line.warn_at)  # refuses what it cannot be


def add_lines(uow: UnitOfWork, terms_id: UUID, lines: Iterable[LineData], first_position: int = 1) -> None:
    """Write lines and what hangs on them; the terms must be in the database."""
    members: list[Member] = []
    for position, line in enumerate(lines, first_position):
        row = CoverageLine(id=line.line_id, terms_id=terms_id, position=position, **line_values(uow, line))
        uow.add(row)
        members += members_of(line)
    uow.session.flush()  # lines before their members: there are no relationships to order them by
    uow.add(*members)


def line_values(uow: UnitOfWork, line: LineData) -> dict[str, Any]:
    """The columns of a line."""
    first_percent, second_percent, third_percent = line.warn_at
    return {
        "extent": line.extent,
        "category_id": category_of(uow, line.category.strip()).id if line.category.strip() else None,
        "units_per_site": line.units_per_site,
        "mode": line.mode,
        "quota_kind": line.quota[0] if line.quota else None,
        "quota_amount": line.quota[1] if line.quota else None,
        "quota_beyond": line.beyond,
        "warn_first_percent": first_percent,
        "warn_second_percent": second_percent,
        "warn_third_percent": third_percent,
        "sla_id": line.sla_id,
        "note": line.note.strip(),
    }


def members_of(line: LineData) -> list[Member]:
    """Units, sites, works and services that the line names, with ids that follow from what they name."""
    owner = line.line_id
    return [
        *(CoverageUnit(id=member_id(owner, i), line_id=owner, equipment_id=i) for i in line.unit_ids),
        *(CoverageSite(id=member_id(owner, i), line_id=owner, site_id=i) for i in line.site_ids),
        *(CoverageWork(id=member_id(owner, i), line_id=owner, work_kind_id=i) for i in line.work_kind_ids),
        *(CoverageService(id=member_id(owner, i), line_id=owner, service_id=i) for i in line.service_ids),
    ]


def replace_members(uow: UnitOfWork, line: LineData) -> bool:
    """Make what hangs on a line equal to what is wanted; tells whether anything was to do."""
    is_changed = False
    wanted = {row.id: row for row in members_of(line)}
    for kind in MEMBERS:
        for row in every(uow, kind, line_id=line.line_id):
            if wanted.pop(row.id, None) is None:
                uow.session.delete(row)
                is_changed = True
    uow.add(*wanted.values())
    return is_changed or bool(wanted)


def remove_lines(uow: UnitOfWork, lines: Iterable[CoverageLine]) -> None:
    """Remove lines that nothing rests on; `coverage.line_used` when a ticket or a served unit does."""
    doomed = list(lines)
    ids = {line.id for line in doomed}
    for line in doomed:
        if first(uow, Ticket, coverage_line_id=line.id) or first(uow, ServedUnit, line_id=line.id):
            raise RuleViolation("coverage.line_used", position=line.position)
    for kind in MEMBERS:
        for row in every(uow, kind, line_id=ids):
            uow.session.delete(row)
    uow.session.flush()  # members before their lines: there are no relationships to order them by
    for line in doomed:
        uow.session.delete(line)


def copied_lines(uow: UnitOfWork, terms_id: UUID, new_terms_id: UUID) -> list[LineData]:
    """The lines of earlier terms, for terms that go on with them; ids follow from the new terms."""
    lines = sorted(every(uow, CoverageLine, terms_id=terms_id), key=lambda line: line.position)
    return [stored_line(uow, line, member_id(new_terms_id, line.id)) for line in lines]


def stored_line(uow: UnitOfWork, line: CoverageLine, line_id: UUID) -> LineData:
    """What a line promises, as a form enters it."""
    category = uow.get(Category, line.category_id).name if line.category_id else ""
    quota = (
        (line.quota_kind, line.quota_amount) if line.quota_kind and line.quota_amount is not None else None
    )
    return LineData(
        line_id=line_id,
        unit_ids=tuple(row.equipment_id for row in every(uow, CoverageUnit, line_id=line.id)),
        category=category,
        units_per_site=line.units_per_site,
        site_ids=tuple(row.site_id for row in every(uow, CoverageSite, line_id=line.id)),
        work_kind_ids=tuple(row.work_kind_id for row in every(uow, CoverageWork, line_id=line.id)),
        service_ids=tuple(row.service_id for row in every(uow, CoverageService, line_id=line.id)),
        mode=line.mode,
        quota=quota,
        beyond=line.quota_beyond,
        warn_at=(line.warn_first_percent, line.warn_second_percent, line.warn_third_percent),
        sla_id=line.sla_id,
        note=line.note,
    )
