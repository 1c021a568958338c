"""What is covered at a site, unit by unit: the very verdict that a request for each would get (A17, B03)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from fieldservice.domain.model.catalogue import Service
from fieldservice.domain.model.customer import Site
from fieldservice.domain.model.equipment import Category, Equipment, EquipmentMove, Product
from fieldservice.domain.rules.coverage_facts import Named, WorkMode
from fieldservice.domain.rules.verdict import judge
from fieldservice.domain.rules.verdict_facts import UnitFacts, VerdictQuestion
from fieldservice.domain.rules.verdict_values import Verdict
from fieldservice.domain.store import verdict_facts

MOST_UNITS = 1_000


@dataclass(frozen=True, slots=True)
class CoverageAsk:
    """For which work the site is looked at; `mode` as the work is usually done when not given."""

    work_kind_id: UUID
    service_id: UUID | None = None
    mode: WorkMode | None = None


@dataclass(frozen=True, slots=True)
class CoveredUnit:
    equipment_id: UUID
    name: str
    serial_number: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class SiteCoverage:
    site_id: UUID
    site: str
    work: str
    units: tuple[CoveredUnit, ...]
    is_cut: bool = False
    """Whether there are more units than `MOST_UNITS`, which are not looked at."""

    @property
    def covered(self) -> int:
        return sum(unit.verdict.is_ok for unit in self.units)


def covered_at(session: Session, site_id: UUID, ask: CoverageAsk, *, day: date) -> SiteCoverage | None:
    """Units that stood at the site on the day, but those out of use. No statement per unit."""
    site = session.get(Site, site_id)
    work = verdict_facts.work_facts(session, ask.work_kind_id)
    if site is None or work is None:
        return None
    question = VerdictQuestion(
        day=day,
        customer=verdict_facts.customer_facts(session, site.customer_id),
        contracts=verdict_facts.contract_facts(session, site.customer_id),
        work=work[0],
        mode=ask.mode or work[1],
        service=verdict_facts.named(session, Service, ask.service_id),
    )
    here = _units_at(session, site, day)
    units = tuple(_judged(question, unit) for unit in here[:MOST_UNITS])
    return SiteCoverage(site.id, site.name, work[0].name, units, len(here) > MOST_UNITS)


def _judged(question: VerdictQuestion, unit: UnitFacts) -> CoveredUnit:
    return CoveredUnit(unit.id, unit.name, unit.serial_number, judge(replace(question, unit=unit)))


def _units_at(session: Session, site: Site, day: date) -> list[UnitFacts]:
    left_later = select(EquipmentMove.equipment_id).where(
        EquipmentMove.from_site_id == site.id, EquipmentMove.moved_on > day
    )
    candidates = session.execute(
        _units(day).where(or_(Equipment.site_id == site.id, Equipment.id.in_(left_later)))
    ).all()
    stood = _stood_at(session, [row[0] for row in candidates], day)
    here = [row for row in candidates if stood[row[0].id] == site.id]
    counted = Counter(category_id for _unit, _product, category_id, _category in here)
    return [_facts(row, site, counted[row[2]]) for row in here]


def _units(day: date) -> Select[Equipment, str, UUID, str]:
    return (
        select(Equipment, Product.name, Category.id, Category.name)
        .join(Product, Product.id == Equipment.product_id)
        .join(Category, Category.id == Product.category_id)
        .where(or_(Equipment.retired_on.is_(None), Equipment.retired_on > day))
        .order_by(Category.name, Product.name, Equipment.serial_number, Equipment.id)
        .limit(MOST_UNITS + 1)
    )


def _stood_at(session: Session, units: Sequence[Equipment], day: date) -> dict[UUID, UUID]:
    """Where each unit stood on the day: before its first later move, or where it stands."""
    later = (
        select(EquipmentMove.equipment_id, EquipmentMove.from_site_id)
        .where(EquipmentMove.equipment_id.in_([unit.id for unit in units]), EquipmentMove.moved_on > day)
        .order_by(EquipmentMove.moved_on.desc(), EquipmentMove.id.desc())
    )
    moved = {unit_id: site_id for unit_id, site_id in session.execute(later) if site_id is not None}
    return {unit.id: moved.get(unit.id, unit.site_id) for unit in units}


def _facts(row: tuple[Equipment, str, UUID, str], site: Site, same_category: int) -> UnitFacts:
    unit, product, category_id, category = row
    return UnitFacts(
        id=unit.id,
        serial_number=unit.serial_number,
        name=f"{category} {product}".strip(),
        customer_id=site.customer_id,
        site=Named(site.id, site.name),
        category=Named(category_id, category),
        warranty_until=unit.warranty_until,
        same_category_at_site=same_category,
    )
