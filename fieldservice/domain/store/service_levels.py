"""What is promised for a ticket: its SLA chosen by rule, its ledger kept, its deadlines computed from the
ledger.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import bindparam, select

from fieldservice.domain.model.base import member_id
from fieldservice.domain.model.customer import Customer
from fieldservice.domain.model.ticket import SlaEntry, Ticket
from fieldservice.domain.rules.reasons import Reason
from fieldservice.domain.rules.sla import Measure, SlaFacts, choose_sla
from fieldservice.domain.rules.sla_clock import read_clock
from fieldservice.domain.rules.sla_ledger import KIND_BY_STATE_TYPE, LedgerInterval, SlaLedger
from fieldservice.domain.store.rulebook import Rulebook
from fieldservice.domain.store.unit_of_work import UnitOfWork

CLASS = select(Customer.customer_class).where(Customer.id == bindparam("id"))


AN_INSTANT = timedelta(microseconds=1)  # so that what begins just now has a length


@dataclass(frozen=True, slots=True)
class Promise:
    """The SLA of a ticket to be, why this one, and its deadlines; all None without an SLA (P-27)."""

    sla_id: UUID | None
    sla_name: str
    reason: Reason
    response_due_at: datetime | None
    resolution_due_at: datetime | None


def promise(rulebook: Rulebook, facts: SlaFacts, opened_at: datetime) -> Promise:
    """What a ticket opened then is promised."""
    choice = choose_sla(rulebook.sla_rules, facts)
    targets = None if choice.sla_id is None else rulebook.targets.get(choice.sla_id)
    if targets is None:
        return Promise(None, "", choice.reason, None, None)
    return Promise(
        targets.sla_id,
        targets.name,
        choice.reason,
        targets.due(Measure.RESPONSE, opened_at),
        targets.due(Measure.RESOLUTION, opened_at),
    )


def facts_of(uow: UnitOfWork, ticket: Ticket, line_sla_id: UUID | None) -> SlaFacts:
    customer_class = uow.session.connection().scalar(CLASS, {"id": ticket.customer_id})
    return SlaFacts(
        priority=ticket.priority,
        customer_class=None if customer_class is None else customer_class.value,
        ticket_type_id=ticket.type_id,
        channel=ticket.channel.value,
        line_sla_id=line_sla_id,
        customer_id=ticket.customer_id,
        kind_id=ticket.kind_id,
        service_id=ticket.service_id,
    )


def entry_id(ticket_id: UUID, started_at: datetime) -> UUID:
    """The line that begins then, the same wherever the clock is turned: two sites write one."""
    return member_id(ticket_id, "sla", started_at.astimezone(UTC).isoformat())


def open_clock(uow: UnitOfWork, ticket: Ticket, line_sla_id: UUID | None) -> None:
    """Choose the SLA of a new ticket, begin its ledger, set its deadlines."""
    given = promise(uow.rulebook, facts_of(uow, ticket, line_sla_id), ticket.opened_at)
    ticket.sla_id = given.sla_id
    ticket.response_due_at = given.response_due_at
    ticket.resolution_due_at = given.resolution_due_at
    uow.add(
        SlaEntry(
            id=entry_id(ticket.id, ticket.opened_at),
            ticket_id=ticket.id,
            started_at=ticket.opened_at,
            kind=KIND_BY_STATE_TYPE[ticket.state_type],
            sla_id=given.sla_id,
        )
    )


def ledger_of(uow: UnitOfWork, ticket: Ticket) -> tuple[SlaLedger | None, Sequence[SlaEntry]]:
    """The ticket's ledger with its lines in order; None for a ticket that never had one."""
    uow.session.flush()  # entries of this very command count
    entries = select(SlaEntry).where(SlaEntry.ticket_id == ticket.id).order_by(SlaEntry.started_at)
    rows = uow.session.scalars(entries).all()
    intervals = [_interval(uow, row) for row in rows]
    return (SlaLedger.restored(intervals, ticket.first_response_at) if rows else None), rows


def turn_clock(uow: UnitOfWork, ticket: Ticket, at: datetime) -> None:
    """Let the ledger follow the ticket's state, and the deadline the ledger. Waiting stops the clock
    (D08).
    """
    ledger, rows = ledger_of(uow, ticket)
    if ledger is None:
        return
    turned_at = max(at, ledger.opened_at)
    turned = ledger.turned(turned_at, KIND_BY_STATE_TYPE[ticket.state_type])
    known = {row.started_at for row in rows}
    uow.add(
        *(_row(ticket, each) for each in turned.intervals(turned_at + AN_INSTANT) if each.start not in known)
    )
    if not ticket.state_type.is_terminal:
        ticket.resolution_due_at = read_clock(turned, Measure.RESOLUTION, turned_at).deadline
        if not ticket.expected_closing_because:
            ticket.expected_closing_at = ticket.resolution_due_at


def _interval(uow: UnitOfWork, row: SlaEntry) -> LedgerInterval:
    targets = None if row.sla_id is None else uow.rulebook.targets.get(row.sla_id)
    return LedgerInterval(row.started_at, row.started_at, row.kind, targets, row.because)


def _row(ticket: Ticket, interval: LedgerInterval) -> SlaEntry:
    return SlaEntry(
        id=entry_id(ticket.id, interval.start),
        ticket_id=ticket.id,
        started_at=interval.start,
        kind=interval.kind,
        sla_id=None if interval.targets is None else interval.targets.sla_id,
        because=interval.because,
    )
