"""The clock of a ticket split from another one, where the company lets it run on from the source (P-26)."""

from sqlalchemy import select

from fieldservice.domain.model.ticket import SlaEntry, Ticket
from fieldservice.domain.rules.sla import Measure
from fieldservice.domain.rules.sla_clock import read_clock
from fieldservice.domain.rules.sla_ledger import LedgerInterval, SlaLedger
from fieldservice.domain.store.unit_of_work import UnitOfWork


def run_on_from(uow: UnitOfWork, ticket: Ticket, source: Ticket) -> None:
    """Let the new ticket's clock have begun with the source, under the SLA of the new one; nothing of it is
    fulfilled.
    """
    uow.session.flush()  # the first line of the new ticket is there
    targets = None if ticket.sla_id is None else uow.rulebook.targets.get(ticket.sla_id)
    lines = select(SlaEntry).where(SlaEntry.ticket_id == source.id).order_by(SlaEntry.started_at)
    rows = uow.session.scalars(lines).all()
    if not rows or rows[0].started_at >= ticket.opened_at:
        return
    past = SlaLedger.restored(
        [LedgerInterval(row.started_at, row.started_at, row.kind, targets, row.because) for row in rows]
    )
    ledger = past.split_off(ticket.opened_at, from_source=True).with_sla_from_opening(targets)
    for interval in ledger.intervals(ticket.opened_at):
        uow.add(
            SlaEntry(
                ticket_id=ticket.id,
                started_at=interval.start,
                kind=interval.kind,
                sla_id=ticket.sla_id,
                because=interval.because,
            )
        )
    ticket.response_due_at = read_clock(ledger, Measure.RESPONSE, ticket.opened_at).deadline
    ticket.resolution_due_at = read_clock(ledger, Measure.RESOLUTION, ticket.opened_at).deadline
    if not ticket.expected_closing_because:
        ticket.expected_closing_at = ticket.resolution_due_at
