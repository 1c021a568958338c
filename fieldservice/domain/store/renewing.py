"""Tickets that a renewal concerns, judged by the contracts as they are or as they would be.

The preview asks before the new period is there, the command after it: the same judgement in both.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from fieldservice.domain.model.base import member_id
from fieldservice.domain.model.contract import CoverageLine
from fieldservice.domain.model.order import LineKind, WorkLine, WorkOrder
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.rules.contract_renewal import BookedTicket, GoesOver, goes_over
from fieldservice.domain.rules.coverage_facts import (
    ContractFacts,
    Extent,
    LineFacts,
    TermsFacts,
    UnitsOfCategory,
)
from fieldservice.domain.rules.ticket_states import TicketStateType
from fieldservice.domain.rules.verdict import judge
from fieldservice.domain.rules.verdict_booking import evidence_to_book
from fieldservice.domain.rules.verdict_values import Evidence
from fieldservice.domain.store.verdict_facts import zone_of_site
from fieldservice.domain.store.verdicts import VerdictAsk, question_of

MOST_TICKETS = 500
OVER = tuple(state for state in TicketStateType if state.is_terminal)


@dataclass(frozen=True, slots=True)
class Period:
    """The new period: `zone` is that of the company, `today` the day on which it is looked at."""

    contract_id: UUID
    terms_id: UUID
    valid_from: date
    valid_to: date
    today: date
    zone: str


@dataclass(frozen=True, slots=True)
class Concerned:
    """A ticket that may go over, why, and what it would be booked on."""

    ticket: Ticket
    why: GoesOver
    evidence: Evidence


def with_new_terms(contracts: Sequence[ContractFacts], period: Period) -> tuple[ContractFacts, ...]:
    """The contracts as they would be: the latest lines go on in the new period, nothing used yet."""
    return tuple(
        _extended(contract, period) if contract.id == period.contract_id else contract
        for contract in contracts
    )


def concerned(
    session: Session, customer_id: UUID, contracts: Sequence[ContractFacts] | None, period: Period
) -> Iterator[Concerned]:
    """Tickets that are open, or have work that no contract carries; `contracts` None: as they now stand."""
    for ticket in session.scalars(_tickets(customer_id, period)).all():
        found = judged(session, ticket, contracts, period)
        if found is not None:
            yield found


def judged(
    session: Session, ticket: Ticket, contracts: Sequence[ContractFacts] | None, period: Period
) -> Concerned | None:
    """The ticket on the day it came in, or on the first of the period; None when it does not go over."""
    day = max(_local_day(session, ticket.opened_at, ticket, period), period.valid_from)
    if day > period.today:
        return None
    question = question_of(session, _ask(ticket, day))
    if contracts is not None:
        question = replace(question, contracts=tuple(contracts))
    evidence = evidence_to_book(question, judge(question))
    why = goes_over(_booked(session, ticket), period.contract_id, period.terms_id, evidence)
    return None if why is None else Concerned(ticket, why, evidence)


def unbooked_lines(session: Session, ticket_id: UUID) -> Sequence[WorkLine]:
    """Work of the ticket that no contract carries."""
    return session.scalars(
        select(WorkLine)
        .join(WorkOrder, WorkOrder.id == WorkLine.order_id)
        .where(WorkOrder.ticket_id == ticket_id, WorkLine.contract_id.is_(None))
    ).all()


def unbooked_minutes(session: Session, ticket_id: UUID) -> Decimal:
    """Time of work on the ticket that no contract carries."""
    times = (line.quantity for line in unbooked_lines(session, ticket_id) if line.kind is LineKind.TIME)
    return sum(times, Decimal(0))


def _tickets(customer_id: UUID, period: Period) -> Select[Ticket]:
    first_moment = datetime.combine(period.valid_from, datetime.min.time(), ZoneInfo(period.zone))
    left = (
        select(WorkLine.id)
        .join(WorkOrder, WorkOrder.id == WorkLine.order_id)
        .where(
            WorkOrder.ticket_id == Ticket.id,
            WorkLine.contract_id.is_(None),
            WorkLine.happened_at >= first_moment,
        )
        .exists()
    )
    return (
        select(Ticket)
        .where(Ticket.customer_id == customer_id, or_(Ticket.state_type.not_in(OVER), left))
        .order_by(Ticket.opened_at, Ticket.id)
        .limit(MOST_TICKETS)
    )


def _ask(ticket: Ticket, day: date) -> VerdictAsk:
    return VerdictAsk(
        day=day,
        customer_id=ticket.customer_id,
        equipment_id=ticket.equipment_id,
        site_id=ticket.site_id,
        product_id=ticket.product_id,
        service_id=ticket.service_id,
        work_kind_id=ticket.work_kind_id,
        purpose_id=ticket.purpose_id,
    )


def _booked(session: Session, ticket: Ticket) -> BookedTicket:
    line = session.get(CoverageLine, ticket.coverage_line_id) if ticket.coverage_line_id else None
    kind = line.quota_kind if line is not None else None
    is_over = ticket.state_type.is_terminal
    return BookedTicket(ticket.contract_id, ticket.coverage_line_id, kind, is_over)


def _local_day(session: Session, moment: datetime, ticket: Ticket, period: Period) -> date:
    zone = zone_of_site(session, ticket.site_id) if ticket.site_id else None
    return moment.astimezone(ZoneInfo(zone or period.zone)).date()


def _extended(contract: ContractFacts, period: Period) -> ContractFacts:
    latest = max(contract.terms, key=lambda terms: terms.valid_from)
    lines = tuple(_renewed(line, period.terms_id) for line in latest.lines)
    terms = TermsFacts(period.terms_id, period.valid_from, period.valid_to, lines)
    return replace(contract, terms=(*contract.terms, terms))


def _renewed(line: LineFacts, terms_id: UUID) -> LineFacts:
    quota = None if line.quota is None else replace(line.quota, used=Decimal(0))
    return replace(line, id=member_id(terms_id, line.id), extent=_free(line.extent), quota=quota)


def _free(extent: Extent) -> Extent:
    return replace(extent, served=()) if isinstance(extent, UnitsOfCategory) else extent
