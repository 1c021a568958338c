"""Customers, contacts, sites, units, blocks and contracts as they stand here, by the keys of who asks."""

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fieldservice.domain.model.contract import Contract
from fieldservice.domain.model.customer import Block, Contact, Customer, Site
from fieldservice.domain.model.equipment import Equipment
from fieldservice.domain.model.outside import OutsideKey
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.server.erp.answers import RowShown
from fieldservice.server.erp.tokens import Resource

_SHOWN: Mapping[Resource, tuple[type[Any], str]] = MappingProxyType(
    {
        Resource.CUSTOMERS: (
            Customer,
            "number name tax_id customer_class language active_from active_until note",
        ),
        Resource.CONTACTS: (Contact, "name role is_active"),
        Resource.SITES: (Site, "code name street postal_code city latitude longitude zone"),
        Resource.EQUIPMENT: (
            Equipment,
            "serial_number purchased_on warranty_until status retired_on place note",
        ),
        Resource.BLOCKS: (Block, "reason since until source lifted_because"),
        Resource.CONTRACTS: (Contract, "number status note"),
    }
)
_OWNERS: Mapping[Resource, tuple[str, str, str]] = MappingProxyType(
    {
        Resource.CONTACTS: ("customer", "customer_id", "customer"),
        Resource.SITES: ("customer", "customer_id", "customer"),
        Resource.EQUIPMENT: ("site", "site_id", "site"),
        Resource.BLOCKS: ("customer", "customer_id", "customer"),
        Resource.CONTRACTS: ("customer", "customer_id", "customer"),
    }
)
"""What a row belongs to: its name, our column, our table."""


def row_shown(session: Session, system_id: UUID, resource: Resource, named: tuple[str, UUID]) -> RowShown:
    """`api.not_found` for one that was undone here."""
    key, row_id = named
    kind, names = _SHOWN[resource]
    row = session.get(kind, row_id)
    if row is None:
        raise RuleViolation("api.not_found", key=key)
    values = {name: _plain(getattr(row, name)) for name in names.split()}
    if resource in _OWNERS:
        name, column, table = _OWNERS[resource]
        place = {"system_id": system_id, "owner_table": table, "owner_id": getattr(row, column)}
        values[name] = session.scalar(select(OutsideKey.key).filter_by(**place).limit(1))
    return RowShown(id=row_id, key=key, values=values)


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value
