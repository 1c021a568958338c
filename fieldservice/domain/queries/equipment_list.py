"""The list of all units: page by page in any order, with the cover of today told by the verdict itself (B03).

What covers a unit is judged and never stored (P-46), so a list of covered units looks at pages of units until
its own page is full; how far it looks at once is bounded.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from fieldservice.domain.model.customer import Customer, Site
from fieldservice.domain.model.equipment import Category, Equipment, EquipmentStatus, Product
from fieldservice.domain.model.equipment_life import EquipmentLoan
from fieldservice.domain.model.plan import MaintenancePlan
from fieldservice.domain.queries.dictionaries import work_kinds
from fieldservice.domain.queries.keyset import KeyOrder, Mark, SortBy
from fieldservice.domain.queries.search import MOST_MATCHES, matching_ids
from fieldservice.domain.rules.coverage_facts import Named
from fieldservice.domain.rules.folding import fold
from fieldservice.domain.rules.recurrence import next_due
from fieldservice.domain.rules.verdict import judge
from fieldservice.domain.rules.verdict_facts import UnitFacts, VerdictQuestion
from fieldservice.domain.rules.verdict_values import Basis, Outcome, Verdict
from fieldservice.domain.store import verdict_facts

PAGE_LENGTH = 100
MOST_LOOKED_AT = 2_000
FAR_AWAY = date.max
SHORTEST_PART = 3


class Cover(StrEnum):
    """What covers a unit on the day asked, in one word."""

    CONTRACT = "contract"
    WARRANTY = "warranty"
    NONE = "none"
    BLOCKED = "blocked"
    OUT_OF_USE = "out-of-use"

    @property
    def is_covered(self) -> bool:
        return self in (Cover.CONTRACT, Cover.WARRANTY)


@dataclass(frozen=True, slots=True)
class UnitFilter:
    """What the list shows; None and empty mean all. `covered` True or False asks the verdict."""

    text: str = ""
    customer_id: UUID | None = None
    site_id: UUID | None = None
    category: str = ""
    product_id: UUID | None = None
    status: EquipmentStatus | None = None
    covered: bool | None = None


@dataclass(frozen=True, slots=True)
class UnitFilters:
    """What the list can be narrowed by."""

    categories: tuple[str, ...]
    statuses: tuple[EquipmentStatus, ...]


@dataclass(frozen=True, slots=True)
class UnitListRow:
    """A unit as the list shows it; `verdict` is that of a repair today."""

    id: UUID
    version: int
    serial_number: str
    product: str
    category: str
    customer_id: UUID
    customer: str
    site_id: UUID
    site: str
    city: str
    place: str
    status: EquipmentStatus
    warranty_until: date | None
    is_lent: bool
    next_due: date | None
    cover: Cover
    verdict: Verdict

    @property
    def name(self) -> str:
        return f"{self.category} {self.product}".strip()


@dataclass(frozen=True, slots=True)
class UnitPage:
    rows: tuple[UnitListRow, ...]
    next: Mark | None


@dataclass(frozen=True, slots=True)
class UnitsAsk:
    """The list as somebody looks at it on a day."""

    shown: UnitFilter
    day: date
    sorts: tuple[SortBy, ...] = ()


def unit_filters(session: Session) -> UnitFilters:
    names = session.scalars(select(Category.name).order_by(Category.name).limit(MOST_LOOKED_AT))
    return UnitFilters(tuple(names), tuple(EquipmentStatus))


def unit_page(
    session: Session, ask: UnitsAsk, *, after: Mark | None = None, limit: int = PAGE_LENGTH
) -> UnitPage:
    """A page of units; when only covered or uncovered ones are wanted it may be short and still go on."""
    order = KeyOrder.of(ask.sorts or (SortBy("serial"),), _KEYS, Equipment.id.expression)
    judge_units = _Judge(session, ask.day)
    rows: list[UnitListRow] = []
    mark, looked_at = after, 0
    while True:
        found = _chunk(session, order, ask.shown, mark, limit + 1)
        chunk = found[:limit]
        judged = judge_units.rows(chunk)
        for raw, row in zip(chunk, judged, strict=True):
            mark = order.mark_of(raw)
            if ask.shown.covered is None or row.cover.is_covered is ask.shown.covered:
                rows.append(row)
            if len(rows) == limit:
                return UnitPage(tuple(rows), mark if raw is not found[-1] else None)
        looked_at += len(chunk)
        if len(found) <= limit:
            return UnitPage(tuple(rows), None)
        if looked_at >= MOST_LOOKED_AT:
            return UnitPage(tuple(rows), mark)


_KEYS: dict[str, ColumnElement[Any]] = {
    "serial": Equipment.serial_folded.expression,
    "unit": Product.name.expression,
    "category": Category.name.expression,
    "customer": Customer.name_folded.expression,
    "site": Site.name.expression,
    "warranty": func.coalesce(Equipment.warranty_until, FAR_AWAY),
    "status": Equipment.status.expression,
}


def _chunk(
    session: Session, order: KeyOrder, shown: UnitFilter, after: Mark | None, limit: int
) -> Sequence[Any]:
    statement = _units(order).where(*_conditions(session, shown))
    if after is not None:
        statement = statement.where(order.behind(after))
    return session.execute(statement.order_by(*order.order_by()).limit(limit)).all()


def _units(order: KeyOrder) -> Select[*tuple[Any, ...]]:
    lent = select(EquipmentLoan.id).where(
        EquipmentLoan.equipment_id == Equipment.id, EquipmentLoan.returned_on.is_(None)
    )
    return (
        select(
            Equipment.id,
            Equipment.version,
            Equipment.serial_number,
            Product.name.label("product"),
            Category.id.label("category_id"),
            Category.name.label("category"),
            Site.id.label("site_id"),
            Site.name.label("site"),
            Site.city,
            Site.customer_id,
            Customer.name.label("customer"),
            Equipment.place,
            Equipment.status,
            Equipment.retired_on,
            Equipment.warranty_until,
            lent.exists().label("is_lent"),
            *order.selected(),
        )
        .join(Product, Product.id == Equipment.product_id)
        .join(Category, Category.id == Product.category_id)
        .join(Site, Site.id == Equipment.site_id)
        .join(Customer, Customer.id == Site.customer_id)
    )


def _conditions(session: Session, shown: UnitFilter) -> Iterator[ColumnElement[bool]]:
    if shown.text.strip():
        yield _has_text(session, shown.text)
    wanted = (
        (Site.customer_id, shown.customer_id),
        (Equipment.site_id, shown.site_id),
        (Category.name, shown.category or None),
        (Equipment.product_id, shown.product_id),
        (Equipment.status, shown.status),
    )
    for column, value in wanted:
        if value is not None:
            yield column == value


def _has_text(session: Session, text: str) -> ColumnElement[bool]:
    """Words found in the index, or a part of the serial number or of the customer's name."""
    part = fold(text).strip()
    named = or_(
        Equipment.id.in_(matching_ids(session, text, Equipment.__tablename__, MOST_MATCHES)),
        Equipment.site_id.in_(matching_ids(session, text, Site.__tablename__, MOST_MATCHES)),
    )
    if len(part) < SHORTEST_PART:
        return or_(named, Equipment.serial_folded.startswith(part, autoescape=True))
    return or_(
        named,
        Equipment.serial_folded.contains(part, autoescape=True),
        Customer.name_folded.contains(part, autoescape=True),
    )


