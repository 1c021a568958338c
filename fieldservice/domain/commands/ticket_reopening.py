"""A closed ticket comes back: itself, or as a new ticket linked to it, as its type allows (C13-C16, P-34)."""

from dataclasses import dataclass, replace
from uuid import UUID

from fieldservice.domain.commands.acceptance import NewTicket, accept_again, ask_of, origin_of
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.ticket import Article, ArticleKind, LinkKind, Ticket, TicketLink
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.reasons import Reason
from fieldservice.domain.rules.reopening import ReopeningRule, ReopeningWay
from fieldservice.domain.rules.ticket_states import TicketAction, TicketStateType, next_ticket_state
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.conduct import conduct_of
from fieldservice.domain.store.finding import exists
from fieldservice.domain.store.rights import Right
from fieldservice.domain.store.service_levels import turn_clock
from fieldservice.domain.store.settling import settle
from fieldservice.domain.store.sla_following import follow_rules, right_from_opening
from fieldservice.domain.store.ticket_moves import act, open_again, tell
from fieldservice.domain.store.unit_of_work import UnitOfWork
from fieldservice.domain.store.verdicts import ask_verdict


@dataclass(frozen=True, slots=True)
class ReopenTicket:
    """Open a closed ticket again by hand; it is then not closed by its orders of before."""

    ticket_id: UUID
    because: str


@dataclass(frozen=True, slots=True)
class ReopenAsNew:
    """A new ticket takes up where a closed one ended; the closed one stays as it is."""

    ticket_id: UUID
    ticket: NewTicket
    because: str = ""


def reopen_ticket(command: ReopenTicket, uow: UnitOfWork, clock: Clock) -> Changes:
    """Open it again; the first closing stays for the statistics.

    What its type does not allow is for those who manage tickets (C15): `reopening.only_as_new`,
    `reopening.refused`. Whether the contract still covers it today is told, it does not stop a correction.
    """
    ticket = uow.lock(Ticket, command.ticket_id)
    because = command.because.strip()
    uow.record("ticket.reopen", ticket, happened_at=clock.now(), number=ticket.number, because=because)
    next_ticket_state(ticket.state_type, TicketAction.REOPEN)
    rule = _rule(uow, ticket)
    _require_way(uow, ticket, rule, ReopeningWay.ITSELF)
    act(uow, ticket, TicketAction.REOPEN)
    open_again(uow, ticket)
    ticket.is_held = True
    ticket.priority = rule.priority_after(ticket.priority)
    turn_clock(uow, ticket, clock.now())
    tell(uow, ticket, Reason("ticket.reopened.by_hand", {"because": because}), clock.now())
    follow_rules(uow, ticket, clock.now())  # it may be more urgent now (C16)
    _tell_verdict(uow, ticket)
    settle(uow, ticket)
    return uow.commit()


def reopen_as_new(command: ReopenAsNew, uow: UnitOfWork, clock: Clock) -> Changes:
    """Make the new ticket, judged as of today, linked to the closed one (C14). Raises as accepting does."""
    closed = uow.lock(Ticket, command.ticket_id)
    if exists(uow, Ticket, command.ticket.ticket_id):
        uow.record("ticket.reopen_as_new", closed, number=closed.number)
        return uow.commit()
    rule = _rule(uow, closed)
    if closed.state_type is not TicketStateType.CLOSED:
        raise RuleViolation("reopening.not_closed", number=closed.number)
    _require_way(uow, closed, rule, ReopeningWay.AS_NEW)
    because = command.because.strip()
    made = accept_again(uow, closed, command.ticket)
    made.priority = rule.priority_after(made.priority)
    right_from_opening(uow, made)
    uow.record("ticket.reopen_as_new", made, happened_at=clock.now(), number=closed.number, made=made.number)
    uow.add(
        TicketLink(id=new_id(), from_id=made.id, to_id=closed.id, kind=LinkKind.REOPENED_FROM),
        _first_word(uow, made, because),
    )
    tell(uow, made, Reason("ticket.came_back", {"number": closed.number}), clock.now())
    tell(uow, closed, Reason("ticket.goes_on_as", {"number": made.number, "because": because}), clock.now())
    return uow.commit()


def _rule(uow: UnitOfWork, ticket: Ticket) -> ReopeningRule:
    return conduct_of(uow.session, ticket.type_id).reopening


def _require_way(uow: UnitOfWork, ticket: Ticket, rule: ReopeningRule, wanted: ReopeningWay) -> None:
    """A new ticket may be made whenever the old one may come back at all; who manages tickets may always."""
    if ticket.closed_at is None:
        return
    way = rule.way(ticket.closed_at, uow.clock.now())
    if way is wanted or (way is ReopeningWay.ITSELF and wanted is ReopeningWay.AS_NEW):
        return
    try:
        uow.require(Right.MANAGE_TICKETS)
    except RuleViolation as missing:
        if way is ReopeningWay.REFUSED:
            raise RuleViolation("reopening.refused", number=ticket.number) from missing
        until = rule.until(ticket.closed_at)
        named = {} if until is None else {"until": until}
        raise RuleViolation("reopening.only_as_new", number=ticket.number, **named) from missing


def _tell_verdict(uow: UnitOfWork, ticket: Ticket) -> None:
    """The verdict of its beginning stays frozen; what today's would be is told when it is another."""
    now = uow.clock.now()
    origin = replace(origin_of(ticket), received_at=now)
    wish = NewTicket(
        ticket.id,
        ticket.title,
        purpose_id=ticket.purpose_id,
        service_id=ticket.service_id,
        work_kind_id=ticket.work_kind_id,
        site_id=ticket.site_id,
        equipment_id=ticket.equipment_id,
        product_id=ticket.product_id,
    )
    verdict = ask_verdict(uow.session, ask_of(uow, origin, wish))
    if not verdict.is_ok:
        tell(uow, ticket, Reason("ticket.reopened.not_covered", {"outcome": verdict.outcome.value}), now)


def _first_word(uow: UnitOfWork, made: Ticket, because: str) -> Article:
    now = uow.clock.now()
    return Article(
        id=new_id(),
        ticket_id=made.id,
        kind=ArticleKind.NOTE,
        author_id=uow.actor.user_id,
        happened_at=now,
        recorded_at=now,
        text=because or made.description or made.title,
    )
