"""In which phase a case is, as the front office says it in one sentence to a customer who asks (F23)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from fieldservice.domain.rules.order_states import OrderState
from fieldservice.domain.rules.ticket_states import TicketStateType


class CasePhase(StrEnum):
    NOT_TAKEN_UP = "not_taken_up"
    BEING_LOOKED_AT = "being_looked_at"
    TO_PLAN = "to_plan"
    VISIT_PLANNED = "visit_planned"
    AT_WORK = "at_work"
    WAITING = "waiting"
    CLOSED = "closed"
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """A visit that was not ended yet: planned, or under way since `started_at`."""

    technician: str
    planned_from: datetime | None
    started_at: datetime | None


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """`wait_until` is None for a wait without a day; `orders` are those not cancelled."""

    state: TicketStateType
    closed_at: datetime | None
    wait_until: datetime | None
    orders: Sequence[OrderState]
    visits: Sequence[VisitFacts]


@dataclass(frozen=True, slots=True)
class CaseStanding:
    """The phase, who works on it where that is somebody else than the owner, and since or until when."""

    phase: CasePhase
    technician: str = ""
    at: datetime | None = None


def standing_of(case: CaseFacts) -> CaseStanding:
    """What is under way counts before what is planned, that before what waits; a day before no day."""
    if case.state is TicketStateType.MERGED:
        return CaseStanding(CasePhase.MERGED)
    if case.state is TicketStateType.CLOSED:
        return CaseStanding(CasePhase.CLOSED, at=case.closed_at)
    begun = [(visit.started_at, visit.technician) for visit in case.visits if visit.started_at is not None]
    if begun:
        return CaseStanding(CasePhase.AT_WORK, min(begun)[1], min(begun)[0])
    if case.state.is_waiting:
        return CaseStanding(CasePhase.WAITING, at=case.wait_until)
    return _standing_before_work(case)


def _standing_before_work(case: CaseFacts) -> CaseStanding:
    coming = [
        (visit.planned_from, visit.technician) for visit in case.visits if visit.planned_from is not None
    ]
    if coming:
        return CaseStanding(CasePhase.VISIT_PLANNED, min(coming)[1], min(coming)[0])
    if any(not order.is_terminal for order in case.orders):
        return CaseStanding(CasePhase.TO_PLAN)
    is_new = case.state is TicketStateType.NEW
    return CaseStanding(CasePhase.NOT_TAKEN_UP if is_new else CasePhase.BEING_LOOKED_AT)
