"""What became of a call: the ticket that it gave, or the reason for which it was parked."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from fieldservice.domain.model.ticket import Request, Ticket
from fieldservice.domain.rules.reasons import Reason
from fieldservice.domain.rules.verdict_json import verdict_from_json


@dataclass(frozen=True, slots=True)
class SettledCall:
    """The outcome of the frozen verdict, its reason, and the ticket's number when there is one."""

    outcome: str
    reason: Reason
    number: str = ""


def settled_call(session: Session, caller: str, received_at: datetime) -> SettledCall | None:
    """The call of that caller at that moment; None when nothing of it was kept."""
    statement = (
        select(Request.verdict, Ticket.verdict, Ticket.number)
        .outerjoin(Ticket, Ticket.request_id == Request.id)
        .where(Request.caller == caller, Request.received_at == received_at)
    )
    found = session.execute(statement.limit(1)).one_or_none()
    if found is None:
        return None
    parked, accepted, number = found
    verdict = verdict_from_json(accepted or parked)
    return SettledCall(verdict.outcome.value, verdict.reason, number or "")
