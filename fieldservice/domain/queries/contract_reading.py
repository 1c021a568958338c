"""One contract as one reads it, with what its forms need, what it cost, and the tickets that count on it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fieldservice.domain.model.catalogue import Sla, TicketState
from fieldservice.domain.model.contract import (
    Contract,
    CoverageLine,
    CoverageService,
    CoverageSite,
    CoverageUnit,
    CoverageWork,
    Terms,
)
from fieldservice.domain.model.customer import Customer
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.queries.contract_costs import ContractCosts, costs_of_customer
from fieldservice.domain.queries.contract_list import ContractState, state_of
from fieldservice.domain.queries.contracts import ContractRow, contract_card
from fieldservice.domain.queries.customer_card import SiteRow, sites_of
from fieldservice.domain.queries.customer_extras import HoldingBlock, holding_block
from fieldservice.domain.queries.customer_history import HistoryRow, entries_about
from fieldservice.domain.queries.dictionaries import name_in
from fieldservice.domain.rules.coverage_quota import BeyondQuota
from fieldservice.domain.rules.mastering import Kept
from fieldservice.domain.rules.ticket_states import TicketStateType
from fieldservice.domain.store import verdict_facts
from fieldservice.domain.store.mastering import keeper_named

MOST_TICKETS = 50
MOST_MEMBERS = 5_000
NOTHING = ContractCosts(None, "", Decimal(0), Decimal(0), 0)


@dataclass(frozen=True, slots=True)
class SlaShown:
    """The service level that a line promises; an internal one was promised to nobody (B12)."""

    id: UUID
    name: str
    response_minutes: int | None
    resolution_minutes: int | None
    is_internal: bool
    note: str
    roles: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class LineValues:
    """What the form of a line shows, by ids."""

    unit_ids: tuple[UUID, ...]
    site_ids: tuple[UUID, ...]
    work_kind_ids: tuple[UUID, ...]
    service_ids: tuple[UUID, ...]
    beyond: BeyondQuota
    warn_at: tuple[int, int, int]
    sla: SlaShown | None


@dataclass(frozen=True, slots=True)
class BookedTicket:
    id: UUID
    number: str
    title: str
    state: str
    state_type: TicketStateType
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class ContractReading:
    """`versions` of its periods and `values` of its lines are by their ids."""

    contract: ContractRow
    state: ContractState
    mastered_in: str
    customer_number: str
    customer: str
    versions: dict[UUID, int]
    values: dict[UUID, LineValues]
    sites: tuple[SiteRow, ...]
    costs: ContractCosts
    tickets: tuple[BookedTicket, ...]
    history: tuple[HistoryRow, ...]
    block: HoldingBlock | None

    @property
    def last_day(self) -> date | None:
        return max((terms.valid_to for terms in self.contract.terms), default=None)


def contract_reading(
    session: Session, contract_id: UUID, *, day: date, language: str
) -> ContractReading | None:
    """None when there is no such contract. A bounded number of statements, however many lines it has."""
    row = contract_card(session, contract_id, day=day, language=language)
    if row is None:
        return None
    contract = session.get_one(Contract, contract_id)
    customer = session.get_one(Customer, contract.customer_id)
    known = verdict_facts.contract_facts(session, customer.id)
    return ContractReading(
        contract=row,
        state=state_of(next(each for each in known if each.id == contract_id), day),
        mastered_in=contract.mastered_in or keeper_named(session, Kept.CONTRACTS),
        customer_number=customer.number,
        customer=customer.name,
        versions=_versions(session, contract_id),
        values=_values(session, contract_id, language),
        sites=sites_of(session, customer.id),
        costs=_costs(session, customer.id, contract_id),
        tickets=_tickets(session, contract_id, language),
        history=entries_about(session, contract_id),
        block=holding_block(session, customer.id, day),
    )


def _versions(session: Session, contract_id: UUID) -> dict[UUID, int]:
    found = session.execute(select(Terms.id, Terms.version).where(Terms.contract_id == contract_id))
    return dict(found.all())


def _values(session: Session, contract_id: UUID, language: str) -> dict[UUID, LineValues]:
    lines = session.scalars(
        select(CoverageLine)
        .join(Terms, Terms.id == CoverageLine.terms_id)
        .where(Terms.contract_id == contract_id)
        .limit(MOST_MEMBERS)
    ).all()
    ids = [line.id for line in lines]
    units, sites = _members(session, CoverageUnit, ids), _members(session, CoverageSite, ids)
    works, services = _members(session, CoverageWork, ids), _members(session, CoverageService, ids)
    slas = _slas(session, {line.sla_id for line in lines if line.sla_id}, language)
    return {
        line.id: LineValues(
            units.get(line.id, ()),
            sites.get(line.id, ()),
            works.get(line.id, ()),
            services.get(line.id, ()),
            line.quota_beyond,
            (line.warn_first_percent, line.warn_second_percent, line.warn_third_percent),
            slas.get(line.sla_id) if line.sla_id else None,
        )
        for line in lines
    }


_MEMBER_COLUMN = {
    CoverageUnit: CoverageUnit.equipment_id,
    CoverageSite: CoverageSite.site_id,
    CoverageWork: CoverageWork.work_kind_id,
    CoverageService: CoverageService.service_id,
}


def _members(
    session: Session,
    kind: type[CoverageUnit | CoverageSite | CoverageWork | CoverageService],
    line_ids: list[UUID],
) -> dict[UUID, tuple[UUID, ...]]:
    column = _MEMBER_COLUMN[kind]
    found = session.execute(
        select(kind.line_id, column).where(kind.line_id.in_(line_ids)).order_by(column).limit(MOST_MEMBERS)
    )
    grouped: dict[UUID, tuple[UUID, ...]] = {}
    for line_id, member in found:
        grouped[line_id] = (*grouped.get(line_id, ()), member)
    return grouped


def _slas(session: Session, ids: set[UUID], language: str) -> dict[UUID, SlaShown]:
    return {
        sla.id: SlaShown(
            sla.id,
            name_in(sla.name, sla.translations, language),
            sla.response_minutes,
            sla.resolution_minutes,
            sla.is_internal,
            sla.note,
            tuple((who, what) for who, what in sla.roles or ()),
        )
        for sla in session.scalars(select(Sla).where(Sla.id.in_(ids)))
    }


def _costs(session: Session, customer_id: UUID, contract_id: UUID) -> ContractCosts:
    costs = costs_of_customer(session, customer_id).contracts
    return next((each for each in costs if each.contract_id == contract_id), NOTHING)


def _tickets(session: Session, contract_id: UUID, language: str) -> tuple[BookedTicket, ...]:
    """The newest tickets that count on the contract."""
    found = session.execute(
        select(Ticket, TicketState.name, TicketState.translations)
        .join(TicketState, TicketState.id == Ticket.state_id)
        .where(Ticket.contract_id == contract_id)
        .order_by(Ticket.opened_at.desc(), Ticket.id.desc())
        .limit(MOST_TICKETS)
    )
    return tuple(
        BookedTicket(
            ticket.id,
            ticket.number,
            ticket.title,
            name_in(state, translations, language),
            ticket.state_type,
            ticket.opened_at,
        )
        for ticket, state, translations in found
    )