class _Judge:
    """Judges units for the usual repair; what is known of a customer is loaded once."""

    def __init__(self, session: Session, day: date) -> None:
        self._session, self._day = session, day
        self._known: dict[UUID, VerdictQuestion] = {}
        kinds = work_kinds(session, "")
        usual = next((kind for kind in kinds if kind.is_repair), next(iter(kinds), None))
        self._work = verdict_facts.work_facts(session, usual.id) if usual else None

    def rows(self, found: Sequence[Any]) -> list[UnitListRow]:
        due = self._due([row.id for row in found])
        return [self._row(row, due.get(row.id)) for row in found]

    def _row(self, row: Any, due: date | None) -> UnitListRow:
        verdict = judge(replace(self._of(row.customer_id), unit=_facts(row)))
        return UnitListRow(
            id=row.id,
            version=row.version,
            serial_number=row.serial_number,
            product=row.product,
            category=row.category,
            customer_id=row.customer_id,
            customer=row.customer,
            site_id=row.site_id,
            site=row.site,
            city=row.city,
            place=row.place,
            status=row.status,
            warranty_until=row.warranty_until,
            is_lent=row.is_lent,
            next_due=due,
            cover=cover_of(verdict, row.status),
            verdict=verdict,
        )

    def _of(self, customer_id: UUID) -> VerdictQuestion:
        if customer_id not in self._known:
            self._known[customer_id] = VerdictQuestion(
                day=self._day,
                customer=verdict_facts.customer_facts(self._session, customer_id),
                contracts=verdict_facts.contract_facts(self._session, customer_id),
                work=self._work[0] if self._work else None,
                mode=self._work[1] if self._work else None,
            )
        return self._known[customer_id]

    def _due(self, unit_ids: Sequence[UUID]) -> dict[UUID, date]:
        """The nearest day on which a plan of each unit is due."""
        plans = self._session.execute(
            select(MaintenancePlan.equipment_id, MaintenancePlan.anchor_date, MaintenancePlan.period_months)
            .where(MaintenancePlan.equipment_id.in_(unit_ids), MaintenancePlan.is_active)
            .limit(MOST_LOOKED_AT)
        )
        nearest: dict[UUID, date] = {}
        for unit_id, anchor, months in plans:
            due = next_due(anchor, months, self._day)
            nearest[unit_id] = min(due, nearest.get(unit_id, due))
        return nearest


def cover_of(verdict: Verdict, status: EquipmentStatus) -> Cover:
    """The verdict in one word."""
    if status is EquipmentStatus.RETIRED:
        return Cover.OUT_OF_USE
    if verdict.is_ok:
        return Cover.WARRANTY if verdict.evidence.basis is Basis.WARRANTY else Cover.CONTRACT
    is_blocked = verdict.outcome is Outcome.BLOCKED
    return Cover.BLOCKED if is_blocked else Cover.NONE


def _facts(row: Any) -> UnitFacts:
    return UnitFacts(
        id=row.id,
        serial_number=row.serial_number,
        name=f"{row.category} {row.product}".strip(),
        customer_id=row.customer_id,
        site=Named(row.site_id, row.site),
        category=Named(row.category_id, row.category),
        warranty_until=row.warranty_until,
        retired_on=row.retired_on,
    )
