"""The conditions that a filter of the ticket list stands for."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from fieldservice.domain.model.catalogue import Queue
from fieldservice.domain.model.company import CompanyProfile
from fieldservice.domain.model.customer import Customer, CustomerClass
from fieldservice.domain.model.equipment import Equipment
from fieldservice.domain.model.people import TeamMember
from fieldservice.domain.model.ticket import Channel, Ticket
from fieldservice.domain.queries.last_words import said_last_by
from fieldservice.domain.queries.ticket_rows import Viewer
from fieldservice.domain.rules.ticket_filters import (
    NOBODY,
    DaySpan,
    FilterField,
    LastWord,
    TicketFilter,
    days_of,
)
from fieldservice.domain.rules.weeks import MONDAY, first_weekday

Condition = ColumnElement[bool]


def filter_conditions(session: Session, chosen: TicketFilter, viewer: Viewer) -> list[Condition]:
    """One condition a field. A value that nothing understands fits no ticket."""
    return [
        _in_days(session, field, values, viewer) if field.is_days else plain_condition(field, values)
        for field, values in chosen.chosen
    ]


def _in_days(session: Session, field: FilterField, values: tuple[str, ...], viewer: Viewer) -> Condition:
    week = _first_weekday(session) if DaySpan.THIS_WEEK.value in values else MONDAY
    return or_(*(_on_days(_DAYS[field], days_of(value, viewer.day, week), viewer) for value in values))


def _first_weekday(session: Session) -> int:
    said = session.execute(select(CompanyProfile.first_weekday, CompanyProfile.country)).first()
    return MONDAY if said is None else first_weekday(*said)


def plain_condition(field: FilterField, values: tuple[str, ...]) -> Condition:
    """Of a field that is no span of days."""
    if field is FilterField.PRIORITY:
        return Ticket.priority.in_([int(value) for value in values if value.isdecimal()])
    if field is FilterField.CHANNEL:
        return Ticket.channel.in_(_members(Channel, values))
    if field is FilterField.CUSTOMER_CLASS:
        fitting = select(Customer.id).where(Customer.customer_class.in_(_members(CustomerClass, values)))
        return Ticket.customer_id.in_(fitting)
    if field is FilterField.LAST_WORD:
        return or_(
            false(),
            *(
                said_last_by(LastWord(value))
                for value in values
                if value in {each.value for each in LastWord}
            ),
        )
    ids = [UUID(value) for value in values if _is_id(value)]
    fits = _THROUGH[field](ids) if field in _THROUGH else _COLUMNS[field].in_(ids)
    return or_(fits, _empty(field)) if NOBODY in values else fits


def _empty(field: FilterField) -> Condition:
    column = _COLUMNS.get(field)
    return false() if column is None else column.is_(None)


def _of_teams(ids: list[UUID]) -> Condition:
    """What waits in a queue of the team, or is owned by one of its people."""
    queues: Select[UUID] = select(Queue.id).where(Queue.team_id.in_(ids))
    people: Select[UUID] = select(TeamMember.user_id).where(TeamMember.team_id.in_(ids))
    return or_(Ticket.queue_id.in_(queues), Ticket.owner_id.in_(people))


def _of_products(ids: list[UUID]) -> Condition:
    """The product that the ticket names, or that of its unit."""
    units: Select[UUID] = select(Equipment.id).where(Equipment.product_id.in_(ids))
    return or_(Ticket.product_id.in_(ids), and_(Ticket.product_id.is_(None), Ticket.equipment_id.in_(units)))


def _on_days(column: InstrumentedAttribute[Any], days: tuple[date, date] | None, viewer: Viewer) -> Condition:
    if days is None:
        return false()
    first = datetime.combine(days[0], time(), viewer.zone)
    behind = datetime.combine(days[1] + timedelta(days=1), time(), viewer.zone)
    return and_(column >= first, column < behind)


def _members(kind: type[Any], values: tuple[str, ...]) -> list[Any]:
    known = {member.value: member for member in kind}
    return [known[value] for value in values if value in known]


def _is_id(value: str) -> bool:
    return len(value.replace("-", "")) == 32 and all(letter in "0123456789abcdef-" for letter in value)  # noqa: PLR2004


_THROUGH: Mapping[FilterField, Callable[[list[UUID]], Condition]] = MappingProxyType(
    {FilterField.TEAM: _of_teams, FilterField.PRODUCT: _of_products}
)
_COLUMNS: Mapping[FilterField, InstrumentedAttribute[Any]] = MappingProxyType(
    {
        FilterField.STATE: Ticket.state_id,
        FilterField.TYPE: Ticket.type_id,
        FilterField.QUEUE: Ticket.queue_id,
        FilterField.OWNER: Ticket.owner_id,
        FilterField.CUSTOMER: Ticket.customer_id,
        FilterField.SITE: Ticket.site_id,
        FilterField.BRANCH: Ticket.branch_id,
        FilterField.PRODUCT: Ticket.product_id,
        FilterField.SERVICE: Ticket.service_id,
        FilterField.KIND: Ticket.kind_id,
    }
)
_DAYS: Mapping[FilterField, InstrumentedAttribute[Any]] = MappingProxyType(
    {
        FilterField.OPENED: Ticket.opened_at,
        FilterField.DUE: Ticket.expected_closing_at,
        FilterField.WAIT: Ticket.wait_until,
        FilterField.CLOSED: Ticket.closed_at,
    }
)
