"""Moving a ticket from state to state, and what follows: the company's name for the state, the clock, the
article.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.catalogue import TicketState
from fieldservice.domain.model.ticket import Article, ArticleKind, Ticket
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.reasons import Reason
from fieldservice.domain.rules.ticket_states import TicketAction, TicketStateType, next_ticket_state
from fieldservice.domain.store.reason_values import reason_to_json
from fieldservice.domain.store.unit_of_work import UnitOfWork

PLANNED = "planned"


def usual_state(uow: UnitOfWork, state_type: TicketStateType) -> UUID:
    """The company's usual state of a type."""
    found = uow.rulebook.usual_states.get(state_type)
    if found is None:
        raise RuleViolation("ticket.no_state_of_type", state=state_type.value)
    return found


def act(uow: UnitOfWork, ticket: Ticket, action: TicketAction) -> None:
    """Do what the transition table allows; raises `RuleViolation` `ticket.action_refused`."""
    target = next_ticket_state(ticket.state_type, action)
    if target is not ticket.state_type:
        _put_in_usual_state(uow, ticket, target)


def put_in_state(ticket: Ticket, state: TicketState) -> None:
    _move(ticket, state.id, state.state_type)


def _put_in_usual_state(uow: UnitOfWork, ticket: Ticket, state_type: TicketStateType) -> None:
    _move(ticket, usual_state(uow, state_type), state_type)


def _move(ticket: Ticket, state_id: UUID, state_type: TicketStateType) -> None:
    """What it waited for is over with the wait."""
    ticket.state_id = state_id
    ticket.state_type = state_type
    if not state_type.is_waiting:
        ticket.wait_until = None
        ticket.wait_because = ""


def open_again(uow: UnitOfWork, ticket: Ticket) -> None:
    """A closing that did not last: the first one stays for the statistics (P-34)."""
    ticket.first_closed_at = ticket.first_closed_at or ticket.closed_at
    ticket.reopened_at = uow.clock.now()
    ticket.closed_at = None
    ticket.closed_by = None
    ticket.closed_because = ""


def take_up(uow: UnitOfWork, ticket: Ticket) -> None:
    """The first thing that somebody does with a new ticket opens it (C03)."""
    if ticket.state_type is TicketStateType.NEW:
        act(uow, ticket, TicketAction.TAKE_UP)


def show_progress(uow: UnitOfWork, ticket: Ticket, *, has_begun: bool) -> None:
    """Say by the state that orders are planned, or under way; a waiting ticket goes on waiting."""
    if ticket.state_type.is_terminal or ticket.state_type.is_waiting:
        return
    planned = select(TicketState).where(TicketState.code == PLANNED, TicketState.is_active)
    named = None if has_begun else uow.session.scalars(planned).one_or_none()
    if named is None:
        _put_in_usual_state(uow, ticket, TicketStateType.IN_PROGRESS)
    else:
        put_in_state(ticket, named)


def tell(
    uow: UnitOfWork, ticket: Ticket, reason: Reason, happened_at: datetime, article_id: UUID | None = None
) -> None:
    """Write an automatic article once: with the same id it is already there."""
    key = article_id or new_id()
    if uow.session.get(Article, key) is not None:
        return
    uow.add(
        Article(
            id=key,
            ticket_id=ticket.id,
            kind=ArticleKind.UPDATE,
            is_internal=True,
            author_id=None,
            happened_at=happened_at,
            recorded_at=uow.clock.now(),
            reason=reason_to_json(reason),
        )
    )
