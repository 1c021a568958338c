"""A ticket put right, judged anew by what it is about: unit, site, work, service, purpose, contract.

A form asks before saving, the command when it saves: the same judgement in both. The day is the one on which
the ticket came in, and its own case does not count against it. Contract, coverage line and with them the SLA
follow; the verdict on the ticket stays, for it says what was known when it was accepted (X2, as in renewals).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from fieldservice.domain.model.base import member_id
from fieldservice.domain.model.contract import ServedUnit
from fieldservice.domain.model.order import WorkLine, WorkOrder
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.rules.coverage_facts import ContractFacts, LineFacts
from fieldservice.domain.rules.coverage_quota import QuotaKind
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.reasons import Reason
from fieldservice.domain.rules.verdict import judge
from fieldservice.domain.rules.verdict_booking import evidence_to_book
from fieldservice.domain.rules.verdict_facts import VerdictQuestion
from fieldservice.domain.rules.verdict_values import Evidence, Verdict
from fieldservice.domain.store.rights import Right
from fieldservice.domain.store.ticket_moves import tell
from fieldservice.domain.store.unit_of_work import UnitOfWork
from fieldservice.domain.store.verdict_facts import zone_of_site
from fieldservice.domain.store.verdicts import VerdictAsk, question_of

SUBJECT = ("equipment_id", "site_id", "product_id", "service_id", "work_kind_id", "purpose_id")
JUDGED = frozenset({*SUBJECT, "contract_id"})
"""Columns of a ticket that the verdict asks about, and the contract that somebody chose."""


@dataclass(frozen=True, slots=True)
class JudgedAnew:
    """`evidence` is what the work is booked on; `contracts` are those that would cover it, by number."""

    verdict: Verdict
    evidence: Evidence
    contracts: tuple[tuple[UUID, str], ...]


def judged_anew(session: Session, ticket: Ticket, values: Mapping[str, object], zone: str) -> JudgedAnew:
    """The ticket with these values in place of its own; a `contract_id` among them is the only one asked."""
    about: dict[str, Any] = {name: values.get(name, getattr(ticket, name)) for name in SUBJECT}
    if "equipment_id" in values and "site_id" not in values:
        about["site_id"] = None  # the site is where that unit stands
    site_zone = zone_of_site(session, about["site_id"]) if about["site_id"] else None
    day = ticket.opened_at.astimezone(ZoneInfo(site_zone or zone)).date()
    ask = VerdictAsk(day=day, customer_id=ticket.customer_id, **about)
    question = _without_own_case(question_of(session, ask), ticket.coverage_line_id)
    covering = tuple((each.id, each.number) for each in question.contracts if _covers(question, each))
    chosen = values.get("contract_id")
    if chosen is not None:
        own = tuple(each for each in question.contracts if each.id == chosen)
        question = replace(question, contracts=own)
    verdict = judge(question)
    return JudgedAnew(verdict, evidence_to_book(question, verdict), covering)


def book_anew(uow: UnitOfWork, ticket: Ticket, values: Mapping[str, object], override_because: str) -> None:
    """Write the values that are judged, and what follows from them: `ticket.not_covered_anew`."""
    found = judged_anew(uow.session, ticket, values, uow.actor.zone)
    if not found.verdict.is_ok:
        _require_override(uow, ticket, found.verdict, override_because)
    before = ticket.contract_id
    for name in JUDGED & set(values):
        setattr(ticket, name, values[name])
    if "equipment_id" in values and "site_id" not in values:
        ticket.site_id = found.evidence.site_id or ticket.site_id
    ticket.contract_id, ticket.coverage_line_id = found.evidence.contract_id, found.evidence.line_id
    _take_place(uow, ticket, found.evidence)
    _move_work(uow, ticket, before)
    if before != ticket.contract_id:
        number = {"number": found.evidence.contract_number} if ticket.contract_id else {}
        tell(uow, ticket, Reason("ticket.booked_anew", number), uow.clock.now())


def _covers(question: VerdictQuestion, contract: ContractFacts) -> bool:
    verdict = judge(replace(question, contracts=(contract,)))
    return verdict.is_ok and verdict.evidence.contract_id == contract.id


def _require_override(uow: UnitOfWork, ticket: Ticket, verdict: Verdict, because: str) -> None:
    """What loses its cover takes a reason and the right; what had none before does not."""
    if not because.strip() and (
        ticket.override_because or not judged_anew(uow.session, ticket, {}, uow.actor.zone).verdict.is_ok
    ):
        return
    if not because.strip():
        raise RuleViolation("ticket.not_covered_anew", outcome=verdict.outcome.value, **verdict.reason.values)
    uow.require(Right.OVERRIDE_VERDICT)
    ticket.override_because, ticket.override_by_id = because.strip(), uow.actor.user_id


def _without_own_case(question: VerdictQuestion, line_id: UUID | None) -> VerdictQuestion:
    if line_id is None:
        return question
    contracts = tuple(
        replace(
            contract,
            terms=tuple(replace(terms, lines=_freed(terms.lines, line_id)) for terms in contract.terms),
        )
        for contract in question.contracts
    )
    return replace(question, contracts=contracts)


def _freed(lines: Sequence[LineFacts], line_id: UUID) -> tuple[LineFacts, ...]:
    return tuple(_one_case_less(line) if line.id == line_id else line for line in lines)


def _one_case_less(line: LineFacts) -> LineFacts:
    quota = line.quota
    if quota is None or quota.kind is not QuotaKind.CASES or not quota.used:
        return line
    return replace(line, quota=replace(quota, used=quota.used - Decimal(1)))


def _take_place(uow: UnitOfWork, ticket: Ticket, evidence: Evidence) -> None:
    """The place that it took by mistake is free again, unless another ticket of that unit holds it (B03)."""
    for place in uow.session.scalars(select(ServedUnit).where(ServedUnit.ticket_id == ticket.id)):
        is_right = (place.line_id, place.equipment_id) == (evidence.line_id, ticket.equipment_id)
        if not is_right and not _is_held_by_another(uow, place, ticket):
            uow.session.delete(place)
    unit, site = ticket.equipment_id, evidence.site_id
    if not evidence.takes_place or evidence.line_id is None or unit is None or site is None:
        return
    key = member_id(evidence.line_id, unit)
    if uow.session.get(ServedUnit, key) is None:
        uow.add(
            ServedUnit(
                id=key,
                line_id=evidence.line_id,
                equipment_id=unit,
                site_id=site,
                first_served_on=evidence.day,
                ticket_id=ticket.id,
            )
        )


def _is_held_by_another(uow: UnitOfWork, place: ServedUnit, ticket: Ticket) -> bool:
    others = select(Ticket.id).where(
        Ticket.coverage_line_id == place.line_id,
        Ticket.equipment_id == place.equipment_id,
        Ticket.id != ticket.id,
    )
    return uow.session.scalars(others.limit(1)).first() is not None


def _move_work(uow: UnitOfWork, ticket: Ticket, before: UUID | None) -> None:
    """Work done on the ticket goes to the contract on which it now counts."""
    if before == ticket.contract_id or ticket.contract_id is None:
        return
    lines = (
        select(WorkLine)
        .join(WorkOrder, WorkOrder.id == WorkLine.order_id)
        .where(WorkOrder.ticket_id == ticket.id, WorkLine.contract_id.is_not_distinct_from(before))
    )
    for line in uow.session.scalars(lines):
        line.contract_id = ticket.contract_id
