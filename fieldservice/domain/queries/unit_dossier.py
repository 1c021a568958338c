"""All that is known of one unit: place, tree, cover for each kind of work, meters, service history.

The history is that of the unit, whoever it belonged to (expectations 17 to 19).
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from fieldservice.domain.model.catalogue import TicketState
from fieldservice.domain.model.contract import Contract, CoverageLine, CoverageUnit, Terms
from fieldservice.domain.model.customer import Customer, Site
from fieldservice.domain.model.equipment import Equipment, Meter, Product, Reading
from fieldservice.domain.model.equipment_life import EquipmentLoan, EquipmentReplacement
from fieldservice.domain.model.plan import MaintenancePlan
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.queries.customer_extras import HoldingBlock, holding_block
from fieldservice.domain.queries.dictionaries import name_in, work_kinds
from fieldservice.domain.queries.equipment import UnitCard, unit_card
from fieldservice.domain.queries.ticket_moments import Moments, moments_of
from fieldservice.domain.queries.unit_tree import TreeRow, tree_of
from fieldservice.domain.rules.recurrence import next_due
from fieldservice.domain.rules.ticket_states import TicketStateType
from fieldservice.domain.rules.verdict_values import Verdict
from fieldservice.domain.store.verdicts import VerdictAsk, ask_verdict

MOST_TICKETS = 200
MOST_READINGS = 12
MOST_PARTS = 200
MOST_WORKS = 12


@dataclass(frozen=True, slots=True)
class CoverRow:
    """What the verdict says of one kind of work on the unit."""

    work_kind_id: UUID
    work: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class ReadingRow:
    id: UUID
    read_on: date
    value: Decimal
    note: str


@dataclass(frozen=True, slots=True)
class MeterRow:
    """Readings newest first; `a_day` is how much it counts a day over what is known, if that can be told."""

    id: UUID
    name: str
    unit: str
    readings: tuple[ReadingRow, ...]

    @property
    def a_day(self) -> Decimal | None:
        if len(self.readings) < 2:  # noqa: PLR2004 - two readings make a distance
            return None
        last, first = self.readings[0], self.readings[-1]
        days = (last.read_on - first.read_on).days
        return None if days <= 0 or last.value < first.value else (last.value - first.value) / days


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A ticket of the unit; `customer` is whose it was then."""

    id: UUID
    number: str
    title: str
    customer: str
    state: str
    state_type: TicketStateType
    opened_at: datetime
    closed_at: datetime | None
    moments: Moments


@dataclass(frozen=True, slots=True)
class ReplacementRow:
    """The unit took the place of `other`, or gave it to it (`is_successor`: the other came after)."""

    other_id: UUID
    other_serial: str
    replaced_on: date
    reason: str
    is_successor: bool


@dataclass(frozen=True, slots=True)
class LoanRow:
    id: UUID
    version: int
    site: str
    home: str
    lent_on: date
    due_on: date | None
    returned_on: date | None
    reason: str
    stands_for: str


@dataclass(frozen=True, slots=True)
class UnitPlanRow:
    id: UUID
    name: str
    next_due: date
    is_active: bool


@dataclass(frozen=True, slots=True)
class NamedInRow:
    """A contract that names the unit, with the period in which it does."""

    contract_id: UUID
    number: str
    valid_from: date
    valid_to: date


@dataclass(frozen=True, slots=True)
class UnitDossier:
    card: UnitCard
    customer_number: str
    site_id: UUID
    place: str
    note: str
    manufacturer: str
    supported_until: date | None
    cover: tuple[CoverRow, ...]
    meters: tuple[MeterRow, ...]
    tree: tuple[TreeRow, ...]
    replacements: tuple[ReplacementRow, ...]
    loans: tuple[LoanRow, ...]
    plans: tuple[UnitPlanRow, ...]
    named_in: tuple[NamedInRow, ...]
    services: tuple[ServiceRow, ...]
    block: HoldingBlock | None

    @property
    def running_loan(self) -> LoanRow | None:
        return next((loan for loan in self.loans if loan.returned_on is None), None)


def unit_dossier(session: Session, equipment_id: UUID, *, day: date, language: str) -> UnitDossier | None:
    """None when there is no such unit. A bounded number of statements, whatever happened to it."""
    card = unit_card(session, equipment_id)
    if card is None:
        return None
    unit = session.get_one(Equipment, equipment_id)
    product = session.get_one(Product, unit.product_id)
    return UnitDossier(
        card=card,
        customer_number=session.get_one(Customer, card.customer_id).number,
        site_id=unit.site_id,
        place=unit.place,
        note=unit.note,
        manufacturer=product.manufacturer,
        supported_until=product.supported_until,
        cover=_cover(session, card, day, language),
        meters=_meters(session, equipment_id),
        tree=tree_of(session, unit),
        replacements=_replacements(session, equipment_id),
        loans=_loans(session, equipment_id),
        plans=_plans(session, equipment_id, day),
        named_in=_named_in(session, equipment_id),
        services=_services(session, equipment_id, language),
        block=holding_block(session, card.customer_id, day),
    )


