"""What a filter of the ticket list can be set to, how many tickets each value has, and what it is called."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fieldservice.domain.model.catalogue import Kind, Queue, Service, TicketState, TicketType
from fieldservice.domain.model.customer import Customer, CustomerClass, Site
from fieldservice.domain.model.equipment import Product
from fieldservice.domain.model.people import Branch, Team, UserAccount
from fieldservice.domain.model.ticket import Channel
from fieldservice.domain.queries.ticket_extras import named
from fieldservice.domain.queries.ticket_filters import filter_conditions
from fieldservice.domain.queries.ticket_groups import Group, GroupWish, groups
from fieldservice.domain.queries.ticket_views import condition, counted
from fieldservice.domain.rules.folding import fold
from fieldservice.domain.rules.ticket_filters import ENDED_VIEWS, NOBODY, FilterField, LastWord, TicketFilter
from fieldservice.domain.rules.ticket_states import TicketStateType
from fieldservice.domain.store.seen_tickets import seen_tickets

MOST_OPTIONS = 100
NOWHERE = (TicketStateType.MERGED,)
PRIORITIES = ("5", "4", "3", "2", "1")

_DICTIONARIES: Mapping[FilterField, Any] = MappingProxyType(
    {
        FilterField.STATE: TicketState,
        FilterField.TYPE: TicketType,
        FilterField.QUEUE: Queue,
        FilterField.SERVICE: Service,
        FilterField.KIND: Kind,
    }
)
_NAMED: Mapping[FilterField, Any] = MappingProxyType(
    {
        FilterField.TEAM: Team,
        FilterField.OWNER: UserAccount,
        FilterField.CUSTOMER: Customer,
        FilterField.SITE: Site,
        FilterField.BRANCH: Branch,
        FilterField.PRODUCT: Product,
    }
)
_CODES: Mapping[FilterField, tuple[str, ...]] = MappingProxyType(
    {
        FilterField.PRIORITY: PRIORITIES,
        FilterField.CHANNEL: tuple(each.value for each in Channel),
        FilterField.CUSTOMER_CLASS: tuple(each.value for each in CustomerClass),
        FilterField.LAST_WORD: tuple(each.value for each in LastWord),
    }
)
_MAY_BE_EMPTY = (
    FilterField.QUEUE,
    FilterField.OWNER,
    FilterField.SERVICE,
    FilterField.KIND,
    FilterField.PRODUCT,
    FilterField.SITE,
    FilterField.BRANCH,
    FilterField.CUSTOMER,
)


def filter_options(session: Session, wish: GroupWish, typed: str = "") -> tuple[Group, ...]:
    """Values of one field: those of the tickets shown with their number first, then the others by name.

    Counted as if the field itself narrowed nothing; closed tickets are not counted.
    """
    narrowed = replace(wish, filter=wish.filter.without(wish.by))
    spread = {} if wish.view in ENDED_VIEWS else {each.value: each for each in groups(session, narrowed)}
    known = _every(session, wish.by, wish.language, typed)
    more = [Group(value, name, 0) for value, name in known if value not in spread]
    wanted = fold(typed).strip()
    fitting = [each for each in spread.values() if not wanted or wanted in fold(each.name)]
    return tuple([*fitting, *more][:MOST_OPTIONS])


def filter_names(session: Session, chosen: TicketFilter, language: str) -> dict[tuple[str, str], str]:
    """What the ids of a filter are called, by field and value; codes and days need no name."""
    found: dict[tuple[str, str], str] = {}
    for field, values in chosen.chosen:
        kind = _DICTIONARIES.get(field) or _NAMED.get(field)
        if kind is not None:
            ids = [UUID(value) for value in values if value != NOBODY]
            name = named(kind, language) if field in _DICTIONARIES else kind.name
            rows = session.execute(select(kind.id, name).where(kind.id.in_(ids)))
            found |= {(field.value, row_id.hex): said for row_id, said in rows}
    return found


def _every(session: Session, by: FilterField, language: str, typed: str) -> list[tuple[str, str]]:
    if by in _CODES:
        return [(code, code) for code in _CODES[by]]
    kind = _DICTIONARIES.get(by) or _NAMED[by]
    name = named(kind, language) if by in _DICTIONARIES else kind.name
    statement = select(kind.id, name)
    if by is FilterField.CUSTOMER:
        statement = statement.where(Customer.name_folded.contains(fold(typed).strip(), autoescape=True))
    elif typed.strip():
        statement = statement.where(kind.name.icontains(typed.strip(), autoescape=True))
    if by is FilterField.STATE:
        statement = statement.where(TicketState.state_type.not_in(NOWHERE))
    order = kind.position if by in _DICTIONARIES else kind.name
    rows = session.execute(statement.order_by(order, kind.id).limit(MOST_OPTIONS)).all()
    nobody = [(NOBODY, "")] if by in _MAY_BE_EMPTY and not typed.strip() else []
    return [*nobody, *((row_id.hex, said) for row_id, said in rows)]


def filter_count(session: Session, wish: GroupWish) -> int:
    """How many tickets the filter leaves; never counted further than `MOST_COUNTED`."""
    narrowed = (*filter_conditions(session, wish.filter, wish.viewer), *seen_tickets(session))
    shown = (condition(wish.view, wish.viewer), *narrowed)
    return session.scalar(select(counted("in_filter", *shown))) or 0
