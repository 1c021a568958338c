"""What was spent on a customer: time, travel and money by contract, and what none carries (B07, B08)."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from fieldservice.domain.model.contract import Contract
from fieldservice.domain.model.order import LineKind, WorkLine, WorkOrder
from fieldservice.domain.model.ticket import Ticket

MOST_CONTRACTS = 500


@dataclass(frozen=True, slots=True)
class ContractCosts:
    """What one contract took; without `contract_id` it is work that no contract carries."""

    contract_id: UUID | None
    number: str
    work_minutes: Decimal
    travel_minutes: Decimal
    amount_cents: int


@dataclass(frozen=True, slots=True)
class CustomerCosts:
    """The customer's contracts by number, what none carries last; the sums are those of the parts."""

    contracts: tuple[ContractCosts, ...]

    @property
    def work_minutes(self) -> Decimal:
        return sum((each.work_minutes for each in self.contracts), Decimal(0))

    @property
    def travel_minutes(self) -> Decimal:
        return sum((each.travel_minutes for each in self.contracts), Decimal(0))

    @property
    def amount_cents(self) -> int:
        return sum(each.amount_cents for each in self.contracts)


def costs_of_customer(session: Session, customer_id: UUID) -> CustomerCosts:
    """One statement, however many lines were booked."""
    work, travel = (
        func.coalesce(func.sum(case((WorkLine.kind == kind, WorkLine.quantity))), 0)
        for kind in (LineKind.TIME, LineKind.TRAVEL)
    )
    booked = (
        select(Contract.id, Contract.number, work, travel, func.sum(WorkLine.amount_cents))
        .select_from(WorkLine)
        .join(WorkOrder, WorkOrder.id == WorkLine.order_id)
        .join(Ticket, Ticket.id == WorkOrder.ticket_id)
        .outerjoin(Contract, Contract.id == WorkLine.contract_id)
        .where(Ticket.customer_id == customer_id)
        .group_by(Contract.id, Contract.number)
        .order_by(Contract.id.is_(None), Contract.number)
        .limit(MOST_CONTRACTS)
    )
    return CustomerCosts(
        tuple(
            ContractCosts(contract_id, number or "", Decimal(worked), Decimal(travelled), int(cents or 0))
            for contract_id, number, worked, travelled, cents in session.execute(booked)
        )
    )
