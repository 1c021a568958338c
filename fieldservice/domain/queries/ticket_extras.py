"""Columns of the ticket list beyond the usual ones, each looked up only when somebody wants to see it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, String, and_, func, select, type_coerce
from sqlalchemy.orm import aliased

from fieldservice.domain.model.catalogue import Kind, Queue, Service, TicketType
from fieldservice.domain.model.customer import Contact, Customer, Site
from fieldservice.domain.model.equipment import Equipment, Product
from fieldservice.domain.model.people import UserAccount
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.queries.last_words import last_direction

_Responsible = aliased(UserAccount)
_DICTIONARIES: Mapping[str, tuple[Any, Any]] = MappingProxyType(
    {
        "queue": (Queue, Ticket.queue_id),
        "type": (TicketType, Ticket.type_id),
        "kind": (Kind, Ticket.kind_id),
        "service": (Service, Ticket.service_id),
    }
)
_NAMES: Mapping[str, tuple[Any, Any, Any]] = MappingProxyType(
    {
        "site": (Site, Site.name, Ticket.site_id),
        "city": (Site, Site.city, Ticket.site_id),
        "contact": (Contact, Contact.name, Ticket.contact_id),
        "unit": (Equipment, Equipment.serial_number, Ticket.equipment_id),
        "responsible": (_Responsible, _Responsible.name, Ticket.responsible_id),
        "customer_number": (Customer, Customer.number, Ticket.customer_id),
    }
)
EXTRAS = (*_DICTIONARIES, *_NAMES, "product", "channel", "last_word")


def named(kind: Any, language: str) -> ColumnElement[str]:
    """An entry of a dictionary as its translation says, or else by its own name."""
    translated = kind.translations[language].as_string()
    return func.coalesce(func.nullif(translated, ""), kind.name)


def extra(name: str, language: str) -> Any:
    """The column of that name, as text."""
    if name in _DICTIONARIES:
        kind, key = _DICTIONARIES[name]
        entry = aliased(kind)
        return select(named(entry, language)).where(entry.id == key).scalar_subquery().label(name)
    if name == "product":
        return _product().label(name)
    if name == "last_word":
        return type_coerce(last_direction(), String).label(name)
    if name == "channel":
        return type_coerce(Ticket.channel, String).label(name)
    kind, column, key = _NAMES[name]
    if kind is Customer:
        return column.label(name)
    return select(column).where(kind.id == key).correlate(Ticket).scalar_subquery().label(name)


def _product() -> Any:
    """The product that the ticket names, or that of its unit."""
    of_unit = and_(Ticket.product_id.is_(None), Equipment.id == Ticket.equipment_id)
    found = select(Product.name).select_from(Product).where(Product.id == Ticket.product_id)
    through = select(Product.name).join(Equipment, Equipment.product_id == Product.id).where(of_unit)
    return func.coalesce(
        found.correlate(Ticket).scalar_subquery(), through.correlate(Ticket).scalar_subquery()
    )
