"""Open tickets counted by what they are about: by state, product, service, channel, team, and so on.

Each group is one value of a filter, so that choosing it shows exactly the tickets that were counted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from fieldservice.domain.model.catalogue import Kind, Queue, Service, TicketState, TicketType
from fieldservice.domain.model.customer import Customer, Site
from fieldservice.domain.model.equipment import Equipment, Product
from fieldservice.domain.model.people import Branch, Team, UserAccount
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.queries.last_words import said_last_by
from fieldservice.domain.queries.ticket_extras import named
from fieldservice.domain.queries.ticket_filters import filter_conditions
from fieldservice.domain.queries.ticket_rows import Viewer
from fieldservice.domain.queries.ticket_views import condition
from fieldservice.domain.rules.ticket_filters import NO_FILTER, NOBODY, FilterField, LastWord, TicketFilter
from fieldservice.domain.store.seen_tickets import seen_tickets

MOST_GROUPS = 200


@dataclass(frozen=True, slots=True)
class Group:
    """`value` is the filter's; `name` is empty for those without one, and a code for channels."""

    value: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class GroupWish:
    """Within which view and filter, by what, in which language."""

    view: str
    by: FilterField
    viewer: Viewer
    language: str
    filter: TicketFilter = NO_FILTER


def groups(session: Session, wish: GroupWish) -> tuple[Group, ...]:
    """The largest first; at most `MOST_GROUPS`."""
    narrowed = (*filter_conditions(session, wish.filter, wish.viewer), *seen_tickets(session))
    shown = (condition(wish.view, wish.viewer), *narrowed)
    if wish.by is FilterField.LAST_WORD:
        return _by_last_word(session, shown)
    key, name, source = _grouping(wish.by, wish.language)
    statement = source.where(*shown).group_by(key, name).order_by(func.count().desc(), name)
    rows = session.connection().execute(statement.limit(MOST_GROUPS)).all()
    return tuple(Group(_value(value), _word(said), count) for value, said, count in rows)


def _grouping(by: FilterField, language: str) -> tuple[Any, Any, Any]:
    """What is grouped by, what it is called, and the statement over tickets."""
    if by in (FilterField.CHANNEL, FilterField.PRIORITY):
        column: Any = Ticket.channel if by is FilterField.CHANNEL else Ticket.priority
        return column, column, select(column, column, func.count()).select_from(Ticket)
    if by is FilterField.CUSTOMER_CLASS:
        joined = select(Customer.customer_class, Customer.customer_class, func.count()).select_from(Ticket)
        chosen = Customer.customer_class
        return chosen, chosen, joined.join(Customer, Customer.id == Ticket.customer_id)
    if by is FilterField.TEAM:
        start = select(Team.id, Team.name, func.count()).select_from(Ticket)
        teams = start.join(Queue, Queue.id == Ticket.queue_id).join(Team, Team.id == Queue.team_id)
        return Team.id, Team.name, teams
    if by is FilterField.PRODUCT:
        return _by_product()
    kind, key = _KINDS[by]
    name = named(kind, language) if kind in _TRANSLATED else kind.name
    counted = select(kind.id, name, func.count()).select_from(Ticket)
    return kind.id, name, counted.outerjoin(kind, kind.id == key)


def _by_last_word(session: Session, shown: Sequence[ColumnElement[bool]]) -> tuple[Group, ...]:
    """Each asked for by itself: what is looked up for every ticket cannot be grouped by."""
    found = []
    for who in LastWord:
        counted = select(func.count()).select_from(Ticket).where(*shown, said_last_by(who))
        found.append(Group(who.value, who.value, session.scalar(counted) or 0))
    return tuple(sorted((each for each in found if each.count), key=lambda each: -each.count))


def _by_product() -> tuple[Any, Any, Any]:
    start = select(Product.id, Product.name, func.count()).select_from(Ticket)
    units = start.outerjoin(Equipment, Equipment.id == Ticket.equipment_id)
    of_ticket = func.coalesce(Ticket.product_id, Equipment.product_id)
    return Product.id, Product.name, units.outerjoin(Product, Product.id == of_ticket)


def _value(found: Any) -> str:
    if found is None:
        return NOBODY
    return str(getattr(found, "value", getattr(found, "hex", found)))


def _word(found: Any) -> str:
    return "" if found is None else str(getattr(found, "value", found))


_KINDS: Mapping[FilterField, tuple[Any, Any]] = MappingProxyType(
    {
        FilterField.STATE: (TicketState, Ticket.state_id),
        FilterField.TYPE: (TicketType, Ticket.type_id),
        FilterField.QUEUE: (Queue, Ticket.queue_id),
        FilterField.OWNER: (UserAccount, Ticket.owner_id),
        FilterField.CUSTOMER: (Customer, Ticket.customer_id),
        FilterField.SITE: (Site, Ticket.site_id),
        FilterField.BRANCH: (Branch, Ticket.branch_id),
        FilterField.SERVICE: (Service, Ticket.service_id),
        FilterField.KIND: (Kind, Ticket.kind_id),
    }
)
_TRANSLATED = (TicketState, TicketType, Queue, Service, Kind)
