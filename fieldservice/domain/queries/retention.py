"""Terms of retention as they are shown, and the dry run: which tickets would be archived or anonymised."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from heapq import merge
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from fieldservice.domain.model.catalogue import Kind
from fieldservice.domain.model.customer import Customer
from fieldservice.domain.model.retention import ArchivedTicket, LegalHold, RetentionRule
from fieldservice.domain.model.ticket import LinkKind, Ticket, TicketLink
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
    ended = merge(_merged(session), _closed(session, terms, now, zone), key=lambda row: row.ended_at)
    for number, row in enumerate(ended, start=1):
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
            listed.append(DueTicket(row.id, row.number, row.title, row.customer, row.ended_at, act))
    archive, anonymise = (tuple(ids[act]) for act in (RetentionAct.ARCHIVE, RetentionAct.ANONYMISE))
    counts = (counted[RetentionAct.ARCHIVE], counted[RetentionAct.ANONYMISE])
    return DryRun(*counts, kept_back, tuple(listed), archive, anonymise)


def _terms(session: Session) -> list[RetentionTerm]:
    return [
        RetentionTerm(rule.id, rule.act, rule.months, rule.kind_id, rule.outcome)
        for rule in session.scalars(select(RetentionRule))
    ]


@dataclass(frozen=True, slots=True)
class _Ended:
    """A ticket that is over."""

    id: UUID
    number: str
    title: str
    kind_id: UUID | None
    customer_id: UUID | None
    customer: str
    outcome: RetentionOutcome
    ended_at: datetime
    is_archived: bool


def _closed(session: Session, terms: list[RetentionTerm], now: datetime, zone: str) -> Iterator[_Ended]:
    """Tickets that were closed before the shortest term, the oldest first."""
    latest = months_before(now.astimezone(ZoneInfo(zone)).date(), min(term.months for term in terms))
    before = datetime(latest.year, latest.month, latest.day, tzinfo=ZoneInfo(zone))
    wanted = _kept(TicketStateType.CLOSED).where(Ticket.closed_at < before)
    ordered = wanted.order_by(Ticket.closed_at, Ticket.id)
    for row in session.execute(ordered, execution_options={"yield_per": PAGE}):
        by_orders = row.closed_by is ClosedBy.ORDERS
        outcome = RetentionOutcome.BY_ORDERS if by_orders else RetentionOutcome.BY_HAND
        yield _ended(row, outcome, row.closed_at)


def _merged(session: Session) -> list[_Ended]:
    """Tickets that were merged into others: over when the ticket is over that they are part of now."""
    links = select(TicketLink.from_id, TicketLink.to_id).where(TicketLink.kind == LinkKind.MERGED_INTO)
    into = {merged: survivor for merged, survivor in session.execute(links)}  # noqa: C416 - rows are no pairs
    survivors = select(Ticket.id, Ticket.closed_at).where(
        Ticket.state_type == TicketStateType.CLOSED,
        Ticket.id.in_(select(TicketLink.to_id).where(TicketLink.kind == LinkKind.MERGED_INTO)),
    )
    closed = {survivor: closed_at for survivor, closed_at in session.execute(survivors)}  # noqa: C416
    found = []
    for row in session.execute(_kept(TicketStateType.MERGED)):
        ended_at = closed.get(_survivor(into, row.id))
        if ended_at is not None:
            found.append(_ended(row, RetentionOutcome.MERGED, ended_at))
    return sorted(found, key=lambda row: (row.ended_at, row.id))


def _survivor(into: Mapping[UUID, UUID], ticket_id: UUID) -> UUID:
    passed = {ticket_id}
    while (following := into.get(ticket_id)) is not None and following not in passed:
        passed.add(following)
        ticket_id = following
    return ticket_id


def _kept(state: TicketStateType) -> Select[Any]:
    """Tickets in that state whose texts are still there."""
    columns: list[Any] = [
        Ticket.id,
        Ticket.number,
        Ticket.title,
        Ticket.kind_id,
        Ticket.customer_id,
        Customer.name.label("customer"),
        Ticket.closed_by,
        Ticket.closed_at,
        ArchivedTicket.archived_at,
    ]
    return (
        select(*columns)
        .outerjoin(Customer, Customer.id == Ticket.customer_id)
        .outerjoin(ArchivedTicket, ArchivedTicket.id == Ticket.id)
        .where(Ticket.state_type == state, ArchivedTicket.anonymised_at.is_(None))
    )


def _ended(row: Any, outcome: RetentionOutcome, ended_at: datetime) -> _Ended:
    return _Ended(
        row.id,
        row.number,
        row.title,
        row.kind_id,
        row.customer_id,
        row.customer or "",
        outcome,
        ended_at,
        row.archived_at is not None,
    )


def _act_for(terms: list[RetentionTerm], row: _Ended, now: datetime, zone: str) -> RetentionAct | None:
    for act in (RetentionAct.ANONYMISE, RetentionAct.ARCHIVE):
        term = term_for(terms, act, row.kind_id, row.outcome)
        is_done = act is RetentionAct.ARCHIVE and row.is_archived
        if term is not None and not is_done and is_over(term, row.ended_at, now, ZoneInfo(zone)):
            return act
    return None
