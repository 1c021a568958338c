"""Which branches hold the tickets of a customer, and two tickets that are to be linked."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.rules.errors import RuleViolation


def require_one_branch(ticket: Ticket, other: Ticket) -> None:
    """A link lies with both tickets, so one branch has to hold them: `link.other_branch`."""
    if None not in (ticket.branch_id, other.branch_id) and ticket.branch_id != other.branch_id:
        raise RuleViolation("link.other_branch", number=ticket.number, other=other.number)


def tickets_elsewhere(session: Session, customer_id: UUID, branch_id: UUID) -> tuple[int, str]:
    """How many tickets of the customer another branch or everybody holds, and the number of one."""
    elsewhere = Ticket.branch_id.is_distinct_from(branch_id)
    counted = select(func.count(), func.min(Ticket.number)).where(
        Ticket.customer_id == customer_id, elsewhere
    )
    count, number = session.execute(counted).one()
    return count, number or ""
