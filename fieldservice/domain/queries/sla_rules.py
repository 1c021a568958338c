"""The rules that pick an SLA, and what would become of the open tickets under others (expectation 35)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fieldservice.domain.model.contract import CoverageLine
from fieldservice.domain.model.customer import Customer
from fieldservice.domain.model.ticket import SlaEntry, Ticket
from fieldservice.domain.queries.settings import SettingsChoices, choices
from fieldservice.domain.rules.sla import Measure, SlaFacts, SlaRule, choose_sla
from fieldservice.domain.rules.sla_clock import read_clock
from fieldservice.domain.rules.sla_ledger import LedgerInterval, SlaLedger
from fieldservice.domain.rules.ticket_states import TicketStateType
from fieldservice.domain.store.engine import rulebook_of
from fieldservice.domain.store.rulebook import Rulebook

MOST_LOOKED_AT = 5_000
MOST_SHOWN = 200
BATCH = 500
OVER = tuple(state for state in TicketStateType if state.is_terminal)


@dataclass(frozen=True, slots=True)
class SlaRulesPage:
    rules: tuple[SlaRule, ...]
    choices: SettingsChoices
    customers: dict[UUID, str]


@dataclass(frozen=True, slots=True)
class Moved:
    """An open ticket that would have another SLA; deadlines of the resolution, None for none."""

    ticket_id: UUID
    number: str
    title: str
    customer: str
    sla_before: str
    sla_after: str
    due_before: datetime | None
    due_after: datetime | None


@dataclass(frozen=True, slots=True)
class RulesPreview:
    """How many open tickets each rule would take, by the rule's id (None: no rule), and which would move.

    `looked_at` of `open_count` tickets were looked at, the newest first.
    """

    matches: dict[UUID | None, int]
    moved: tuple[Moved, ...]
    moved_count: int
    looked_at: int
    open_count: int


def sla_rules_page(session: Session, language: str, now: datetime) -> SlaRulesPage:
    rules = rulebook_of(session, now).sla_rules
    named = [rule.customer_id for rule in rules if rule.customer_id is not None]
    customers = select(Customer.id, Customer.name).where(Customer.id.in_(named))
    return SlaRulesPage(rules, choices(session, language), dict(session.execute(customers).all()))


def preview_rules(session: Session, rules: Sequence[SlaRule], language: str, now: datetime) -> RulesPreview:
    """What these rules would choose for the tickets that are open now, each deadline by its own ledger."""
    rulebook = rulebook_of(session, now)
    names = choices(session, language)
    matches: dict[UUID | None, int] = {rule.id: 0 for rule in rules}
    moved: list[Moved] = []
    looked_at = moved_count = 0
    for batch in _batches(session):
        ledgers = _ledgers(session, [ticket.id for ticket, *_more in batch], rulebook)
        for ticket, customer, customer_class, line_sla in batch:
            looked_at += 1
            chosen = choose_sla(rules, _facts(ticket, customer_class, line_sla))
            rule_id = chosen.reason.values.get("rule_id")
            matches[rule_id] = matches.get(rule_id, 0) + 1
            if chosen.sla_id == ticket.sla_id:
                continue
            moved_count += 1
            if len(moved) < MOST_SHOWN:
                due = _due(ledgers.get(ticket.id), rulebook, chosen.sla_id, now)
                words = (names.name("sla", ticket.sla_id), names.name("sla", chosen.sla_id))
                moved.append(_moved(ticket, customer or "", words, due))
    open_tickets = select(func.count()).select_from(Ticket).where(Ticket.state_type.not_in(OVER))
    return RulesPreview(matches, tuple(moved), moved_count, looked_at, session.scalar(open_tickets) or 0)


def _moved(ticket: Ticket, customer: str, slas: tuple[str, str], due: datetime | None) -> Moved:
    before = ticket.resolution_due_at
    return Moved(ticket.id, ticket.number, ticket.title, customer, *slas, before, due)


def _batches(session: Session) -> Iterator[Sequence[Any]]:
    """Open tickets with their customer, its class and the SLA of their contract line, the newest first."""
    wanted = (
        select(Ticket, Customer.name, Customer.customer_class, CoverageLine.sla_id)
        .outerjoin(Customer, Customer.id == Ticket.customer_id)
        .outerjoin(CoverageLine, CoverageLine.id == Ticket.coverage_line_id)
        .where(Ticket.state_type.not_in(OVER))
        .order_by(Ticket.opened_at.desc(), Ticket.id)
        .limit(MOST_LOOKED_AT)
    )
    yield from session.execute(wanted).partitions(BATCH)


def _facts(ticket: Ticket, customer_class: Any, line_sla: UUID | None) -> SlaFacts:
    return SlaFacts(
        priority=ticket.priority,
        customer_class=None if customer_class is None else customer_class.value,
        ticket_type_id=ticket.type_id,
        channel=ticket.channel.value,
        line_sla_id=line_sla,
        customer_id=ticket.customer_id,
        kind_id=ticket.kind_id,
        service_id=ticket.service_id,
    )


def _ledgers(session: Session, ids: list[UUID], rulebook: Rulebook) -> dict[UUID, SlaLedger]:
    entries = select(SlaEntry).where(SlaEntry.ticket_id.in_(ids))
    found: dict[UUID, list[LedgerInterval]] = {}
    for row in session.scalars(entries.order_by(SlaEntry.ticket_id, SlaEntry.started_at)):
        targets = None if row.sla_id is None else rulebook.targets.get(row.sla_id)
        interval = LedgerInterval(row.started_at, row.started_at, row.kind, targets, row.because)
        found.setdefault(row.ticket_id, []).append(interval)
    return {ticket_id: SlaLedger.restored(intervals) for ticket_id, intervals in found.items()}


def _due(ledger: SlaLedger | None, rulebook: Rulebook, sla_id: UUID | None, now: datetime) -> datetime | None:
    """The deadline if the SLA had been this one from the opening; pauses stay pauses."""
    targets = None if sla_id is None else rulebook.targets.get(sla_id)
    if ledger is None or targets is None:
        return None
    return read_clock(ledger.with_sla_from_opening(targets), Measure.RESOLUTION, now).deadline
