"""The company says how tickets of a type behave: reopened how, split with which clock, closed when idle."""

from dataclasses import dataclass
from uuid import UUID

from fieldservice.domain.model.base import member_id
from fieldservice.domain.model.catalogue import TicketType
from fieldservice.domain.model.lifecycle import TypeConduct
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.conduct import Conduct
from fieldservice.domain.rules.reopening import Reopening, ReopeningRule
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.finding import assign, first
from fieldservice.domain.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class SetConduct:
    """`reopening_days` matter within days only; `idle_hours` 0 closes nothing by itself."""

    ticket_type_id: UUID
    reopening: Reopening = Reopening.ALWAYS
    reopening_days: int = 0
    raises_priority: bool = False
    split_keeps_clock: bool = False
    idle_hours: int = 0


def set_conduct(command: SetConduct, uow: UnitOfWork, clock: Clock) -> Changes:
    """`reopening.days_out_of_range`, `idle.hours_out_of_range`."""
    ticket_type = uow.get(TicketType, command.ticket_type_id)
    uow.record("dictionary.conduct", ticket_type, happened_at=clock.now(), name=ticket_type.name)
    rule = ReopeningRule(command.reopening, command.reopening_days, command.raises_priority)
    conduct = Conduct(rule, command.split_keeps_clock, command.idle_hours)
    values = {
        "reopening": rule.reopening,
        "reopening_days": rule.days,
        "raises_priority": rule.raises_priority,
        "split_keeps_clock": conduct.split_keeps_clock,
        "idle_hours": conduct.idle_hours,
    }
    known = first(uow, TypeConduct, ticket_type_id=ticket_type.id)
    if known is None:
        key = member_id(ticket_type.id, "conduct")
        uow.add(TypeConduct(id=key, ticket_type_id=ticket_type.id, **values))
    else:
        assign(known, **values)
    return uow.commit()
