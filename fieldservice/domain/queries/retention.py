"""Terms of retention as they are shown, and the dry run: which tickets would be archived or anonymised."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from fieldservice.domain.model.catalogue import Kind
from fieldservice.domain.model.customer import Customer
from fieldservice.domain.model.retention import ArchivedTicket, LegalHold, RetentionRule
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.queries.dictionaries import name_in
from fieldservice.domain.rules.retention import (
    RetentionAct,
    RetentionOutcome,
    RetentionTerm,
    is_over,
    months_before,
    term_for,
)
from fieldservice.domain.rules.settle import ClosedBy
from fieldservice.domain.rules.ticket_states import TicketStateType

MOST_LISTED = 200
MOST_AT_ONCE = 500
PAGE = 1_000
ENDED = (TicketStateType.CLOSED, TicketStateType.MERGED)

Told = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class TermRow:
    """A term with its kind by name; `kind` empty holds for each."""

    id: UUID
    act: RetentionAct
    months: int
    kind_id: UUID | None
    kind: str
    outcome: RetentionOutcome | None


@dataclass(frozen=True, slots=True)
class HoldRow:
    id: UUID
    customer: str
    because: str
    since: date


@dataclass(frozen=True, slots=True)
class DueTicket:
    id: UUID
    number: str
    title: str
    customer: str
    ended_at: datetime
    act: RetentionAct


@dataclass(frozen=True, slots=True)
class DryRun:
    """What would happen today. `listed` are the oldest, `held` how many a hold keeps back."""

    archive: int
    anonymise: int
    held: int
    listed: tuple[DueTicket, ...]
    archive_ids: tuple[UUID, ...]
    anonymise_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class RetentionState:
    terms: tuple[TermRow, ...]
    holds: tuple[HoldRow, ...]
    kinds: tuple[tuple[UUID, str], ...]


def retention_state(session: Session, language: str) -> RetentionState:
    kinds = {
        row_id: name_in(name, translations, language)
        for row_id, name, translations in session.execute(select(Kind.id, Kind.name, Kind.translations))
    }
    rules = session.scalars(select(RetentionRule).order_by(RetentionRule.act, RetentionRule.months)).all()
    holds = session.execute(
        select(LegalHold.id, Customer.name, LegalHold.because, LegalHold.since)
        .join(Customer, Customer.id == LegalHold.customer_id)
        .where(LegalHold.lifted_on.is_(None))
        .order_by(Customer.name)
    )
    return RetentionState(
        tuple(
            TermRow(one.id, one.act, one.months, one.kind_id, kinds.get(one.kind_id, ""), one.outcome)  # type: ignore[arg-type]
            for one in rules
        ),
        tuple(HoldRow(*row) for row in holds),
        tuple(sorted(kinds.items(), key=lambda each: each[1])),
    )


def _nobody(done: int, total: int) -> None:
    """Told by a caller who shows no progress."""


def dry_run(session: Session, now: datetime, zone: str, told: Told = _nobody) -> DryRun:
    """Nothing is changed. A ticket that would be anonymised is not archived first."""
    terms = _terms(session)
    if not terms:
        return DryRun(0, 0, 0, (), (), ())
    held = set(session.scalars(select(LegalHold.customer_id).where(LegalHold.lifted_on.is_(None))))
    counted: Counter[RetentionAct] = Counter()
    kept_back, listed = 0, list[DueTicket]()
    ids: dict[RetentionAct, list[UUID]] = {act: [] for act in RetentionAct}
    for number, row in enumerate(_ended(session, terms, now, zone), start=1):
        if number % PAGE == 0:
            told(number, 0)
        act = _act_for(terms, row, now, zone)
        if act is None:
            continue
        if row.customer_id in held:
            kept_back += 1
            continue
        counted[act] += 1
        if len(ids[act]) < MOST_AT_ONCE:
            ids[act].append(row.id)
        if len(listed) < MOST_LISTED:
            listed.append(DueTicket(row.id, row.number, row.title, row.customer or "", row.closed_at, act))
    archive, anonymise = (tuple(ids[act]) for act in (RetentionAct.ARCHIVE, RetentionAct.ANONYMISE))
    counts = (counted[RetentionAct.ARCHIVE], counted[RetentionAct.ANONYMISE])
    return DryRun(*counts, kept_back, tuple(listed), archive, anonymise)


def _terms(session: Session) -> list[RetentionTerm]:
    return [
        RetentionTerm(rule.id, rule.act, rule.months, rule.kind_id, rule.outcome)
        for rule in session.scalars(select(RetentionRule))
    ]


def _ended(session: Session, terms: list[RetentionTerm], now: datetime, zone: str) -> Any:
    """Tickets that ended before the shortest term, the oldest first."""
    latest = months_before(now.astimezone(ZoneInfo(zone)).date(), min(term.months for term in terms))
    columns = (
        Ticket.id,
        Ticket.number,
        Ticket.title,
        Ticket.kind_id,
        Ticket.customer_id,
        Customer.name.label("customer"),
        Ticket.state_type,
        Ticket.closed_by,
        Ticket.closed_at,
        ArchivedTicket.archived_at,
    )
    wanted = (
        select(*columns)
        .outerjoin(Customer, Customer.id == Ticket.customer_id)
        .outerjoin(ArchivedTicket, ArchivedTicket.id == Ticket.id)
        .where(
            Ticket.state_type.in_(ENDED),
            Ticket.closed_at < datetime(latest.year, latest.month, latest.day, tzinfo=ZoneInfo(zone)),
            ArchivedTicket.anonymised_at.is_(None),
        )
        .order_by(Ticket.closed_at, Ticket.id)
    )
    return session.execute(wanted, execution_options={"yield_per": PAGE})


def _act_for(terms: list[RetentionTerm], row: Any, now: datetime, zone: str) -> RetentionAct | None:
    outcome = _outcome(row)
    for act in (RetentionAct.ANONYMISE, RetentionAct.ARCHIVE):
        term = term_for(terms, act, row.kind_id, outcome)
        is_done = act is RetentionAct.ARCHIVE and row.archived_at is not None
        if term is not None and not is_done and is_over(term, row.closed_at, now, ZoneInfo(zone)):
            return act
    return None


def _outcome(row: Any) -> RetentionOutcome:
    if row.state_type is TicketStateType.MERGED:
        return RetentionOutcome.MERGED
    by_orders = row.closed_by is ClosedBy.ORDERS
    return RetentionOutcome.BY_ORDERS if by_orders else RetentionOutcome.BY_HAND
