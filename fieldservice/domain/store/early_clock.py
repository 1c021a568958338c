"""The clock of a ticket that took in an older one: it runs from the older opening (P-38).

The lines before the survivor's own beginning are derived: made anew after each merge and each taking back.
"""

from sqlalchemy import select

from fieldservice.domain.model.ticket import SlaEntry, Ticket
from fieldservice.domain.store.belongings import merged_into
from fieldservice.domain.store.service_levels import turn_clock
from fieldservice.domain.store.unit_of_work import UnitOfWork

EARLIER = "sla.before_merge"


def renew_early_clock(uow: UnitOfWork, survivor: Ticket) -> None:
    """Let the ledger begin where the oldest of the merged tickets began, and the deadline follow."""
    uow.session.flush()  # merges of this very command count too
    own = _lines(uow, survivor)
    for line in own:
        if line.because == EARLIER:
            uow.session.delete(line)
    own = [line for line in own if line.because != EARLIER]
    uow.session.flush()  # lines made anew may stand at the same moments
    if own:
        _add_earlier(uow, survivor, own[0])
        turn_clock(uow, survivor, uow.clock.now())


def _add_earlier(uow: UnitOfWork, survivor: Ticket, first: SlaEntry) -> None:
    taken_in = [uow.get(Ticket, each) for each in sorted(merged_into(uow, survivor.id))]
    oldest = min(taken_in, key=lambda ticket: (ticket.opened_at, ticket.id), default=None)
    if oldest is None or oldest.opened_at >= first.started_at:
        return
    for line in _lines(uow, oldest):
        if line.because != EARLIER and line.started_at < first.started_at:
            uow.add(
                SlaEntry(
                    ticket_id=survivor.id,
                    started_at=line.started_at,
                    kind=line.kind,
                    sla_id=first.sla_id,
                    because=EARLIER,
                )
            )


def _lines(uow: UnitOfWork, ticket: Ticket) -> list[SlaEntry]:
    entries = select(SlaEntry).where(SlaEntry.ticket_id == ticket.id).order_by(SlaEntry.started_at)
    return list(uow.session.scalars(entries))
