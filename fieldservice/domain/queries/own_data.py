"""What a workstation holds of its own before it joins a centre, and would lose to the centre's data."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from fieldservice.domain.model.customer import Customer
from fieldservice.domain.model.ticket import Request, RequestState, Ticket


@dataclass(frozen=True, slots=True)
class OwnData:
    """How much was entered here, beside what a first start makes; `requests` are those without a ticket."""

    customers: int = 0
    requests: int = 0
    tickets: int = 0

    @property
    def is_any(self) -> bool:
        return bool(self.customers or self.requests or self.tickets)


def own_data(session: Session) -> OwnData:
    def counted(kind: type[Customer | Request | Ticket], *only: ColumnElement[bool]) -> int:
        return session.scalar(select(func.count()).select_from(kind).where(*only)) or 0

    return OwnData(
        counted(Customer), counted(Request, Request.state != RequestState.ACCEPTED), counted(Ticket)
    )
