"""What is known for a verdict, loaded from the database: the same for commands that accept and screens that
ask.

Everything of one customer is bounded by that customer; four statements per kind of fact, none per row.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fieldservice.domain.model.catalogue import Purpose, Service, WorkKind
from fieldservice.domain.model.contract import (
    Contract,
    CoverageLine,
    CoverageService,
    CoverageSite,
    CoverageUnit,
    CoverageWork,
    LineExtent,
    ServedUnit,
    Terms,
)
from fieldservice.domain.model.customer import Block, Customer, Site
from fieldservice.domain.model.equipment import Category, Equipment, EquipmentMove, EquipmentStatus, Product
from fieldservice.domain.model.order import LineKind, WorkLine, WorkOrder
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.rules import coverage_facts as facts
from fieldservice.domain.rules.coverage_quota import QuotaFacts, QuotaKind
from fieldservice.domain.rules.ticket_states import TicketStateType
from fieldservice.domain.rules.verdict_facts import (
    BlockFacts,
    CustomerFacts,
    ProductFacts,
    UnitFacts,
    WorkFacts,
)

MINUTES_AN_HOUR = Decimal(60)


def customer_facts(session: Session, customer_id: UUID) -> CustomerFacts | None:
    customer = session.get(Customer, customer_id)
    if customer is None:
        return None
    blocks = session.scalars(
        select(Block).where(Block.customer_id == customer_id).order_by(Block.since, Block.id)
    )
    return CustomerFacts(
        customer.id,
        customer.number,
        customer.name,
        customer.active_from,
        customer.active_until,
        tuple(BlockFacts(block.id, block.reason, block.since, block.until) for block in blocks),
    )


def unit_facts(session: Session, equipment_id: UUID, day: date) -> UnitFacts | None:
    """The unit as it stood on the day: where, and whose site that was (P-49)."""
    columns = (Equipment, Product.name, Category.id, Category.name)
    joined = select(*columns).join(Product, Product.id == Equipment.product_id)
    found = session.execute(
        joined.join(Category, Category.id == Product.category_id).where(Equipment.id == equipment_id)
    ).one_or_none()
    if found is None:
        return None
    unit, product, category_id, category = found
    site = session.get_one(Site, site_on(session, unit, day))
    return UnitFacts(
        id=unit.id,
        serial_number=unit.serial_number,
        name=f"{category} {product}".strip(),
        customer_id=site.customer_id,
        site=facts.Named(site.id, site.name),
        category=facts.Named(category_id, category),
        warranty_until=unit.warranty_until,
        same_category_at_site=_same_category(session, site.id, category_id),
    )


def site_on(session: Session, unit: Equipment, day: date) -> UUID:
    """Where the unit stood on the day: before its first later move, or where it stands."""
    later = (
        select(EquipmentMove.from_site_id)
        .where(EquipmentMove.equipment_id == unit.id, EquipmentMove.moved_on > day)
        .order_by(EquipmentMove.moved_on, EquipmentMove.id)
    )
    return session.scalars(later.limit(1)).first() or unit.site_id


def _same_category(session: Session, site_id: UUID, category_id: UUID) -> int:
    counted = select(func.count()).select_from(Equipment).join(Product, Product.id == Equipment.product_id)
    return (
        session.scalar(
            counted.where(
                Equipment.site_id == site_id,
                Product.category_id == category_id,
                Equipment.status != EquipmentStatus.RETIRED,
            )
        )
        or 0
    )


def work_facts(session: Session, work_kind_id: UUID) -> tuple[WorkFacts, facts.WorkMode] | None:
    work = session.get(WorkKind, work_kind_id)
    return None if work is None else (WorkFacts(work.id, work.name, work.is_repair), work.mode)


def product_facts(session: Session, product_id: UUID) -> ProductFacts | None:
    product = session.get(Product, product_id)
    return None if product is None else ProductFacts(product.id, product.name)


def named(
    session: Session, kind: type[Service] | type[Purpose] | type[Site], row_id: UUID | None
) -> facts.Named | None:
    if row_id is None:
        return None
    found = session.execute(select(kind.id, kind.name).where(kind.id == row_id)).one_or_none()
    return None if found is None else facts.Named(found[0], found[1])


def contract_facts(session: Session, customer_id: UUID) -> tuple[facts.ContractFacts, ...]:
    """All contracts of the customer with their terms and lines."""
    contracts = session.scalars(
        select(Contract).where(Contract.customer_id == customer_id).order_by(Contract.number)
    ).all()
    if not contracts:
        return ()
    owned = [contract.id for contract in contracts]
    terms = session.scalars(
        select(Terms).where(Terms.contract_id.in_(owned)).order_by(Terms.valid_from, Terms.id)
    ).all()
    lines = _lines(session, [period.id for period in terms])
    by_contract: dict[UUID, list[facts.TermsFacts]] = defaultdict(list)
    for period in terms:
        by_contract[period.contract_id].append(
            facts.TermsFacts(period.id, period.valid_from, period.valid_to, tuple(lines[period.id]))
        )
    return tuple(
        facts.ContractFacts(c.id, c.number, c.customer_id, c.status, tuple(by_contract[c.id]))
        for c in contracts
    )


def _lines(session: Session, terms_ids: Sequence[UUID]) -> dict[UUID, list[facts.LineFacts]]:
    lines = session.scalars(
        select(CoverageLine).where(CoverageLine.terms_id.in_(terms_ids)).order_by(CoverageLine.position)
    ).all()
    members = _Members(session, [line.id for line in lines])
    by_terms: dict[UUID, list[facts.LineFacts]] = defaultdict(list)
    for line in lines:
        by_terms[line.terms_id].append(members.line_facts(line))
    return by_terms


class _Members:
    """What hangs on a set of lines, loaded together."""

    def __init__(self, session: Session, line_ids: Sequence[UUID]) -> None:
        self._session = session
        self._ids = line_ids
        self.units = self._grouped(select(CoverageUnit.line_id, CoverageUnit.equipment_id), CoverageUnit)
        self.sites = self._named(CoverageSite, CoverageSite.site_id, Site)
        self.works = self._named(CoverageWork, CoverageWork.work_kind_id, WorkKind)
        self.services = self._named(CoverageService, CoverageService.service_id, Service)
        self.served = self._served()
        self.cases = self._cases()
        self.hours = self._hours()
        self.categories = {row[0]: row[1] for row in session.execute(select(Category.id, Category.name))}

    def line_facts(self, line: CoverageLine) -> facts.LineFacts:
        return facts.LineFacts(
            id=line.id,
            position=line.position,
            extent=self._extent(line),
            sites=tuple(self.sites[line.id]),
            services=tuple(self.services[line.id]),
            kinds_of_work=tuple(self.works[line.id]),
            mode=line.mode,
            quota=self._quota(line),
            sla_id=line.sla_id,
        )

    def _extent(self, line: CoverageLine) -> facts.Extent:
        if line.extent is LineExtent.NAMED_UNITS:
            return facts.NamedUnits(frozenset(self.units[line.id]))
        if line.extent is LineExtent.CATEGORY and line.category_id is not None:
            category = facts.Named(line.category_id, self.categories[line.category_id])
            return facts.UnitsOfCategory(category, line.units_per_site, tuple(self.served[line.id]))
        return facts.AllUnits()

    def _quota(self, line: CoverageLine) -> QuotaFacts | None:
        if line.quota_kind is None or line.quota_amount is None:
            return None
        used = self.cases if line.quota_kind is QuotaKind.CASES else self.hours
        levels = (line.warn_first_percent, line.warn_second_percent, line.warn_third_percent)
        return QuotaFacts(
            line.quota_kind, line.quota_amount, used.get(line.id, Decimal(0)), levels, line.quota_beyond
        )

    def _grouped(self, statement: Any, kind: Any) -> dict[UUID, list[Any]]:
        grouped: dict[UUID, list[Any]] = defaultdict(list)
        for line_id, value in self._session.execute(statement.where(kind.line_id.in_(self._ids))):
            grouped[line_id].append(value)
        return grouped

    def _named(self, link: Any, column: Any, kind: Any) -> dict[UUID, list[facts.Named]]:
        statement = select(link.line_id, kind.id, kind.name).join(kind, kind.id == column)
        grouped: dict[UUID, list[facts.Named]] = defaultdict(list)
        for line_id, row_id, name in self._session.execute(statement.where(link.line_id.in_(self._ids))):
            grouped[line_id].append(facts.Named(row_id, name))
        return grouped

    def _served(self) -> dict[UUID, list[facts.ServedUnit]]:
        statement = select(ServedUnit, Equipment.serial_number).join(
            Equipment, Equipment.id == ServedUnit.equipment_id
        )
        grouped: dict[UUID, list[facts.ServedUnit]] = defaultdict(list)
        for row, serial in self._session.execute(statement.where(ServedUnit.line_id.in_(self._ids))):
            grouped[row.line_id].append(
                facts.ServedUnit(row.equipment_id, row.site_id, row.first_served_on, serial)
            )
        return grouped

    def _cases(self) -> dict[UUID, Decimal]:
        statement = select(Ticket.coverage_line_id, func.count()).where(
            Ticket.coverage_line_id.in_(self._ids), Ticket.state_type != TicketStateType.MERGED
        )
        return _decimals(self._session.execute(statement.group_by(Ticket.coverage_line_id)).all())

    def _hours(self) -> dict[UUID, Decimal]:
        statement = (
            select(Ticket.coverage_line_id, func.sum(WorkLine.quantity))
            .join(WorkOrder, WorkOrder.ticket_id == Ticket.id)
            .join(WorkLine, WorkLine.order_id == WorkOrder.id)
            .where(Ticket.coverage_line_id.in_(self._ids), WorkLine.kind == LineKind.TIME)
        )
        minutes = _decimals(self._session.execute(statement.group_by(Ticket.coverage_line_id)).all())
        return {line_id: amount / MINUTES_AN_HOUR for line_id, amount in minutes.items()}


def _decimals(rows: Iterable[Any]) -> dict[UUID, Decimal]:
    return {line_id: Decimal(amount) for line_id, amount in rows}
