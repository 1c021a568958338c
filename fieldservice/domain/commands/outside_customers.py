"""What another system tells of customers, their contacts and sites: put by its keys, as often as it likes.

What is left out of `values` stays as it is. Numbers and addresses that people added here stay too: only those
that the system told itself go with its list.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from fieldservice.domain.commands.contacts import email_identity, phone_identity
from fieldservice.domain.commands.customers import (
    ChangeCustomer,
    CreateCustomer,
    CustomerData,
    change_customer,
    create_customer,
)
from fieldservice.domain.commands.customers import data_of as customer_data
from fieldservice.domain.commands.sites import AddSite, ChangeSite, SiteData, add_site, change_site
from fieldservice.domain.commands.sites import data_of as site_data
from fieldservice.domain.model.customer import Contact, Customer, Identity, IdentityKind, Site
from fieldservice.domain.model.outside import OutsideKey
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.finding import assign, every, first
from fieldservice.domain.store.outside_keys import (
    connected,
    is_keyed,
    known_row,
    named_row,
    remember,
    require_customer,
    row_id_of,
)
from fieldservice.domain.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class ToldReach:
    """All numbers and addresses that the system knows; None leaves those it told before."""

    phones: tuple[str, ...] | None = None
    emails: tuple[str, ...] | None = None
    country: str = ""


@dataclass(frozen=True, slots=True)
class PutCustomer:
    """`values` are of `CustomerData`. One that is here already under the same number is meant by it."""

    system_id: UUID
    key: str
    values: Mapping[str, Any]
    reach: ToldReach = field(default_factory=ToldReach)


@dataclass(frozen=True, slots=True)
class PutContact:
    """`values`: `name`, `role`, `is_active`."""

    system_id: UUID
    key: str
    customer_key: str
    values: Mapping[str, Any]
    reach: ToldReach = field(default_factory=ToldReach)


@dataclass(frozen=True, slots=True)
class PutSite:
    """`values` are of `SiteData`."""

    system_id: UUID
    key: str
    customer_key: str
    values: Mapping[str, Any]


def put_customer(command: PutCustomer, uow: UnitOfWork, clock: Clock) -> Changes:
    """As `create_customer` and `change_customer`, and `outside.disconnected`."""
    connected(uow, command.system_id)
    customer = known_row(uow, command.system_id, Customer, command.key) or _customer_here(uow, command)
    made_id = row_id_of(command.system_id, Customer, command.key)
    customer_id = made_id if customer is None else customer.id
    remember(uow, command.system_id, Customer, command.key, customer_id)
    _put_reach(uow, command.system_id, (customer_id, None), command.reach)
    if customer is None:
        data = CustomerData(**{"name": "", **command.values})
        return create_customer(CreateCustomer(customer_id, data), uow, clock)
    uow.session.flush()  # so that the version is the one that is changed next
    told = replace(customer_data(customer), **command.values)
    return change_customer(ChangeCustomer(customer.id, customer.version, told), uow, clock)


def put_contact(command: PutContact, uow: UnitOfWork, clock: Clock) -> Changes:
    """`contact.name_missing`, `phone.unreadable`, `email.unreadable`, `outside.unknown_key`."""
    del clock
    connected(uow, command.system_id)
    customer = named_row(uow, command.system_id, Customer, command.customer_key)
    known = known_row(uow, command.system_id, Contact, command.key)
    made_id = row_id_of(command.system_id, Contact, command.key)
    contact = known or Contact(id=made_id, customer_id=customer.id, name="", role="", is_active=True)
    require_customer(contact.customer_id, customer.id, command.key)
    assign(contact, **{name: _plain(value) for name, value in command.values.items()})
    if not contact.name:
        raise RuleViolation("contact.name_missing")
    label: dict[str, Any] = (
        {"name": contact.name} if known else {"name": contact.name, "customer": customer.name}
    )
    uow.record("contact.change" if known else "contact.add", contact, **label)
    uow.add(contact)
    remember(uow, command.system_id, Contact, command.key, contact.id)
    if _put_reach(uow, command.system_id, (customer.id, contact.id), command.reach) and known:
        contact.version += 1  # numbers and addresses are part of the contact
    return uow.commit()


def put_site(command: PutSite, uow: UnitOfWork, clock: Clock) -> Changes:
    """As `add_site` and `change_site`, and `outside.unknown_key`."""
    connected(uow, command.system_id)
    customer = named_row(uow, command.system_id, Customer, command.customer_key)
    site = known_row(uow, command.system_id, Site, command.key) or _site_here(uow, command)
    site_id = row_id_of(command.system_id, Site, command.key) if site is None else site.id
    remember(uow, command.system_id, Site, command.key, site_id)
    if site is None:
        return add_site(AddSite(site_id, customer.id, SiteData(**{"name": "", **command.values})), uow, clock)
    require_customer(site.customer_id, customer.id, command.key)
    told = replace(site_data(site), **command.values)
    return change_site(ChangeSite(site.id, site.version, told), uow, clock)


def _plain(value: object) -> object:
    return value.strip() if isinstance(value, str) else value


def _customer_here(uow: UnitOfWork, command: PutCustomer) -> Customer | None:
    """One that people entered before the systems were connected: the same number, not called otherwise."""
    number = str(command.values.get("number") or "").strip()
    found = first(uow, Customer, number=number) if number else None
    return None if found is None or is_keyed(uow, command.system_id, Customer, found.id) else found


def _site_here(uow: UnitOfWork, command: PutSite) -> Site | None:
    code = str(command.values.get("code") or "").strip()
    found = first(uow, Site, code=code) if code else None
    return None if found is None or is_keyed(uow, command.system_id, Site, found.id) else found


def _put_reach(uow: UnitOfWork, system_id: UUID, owner: tuple[UUID, UUID | None], told: ToldReach) -> bool:
    """Add what is new, and take away what the system told before and tells no more."""
    customer_id, contact_id = owner
    known = every(uow, Identity, customer_id=customer_id, contact_id=contact_id)
    wanted = {_reached(row): row for row in _identities(owner, told)}
    fresh = [row for reached, row in wanted.items() if reached not in set(map(_reached, known))]
    for row in fresh:
        uow.add(row)
        remember(uow, system_id, Identity, row.id.hex, row.id)
    gone = [row for row in known if row.kind in _listed(told) and _reached(row) not in wanted]
    return _forget(uow, system_id, gone) or bool(fresh)


def _forget(uow: UnitOfWork, system_id: UUID, gone: Sequence[Identity]) -> bool:
    rows = {row.id: row for row in gone}
    values = {"system_id": system_id, "owner_table": Identity.__tablename__, "owner_id": set(rows)}
    keys = every(uow, OutsideKey, **values) if rows else []
    for key in keys:
        uow.session.delete(rows[key.owner_id])
        uow.session.delete(key)
    return bool(keys)


def _reached(row: Identity) -> tuple[IdentityKind, str, str]:
    return row.kind, row.value, row.extension or ""


def _listed(told: ToldReach) -> frozenset[IdentityKind]:
    """Of which kind the system told all that it knows."""
    given = {IdentityKind.PHONE: told.phones, IdentityKind.EMAIL: told.emails}
    return frozenset(kind for kind, each in given.items() if each is not None)


def _identities(owner: tuple[UUID, UUID | None], told: ToldReach) -> list[Identity]:
    customer_id, contact_id = owner
    phones = (text for text in told.phones or () if text.strip())
    emails = (text for text in told.emails or () if text.strip())
    return [
        *(phone_identity(customer_id, contact_id, text, told.country) for text in phones),
        *(email_identity(customer_id, contact_id, text) for text in emails),
    ]
