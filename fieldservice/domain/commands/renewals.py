"""Renewing a contract: a further period, and the tickets that go over to it (expectation 16)."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from fieldservice.domain.commands.contracts import TermsData, extend, require_ours
from fieldservice.domain.model.base import member_id
from fieldservice.domain.model.contract import Contract, ServedUnit
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.reasons import Reason
from fieldservice.domain.rules.verdict_values import Evidence
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.finding import first, today
from fieldservice.domain.store.renewing import Period, judged, unbooked_lines
from fieldservice.domain.store.settling import settle
from fieldservice.domain.store.sla_following import follow_rules
from fieldservice.domain.store.ticket_moves import tell
from fieldservice.domain.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class RenewContract:
    """The lines of the latest period go on unless `terms` has its own; the tickets named are booked anew."""

    contract_id: UUID
    terms: TermsData
    ticket_ids: tuple[UUID, ...] = ()


def renew_contract(command: RenewContract, uow: UnitOfWork, clock: Clock) -> Changes:
    """What `add_terms` refuses. A ticket that the new lines do not carry after all stays where it is.

    The verdict on a ticket is not touched: it says what held when the ticket came in (X2).
    """
    del clock
    contract = require_ours(uow, uow.get(Contract, command.contract_id))
    terms = command.terms
    uow.record(
        "contract.renew",
        contract,
        number=contract.number,
        valid_from=terms.valid_from,
        valid_to=terms.valid_to,
        count=len(command.ticket_ids),
    )
    extend(uow, contract, terms)
    period = Period(contract.id, terms.terms_id, terms.valid_from, terms.valid_to, today(uow), uow.actor.zone)
    _take_over(uow, contract, period, sorted(command.ticket_ids))
    return uow.commit()


def _take_over(uow: UnitOfWork, contract: Contract, period: Period, ticket_ids: Iterable[UUID]) -> None:
    for ticket_id in ticket_ids:  # in the order of their ids: nobody waits for the other in a circle
        ticket = uow.lock(Ticket, ticket_id)
        found = judged(uow.session, ticket, None, period) if _is_theirs(ticket, contract) else None
        if found is not None:
            _book(uow, ticket, contract, found.evidence)
            days = {"valid_from": period.valid_from, "valid_to": period.valid_to}
            reason = Reason("contract.took_over", {"number": contract.number, **days})
            tell(uow, ticket, reason, uow.clock.now())
            follow_rules(uow, ticket, uow.clock.now())
            settle(uow, ticket)


def _is_theirs(ticket: Ticket, contract: Contract) -> bool:
    return ticket.customer_id == contract.customer_id


def _book(uow: UnitOfWork, ticket: Ticket, contract: Contract, evidence: Evidence) -> None:
    """The ticket, its counted place, and the work that no contract carried yet."""
    ticket.contract_id, ticket.coverage_line_id = contract.id, evidence.line_id
    for line in unbooked_lines(uow.session, ticket.id):
        line.contract_id = contract.id
    if not evidence.takes_place or evidence.line_id is None or ticket.equipment_id is None:
        return
    if evidence.site_id is None or first(
        uow, ServedUnit, line_id=evidence.line_id, equipment_id=ticket.equipment_id
    ):
        return
    uow.add(
        ServedUnit(
            id=member_id(evidence.line_id, ticket.equipment_id),
            line_id=evidence.line_id,
            equipment_id=ticket.equipment_id,
            site_id=evidence.site_id,
            first_served_on=evidence.day,
            ticket_id=ticket.id,
        )
    )
