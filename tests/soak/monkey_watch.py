"""Looks after each step at whatever was written since the last look, by whichever desk, a killed one too."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fieldservice.domain.model.journal import JournalChange, JournalEntry
from fieldservice.domain.model.order import Visit, WorkOrder
from fieldservice.domain.model.ticket import Article, Task, Ticket
from fieldservice.domain.queries.audit import verify_chain
from fieldservice.domain.queries.search import matching_ids
from fieldservice.domain.queries.ticket_rows import Viewer
from fieldservice.domain.rules.audit_chain import BEGINNING
from fieldservice.domain.rules.changes import RowRef
from tests.factories import Company
from tests.soak import monkey_checks as checks

MOST_FOUND = 1_000


@dataclass(slots=True)
class Watch:
    """The journal tells what was written; `seen` is its last entry that was looked at, with its digest."""

    seen: tuple[int, bytes] = (0, BEGINNING)

    def faults(self, company: Company) -> list[str]:
        """One state, lists as counted, words as written, the chain whole, and nothing left to settle."""
        viewer = Viewer(company.actor.user_id, company.clock.now())
        with company.database.read_session() as session:
            touched = _written_behind(session, self.seen[0])
            report = verify_chain(session, since=self.seen)
            tickets = _tickets_of(session, touched)
            faults = [f"audit chain: {each.fault.value} at {each.sequence}" for each in report.findings]
            faults += [*checks.faults_of_tickets(session, tickets), *checks.faults_of_homes(session, tickets)]
            faults += [*checks.faults_of_views(session, viewer), *_not_found(session, tickets)]
        faults += checks.faults_of_words(company, touched)
        faults += checks.faults_of_settling(company, tickets)
        self.seen = (report.last, bytes.fromhex(report.head))
        return faults


def _written_behind(session: Session, sequence: int) -> frozenset[RowRef]:
    written = (
        select(JournalChange.table_name, JournalChange.row_id)
        .join(JournalEntry, JournalEntry.id == JournalChange.entry_id)
        .where(JournalEntry.sequence > sequence)
    )
    return frozenset(RowRef(table, row_id) for table, row_id in session.execute(written))


def _tickets_of(session: Session, touched: Collection[RowRef]) -> set[UUID]:
    """The tickets that were written, and those of what was written."""
    ids: dict[str, list[UUID]] = {}
    for ref in touched:
        ids.setdefault(ref.table, []).append(ref.id)
    statements = (
        select(Ticket.id).where(Ticket.id.in_(ids.get("ticket", []))),
        *(
            select(kind.ticket_id).where(kind.id.in_(ids.get(kind.__tablename__, [])))
            for kind in (WorkOrder, Article, Task)
        ),
        select(WorkOrder.ticket_id)
        .join(Visit, Visit.order_id == WorkOrder.id)
        .where(Visit.id.in_(ids.get("visit", []))),
    )
    return {found for statement in statements for found in session.scalars(statement)}


def _not_found(session: Session, tickets: Collection[UUID]) -> Iterator[str]:
    """Each is found by its number, as one types it."""
    named = select(Ticket.id, Ticket.number).where(Ticket.id.in_(tickets))
    for ticket_id, number in session.execute(named):
        if ticket_id not in session.scalars(matching_ids(session, number, "ticket", MOST_FOUND)).all():
            yield f"not found by its number: {number}"
