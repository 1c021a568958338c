"""Contacts at the customer's side, and the numbers and addresses by which callers are recognised (A10)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from fieldservice.domain.formats.phones import read_phone
from fieldservice.domain.model.base import member_id
from fieldservice.domain.model.customer import Contact, Customer, Identity, IdentityKind
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.data_merging import merged_data
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.finding import assign, every, exists
from fieldservice.domain.store.unit_of_work import UnitOfWork

# Only what is surely no address is refused; whether one is reachable shows when something is sent there.
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")


@dataclass(frozen=True, slots=True)
class Reachability:
    """Numbers written in any way, and addresses; `country` is that of numbers without a country code."""

    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    country: str = ""


@dataclass(frozen=True, slots=True)
class ContactData:
    name: str
    role: str = ""
    reach: Reachability = Reachability()


@dataclass(frozen=True, slots=True)
class AddContact:
    contact_id: UUID
    customer_id: UUID
    data: ContactData


@dataclass(frozen=True, slots=True)
class ChangeContact:
    """Numbers and addresses become those given; one that stays keeps its row.

    `seen` is what the form was opened with: two who change different fields both keep theirs.
    """

    contact_id: UUID
    version: int
    data: ContactData
    seen: ContactData | None = None


@dataclass(frozen=True, slots=True)
class SetContactActive:
    """Somebody leaves the customer, or comes back; what they said stays theirs (A19)."""

    contact_id: UUID
    is_active: bool


@dataclass(frozen=True, slots=True)
class SetCustomerReach:
    """Numbers and addresses of the customer itself, not of one person."""

    customer_id: UUID
    reach: Reachability


def add_contact(command: AddContact, uow: UnitOfWork, clock: Clock) -> Changes:
    """`contact.name_missing`, `phone.unreadable`, `email.unreadable`."""
    del clock
    customer = uow.get(Customer, command.customer_id)
    name = _name(command.data)
    contact = Contact(
        id=command.contact_id, customer_id=customer.id, name=name, role=command.data.role.strip()
    )
    uow.record("contact.add", contact, name=name, customer=customer.name)
    if not exists(uow, Contact, contact.id):
        uow.add(contact)
        uow.session.flush()  # before its numbers: there are no relationships to order them by
        uow.add(*_identities(customer.id, contact.id, command.data.reach))
    return uow.commit()


def change_contact(command: ChangeContact, uow: UnitOfWork, clock: Clock) -> Changes:
    """As `add_contact`, and `row.changed_meanwhile`, `row.fields_in_conflict`."""
    del clock
    contact = uow.get(Contact, command.contact_id)
    data = command.data
    if contact.version != command.version:
        data = _merged(uow, contact, command)
    name = _name(data)
    uow.record("contact.change", contact, name=name)
    assign(contact, name=name, role=data.role.strip())
    if _replace(uow, contact.customer_id, contact.id, data.reach):
        contact.version += 1  # numbers and addresses are part of the contact
    return uow.commit()


def set_contact_active(command: SetContactActive, uow: UnitOfWork, clock: Clock) -> Changes:
    del clock
    contact = uow.get(Contact, command.contact_id)
    uow.record("contact.return" if command.is_active else "contact.leave", contact, name=contact.name)
    assign(contact, is_active=command.is_active)
    return uow.commit()


def set_customer_reach(command: SetCustomerReach, uow: UnitOfWork, clock: Clock) -> Changes:
    """`phone.unreadable`, `email.unreadable`."""
    del clock
    customer = uow.get(Customer, command.customer_id)
    uow.record("customer.set_reach", customer, name=customer.name)
    _replace(uow, customer.id, None, command.reach)
    return uow.commit()


def phone_identity(customer_id: UUID, contact_id: UUID | None, text: str, country: str) -> Identity:
    """The identity behind a number as written; `RuleViolation` `phone.unreadable`."""
    read = read_phone(text, country)
    if read is None:
        raise RuleViolation("phone.unreadable", text=text.strip())
    return Identity(
        id=member_id(contact_id or customer_id, "phone", read.e164, read.extension),
        customer_id=customer_id,
        contact_id=contact_id,
        kind=IdentityKind.PHONE,
        value=read.e164,
        extension=read.extension,
        as_written=text.strip(),
    )


def email_identity(customer_id: UUID, contact_id: UUID | None, text: str) -> Identity:
    """The identity behind an address; `RuleViolation` `email.unreadable`."""
    address = text.strip()
    if not EMAIL.fullmatch(address):
        raise RuleViolation("email.unreadable", text=address)
    return Identity(
        id=member_id(contact_id or customer_id, "email", address.casefold()),
        customer_id=customer_id,
        contact_id=contact_id,
        kind=IdentityKind.EMAIL,
        value=address.casefold(),
        extension="",
        as_written=address,
    )


@dataclass(frozen=True, slots=True)
class _Compared:
    """A contact with numbers and addresses as they are told apart, however somebody wrote them."""

    name: str
    role: str
    phones: tuple[str, ...]
    emails: tuple[str, ...]


def _merged(uow: UnitOfWork, contact: Contact, command: ChangeContact) -> ContactData:
    """What is stored with what I changed of what I saw; numbers stay as their writer wrote them."""
    known = every(uow, Identity, customer_id=contact.customer_id, contact_id=contact.id)
    stored = _compared(contact.name, contact.role, known)
    mine = _of_data(contact, command.data)
    seen = None if command.seen is None else _of_data(contact, command.seen)
    kept = merged_data(mine, seen, stored, Contact.__tablename__)
    reach = command.data.reach
    phones = reach.phones if kept.phones == mine.phones else _written(known, IdentityKind.PHONE)
    emails = reach.emails if kept.emails == mine.emails else _written(known, IdentityKind.EMAIL)
    return ContactData(kept.name, kept.role, Reachability(phones, emails, reach.country))


def _of_data(contact: Contact, data: ContactData) -> _Compared:
    return _compared(data.name, data.role, _identities(contact.customer_id, contact.id, data.reach))


def _compared(name: str, role: str, identities: Iterable[Identity]) -> _Compared:
    phones, emails = set(), set()
    for each in identities:
        if each.kind is IdentityKind.PHONE:
            phones.add(f"{each.value};ext={each.extension}" if each.extension else each.value)
        else:
            emails.add(each.value)
    return _Compared(name.strip(), role.strip(), tuple(sorted(phones)), tuple(sorted(emails)))


def _written(identities: Iterable[Identity], kind: IdentityKind) -> tuple[str, ...]:
    return tuple(each.as_written for each in identities if each.kind is kind)


def _name(data: ContactData) -> str:
    if not data.name.strip():
        raise RuleViolation("contact.name_missing")
    return data.name.strip()


def _identities(customer_id: UUID, contact_id: UUID | None, reach: Reachability) -> Iterable[Identity]:
    made = [
        *(
            phone_identity(customer_id, contact_id, text, reach.country)
            for text in reach.phones
            if text.strip()
        ),
        *(email_identity(customer_id, contact_id, text) for text in reach.emails if text.strip()),
    ]
    return {identity.id: identity for identity in made}.values()  # one written twice is one


def _replace(uow: UnitOfWork, customer_id: UUID, contact_id: UUID | None, reach: Reachability) -> bool:
    is_changed = False
    wanted = {_key(identity): identity for identity in _identities(customer_id, contact_id, reach)}
    for known in every(uow, Identity, customer_id=customer_id, contact_id=contact_id):
        replacement = wanted.pop(_key(known), None)
        if replacement is None:
            uow.session.delete(known)
            is_changed = True
        else:
            assign(known, as_written=replacement.as_written)
    uow.add(*wanted.values())
    return is_changed or bool(wanted)


def _key(identity: Identity) -> tuple[IdentityKind, str, str]:
    return identity.kind, identity.value, identity.extension
