"""What the rule of bulk changes must know of tickets and states, read many at a time."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fieldservice.domain.model.catalogue import TicketState
from fieldservice.domain.model.order import WorkOrder
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.rules.bulk import BulkFacts, BulkWhat, BulkWish, StateFacts
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.order_states import OrderState

BATCH = 500
_OPEN = tuple(state for state in OrderState if not state.is_terminal)
_COLUMNS = (
    Ticket.id,
    Ticket.number,
    Ticket.state_type,
    Ticket.state_id,
    Ticket.owner_id,
    Ticket.queue_id,
    Ticket.priority,
    Ticket.type_id,
)


def target_state(session: Session, wish: BulkWish) -> StateFacts | None:
    """The state that is wished for, if it is one that is changed."""
    if wish.what is not BulkWhat.STATE:
        return None
    row = None if wish.target_id is None else session.get(TicketState, wish.target_id)
    if row is None:
        raise RuleViolation("row.missing", table=TicketState.__tablename__)
    return StateFacts(row.id, row.name, row.state_type)


def facts_of(session: Session, ids: Sequence[UUID]) -> Iterator[BulkFacts]:
    """The tickets as they stand, in the order of the ids; those that are gone are left out."""
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        orders: dict[UUID, list[str]] = {}
        of_batch = select(WorkOrder.ticket_id, WorkOrder.number).where(
            WorkOrder.ticket_id.in_(batch), WorkOrder.state.in_(_OPEN)
        )
        for ticket_id, number in session.execute(of_batch.order_by(WorkOrder.position)):
            orders.setdefault(ticket_id, []).append(number)
        rows = {row.id: row for row in session.execute(select(*_COLUMNS).where(Ticket.id.in_(batch)))}
        for ticket_id in batch:
            if ticket_id in rows:
                yield BulkFacts(*rows[ticket_id], tuple(orders.get(ticket_id, ())))
