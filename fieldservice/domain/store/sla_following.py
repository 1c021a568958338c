"""A ticket's SLA follows the rules when what they ask of it changes: priority, type, contract line, the
customer's class (D03).

The ledger keeps what was counted and every pause (P-18), so the deadlines are those of the new SLA reckoned
from the opening, and never earlier than the change. The rules are asked about the ticket as it stands, and so
two sites that changed it apart come to one SLA once their changes have met.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from fieldservice.domain.model.contract import CoverageLine
from fieldservice.domain.model.ticket import SlaEntry, Ticket
from fieldservice.domain.rules.reasons import Reason
from fieldservice.domain.rules.sla import Measure, SlaTargets, choose_sla
from fieldservice.domain.rules.sla_clock import read_clock
from fieldservice.domain.rules.sla_ledger import SlaLedger
from fieldservice.domain.rules.ticket_states import TicketStateType
from fieldservice.domain.store.exchange_state import is_joined
from fieldservice.domain.store.service_levels import AN_INSTANT, entry_id, facts_of, ledger_of
from fieldservice.domain.store.ticket_moves import tell
from fieldservice.domain.store.unit_of_work import UnitOfWork

OVER = tuple(state for state in TicketStateType if state.is_terminal)
FACTS = frozenset({"priority", "type_id", "kind_id", "service_id", "customer_id", "coverage_line_id"})
"""Columns of a ticket that the rules ask about."""


def follow_rules(uow: UnitOfWork, ticket: Ticket, at: datetime) -> None:
    """Give a live ticket the SLA that it should have from now on, and tell so in its course."""
    if ticket.state_type.is_terminal:
        return
    uow.session.flush()  # the rules ask the database about line and customer
    ledger, lines = ledger_of(uow, ticket)
    targets = _chosen(uow, ticket)
    if ledger is None or _id(targets) == ticket.sla_id == lines[-1].sla_id:
        return
    since = max(at, lines[-1].started_at + AN_INSTANT)
    turn, before = ledger.turn_at(since), ledger.targets_at(since)
    uow.add(
        SlaEntry(
            id=entry_id(ticket.id, since),
            ticket_id=ticket.id,
            started_at=since,
            kind=turn.kind,
            sla_id=_id(targets),
            because=turn.because,
        )
    )
    _set_deadlines(ticket, ledger.with_sla(since, targets), since)
    ticket.sla_id = _id(targets)
    _tell(uow, ticket, before, targets, at)


def follow_class(uow: UnitOfWork, customer_id: UUID, at: datetime) -> None:
    """The customer's class changed. A desk that has joined a centre leaves it to the centre: who may change
    customers need not be allowed to change tickets.
    """
    if not is_joined(uow.session):
        for ticket_id in live_tickets_of(uow, customer_id):
            follow_rules(uow, uow.lock(Ticket, ticket_id), at)


def live_tickets_of(uow: UnitOfWork, customer_id: UUID) -> Sequence[UUID]:
    """In the order in which they are locked everywhere."""
    live = select(Ticket.id).where(Ticket.customer_id == customer_id, Ticket.state_type.not_in(OVER))
    return uow.session.scalars(live.order_by(Ticket.id)).all()


def agree(uow: UnitOfWork, ticket: Ticket, at: datetime) -> None:
    """Follow the rules where changes of several sites have met, with the deadlines of the whole ledger."""
    follow_rules(uow, ticket, at)
    ledger, lines = ledger_of(uow, ticket)
    if ledger is not None and not ticket.state_type.is_terminal:
        _set_deadlines(ticket, ledger, lines[-1].started_at)


def right_from_opening(uow: UnitOfWork, ticket: Ticket) -> None:
    """The SLA of a ticket just made whose facts were put right: nobody was promised another one."""
    uow.session.flush()
    ledger, lines = ledger_of(uow, ticket)
    targets = _chosen(uow, ticket)
    if ledger is None or _id(targets) == ticket.sla_id:
        return
    for line in lines:
        line.sla_id = _id(targets)
    ticket.sla_id = _id(targets)
    _set_deadlines(ticket, ledger.with_sla_from_opening(targets), ticket.opened_at)


def _chosen(uow: UnitOfWork, ticket: Ticket) -> SlaTargets | None:
    line_sla = select(CoverageLine.sla_id).where(CoverageLine.id == ticket.coverage_line_id)
    facts = facts_of(uow, ticket, uow.session.scalar(line_sla))
    sla_id = choose_sla(uow.rulebook.sla_rules, facts).sla_id
    return None if sla_id is None else uow.rulebook.targets.get(sla_id)


def _id(targets: SlaTargets | None) -> UUID | None:
    return None if targets is None else targets.sla_id


def _set_deadlines(ticket: Ticket, ledger: SlaLedger, now: datetime) -> None:
    """An answer that was given was due when it was due; a promised closing stays with its reason."""
    if ticket.first_response_at is None:
        ticket.response_due_at = read_clock(ledger, Measure.RESPONSE, now).deadline
    ticket.resolution_due_at = read_clock(ledger, Measure.RESOLUTION, now).deadline
    if not ticket.expected_closing_because:
        ticket.expected_closing_at = ticket.resolution_due_at


def _tell(
    uow: UnitOfWork, ticket: Ticket, before: SlaTargets | None, after: SlaTargets | None, at: datetime
) -> None:
    told = {
        "before": None if before is None else before.name,
        "after": None if after is None else after.name,
        "due": ticket.resolution_due_at,
    }
    values = {name: value for name, value in told.items() if value is not None}
    tell(uow, ticket, Reason("ticket.sla_changed", values), at)