def _cover(session: Session, card: UnitCard, day: date, language: str) -> tuple[CoverRow, ...]:
    """The very verdict that a request for each kind of work would get."""
    ask = VerdictAsk(day, customer_id=card.customer_id, equipment_id=card.unit.id)
    return tuple(
        CoverRow(work.id, work.name, ask_verdict(session, replace(ask, work_kind_id=work.id)))
        for work in work_kinds(session, language)[:MOST_WORKS]
    )


def _meters(session: Session, equipment_id: UUID) -> tuple[MeterRow, ...]:
    meters = session.scalars(
        select(Meter).where(Meter.equipment_id == equipment_id).order_by(Meter.name).limit(MOST_READINGS)
    )
    return tuple(MeterRow(each.id, each.name, each.unit, _readings(session, each.id)) for each in meters)


def _readings(session: Session, meter_id: UUID) -> tuple[ReadingRow, ...]:
    newest = select(Reading.id, Reading.read_on, Reading.value, Reading.note).where(
        Reading.meter_id == meter_id
    )
    ordered = newest.order_by(Reading.read_on.desc(), Reading.value.desc(), Reading.id.desc())
    return tuple(ReadingRow(*row) for row in session.execute(ordered.limit(MOST_READINGS)))


def _replacements(session: Session, equipment_id: UUID) -> tuple[ReplacementRow, ...]:
    old, new = aliased(Equipment), aliased(Equipment)
    found = session.execute(
        select(EquipmentReplacement, old.serial_number, new.serial_number)
        .join(old, old.id == EquipmentReplacement.old_id)
        .join(new, new.id == EquipmentReplacement.new_id)
        .where(or_(EquipmentReplacement.old_id == equipment_id, EquipmentReplacement.new_id == equipment_id))
        .order_by(EquipmentReplacement.replaced_on.desc(), EquipmentReplacement.id.desc())
        .limit(MOST_PARTS)
    )
    return tuple(
        ReplacementRow(row.new_id, new_serial, row.replaced_on, row.reason, is_successor=True)
        if row.old_id == equipment_id
        else ReplacementRow(row.old_id, old_serial, row.replaced_on, row.reason, is_successor=False)
        for row, old_serial, new_serial in found
    )


def _loans(session: Session, equipment_id: UUID) -> tuple[LoanRow, ...]:
    there, home, broken = aliased(Site), aliased(Site), aliased(Equipment)
    found = session.execute(
        select(EquipmentLoan, there.name, home.name, broken.serial_number)
        .join(there, there.id == EquipmentLoan.site_id)
        .join(home, home.id == EquipmentLoan.home_site_id)
        .outerjoin(broken, broken.id == EquipmentLoan.stands_for_id)
        .where(EquipmentLoan.equipment_id == equipment_id)
        .order_by(EquipmentLoan.lent_on.desc(), EquipmentLoan.id.desc())
        .limit(MOST_PARTS)
    )
    return tuple(
        LoanRow(
            loan.id,
            loan.version,
            site,
            back,
            loan.lent_on,
            loan.due_on,
            loan.returned_on,
            loan.reason,
            serial or "",
        )
        for loan, site, back, serial in found
    )


def _plans(session: Session, equipment_id: UUID, day: date) -> tuple[UnitPlanRow, ...]:
    found = session.scalars(
        select(MaintenancePlan)
        .where(MaintenancePlan.equipment_id == equipment_id)
        .order_by(MaintenancePlan.name, MaintenancePlan.id)
        .limit(MOST_PARTS)
    )
    rows = [
        UnitPlanRow(each.id, each.name, next_due(each.anchor_date, each.period_months, day), each.is_active)
        for each in found
    ]
    return tuple(sorted(rows, key=lambda row: (not row.is_active, row.next_due)))


def _named_in(session: Session, equipment_id: UUID) -> tuple[NamedInRow, ...]:
    found = session.execute(
        select(Contract.id, Contract.number, Terms.valid_from, Terms.valid_to)
        .join(Terms, Terms.contract_id == Contract.id)
        .join(CoverageLine, CoverageLine.terms_id == Terms.id)
        .join(CoverageUnit, CoverageUnit.line_id == CoverageLine.id)
        .where(CoverageUnit.equipment_id == equipment_id)
        .distinct()
        .order_by(Terms.valid_from.desc(), Contract.number)
        .limit(MOST_PARTS)
    )
    return tuple(NamedInRow(*row) for row in found)


def _services(session: Session, equipment_id: UUID, language: str) -> tuple[ServiceRow, ...]:
    """Every ticket of the unit, newest first, across all customers it belonged to (expectation 19)."""
    found = session.execute(
        select(Ticket, Customer.name, TicketState.name, TicketState.translations)
        .join(TicketState, TicketState.id == Ticket.state_id)
        .outerjoin(Customer, Customer.id == Ticket.customer_id)
        .where(Ticket.equipment_id == equipment_id)
        .order_by(Ticket.opened_at.desc(), Ticket.id.desc())
        .limit(MOST_TICKETS)
    )
    return tuple(
        ServiceRow(
            ticket.id,
            ticket.number,
            ticket.title,
            customer or "",
            name_in(state, translations, language),
            ticket.state_type,
            ticket.opened_at,
            ticket.closed_at,
            moments_of(ticket),
        )
        for ticket, customer, state, translations in found
    )
