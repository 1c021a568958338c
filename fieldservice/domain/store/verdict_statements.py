"""The statements behind a verdict's facts, built once: a verdict is asked with every key and every call.

Each is bound by `id` (of the customer, unit, work ...) or by `lines`, the ids of coverage lines.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from fieldservice.domain.model.catalogue import Purpose, Service, WorkKind
from fieldservice.domain.model.contract import (
    Contract,
    CoverageLine,
    CoverageService,
    CoverageSite,
    CoverageUnit,
    CoverageWork,
    ServedUnit,
    Terms,
)
from fieldservice.domain.model.customer import Block, Customer, Site
from fieldservice.domain.model.equipment import Category, Equipment, EquipmentMove, Product
from fieldservice.domain.model.order import LineKind, WorkLine, WorkOrder
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.rules.ticket_states import TicketStateType

_ID: BindParameter[UUID] = bindparam("id")
_LINES: BindParameter[Any] = bindparam("lines", expanding=True)

CUSTOMER = select(
    Customer.id, Customer.number, Customer.name, Customer.active_from, Customer.active_until
).where(Customer.id == _ID)
ZONE = select(Site.zone).where(Site.id == _ID)
BLOCKS = (
    select(Block.id, Block.reason, Block.since, Block.until)
    .where(Block.customer_id == _ID)
    .order_by(Block.since, Block.id)
)
WORK = select(WorkKind.id, WorkKind.name, WorkKind.is_repair, WorkKind.mode).where(WorkKind.id == _ID)
PRODUCT = select(Product.id, Product.name, Product.supported_until).where(Product.id == _ID)
NAMED = {kind: select(kind.id, kind.name).where(kind.id == _ID) for kind in (Service, Purpose, Site)}


def _unit_statement() -> Select[*tuple[Any, ...]]:
    """The unit where it stood on the day, before its next move; and how many of its kind stand there."""
    later = (
        select(EquipmentMove.from_site_id)
        .where(EquipmentMove.equipment_id == Equipment.id, EquipmentMove.moved_on > bindparam("day"))
        .order_by(EquipmentMove.moved_on, EquipmentMove.id)
        .limit(1)
        .scalar_subquery()
    )
    other, of_other = aliased(Equipment), aliased(Product)
    counted = (
        select(func.count())
        .select_from(other)
        .join(of_other, of_other.id == other.product_id)
        .where(
            other.site_id == Site.id,
            of_other.category_id == Category.id,
            or_(other.retired_on.is_(None), other.retired_on > bindparam("day")),
        )
        .scalar_subquery()
    )
    unit = (Equipment.serial_number, Equipment.warranty_until, Equipment.retired_on)
    site = (Site.id.label("site_id"), Site.name.label("site"), Site.customer_id)
    kind = (Product.name.label("product"), Category.id.label("category_id"), Category.name.label("category"))
    return (
        select(*unit, *kind, *site, counted.label("alike"))
        .join(Product, Product.id == Equipment.product_id)
        .join(Category, Category.id == Product.category_id)
        .join(Site, Site.id == func.coalesce(later, Equipment.site_id))
        .where(Equipment.id == _ID)
    )


def _contracts_statement() -> Select[*tuple[Any, ...]]:
    """A row for each line of each period of each contract; parts that are missing are empty."""
    line = CoverageLine
    limits = (line.quota_kind, line.quota_amount, line.quota_beyond)
    levels = (line.warn_first_percent, line.warn_second_percent, line.warn_third_percent)
    return (
        select(
            Contract.id,
            Contract.number,
            Contract.customer_id,
            Contract.status,
            Terms.id.label("terms_id"),
            Terms.valid_from,
            Terms.valid_to,
            line.id.label("line_id"),
            *(line.position, line.extent, line.units_per_site, line.mode, line.sla_id, *limits, *levels),
            Category.id.label("category_id"),
            Category.name.label("category"),
        )
        .outerjoin(Terms, Terms.contract_id == Contract.id)
        .outerjoin(line, line.terms_id == Terms.id)
        .outerjoin(Category, Category.id == line.category_id)
        .where(Contract.customer_id == _ID)
        .order_by(Contract.number, Terms.valid_from, Terms.id, line.position)
    )


def _member(link: Any, column: Any, kind: Any) -> Select[*tuple[Any, ...]]:
    what: ColumnElement[str] = literal_column(f"'{kind.__tablename__}'").label("what")
    return select(what, link.line_id, kind.id, kind.name).join(kind, kind.id == column).where(_of_lines(link))


def _of_lines(link: Any) -> Any:
    return link.line_id.in_(_LINES)


UNIT = _unit_statement()
CONTRACTS = _contracts_statement()
MEMBERS = union_all(
    _member(CoverageSite, CoverageSite.site_id, Site),
    _member(CoverageWork, CoverageWork.work_kind_id, WorkKind),
    _member(CoverageService, CoverageService.service_id, Service),
    select(
        literal_column("'equipment'"), CoverageUnit.line_id, CoverageUnit.equipment_id, literal_column("''")
    ).where(_of_lines(CoverageUnit)),
)
SERVED = (
    select(
        ServedUnit.line_id,
        ServedUnit.equipment_id,
        ServedUnit.site_id,
        ServedUnit.first_served_on,
        Equipment.serial_number,
    )
    .join(Equipment, Equipment.id == ServedUnit.equipment_id)
    .where(_of_lines(ServedUnit))
)
CASES = (
    select(Ticket.coverage_line_id.label("line_id"), func.count().label("used"))
    .where(Ticket.coverage_line_id.in_(_LINES), Ticket.state_type != TicketStateType.MERGED)
    .group_by(Ticket.coverage_line_id)
)
MINUTES = (
    select(Ticket.coverage_line_id.label("line_id"), func.sum(WorkLine.quantity).label("used"))
    .join(WorkOrder, WorkOrder.ticket_id == Ticket.id)
    .join(WorkLine, WorkLine.order_id == WorkOrder.id)
    .where(Ticket.coverage_line_id.in_(_LINES), WorkLine.kind == LineKind.TIME)
    .group_by(Ticket.coverage_line_id)
)
