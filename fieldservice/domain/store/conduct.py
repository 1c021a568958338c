"""The conduct of a type of ticket as the company set it, or the usual one."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fieldservice.domain.model.lifecycle import TypeConduct
from fieldservice.domain.rules.conduct import Conduct
from fieldservice.domain.rules.reopening import ReopeningRule


def conduct_of(session: Session, ticket_type_id: UUID) -> Conduct:
    row = session.scalar(select(TypeConduct).where(TypeConduct.ticket_type_id == ticket_type_id))
    return Conduct() if row is None else as_conduct(row)


def as_conduct(row: TypeConduct) -> Conduct:
    rule = ReopeningRule(row.reopening, row.reopening_days, row.raises_priority)
    return Conduct(rule, row.split_keeps_clock, row.idle_hours)
