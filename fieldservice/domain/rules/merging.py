"""Which tickets may become one, and what is refused in plain words (A30, C12, P-38)."""

from dataclasses import dataclass
from uuid import UUID

from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.ticket_states import TicketStateType


@dataclass(frozen=True, slots=True)
class MergeSide:
    """One of the two tickets, as the rule sees it."""

    id: UUID
    number: str
    state: TicketStateType
    customer_id: UUID | None


def check_merge(source: MergeSide, survivor: MergeSide) -> None:
    """Whether `source` may be merged into `survivor`, which is not merged itself.

    `merge.same_ticket`, `merge.done_already`, `merge.other_customer`, `merge.survivor_closed`.
    """
    if source.id == survivor.id:
        raise RuleViolation("merge.same_ticket", number=source.number)
    if source.state is TicketStateType.MERGED:
        raise RuleViolation("merge.done_already", number=source.number)
    strangers = {source.customer_id, survivor.customer_id} - {None}
    if len(strangers) > 1:
        raise RuleViolation("merge.other_customer", number=source.number, into=survivor.number)
    if survivor.state is TicketStateType.CLOSED and source.state is not TicketStateType.CLOSED:
        raise RuleViolation("merge.survivor_closed", number=source.number, into=survivor.number)


def survivor_of_chain(ticket_id: UUID, merged_into: dict[UUID, UUID]) -> UUID:
    """Where a chain of merges ends: A into B into C is C."""
    seen = {ticket_id}
    while (following := merged_into.get(ticket_id)) is not None and following not in seen:
        seen.add(following)
        ticket_id = following
    return ticket_id
