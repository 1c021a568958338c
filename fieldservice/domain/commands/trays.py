"""What is done to a request in the tray besides accepting it or putting it aside: its requester is told."""

from dataclasses import dataclass
from uuid import UUID

from fieldservice.domain.model.ticket import Request, RequestState
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class TellRequester:
    """Somebody told the requester why the request is not served, or it shows that nobody did."""

    request_id: UUID
    is_told: bool = True


def tell_requester(command: TellRequester, uow: UnitOfWork, clock: Clock) -> Changes:
    """Note it (A11, F24); `request.settled_already` for a request that is no longer in the tray."""
    request = uow.lock(Request, command.request_id)
    if request.state not in (RequestState.PARKED, RequestState.WAITING):
        raise RuleViolation("request.settled_already", state=request.state.value)
    caller = request.caller or request.caller_name
    uow.record("request.tell_requester", request, happened_at=clock.now(), caller=caller)
    request.requester_told = command.is_told
    return uow.commit()
