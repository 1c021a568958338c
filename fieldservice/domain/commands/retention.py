"""Terms of retention, what is archived or anonymised when they are over, and holds that stop both (C28)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from fieldservice.domain.model.customer import Customer
from fieldservice.domain.model.retention import ArchivedTicket, LegalHold, RetentionRule
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.retention import RetentionAct, RetentionOutcome, RetentionTerm
from fieldservice.domain.rules.ticket_states import TicketStateType
from fieldservice.domain.store.anonymising import anonymise
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.finding import every, exists, first, today
from fieldservice.domain.store.unit_of_work import UnitOfWork

ENDED = (TicketStateType.CLOSED, TicketStateType.MERGED)


@dataclass(frozen=True, slots=True)
class SetRetention:
    """A term, made or changed: there is one for each act, kind and outcome."""

    rule_id: UUID
    act: RetentionAct
    months: int
    kind_id: UUID | None = None
    outcome: RetentionOutcome | None = None


@dataclass(frozen=True, slots=True)
class RemoveRetention:
    rule_id: UUID


@dataclass(frozen=True, slots=True)
class ArchiveTickets:
    """Tickets whose term is over, as a dry run listed them."""

    ticket_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class AnonymiseTickets:
    ticket_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class HoldCustomer:
    """Nothing of this customer is archived or anonymised until the hold is lifted."""

    hold_id: UUID
    customer_id: UUID
    because: str


@dataclass(frozen=True, slots=True)
class LiftHold:
    hold_id: UUID
    on: date | None = None


def set_retention(command: SetRetention, uow: UnitOfWork, clock: Clock) -> Changes:
    """`retention.months`, `retention.doubled`."""
    del clock
    RetentionTerm(command.rule_id, command.act, command.months, command.kind_id, command.outcome)
    alike = {"act": command.act, "kind_id": command.kind_id, "outcome": command.outcome}
    other = first(uow, RetentionRule, **alike)
    if other is not None and other.id != command.rule_id:
        raise RuleViolation("retention.doubled")
    rule = uow.session.get(RetentionRule, command.rule_id)
    if rule is None:
        rule = RetentionRule(id=command.rule_id, months=command.months, **alike)
        uow.add(rule)
    uow.record("retention.change", rule, act=command.act, months=command.months)
    rule.act, rule.months = command.act, command.months
    rule.kind_id, rule.outcome = command.kind_id, command.outcome
    return uow.commit()


def remove_retention(command: RemoveRetention, uow: UnitOfWork, clock: Clock) -> Changes:
    del clock
    rule = uow.get(RetentionRule, command.rule_id)
    uow.record("retention.remove", rule, act=rule.act, months=rule.months)
    uow.session.delete(rule)
    return uow.commit()


def archive_tickets(command: ArchiveTickets, uow: UnitOfWork, clock: Clock) -> Changes:
    """Can be undone: nothing is lost by it."""
    tickets = _free_of_holds(uow, command.ticket_ids)
    uow.record("retention.archive", None, count=len(tickets))
    for ticket_id in tickets:
        if not exists(uow, ArchivedTicket, ticket_id):
            uow.add(ArchivedTicket(id=ticket_id, archived_at=clock.now()))
    return uow.commit()


def anonymise_tickets(command: AnonymiseTickets, uow: UnitOfWork, clock: Clock) -> Changes:
    """Final: nobody is known any more."""
    del clock
    tickets = _free_of_holds(uow, command.ticket_ids)
    uow.record("retention.apply", None, undoable=False, count=len(tickets))
    anonymise(uow, tickets)
    return uow.commit()


def hold_customer(command: HoldCustomer, uow: UnitOfWork, clock: Clock) -> Changes:
    del clock
    customer = uow.get(Customer, command.customer_id)
    because = command.because.strip()
    if not because:
        raise RuleViolation("retention.because_missing")
    hold = LegalHold(id=command.hold_id, customer_id=customer.id, because=because, since=today(uow))
    uow.record("retention.hold", customer, name=customer.name, because=because)
    uow.add(hold)
    return uow.commit()


def lift_hold(command: LiftHold, uow: UnitOfWork, clock: Clock) -> Changes:
    del clock
    hold = uow.get(LegalHold, command.hold_id)
    customer = uow.get(Customer, hold.customer_id)
    uow.record("retention.lift", customer, name=customer.name)
    hold.lifted_on = command.on or today(uow)
    return uow.commit()


def _free_of_holds(uow: UnitOfWork, ticket_ids: tuple[UUID, ...]) -> list[UUID]:
    """Somebody may have put a hold, or reopened a ticket, since the list was made."""
    held = {hold.customer_id for hold in every(uow, LegalHold, lifted_on=None)}
    tickets = every(uow, Ticket, id=ticket_ids, state_type=ENDED)
    return [ticket.id for ticket in tickets if ticket.customer_id not in held]
