"""What must be true after whatever was done: of tickets, of where things lie, of lists, search and audit."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from fieldservice.domain.model.catalogue import TicketState
from fieldservice.domain.model.content import Attachment
from fieldservice.domain.model.journal import SearchEntry
from fieldservice.domain.model.lifecycle import MergedRow
from fieldservice.domain.model.order import WorkOrder
from fieldservice.domain.model.ticket import Article, LinkKind, SlaEntry, Task, Ticket, TicketLink
from fieldservice.domain.queries.audit import verify_chain
from fieldservice.domain.queries.ticket_rows import TicketWish, Viewer
from fieldservice.domain.queries.ticket_views import view_counts, views
from fieldservice.domain.queries.ticket_window import ticket_order
from fieldservice.domain.rules.changes import RowRef
from fieldservice.domain.rules.settle import SettleAction
from fieldservice.domain.rules.ticket_states import TicketStateType
from fieldservice.domain.store import search_index
from fieldservice.domain.store.belongings import survivor_of
from fieldservice.domain.store.settling import settle
from tests.factories import Company

TWICE = "two orders in one place"
MERGED, CLOSED = TicketStateType.MERGED, TicketStateType.CLOSED
_MERGES = (
    select(func.count())
    .where(TicketLink.from_id == Ticket.id, TicketLink.kind == LinkKind.MERGED_INTO)
    .scalar_subquery()
)


def faults_of_tickets(session: Session, only: Collection[UUID] | None = None) -> Iterator[str]:
    """One state each, closed with a closing and no other, merged by one link, nothing left with a merged."""
    for what, statement in _FORBIDDEN.items():
        of_tickets = WorkOrder.ticket_id if what == TWICE else Ticket.id
        looked_at = statement if only is None else statement.where(of_tickets.in_(only))
        for number in session.scalars(looked_at.limit(5)):
            yield f"{what}: {number}"


def faults_of_homes(session: Session, only: Collection[UUID] | None = None) -> Iterator[str]:
    """What a merge moved lies with the survivor of its home."""
    notes = select(MergedRow)
    for note in session.scalars(notes if only is None else notes.where(MergedRow.home_id.in_(only))):
        kind = _MOVED[note.table_name]
        row = session.get(kind, note.row_id)
        home = session.get_one(Ticket, note.home_id)
        if home.state_type is not MERGED:
            yield f"kept from its home: {note.table_name} of {home.number}"
        elif row is not None and not _is_with_survivor(session, row, note):
            yield f"neither at home nor with the survivor: {note.table_name} of {home.number}"


def faults_of_settling(company: Company, ticket_ids: Iterable[UUID]) -> Iterator[str]:
    """Settling a ticket once more changes nothing."""
    for ticket_id in ticket_ids:
        with company.begin() as uow:
            ticket = uow.session.get(Ticket, ticket_id)
            action = SettleAction.NONE if ticket is None else settle(uow, ticket).action
            if ticket is not None and action is not SettleAction.NONE:
                yield f"not settled: {ticket.number} would {action.value}"


def faults_of_views(session: Session, viewer: Viewer) -> Iterator[str]:
    """Each view counts what its list shows."""
    for each in view_counts(session, viewer, views()):
        shown = len(ticket_order(session, TicketWish(each.view, viewer, "pl")))
        if not each.is_more and each.count != shown:
            yield f"view {each.view} counts {each.count} and shows {shown}"


def faults_of_search(company: Company) -> Iterator[str]:
    """The search words are those that making all anew would give."""
    with company.begin() as uow:
        kept = _words(uow.session)
        search_index.rebuild(uow.session, uow.clock.now())
        anew = _words(uow.session)
    yield from _differing(kept, anew)


def faults_of_words(company: Company, touched: Collection[RowRef]) -> Iterator[str]:
    """The words of these rows are those that making them anew would give: none for a row that is gone.

    A customer's name is among the words of its tickets.
    """
    ids = [ref.id for ref in touched]
    with company.begin() as uow:
        of_customers = select(Ticket.id).where(Ticket.customer_id.in_(ids))
        ids += uow.session.scalars(of_customers)
        kept = _words(uow.session, ids)
        search_index.refresh(uow.session, touched, uow.clock.now())
        anew = _words(uow.session, ids)
    yield from _differing(kept, anew)


def faults_of_audit(session: Session) -> Iterator[str]:
    report = verify_chain(session)
    yield from (f"audit chain: {each.fault.value} at {each.sequence}" for each in report.findings[:5])


def _is_with_survivor(session: Session, row: Any, note: MergedRow) -> bool:
    """A link that the survivor has already stays with the ticket that was merged."""
    lies_with = getattr(row, note.column_name)
    stayed = isinstance(row, TicketLink) and session.get_one(Ticket, lies_with).state_type is MERGED
    return stayed or lies_with == survivor_of(session, note.home_id)


def _words(session: Session, only: Collection[UUID] | None = None) -> dict[UUID, Any]:
    columns = [column for column in SearchEntry.__table__.columns if column.key not in _OF_THE_ENTRY]
    wanted = select(*columns)
    looked_at = wanted if only is None else wanted.where(SearchEntry.id.in_(only))
    return {row.id: tuple(row) for row in session.execute(looked_at)}


def _differing(kept: dict[UUID, Any], anew: dict[UUID, Any]) -> Iterator[str]:
    for key in sorted(kept.keys() ^ anew.keys(), key=str)[:5]:
        yield f"found though it is gone, or not found: {key}"
    for key in [key for key in kept.keys() & anew.keys() if kept[key] != anew[key]][:5]:
        yield f"found under other words: {key}"


def _lying(kind: Any, column: Any) -> Select[Any]:
    home = select(Ticket.number).join(kind, column == Ticket.id)
    return home.where(Ticket.state_type == MERGED)


_OF_THE_ENTRY = {"position", "changed_at"}
_MOVED: dict[str, Any] = {
    kind.__tablename__: kind for kind in (Article, Task, WorkOrder, Attachment, TicketLink)
}
_FORBIDDEN: dict[str, Select[Any]] = {
    "state and type differ": select(Ticket.number)
    .join(TicketState, TicketState.id == Ticket.state_id)
    .where(TicketState.state_type != Ticket.state_type),
    "closed without a closing, or the other way round": select(Ticket.number).where(
        or_(
            and_(Ticket.state_type == CLOSED, or_(Ticket.closed_at.is_(None), Ticket.closed_by.is_(None))),
            and_(
                Ticket.state_type != CLOSED, or_(Ticket.closed_at.is_not(None), Ticket.closed_by.is_not(None))
            ),
        )
    ),
    "merged by no link, or linked without being merged": select(Ticket.number).where(
        or_(and_(Ticket.state_type == MERGED, _MERGES != 1), and_(Ticket.state_type != MERGED, _MERGES != 0))
    ),
    "a wait without a waiting state": select(Ticket.number).where(
        Ticket.wait_until.is_not(None),
        Ticket.state_type.not_in([each for each in TicketStateType if each.is_waiting]),
    ),
    "an article with a merged ticket": _lying(Article, Article.ticket_id),
    "a task with a merged ticket": _lying(Task, Task.ticket_id),
    "an order with a merged ticket": _lying(WorkOrder, WorkOrder.ticket_id),
    "a ticket without a clock": select(Ticket.number).where(
        ~select(SlaEntry.id).where(SlaEntry.ticket_id == Ticket.id).exists()
    ),
    TWICE: select(WorkOrder.number)
    .group_by(WorkOrder.ticket_id, WorkOrder.position)
    .having(func.count() > 1),
}
"""Numbers of tickets that must not be."""
