"""What a renewal would do before it is done: the tickets that would go over (expectation 16)."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Session

from fieldservice.domain.model.contract import Contract
from fieldservice.domain.rules.contract_renewal import GoesOver
from fieldservice.domain.store.renewing import Period, concerned, unbooked_minutes, with_new_terms
from fieldservice.domain.store.verdict_facts import contract_facts


@dataclass(frozen=True, slots=True)
class RenewalAsk:
    """A period as it would be added; `terms_id` is that of the form."""

    contract_id: UUID
    terms_id: UUID
    valid_from: date
    valid_to: date
    today: date
    zone: str


@dataclass(frozen=True, slots=True)
class GoingOver:
    """A ticket that may go over, why, and how long was worked on it without a contract."""

    id: UUID
    number: str
    title: str
    opened_at: datetime
    why: GoesOver
    unbooked_minutes: Decimal


def renewal_preview(session: Session, ask: RenewalAsk) -> tuple[GoingOver, ...]:
    """Bounded by the customer's open tickets; empty for days that make no period."""
    contract = session.get(Contract, ask.contract_id)
    if contract is None or ask.valid_to < ask.valid_from:
        return ()
    period = Period(ask.contract_id, ask.terms_id, ask.valid_from, ask.valid_to, ask.today, ask.zone)
    contracts = with_new_terms(contract_facts(session, contract.customer_id), period)
    return tuple(
        GoingOver(
            found.ticket.id,
            found.ticket.number,
            found.ticket.title,
            found.ticket.opened_at,
            found.why,
            unbooked_minutes(session, found.ticket.id),
        )
        for found in concerned(session, contract.customer_id, contracts, period)
    )
